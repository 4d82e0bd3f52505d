"""From one's own lists to what is settled, by keys alone: counted above the lists, opened with what
needs the person, marked with whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from db.queries import conflicts
from desktop.conflicts.screen import SCREEN, ConflictsScreen
from desktop.conflicts.watch import ConflictsWatch
from desktop.home.screen import SCREEN as HOME
from tests.db.test_ledger import World
from tests.desktop.conflicts.conftest import OTHERS
from tests.desktop.seat import CTRL, ENTER, Seat

Key = Qt.Key
DAY = 86_400_000


@pytest.fixture
def commander(world: World, papers: list[str], tmp_path: Path) -> Iterator[Seat]:
    seat = Seat(world.commander.store, tmp_path / "commander", HOME, (SCREEN, *OTHERS))
    seat.rest()
    yield seat
    seat.close()


def words(seat: Seat) -> str:
    return " ".join(label.text() for label in seat.view().findChildren(QLabel))


def test_its_owner_goes_from_home_to_settled_by_keys_alone(
    world: World, papers: list[str], tmp_path: Path
) -> None:
    seat = Seat(world.clerk.store, tmp_path, HOME, (SCREEN, *OTHERS))
    seat.rest()
    assert seat.view().deciding.text == "2 mục khác nhau giữa các máy cần bạn quyết định."
    while not seat.view().deciding.isAncestorOf(QApplication.focusWidget()):
        seat.press(Key.Key_F6)
    seat.press(Key.Key_Space)
    seat.rest()
    assert isinstance(seat.view(), ConflictsScreen)
    assert seat.view().head().subtitle == "2 mục chờ bạn trong 2 mục chờ quyết định"
    assert "Giao: Người van" in words(seat)
    assert "chờ 0 ngày làm việc" in words(seat)
    for _ in papers:
        seat.press(Key.Key_2, CTRL)
        seat.press(ENTER, CTRL)
        seat.rest()
    assert conflicts.waiting(world.clerk.store) == []
    seat.window.go("home")
    seat.rest()
    assert seat.view().deciding.text == ""
    assert "deciding" not in seat.commands()
    seat.close()


def test_a_superior_is_told_once_the_owner_had_his_time(
    commander: Seat, world: World, papers: list[str]
) -> None:
    watch = ConflictsWatch(commander.context)
    watch.look()
    assert commander.view().deciding.text == ""
    assert commander.window.nav._items["conflicts"]._count == 0
    world.unit.watch.time += 6 * DAY
    commander.window.go("conflicts")
    commander.window.go("home")
    commander.rest()
    watch.look()
    said = commander.view().deciding.text
    assert "2 mục khác nhau giữa các máy cần bạn quyết định" in said
    assert "trong đó 2 mục đã quá hạn và chuyển lên bạn" in said
    assert commander.window.nav._items["conflicts"]._count == 2
    next(one for one in commander.view().commands() if one.id == "deciding").run()
    commander.rest()
    assert "chuyển lên cấp trên và văn thư" in words(commander)
    assert len(commander.view()._rows) == 2


def test_only_what_needs_the_person_or_everything(commander: Seat, papers: list[str]) -> None:
    commander.window.go("conflicts", "needing")
    commander.rest()
    assert commander.view()._rows == {}
    assert commander.view().head().subtitle == "0 mục chờ bạn trong 2 mục chờ quyết định"
    commander.press(Key.Key_F, CTRL)
    commander.rest()
    assert {row.id for row in commander.view()._rows.values()} == set(papers)
    commander.press(Key.Key_F, CTRL)
    commander.rest()
    assert commander.view()._rows == {}


def test_look(commander: Seat, world: World) -> None:
    world.unit.watch.time += 6 * DAY
    commander.view().open(None)
    commander.rest()
    commander.look("conflicts-home")
    assert commander.view().deciding.text
