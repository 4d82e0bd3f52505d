"""Months day by day: keys, mouse, and what a screen reader is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.widgets.day_grid import DayFace, DayGrid
from desktop.words import words
from tests.desktop import looks

FRIDAY = date(2026, 11, 20)


def face(day: date) -> DayFace:
    return DayFace(words="Ngày thử") if day == FRIDAY else DayFace()


def made(months: int, *, by_click: bool = False) -> DayGrid:
    grid = DayGrid("widgets.more_views", months, face, date(2026, 11, 18), by_click=by_click)
    looks.shown(grid, (900, 560))
    grid.setFocus()
    return grid


@pytest.fixture
def year() -> Iterator[DayGrid]:
    grid = made(12)
    yield grid
    grid.deleteLater()


@pytest.fixture
def month() -> Iterator[DayGrid]:
    grid = made(1, by_click=True)
    yield grid
    grid.deleteLater()


def click(grid: DayGrid, day: date, *, twice: bool = False) -> None:
    place = day.month - 1 if grid.last().month == 12 and grid.first().month == 1 else 0
    spot = grid._cell(grid._block(place), day).center()
    (QTest.mouseDClick if twice else QTest.mouseClick)(grid, Qt.MouseButton.LeftButton, pos=spot)
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("key", "there"),
    [
        (Qt.Key.Key_Left, date(2026, 11, 17)),
        (Qt.Key.Key_Right, date(2026, 11, 19)),
        (Qt.Key.Key_Up, date(2026, 11, 11)),
        (Qt.Key.Key_Down, date(2026, 11, 25)),
        (Qt.Key.Key_Home, date(2026, 11, 1)),
        (Qt.Key.Key_End, date(2026, 11, 30)),
        (Qt.Key.Key_PageUp, date(2026, 10, 18)),
        (Qt.Key.Key_PageDown, date(2026, 12, 18)),
    ],
)
def test_keys_walk_the_days(year: DayGrid, key: Qt.Key, there: date) -> None:
    moved: list[date] = []
    year.moved.connect(moved.append)
    QTest.keyClick(year, key)
    assert year.day == there
    assert moved == [there]


def test_the_end_of_a_long_month_is_that_of_a_short_one(year: DayGrid) -> None:
    year.go_to(date(2027, 1, 31))
    QTest.keyClick(year, Qt.Key.Key_PageDown)
    assert year.day == date(2027, 2, 28)


def test_letters_and_held_keys_do_nothing(year: DayGrid) -> None:
    QTest.keyClick(year, Qt.Key.Key_A)
    QTest.keyClick(year, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert year.day == date(2026, 11, 18)


def test_enter_and_a_double_click_open_a_day_of_the_year(year: DayGrid) -> None:
    opened: list[date] = []
    year.opened.connect(opened.append)
    QTest.keyClick(year, Qt.Key.Key_Return)
    click(year, date(2026, 3, 5))
    assert (year.day, opened) == (date(2026, 3, 5), [date(2026, 11, 18)])
    click(year, date(2026, 3, 5), twice=True)
    assert opened[-1] == date(2026, 3, 5)


def test_one_click_opens_a_day_of_the_month(month: DayGrid) -> None:
    opened: list[date] = []
    month.opened.connect(opened.append)
    click(month, FRIDAY)
    assert (month.day, opened) == (FRIDAY, [FRIDAY])


def test_every_day_has_a_place_of_its_own(year: DayGrid) -> None:
    for place in range(12):
        block, first = year._block(place), date(2026, place + 1, 1)
        assert year.rect().contains(block)
        assert year._day_at(year._cell(block, first).center().toPointF()) == first


def test_the_day_is_told_in_both_languages(month: DayGrid) -> None:
    month.go_to(FRIDAY)
    assert month.accessibleDescription() == "Thứ sáu 20/11/2026. Ngày thử"
    words.set_language("en")
    try:
        assert month.accessibleDescription() == "Friday 20/11/2026. Ngày thử"
    finally:
        words.set_language("vi")


def test_what_is_in_sight(year: DayGrid, month: DayGrid) -> None:
    assert (year.first(), year.last()) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (month.first(), month.last()) == (date(2026, 11, 1), date(2026, 11, 30))
