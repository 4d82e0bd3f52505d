"""An old book out of a spreadsheet: columns guessed, each row judged, nothing stored unasked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from PySide6.QtCore import Qt

from core.errors import NotASpreadsheet
from core.office.terms import Kind
from db import facts
from db.queries import documents
from db.queries import numbers as asked
from db.queries.documents import View
from desktop.books import old_book
from desktop.books.import_sheet import ImportSheet
from desktop.books.screen import SCREEN, BooksScreen
from desktop.widgets.path_sheet import PathSheet
from tests.desktop.desk_rig import CTRL, Desk, press
from tests.desktop.looks import assert_named, assert_not_clipped, screenshot, settle

TODAY = datetime.date(2026, 11, 22)
HEADS = (
    "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung", "Đơn vị hoặc người nhận", "Ghi chú",
)  # fmt: skip
DAY = datetime.date(2026, 1, 6)
GOOD = (DAY, 1, "Phòng Hậu cần", "12/KH-HC", "05/01/2026", "Kế hoạch bảo đảm", "Ban 1", "")
ROWS = (
    GOOD,
    ("07/01/2026", "02", "Phòng Tham mưu", "45/TM", DAY, "V/v kiểm tra", "", "khẩn"),
    ("31/02/2026", 3, "Phòng Tham mưu", "46/TM", DAY, "V/v kiểm tra", "", ""),
    (DAY, 4, "", "47/TM", DAY, "V/v kiểm tra", "", ""),
    (DAY, None, "Phòng Tham mưu", "48/TM", DAY, "V/v kiểm tra", "", ""),
    (DAY, 6, "Phòng Tham mưu", "49/TM", DAY, "Báo cáo", "MẬT", ""),
    (DAY, 7, "Phòng Hậu cần", "12/KH-HC", DAY, "Kế hoạch bảo đảm", "", ""),
)


def spreadsheet(*rows: tuple[object, ...], heads: tuple[str, ...] = HEADS) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["SỔ ĐĂNG KÝ VĂN BẢN ĐẾN NĂM 2026 (GIẢ LẬP)"])
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    made = BytesIO()
    workbook.save(made)
    return made.getvalue()


@pytest.fixture
def desk(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    yield made
    made.close()


def test_columns_are_guessed_from_the_headings() -> None:
    book = old_book.read(spreadsheet(*ROWS))
    assert book.headings[0] == "Ngày đến"
    assert book.columns == {
        "arrived": 0, "number": 1, "issuer": 2, "code": 3, "document_date": 4, "subject": 5,
        "note": 7,
    }  # fmt: skip
    assert old_book.missing(book) == ()
    others = ("STT", "Ngày nhận", "Nơi gửi", "Số ký hiệu", "Ngày văn bản", "Nội dung", "", "")
    assert len(old_book.read(spreadsheet(*ROWS, heads=others)).columns) == 6


def test_each_row_is_what_it_says_or_what_is_wrong() -> None:
    rows = old_book.rows(old_book.read(spreadsheet(*ROWS)), "sổ giấy 2026", TODAY)
    assert [row.good for row in rows] == [True, True, False, False, False, False, True]
    first, second = rows[0], rows[1]
    assert (first.place, first.number, first.entry.arrived) == (3, "1", "2026-01-06")
    assert (first.entry.type, second.entry.type) == ("ke-hoach", "cong-van")
    assert first.entry.document_date == "2026-01-05"
    assert second.entry.note == "Chuyển từ sổ giấy 2026, số đến 02; khẩn"
    keys = [{flaw.key for flaw in row.flaws} for row in rows]
    assert "books.import.no_day" in keys[2]
    assert keys[3] == {"office.problem.missing"}
    assert keys[4] == {"books.import.no_number"}
    assert "office.problem.secret" in keys[5]


@given(st.lists(st.one_of(st.none(), st.text(max_size=20), st.integers(), st.dates()), max_size=9))
def test_no_row_is_too_strange(cells: list[object]) -> None:
    book = old_book.read(spreadsheet(GOOD))
    sheet = replace(book.sheet, rows=(*book.sheet.rows, type(book.sheet.rows[0])(9, tuple(cells))))  # type: ignore[arg-type]
    assert len(old_book.rows(replace(book, sheet=sheet), "x", TODAY)) == 2


def test_what_is_no_spreadsheet_is_refused() -> None:
    for data in (b"", b"%PDF-1.7", b"PK\x03\x04"):
        with pytest.raises(NotASpreadsheet):
            old_book.read(data)


def test_nothing_is_stored_before_the_person_says_so(desk: Desk, tmp_path: Path) -> None:
    store = desk.world.clerk.store
    path = tmp_path / "Sổ đến giấy 2026.xlsx"
    path.write_bytes(spreadsheet(*ROWS))
    desk.sit(store, SCREEN)
    view = desk.view()
    assert isinstance(view, BooksScreen)
    view.open((f"{Kind.INCOMING}/{desk.world.book}", "2026"))
    settle()
    sheet = begin(desk, path)
    window = desk.windows[-1]
    screenshot(window, "books-import-light-1366-vi")
    assert_not_clipped(window)
    assert_named(window)
    assert [row.good for row in sheet.rows] == [True, True, False, False, False, False, False]
    assert len(documents.ids(store, View((Kind.INCOMING,)))) == 0
    sheet.accept.click()
    settle()
    assert sheet.taken == 2
    assert [row.place for row in sheet.rows] == [5, 6, 7, 8, 9]
    rows = documents.rows(store, documents.ids(store, View((Kind.INCOMING,))))
    assert {(row.code, row.number, row.issuer) for row in rows} == {
        ("12/KH-HC", None, "Phòng Hậu cần"),
        ("45/TM", None, "Phòng Tham mưu"),
    }
    with store.engine.begin() as connection:
        state = facts.states(connection, [("document", rows[0].id)])["document", rows[0].id]
    assert state["fields"]["old_book"][0][1] == "Sổ đến giấy 2026"
    assert asked.fates(store, desk.world.book) == []
    assert not desk.world.push(desk.world.clerk).refused
    press(Qt.Key.Key_Escape)
    again = begin(desk, path)
    assert not any(row.good for row in again.rows)
    assert not again.accept.isEnabled()


def test_columns_can_be_chosen_otherwise(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    heads = ("A", "B", "C", "D", "E", "F", "G", "H")
    path.write_bytes(spreadsheet(GOOD, heads=heads))
    desk.sit(desk.world.clerk.store, SCREEN)
    desk.view().open((f"{Kind.INCOMING}/{desk.world.book}", "2026"))
    settle()
    sheet = begin(desk, path)
    assert sheet.rows == []
    assert not sheet.accept.isEnabled()
    for target, at in (("arrived", 0), ("number", 1), ("issuer", 2), ("subject", 5)):
        sheet.columns[target].choose(str(at))
    settle()
    assert any(row.good for row in sheet.rows)
    sheet.columns["note"].choose("5")
    assert sheet.columns["subject"].now == "-"


def begin(desk: Desk, path: Path) -> ImportSheet:
    press(Qt.Key.Key_I, CTRL, at=desk.windows[-1])
    asking = desk.windows[-1].scrim.card
    assert isinstance(asking, PathSheet)
    asking.edit.setText(str(path))
    press(Qt.Key.Key_Return)
    sheet = desk.windows[-1].scrim.card
    assert isinstance(sheet, ImportSheet)
    return sheet
