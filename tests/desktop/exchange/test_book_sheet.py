"""A book as a spreadsheet: typed cells, texts that stay texts, and the same read back."""

from __future__ import annotations

import datetime
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.office.book_lines import Line, check_code
from core.office.books import BOOKS, Form
from desktop.exchange import book_sheet
from desktop.exchange.spreadsheet import Plain, read_sheet
from tests.desktop.forms.book_sample import HOW, NOW, cover, lines

OUT = Form.OUTGOING
DAYS = st.dates(datetime.date(1900, 3, 1), datetime.date(9999, 12, 31))
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)


def write(form: Form, found: list[Line]) -> bytes:
    return book_sheet.write(form, cover(form, len(found)), found, HOW)


def back(found: list[Line]) -> list[tuple[Plain, ...]]:
    """The cells of lines as a spreadsheet gives them back: empty ones at the end fall away."""
    rows: list[tuple[Plain, ...]] = []
    for line in found:
        cells: list[Plain] = [
            " ".join(cell.split()) or None if isinstance(cell, str) else cell for cell in line.cells
        ]
        while cells and cells[-1] is None:
            cells.pop()
        rows += [tuple(cells)] if cells else []
    return rows


@pytest.mark.parametrize("form", Form)
def test_every_form_is_read_back_as_it_was_written(form: Form) -> None:
    found = lines(form, 60)
    sheet = read_sheet(write(form, found))
    head, *rows = [row.cells for row in sheet.rows]
    assert head == tuple(column.heading for column in BOOKS[form].columns)
    assert rows == back(found)
    assert sheet.name == book_sheet.BOOK


@given(st.lists(st.tuples(TEXTS, DAYS, st.integers(0, 10**9)), max_size=5))
def test_any_text_day_and_count_is_read_back(cells: list[tuple[str, datetime.date, int]]) -> None:
    found = [
        Line((text, date, "", "", "", "", count, "", "", ""), (at,))
        for at, (text, date, count) in enumerate(cells)
    ]
    composed = [
        replace(line, cells=(_composed(str(line.cells[0])), *line.cells[1:])) for line in found
    ]
    rows = [row.cells for row in read_sheet(write(OUT, found)).rows[1:]]
    assert rows == back(composed)


def _composed(text: str) -> str:
    from unicodedata import normalize

    return normalize("NFC", " ".join(text.split())).strip()


@pytest.mark.parametrize(
    "text",
    """=1+1 =HYPERLINK("x") +84 -5 @x = 1E5 007 TRUE #N/A _x0041_ _x000D_ 'a 5/7/2026""".split(),
)
def test_a_text_stays_a_text_whatever_it_looks_like(text: str) -> None:
    data = write(OUT, [Line((text, *[""] * 9), (1,))])
    assert read_sheet(data).rows[1].cells == (text,)
    cell = load_workbook(BytesIO(data))[book_sheet.BOOK]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))


def test_days_and_counts_are_typed_and_the_head_stays_in_sight() -> None:
    found = lines(OUT, 3)
    workbook = load_workbook(BytesIO(write(OUT, found)))
    sheet = workbook[book_sheet.BOOK]
    assert sheet["B2"].number_format == "dd/mm/yyyy"
    assert sheet["B2"].is_date
    assert sheet["G2"].number_format == "#,##0"
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["G"].width > 5
    assert workbook.sheetnames == [book_sheet.COVER, book_sheet.BOOK]


def test_the_cover_says_what_the_printed_one_says_and_the_code() -> None:
    found = lines(OUT, 5)
    sheet = load_workbook(BytesIO(write(OUT, found)))[book_sheet.COVER]
    said = [row[0] for row in sheet.iter_rows(values_only=True)]
    wanted = {
        "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
        "Sư đoàn Bộ binh 999 (giả lập)",
        "Năm: 2026",
        "Từ số 01 đến số 5",
        "Sổ này có 5 (năm) văn bản.",
        "Bản in từ hệ thống, lúc 18:06 18/11/2026, người in Nguyễn Thị Mô Phỏng",
        f"Mã kiểm tra: {check_code(BOOKS[OUT], found)}",
        "DỮ LIỆU GIẢ LẬP",
    }
    assert wanted <= set(said)


def test_letters_that_a_spreadsheet_cannot_hold_are_told_and_long_texts_end() -> None:
    odd = Line(("a\x00b\ud800\x1f", "x" * 40_000, *[""] * 8), (1,))
    [_, row] = read_sheet(write(OUT, [odd])).rows
    assert row.cells[0] == "a[U+0000]b[U+D800]"
    assert str(row.cells[1]) == "x" * 32_766 + "…"


def test_a_day_before_spreadsheets_count_is_a_text() -> None:
    old = Line(("x", datetime.date(1899, 5, 7), *[""] * 8), (1,))
    assert read_sheet(write(OUT, [old])).rows[1].cells[1] == "07/05/1899"


def test_the_same_lines_give_the_same_bytes_and_nothing_lies_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    found = lines(OUT, 20)
    once = write(OUT, found)
    assert once == write(OUT, found)
    later = book_sheet.write(OUT, cover(OUT, 20), found, replace(HOW, now=NOW + 60_000))
    assert later != once


def test_ten_thousand_lines_are_written_and_read_back() -> None:
    found = lines(Form.POST, 10_000, longest=3)
    assert [row.cells for row in read_sheet(write(Form.POST, found)).rows[1:]] == back(found)
