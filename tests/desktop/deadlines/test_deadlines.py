"""The deadlines by keys: sections, the month, requests for more time, what a new day off does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db import facts
from db.actions import handling, incoming
from desktop.deadlines import printing
from desktop.deadlines.lists import TABS
from desktop.printing.sheet import PrintSheet
from tests.db.test_ledger import ENTRY, World
from tests.desktop.deadlines.conftest import LETTERS, new_day_off, threshold
from tests.desktop.forms.reading import read
from tests.desktop.seat import CTRL, ENTER, ESC, Seat

Key = Qt.Key
DIGITS = (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5)


def turn(seat: Seat, view: str) -> None:
    """To a view by its number."""
    seat.press(DIGITS[[one.id for one in TABS].index(view)], CTRL)
    seat.rest()
    assert seat.view().tabs.current() == view


def shown(seat: Seat) -> list[str]:
    """Headings and codes from top to bottom."""
    model = seat.view().list.view.model()
    told = []
    for place, number in enumerate(model.ids):
        row = model.row_at(place)
        told.append(model.sections[-number - 1] if number < 0 else row.code.split("/")[0])
    return told


def test_deadlines_stand_in_their_sections(clerk: Seat) -> None:
    turn(clerk, "unit")
    assert shown(clerk) == [
        "Quá hạn · 2", "1", "2",
        "Hôm nay · 2", "3", "4",
        "Còn không quá 2 ngày làm việc · 1", "5",
        "Sau đó · 2", "6", "7",
    ]  # fmt: skip
    assert "7 văn bản" in clerk.view().head().subtitle
    assert "1 chưa đặt hạn" in clerk.view().month.facts.text()


def test_each_has_his_own_and_who_has_none_begins_with_the_units(
    clerk: Seat, officer: Seat
) -> None:
    assert clerk.view().tabs.current() == "unit"
    clerk.view().tabs.choose(0)
    assert shown(clerk) == []
    assert clerk.view()._empty.isVisible()
    assert shown(officer) == ["Quá hạn · 2", "1", "2", "Hôm nay · 1", "3"]
    turn(officer, "unit")
    assert shown(officer) == ["Quá hạn · 2", "1", "2", "Hôm nay · 1", "3"]


def test_what_is_late_enough_is_the_commanders(clerk: Seat) -> None:
    turn(clerk, "escalated")
    assert shown(clerk) == ["1"]


def test_the_administrators_thresholds_are_followed_at_once(clerk: Seat, world: World) -> None:
    turn(clerk, "unit")
    for code, days in (("soon", 6), ("escalated", 1)):
        threshold(world, code, days)
    clerk.changes.emit(frozenset({("catalogue", "x")}))
    clerk.rest()
    assert "Còn không quá 6 ngày làm việc · 2" in shown(clerk)
    turn(clerk, "escalated")
    assert shown(clerk) == ["1", "2"]


def test_enter_opens_the_document_where_it_is_worked_on(clerk: Seat, papers: list[str]) -> None:
    turn(clerk, "unit")
    clerk.view().list.view.setFocus()
    clerk.press(Key.Key_Home)
    clerk.press(Key.Key_Down)
    clerk.rest()
    clerk.press(ENTER)
    assert clerk.window.stack.current_id == "incoming"
    assert clerk.view().asked == [("document", papers[1])]


def test_a_day_of_the_month_narrows_and_esc_widens(clerk: Seat) -> None:
    turn(clerk, "unit")
    month = clerk.view().month
    month.grid.setFocus()
    month.grid.go_to(date(2026, 11, 20))
    assert "1 hạn" in month.said.text()
    clerk.press(ENTER)
    clerk.rest()
    assert shown(clerk) == ["Còn không quá 2 ngày làm việc · 1", "5"]
    assert QApplication.focusWidget() is clerk.view().list.view
    assert "20/11/2026" in clerk.view().banner.text
    clerk.press(ESC)
    clerk.rest()
    assert len(shown(clerk)) == 11
    month.grid.go_to(date(2026, 11, 19))
    month.grid.setFocus()
    clerk.press(ENTER)
    assert shown(clerk) == []
    assert clerk.view()._empty.isVisible()


def test_the_month_turns_by_keys_and_counts_each_day(clerk: Seat) -> None:
    turn(clerk, "unit")
    month = clerk.view().month
    assert month._face(date(2026, 11, 18)).count == 2
    assert month._face(date(2026, 11, 18)).badge == "danger"
    assert month._face(date(2026, 11, 20)).badge == "warn"
    assert month._face(date(2026, 11, 24)).shape == "filled"
    clerk.press(Key.Key_PageDown, CTRL)
    assert month.grid.day == date(2026, 12, 1)
    clerk.press(Key.Key_PageUp, CTRL, times=2)
    assert month.grid.day == date(2026, 10, 1)
    assert month._face(date(2026, 12, 15)).count == 1


def test_overdue_steps_are_listed_by_what_is_to_be_done(clerk: Seat) -> None:
    turn(clerk, "steps")
    assert shown(clerk) == [
        "Đã vào sổ, chưa trình · 1", "4", "Đã giao, chưa nhận · 1", "2",
    ]  # fmt: skip


def test_who_asks_for_more_time_stands_in_the_list(
    clerk: Seat, world: World, papers: list[str]
) -> None:
    turn(clerk, "asking")
    assert shown(clerk) == []
    author = replace(clerk.store.author, person=world.people["si"])
    handling.ask_extension(replace(clerk.store, author=author), papers[0], "Chờ số liệu")
    clerk.changes.emit(frozenset({("document", papers[0])}))
    clerk.rest()
    assert shown(clerk) == ["1"]


def test_what_comes_in_is_shown_at_once(clerk: Seat, world: World) -> None:
    turn(clerk, "unit")
    entry = replace(ENTRY, due="2026-11-01", code="99/TM-TH")
    document = incoming.register(world.clerk.store, entry, None, world.book).entity
    clerk.changes.emit(frozenset({("document", document)}))
    clerk.rest()
    assert shown(clerk)[:2] == ["Quá hạn · 3", "99"]


def test_a_new_day_off_is_told_and_its_deadlines_are_shown(clerk: Seat, world: World) -> None:
    turn(clerk, "unit")
    assert not clerk.view().banner.text
    new_day_off(world, "2026-11-26")
    clerk.changes.emit(frozenset({("calendar", "x")}))
    clerk.rest()
    assert "1 hạn rơi vào ngày nghỉ" in clerk.view().banner.text
    clerk.view().banner._action.click()
    clerk.rest()
    assert shown(clerk) == ["Sau đó · 1", "6"]
    clerk.press(ESC)
    clerk.rest()
    assert len(shown(clerk)) == 11


def test_a_row_where_a_heading_was_is_as_high_as_a_row(clerk: Seat) -> None:
    turn(clerk, "unit")
    turn(clerk, "steps")
    turn(clerk, "unit")
    view = clerk.view().list.view
    for place, number in enumerate(view.model().ids):
        heading = view.rowHeight(place) != view.verticalHeader().defaultSectionSize()
        assert heading == (number < 0)


def test_f6_goes_round_views_rows_and_month(clerk: Seat) -> None:
    turn(clerk, "unit")
    clerk.view().list.view.setFocus()
    clerk.press(Key.Key_F6)
    assert QApplication.focusWidget() is clerk.view().month.grid


def test_the_list_in_sight_is_printed_by_two_keys(clerk: Seat) -> None:
    turn(clerk, "steps")
    pages = printing.papers(clerk.store, clerk.view()._listed, "steps")
    assert "Đã vào sổ, chưa trình" in read(pages.content).text()
    turn(clerk, "unit")
    clerk.press(Key.Key_P, CTRL)
    clerk.rest()
    sheet = clerk.window.scrim.card
    assert isinstance(sheet, PrintSheet)
    said = " ".join(span.text for span in read(sheet._papers.content).spans)
    assert "VĂN BẢN THEO THỜI HẠN GIẢI QUYẾT" in said
    assert "Đơn vị, tính đến ngày 18/11/2026" in said
    assert "Có 7 văn bản." in said
    assert said.index("Quá hạn") < said.index("10/11/2026") < said.index("Hạn hôm nay")
    assert "{" not in said
    assert "Quá 6 ngày" in said
    clerk.press(ENTER)
    clerk.rest()
    assert len(clerk.printers.printed()) == 1
    with clerk.store.engine.begin() as connection:
        unit = ("copy", clerk.store.unit)
        [[_, taken]] = facts.states(connection, [unit])[unit]["lists"]["taken"]
    assert (taken["form"], taken["way"], taken["lines"]) == ("deadlines", "print", 7)


def test_looks(clerk: Seat, world: World) -> None:
    turn(clerk, "mine")
    clerk.look("deadlines-empty")
    turn(clerk, "unit")
    clerk.view().list.view.setFocus()
    clerk.look("deadlines-unit")
    turn(clerk, "steps")
    clerk.look("deadlines-steps")
    new_day_off(world, "2026-11-26")
    clerk.changes.emit(frozenset({("calendar", "x")}))
    turn(clerk, "unit")
    clerk.look("deadlines-moved")


def test_every_letter_is_on_the_board(clerk: Seat) -> None:
    found = clerk.view()._found
    assert found is not None
    assert len(found.unit.dues) + found.unit.undated == len(LETTERS)
