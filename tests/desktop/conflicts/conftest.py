"""A unit whose clerk and commander changed the same documents apart, and the clerk before them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.actions import incoming
from desktop import clock
from desktop.conflicts.screen import SCREEN
from tests.db.test_ledger import ENTRY, World
from tests.db.unit_of_three import START, Machine
from tests.desktop.incoming.conftest import founded, moved_to
from tests.desktop.seat import Seat

__all__ = ["founded"]
OTHERS = ("incoming", "outgoing", "drafts", "dossiers")
BEFORE = "Báo cáo kết quả kiểm tra công tác văn thư, lưu trữ"
HERE = "Báo cáo kết quả kiểm tra công tác văn thư, lưu trữ quý III"
THERE = "Báo cáo kết quả kiểm tra công tác văn thư, lưu trữ quý III năm 2026"


def spread(world: World, *machines: Machine) -> None:
    """Each sends what it has; then all of them know all."""
    for machine in machines:
        world.push(machine)
    for machine in machines:
        world.pull(machine)


def disputed(world: World, code: str) -> str:
    """A document of which subject, deadline and urgency were changed on two machines."""
    both = (world.clerk, world.commander)
    entry = replace(ENTRY, code=code, subject=BEFORE, due="2026-11-25")
    document = incoming.register(world.clerk.store, entry, None, world.book).entity
    spread(world, *both)
    incoming.edit(world.clerk.store, document, subject=HERE, due="2026-11-20", urgency="urgent")
    incoming.edit(
        world.commander.store, document, subject=THERE, due="2026-11-24", urgency="express"
    )
    spread(world, *both)
    return document


@pytest.fixture
def world(founded: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(clock, "now_ms", lambda: START)
    made = moved_to(founded, tmp_path / "unit")
    yield made
    made.close()


@pytest.fixture
def papers(world: World) -> list[str]:
    """Two documents with three fields to settle each."""
    return [disputed(world, code) for code in ("317/BC-HC", "318/BC-HC")]


@pytest.fixture
def clerk(world: World, papers: list[str], tmp_path: Path) -> Iterator[Seat]:
    seat = Seat(world.clerk.store, tmp_path, SCREEN, OTHERS)
    seat.rest()
    yield seat
    seat.close()
