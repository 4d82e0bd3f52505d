"""The administrator's and the clerk's seat at the catalogues; the unit is founded once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.office.terms import Role
from db.actions import authority
from desktop import clock
from desktop.catalogues.screen import SCREEN
from tests.db.test_ledger import World
from tests.db.unit_of_three import START
from tests.desktop.incoming.conftest import founded, moved_to
from tests.desktop.seat import Seat

__all__ = ["founded"]


@pytest.fixture
def world(founded: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(clock, "now_ms", lambda: START)
    made = moved_to(founded, tmp_path / "unit")
    admin = made.admin.store
    person = admin.author.person
    authority.set_person(admin, person, name="Trần Quản Thử", post="Quản trị", unit=made.unit.unit)
    authority.give_grant(admin, person, Role.ADMINISTRATOR, "2026-01-01")
    yield made
    made.close()


@pytest.fixture
def admin(world: World, tmp_path: Path) -> Iterator[Seat]:
    seat = Seat(world.admin.store, tmp_path, SCREEN)
    yield seat
    seat.close()


@pytest.fixture
def clerk(world: World, tmp_path: Path) -> Iterator[Seat]:
    seat = Seat(world.clerk.store, tmp_path, SCREEN)
    yield seat
    seat.close()
