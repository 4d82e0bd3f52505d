"""The reports screen on a real store: what is counted, by keys to the documents behind each number,
and the two reports on paper and as spreadsheets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.commits.format import read as read_commit
from core.office.reports import Fate
from core.office.terms import Role
from db import models
from db.acting import Store
from desktop import clock
from desktop.exchange import spreadsheet
from desktop.printing.sheet import PrintSheet
from desktop.reports import board, tables
from desktop.reports.chart import Chart
from desktop.reports.days_sheet import DaysSheet
from desktop.reports.screen import SCREEN
from desktop.reports.table_sheet import TableSheet
from tests.db.letter_rig import Letters
from tests.db.test_reports import Month
from tests.desktop.seat import CTRL, ENTER, ESC, Seat


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    letters = Letters(tmp_path_factory.mktemp("unit"))
    yield Month(letters)
    letters.close()


@pytest.fixture
def seat(
    qapp: object, month: Month, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Seat]:
    made = sat(month, tmp_path, monkeypatch, "chi")
    yield made
    made.close()


def sat(month: Month, folder: Path, patch: pytest.MonkeyPatch, who: str) -> Seat:
    patch.setattr(clock, "now_ms", lambda: month.watch.time)
    patch.setenv("HOME", str(folder))
    store: Store = month.letters.person(who)
    made = Seat(store, folder, SCREEN, ("incoming", "outgoing"))
    made.view().open(None)
    made.rest()
    return made


def charts(seat: Seat) -> list[Chart]:
    view = seat.view()
    return [*view.incoming.charts, *view.outgoing.charts]


def test_every_number_has_exactly_its_documents_behind_it(seat: Seat) -> None:
    view = seat.view()
    found = view.board
    values = [int(kpi.figure.value) for kpi in view.incoming.kpis[1:3]]
    behind = [kpi.figure.behind() for kpi in view.incoming.kpis]
    assert values == [found.handled.pending, found.handled.overdue] == [4, 1]
    assert [len(each) for each in behind] == [4, 4, 1, 6]
    sent = [kpi.figure.behind() for kpi in view.outgoing.kpis]
    assert [len(each) for each in sent] == [3, 3, 1, 2]
    assert len(set(behind[3]) | set(behind[1])) == 10
    assert set(behind[0]) < set(behind[3])
    weeks = [len(mark.behind()) for mark in view.incoming.columns.marks]
    assert weeks == [week.handled.on_time + week.handled.late for week in found.weeks]
    assert sum(weeks) == 4
    assert sum(len(mark.behind()) for mark in view.outgoing.columns.marks) == 3
    assert [len(mark.behind()) for mark in view.incoming.dots.marks] == [4]
    assert sum(len(mark.behind()) for mark in view.incoming.ages.marks) == 4
    assert sum(len(mark.behind()) for mark in view.incoming.heat.marks) == 1
    assert [len(mark.behind()) for mark in view.outgoing.types.marks] == [3]
    numbers = {n for chart in charts(seat) for mark in chart.marks for n in mark.behind()}
    known = {one.n for one in (*found.figures.incoming, *found.figures.outgoing)}
    assert numbers <= known


def test_by_keys_from_a_number_to_its_document_and_back(seat: Seat, month: Month) -> None:
    view = seat.view()
    assert QApplication.focusWidget() is view.incoming.kpis[0]
    seat.press(Qt.Key.Key_Tab, times=2)
    seat.press(ENTER)
    assert view.head().title == "Quá hạn"
    assert "1" in view.head().subtitle
    assert set(view.listing.ids) == set(view.board.of(Fate.OVERDUE))
    assert seat.commands() == {"refresh"}
    seat.press(ENTER)
    screen: Any = seat.view()
    assert screen.asked[-1][0] == "document"
    assert month.ends[screen.asked[-1][1]] is Fate.OVERDUE
    seat.window.go("reports")
    seat.rest()
    assert set(view.listing.ids) == set(view.board.of(Fate.OVERDUE))
    assert view.listing.list.view.current() is not None
    seat.press(ESC)
    seat.rest()
    assert QApplication.focusWidget() is view.incoming.kpis[0]
    assert "print" in seat.commands()


def test_charts_are_walked_by_arrows_and_spoken(seat: Seat) -> None:
    view = seat.view()
    heat = view.incoming.heat
    heat.setFocus()
    seat.press(Qt.Key.Key_Home)
    seat.press(Qt.Key.Key_Down)
    seat.press(Qt.Key.Key_Right)
    assert heat.accessibleDescription() == heat.marks[8].said
    seat.press(Qt.Key.Key_End)
    assert heat.accessibleDescription() == heat.marks[27].said
    assert not [line for line in seat.heard if heat.marks[27].said in line]  # words stay unsaid
    columns = view.incoming.columns
    columns.setFocus()
    seat.press(Qt.Key.Key_End)
    seat.press(ENTER)
    assert view.head().title == columns.marks[-1].said
    assert set(view.listing.ids) == set(columns.marks[-1].behind())


def test_tables_hold_what_the_charts_show(seat: Seat) -> None:
    view = seat.view()
    seat.window.resize(1366, 768)
    view.incoming.dots_card.link.click()
    seat.rest()
    sheet = seat.card()
    assert isinstance(sheet, TableSheet)
    whole = sheet.table.total[1:]
    parts = [row[1:-1] for row in sheet.table.rows]
    assert list(whole[:-1]) == [str(sum(map(int, column))) for column in zip(*parts, strict=True)]
    assert whole == ("0", "12", "3", "1", "2", "4", "1", "75,00 %")
    assert "Phòng Tham mưu" in sheet.accessibleDescription()
    seat.press(ESC)
    assert seat.card() is None
    made = [tables.weeks, tables.heat, tables.ages, tables.senders, tables.sent_weeks, tables.types]
    for make in made:
        found = make(view.board)
        assert all(len(row) == len(found.heads) for row in (*found.rows, found.total) if row)


def test_people_stand_by_name_and_only_before_who_leads(
    seat: Seat, month: Month, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "people" in seat.commands()
    people = tables.people(seat.view().board)
    assert [row[0] for row in people.rows] == sorted(row[0] for row in people.rows)
    assert SCREEN.roles == {Role.CLERK, Role.HEAD_OF_SECTION, Role.COMMANDER}
    folder = tmp_path / "clerk"
    folder.mkdir()
    clerk = sat(month, folder, monkeypatch, "van")
    assert "people" not in clerk.commands()
    assert {"print", "export"} <= clerk.commands()
    clerk.close()
    head = sat(month, folder, monkeypatch, "truong")
    assert "export" not in head.commands()
    assert {"print", "people"} <= head.commands()
    head.close()


def test_another_period_and_unit_by_keys(seat: Seat, month: Month) -> None:
    view = seat.view()
    seat.press(Qt.Key.Key_2, CTRL)
    assert view.tabs.current() == "outgoing"
    view.pickers.unit.choose(month.staff)
    seat.rest()
    assert len(view.board.incoming) == 6
    assert view.board.voided == 0
    view.pickers.period.choose("days")
    sheet = seat.card()
    assert isinstance(sheet, DaysSheet)
    seat.put("20/11/2026")
    seat.put("19/11/2026")
    assert sheet._field.wrong
    seat.put("20/11/2026")
    assert seat.card() is None
    assert view.asked.period == "2026-11-20..2026-11-20"
    assert view.place() == ("outgoing", "2026-11-20..2026-11-20", month.staff, True)
    assert view.board.handled.finished == 3
    assert "20/11/2026–20/11/2026" in view.head().subtitle
    view.pickers.period.choose("2025")
    seat.rest()
    assert view.board.handled.whole == 0
    assert view.outgoing.kpis[0].figure.value == "0"


def taken(store: Store) -> list[tuple[str, str, str]]:
    """What was recorded of copies that left, the latest last."""
    with store.engine.begin() as connection:
        rows = connection.execute(sa.select(models.Commit).order_by(models.Commit.n)).mappings()
        commits = [read_commit(row["header"], row["payload"], row["signature"]) for row in rows]
    return [
        (op.body["form"], op.body["way"], op.body["since"])
        for commit in commits
        for op in commit.ops
        if op.kind == "copy.take"
    ]


def test_both_reports_are_printed_and_exported(seat: Seat, tmp_path: Path) -> None:
    view = seat.view()
    seat.press(Qt.Key.Key_P, CTRL)
    sheet = seat.card()
    assert isinstance(sheet, PrintSheet)
    assert sheet._papers.copy == replace(sheet._papers.copy, form="report_incoming", lines=2)
    seat.press(ESC)
    seat.press(Qt.Key.Key_2, CTRL)
    seat.press(Qt.Key.Key_E, CTRL)
    path = tmp_path / "bao-cao.xlsx"
    seat.put(str(path))
    assert seat.card() is None
    assert taken(seat.store)[-1] == ("report_outgoing", "xlsx", "2026-11-01")
    found = spreadsheet.read_sheet(path.read_bytes())
    assert found.name == "Báo cáo"
    said = " ".join(str(cell) for row in found.rows for cell in row.cells)
    assert "TÌNH HÌNH GIẢI QUYẾT VĂN BẢN ĐI" in said
    assert view.board.sent.issued == 3
    assert "Đã phát hành 3 văn bản; phát hành đúng thời hạn 66,67 %" in said
    assert "số bỏ 1" in said


def test_before_anything_was_registered_it_says_so(seat: Seat) -> None:
    view = seat.view()
    none = replace(view.board.figures, incoming=(), outgoing=(), voided=())
    view._know(board.count(none, view.asked))
    seat.rest()
    assert view._empty.isVisible()
    assert view.panes() == (view.tabs,)
    assert view.incoming.kpis[0].figure.value == "–"
    assert view.incoming.kpis[1].figure.value == "0"


def test_in_every_look(seat: Seat) -> None:
    """The first dashboard stands in the tour of all screens."""
    view = seat.view()
    view.tabs.choose(1)
    seat.look("reports-outgoing")
    view.outgoing.dots_card.link.click()
    seat.look("reports-table")
