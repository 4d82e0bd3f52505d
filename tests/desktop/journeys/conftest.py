"""One unit for all journeys, and whoever of it sits down before the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.actions import authority
from desktop.screens import Screen
from tests.db.test_worklists import Office
from tests.desktop.desk_rig import Desk
from tests.desktop.journeys.hands import Hands
from tests.desktop.seat import Seat

NAMES = {"si": "Phạm Thu Hà", "phu": "Phan Đức Mẫu", "van": "Nguyễn Thị Mẫu"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The unit, its people under names that initials find."""
    made = Office(tmp_path_factory.mktemp("unit"))
    admin = made.world.admin.store
    admin = replace(admin, author=replace(admin.author, person=made.people["quan"]))
    for who, name in NAMES.items():
        authority.set_person(admin, made.people[who], name=name)
    made.world.push(made.world.admin)
    made.world.lease(made.world.clerk, 10, 100)
    made.world.pull(made.world.clerk)
    yield made
    made.world.close()


Sit = Callable[..., Hands]


@pytest.fixture
def sit(qapp: object, office: Office, tmp_path: Path) -> Iterator[Sit]:
    """Seats somebody before a screen; others are there too, or stand-ins of their name."""
    seats: list[Seat] = []

    def down(who: str, screen: Screen, *others: str | Screen) -> Hands:
        seats.append(Seat(office.at(who), tmp_path, screen, others))
        return Hands(seats[-1])

    yield down
    for seat in seats:
        seat.close()


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[Desk]:
    """People with keys: who signs."""
    made = Desk(tmp_path)
    yield made
    made.close()
