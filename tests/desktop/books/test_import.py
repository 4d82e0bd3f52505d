"""An old book goes into its register by keys: preview, what is wrong with each row, and what became
of it; nothing is stored unasked.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.office.terms import Act, Kind, Role
from db.actions import books
from db.queries import documents, worklists
from db.queries import numbers as asked
from db.queries.documents import View
from desktop.books.import_sheet import ImportSheet
from desktop.books.importing import OldFileSheet
from desktop.books.screen import SCREEN
from desktop.incoming.acts import Extra, doings
from desktop.incoming.screen import SCREEN as INCOMING
from desktop.outgoing.screen import SCREEN as OUTGOING
from desktop.outgoing.screen import OutgoingScreen
from tests.desktop.books.test_old_book import GONE, GOOD, ROWS, SENT_ROWS, spreadsheet
from tests.desktop.desk_rig import CTRL, Desk, press
from tests.desktop.looks import assert_named, assert_not_clipped, screenshot, settle, visible


@pytest.fixture(scope="module")
def desk(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    yield made
    made.close()


def book_of(desk: Desk, kind: str, first: int = 1) -> str:
    """A register that nobody has numbers of yet, in sight."""
    clerk = desk.world.clerk.store
    name = f"Sổ giữa năm {desk.world.unit.new_id()[-4:]}"
    made = books.open_register(clerk, kind, name, "", 2026, first=first).entity
    desk.sit(clerk, SCREEN)
    desk.view().open((f"{kind}/{made}", "2026"))
    settle()
    return made


def begin(desk: Desk, path: Path) -> ImportSheet:
    press(Qt.Key.Key_I, CTRL, at=desk.windows[-1])
    asking = desk.windows[-1].scrim.card
    assert isinstance(asking, OldFileSheet)
    asking.edit.setText(str(path))
    press(Qt.Key.Key_Return)
    sheet = desk.windows[-1].scrim.card
    assert isinstance(sheet, ImportSheet)
    return sheet


def test_an_outgoing_book_is_taken_over_row_by_row(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    store, book = desk.world.clerk.store, book_of(desk, "outgoing", 20)
    path = tmp_path / "Sổ đi giấy 2026.xlsx"
    twice = ("05/TM", *SENT_ROWS[1][1:])
    other_year = ("9/TM", "31/12/2025", *SENT_ROWS[1][2:])
    path.write_bytes(spreadsheet(*SENT_ROWS, twice, other_year, heads=GONE))
    sheet = begin(desk, path)
    window = desk.windows[-1]
    screenshot(window, "books-import-out-light-1366-vi")
    assert_not_clipped(window)
    assert_named(window)
    assert sum(row.good for row in sheet.rows) == 3
    assert asked.fates(store, book) == []
    press(Qt.Key.Key_Return, CTRL)
    settle()
    assert sheet.taken == 3
    assert len(sheet.rows) == 6
    fates = asked.fates(store, book)
    assert [(f"{one.number}{one.suffix}", one.fate) for one in fates] == [
        ("5", "taken_over"), ("6", "taken_over"), ("12a", "taken_over"),
    ]  # fmt: skip
    assert "Đã nhập 3 văn bản của sổ cũ" in "".join(desk.heard.lines)
    assert not desk.world.push(desk.world.clerk).refused
    press(Qt.Key.Key_Escape)
    settle()
    assert [line.cells[0] for line in desk.view().tables.page.lines] == [  # type: ignore[attr-defined]
        "05/KH-SĐ999", "06/QĐ-SĐ999", "12a/TM",
    ]  # fmt: skip
    screenshot(window, "books-old-light-1366-vi")
    assert not any(row.good for row in begin(desk, path).rows)
    press(Qt.Key.Key_Escape)
    window, _ = desk.sit(store, OUTGOING)
    view = desk.view()
    assert isinstance(view, OutgoingScreen)
    view.open(("document", fates[0].document))
    qtbot.waitUntil(lambda: view.detail.page is not None)
    assert {each.id for each in view.commands()} >= {"file", "lend", "correct", "replace"}
    assert not {each.id for each in view.commands()} & {"number", "seal", "issue", "send", "recall"}
    settle()
    screenshot(window, "outgoing-old-light-1366-vi")
    assert_not_clipped(window)


def test_an_incoming_book_is_read_from_a_table_of_text(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    store, book = desk.world.clerk.store, book_of(desk, "incoming", 8)
    path = tmp_path / "so-den.csv"
    lines = ["Số đến;Ngày đến;Tác giả;Số, ký hiệu;Ngày văn bản;Trích yếu"]
    lines += [
        f"{row[1] or ''};{row[0]:%d/%m/%Y};{row[2]};{row[3]};;{row[5]}"
        for row in (GOOD, *ROWS[3:])
        if hasattr(row[0], "strftime")
    ]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    sheet = begin(desk, path)
    sheet.accept.click()
    settle()
    assert sheet.taken == 2
    rows = documents.rows(store, documents.ids(store, View((Kind.INCOMING,))))
    assert [(row.code, row.number, row.state) for row in rows] == [
        ("49/TM", 6, "taken_over"), ("12/KH-HC", 1, "taken_over"),
    ]  # fmt: skip
    assert len(worklists.ids(store, "to_submit")) == 0
    assert len(asked.fates(store, book)) == 2
    press(Qt.Key.Key_Escape)
    window, _ = desk.sit(store, INCOMING)
    desk.view().open(("document", rows[0].id))
    qtbot.waitUntil(lambda: "49/TM" in {label.text() for label in visible(window, QLabel)})
    qtbot.waitUntil(lambda: assert_not_clipped(window))
    screenshot(window, "incoming-old-light-1366-vi")
    page = documents.page(store, rows[0].id)
    assert page is not None
    assert {doing.act for doing in doings(page, {Role.CLERK})} == {
        Act.FILE, Act.EDIT, Extra.SLIP, Extra.FILES, Extra.PAPER,
    }  # fmt: skip


def test_columns_can_be_chosen_otherwise(desk: Desk, tmp_path: Path) -> None:
    book_of(desk, "incoming", 8)
    path = tmp_path / "so.xlsx"
    heads = ("A", "B", "C", "D", "E", "F", "G", "H")
    path.write_bytes(spreadsheet(GOOD, heads=heads))
    sheet = begin(desk, path)
    assert sheet.rows == []
    assert not sheet.accept.isEnabled()
    for target, at in (("arrived", 0), ("number", 1), ("issuer", 2), ("subject", 5)):
        sheet.columns[target].choose(str(at))
    settle()
    assert any(row.good for row in sheet.rows)
    sheet.columns["note"].choose("5")
    assert sheet.columns["subject"].now == "-"
    press(Qt.Key.Key_Escape)


def test_numbers_that_are_given_here_are_not_taken_over(desk: Desk, tmp_path: Path) -> None:
    store = desk.world.clerk.store
    desk.sit(store, SCREEN)
    desk.view().open((f"incoming/{desk.world.book}", "2026"))
    settle()
    path = tmp_path / "so.xlsx"
    path.write_bytes(spreadsheet(GOOD))
    [row] = begin(desk, path).rows
    assert [flaw.key for flaw in row.flaws] == ["books.import.ahead"]
    press(Qt.Key.Key_Escape)
