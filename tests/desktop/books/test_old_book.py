"""What rows of an old book say: columns guessed, each row judged by itself, nothing stored."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from core.errors import NotASpreadsheet
from core.office.numbering import Number, RegisterKind
from desktop.books import old_book, old_columns
from desktop.books.old_rows import NO_NUMBER, OldRow
from desktop.exchange.spreadsheet import SheetRow

TODAY = datetime.date(2026, 11, 22)
IN, OUT = RegisterKind.INCOMING.value, RegisterKind.OUTGOING.value
HEADS = (
    "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung", "Đơn vị hoặc người nhận", "Ghi chú",
)  # fmt: skip
GONE = (
    "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung", "Người ký",
    "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển", "Ký nhận",
    "Ghi chú",
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
SENT = (
    "05/KH-SĐ999", DAY, "Kế hoạch bảo đảm quý I", "Nguyễn Văn Giả Lập",
    "- Phòng Hậu cần;\n- Lưu: VT", "VT, HC", 12, "", "", "hỏa tốc",
)  # fmt: skip
SENT_ROWS = (
    SENT,
    ("12a/TM", "2026-02-03", "V/v kiểm tra", "", "", "", "", "", "", ""),
    ("6/QĐ-SĐ999", "07/01/2026", "Về việc khen thưởng", "", "", "", "1.200", "", "", ""),
    ("sáu", DAY, "V/v kiểm tra", "", "", "", "", "", "", ""),
    ("7/TM", None, "V/v kiểm tra", "", "", "", "mười", "", "", ""),
    ("8/TM", datetime.date(2026, 12, 31), "", "", "", "", 0, "", "", ""),
    ("", DAY, "[TỐI MẬT] Kế hoạch", "", "", "", "", "", "", ""),
)


def spreadsheet(*rows: tuple[object, ...], heads: tuple[str, ...] = HEADS) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["SỔ ĐĂNG KÝ VĂN BẢN NĂM 2026 (GIẢ LẬP)"])
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    made = BytesIO()
    workbook.save(made)
    return made.getvalue()


def keys(row: OldRow) -> set[str]:
    return {flaw.key for flaw in row.flaws}


def test_columns_are_guessed_from_the_headings() -> None:
    book = old_book.read(spreadsheet(*ROWS), IN)
    assert book.headings[0] == "Ngày đến"
    assert book.columns == {
        "arrived": 0, "number": 1, "issuer": 2, "code": 3, "document_date": 4, "subject": 5,
        "receiver": 6, "note": 7,
    }  # fmt: skip
    assert old_book.missing(book) == ()
    others = ("STT", "Ngày nhận", "Nơi gửi", "Số ký hiệu", "Ngày văn bản", "Nội dung", "", "")
    assert len(old_book.read(spreadsheet(*ROWS, heads=others), IN).columns) == 6


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (
            GONE,
            {
                "number": 0, "document_date": 1, "subject": 2, "signer": 3, "recipients": 4,
                "file_copy": 5, "copies": 6, "note": 9,
            },
        ),
        (
            ("Số", "Ký hiệu", "Ngày", "Loại", "Trích yếu", "Số lượng", "Nơi lưu"),
            {
                "number": 0, "symbol": 1, "document_date": 2, "type": 3, "subject": 4, "copies": 5,
                "file_copy": 6,
            },
        ),
        (("STT", "Nội dung"), {"number": 0, "subject": 1}),
    ],
)  # fmt: skip
def test_columns_of_what_went_out(heads: tuple[str, ...], found: Mapping[str, int]) -> None:
    assert old_columns.guess(OUT, heads) == found


def test_each_incoming_row_is_what_it_says_or_what_is_wrong() -> None:
    rows = old_book.rows(old_book.read(spreadsheet(*ROWS), IN), TODAY)
    assert [row.good for row in rows] == [True, True, False, False, False, False, True]
    first, second = rows[0].entry, rows[1].entry
    assert (rows[0].place, first.number, first.date) == (3, Number(1), "2026-01-06")
    assert (first.fields["type"], second.fields["type"]) == ("ke-hoach", "cong-van")
    assert first.fields["document_date"] == "2026-01-05"
    assert (first.fields["receiver"], second.fields["note"]) == ("Ban 1", "khẩn")
    assert "books.import.no_day" in keys(rows[2])
    assert keys(rows[3]) == {"office.problem.missing"}
    assert keys(rows[4]) == {"books.import.no_arrival"}
    assert "office.problem.secret" in keys(rows[5])


def test_each_outgoing_row_is_what_it_says_or_what_is_wrong() -> None:
    counted = tuple(f"({at})" for at in range(1, 11))
    rows = old_book.rows(old_book.read(spreadsheet(counted, *SENT_ROWS, heads=GONE), OUT), TODAY)
    assert [row.good for row in rows] == [True, True, True, False, False, False, False]
    first, second, third = (row.entry for row in rows[:3])
    assert (first.number, first.date, first.symbol) == (Number(5), "2026-01-06", "KH-SĐ999")
    assert first.fields == {
        "type": "ke-hoach", "subject": "Kế hoạch bảo đảm quý I", "signer": "Nguyễn Văn Giả Lập",
        "recipients": ["Phòng Hậu cần", "Lưu: VT"], "file_copy": "VT, HC", "copies": 12,
        "note": "hỏa tốc",
    }  # fmt: skip
    assert (second.number, second.date, second.symbol) == (Number(12, "a"), "2026-02-03", "TM")
    assert (third.fields["type"], third.fields["copies"]) == ("quyet-dinh", 1200)
    assert keys(rows[3]) == {"books.import.bad_number"}
    assert keys(rows[4]) == {"office.problem.missing", "books.import.no_count"}
    assert keys(rows[5]) == {
        "office.problem.missing", "office.problem.in_future", "office.problem.out_of_range",
    }  # fmt: skip
    assert keys(rows[6]) == {"office.problem.secret", "books.import.no_number"}


def test_number_and_symbol_may_stand_apart_and_a_type_be_named() -> None:
    heads = ("Số", "Ký hiệu", "Ngày", "Loại", "Trích yếu")
    table = "\n".join([";".join(heads), "07;QĐ-SĐ999;06/01/2026;NQ;Về việc khen thưởng"])
    [row] = old_book.rows(old_book.read(table.encode("utf-8-sig"), OUT), TODAY)
    assert (row.entry.number, row.entry.symbol) == (Number(7), "QĐ-SĐ999")
    assert row.entry.fields["type"] == "nghi-quyet"
    assert row.good


CELL = st.one_of(
    st.none(), st.text(max_size=20), st.integers(), st.dates(), st.floats(allow_nan=False),
    st.sampled_from(["05/QĐ-SĐ999", "12a", "0", "06/01/2026", "MẬT", "- A;\n- B", "999999999"]),
)  # fmt: skip


@given(st.lists(CELL, max_size=11), st.sampled_from([IN, OUT]))
def test_no_row_is_too_strange(cells: list[object], kind: str) -> None:
    book = _sheets()[kind]
    strange = SheetRow(9, tuple(cells))  # type: ignore[arg-type]
    sheet = replace(book.sheet, rows=(*book.sheet.rows, strange))
    found = old_book.rows(replace(book, sheet=sheet), TODAY)
    assert (found[0].good, len(found)) == (True, 2)
    entry = found[1].entry
    if found[1].good:  # then it can be taken over as it is
        assert entry.number != NO_NUMBER
        assert datetime.date.fromisoformat(entry.date) <= TODAY
        assert entry.fields["subject"]
        assert len(entry.symbol) <= 200


_READ: dict[str, old_book.OldBook] = {}


def _sheets() -> dict[str, old_book.OldBook]:
    if not _READ:
        _READ[IN] = old_book.read(spreadsheet(GOOD), IN)
        _READ[OUT] = old_book.read(spreadsheet(SENT, heads=GONE), OUT)
    return _READ


@pytest.mark.parametrize("kind", [IN, OUT])
def test_what_is_no_spreadsheet_is_refused(kind: str) -> None:
    for data in (b"", b"%PDF-1.7", b"PK\x03\x04", "Số đến\n1".encode()):
        with pytest.raises(NotASpreadsheet):
            old_book.read(data, kind)
