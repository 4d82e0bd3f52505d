"""A table of text fields: its rows as they stand there, or a refusal with its own sentence."""

from __future__ import annotations

import csv
import unicodedata
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import AntinError, NotASpreadsheet, TooLarge, TooManyRows
from desktop.exchange.csv_sheet import read_table
from desktop.exchange.spreadsheet import MAX_COLUMNS, MAX_FILE, MAX_ROWS

CELL = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), max_size=8)


@given(
    st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=1, max_size=6),
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_spreadsheet_program_writes_is_read(
    rows: list[list[str]], separator: str, code: str
) -> None:
    heads = ["Số", "Ngày", "Trích yếu", "Ghi chú", "Nơi nhận", "Người ký"]
    made = StringIO(newline="")
    csv.writer(made, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([heads, *rows])
    found = read_table(made.getvalue().encode(code)).rows
    assert found[0].cells == tuple(heads)
    by_number = {row.number: [cell or "" for cell in row.cells] for row in found}
    assert all(by_number.get(at, []) == _trimmed(row) for at, row in enumerate(rows, 2))


def _trimmed(row: list[str]) -> list[str]:
    cells = [unicodedata.normalize("NFC", cell).strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_refusal(data: bytes) -> None:
    try:
        rows = read_table(data).rows
    except AntinError:
        return
    assert max(len(row.cells) for row in rows) >= 2


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NotASpreadsheet),
        (b"%PDF-1.7", NotASpreadsheet),
        ("Số,Ngày\n1,2".encode("utf-16-le"), NotASpreadsheet),
        ("Số;Ngày\nSố 1;2".encode("cp1258", "replace"), NotASpreadsheet),
        (b'a,b\n"1,2', NotASpreadsheet),
        (b"a,b\n" * (MAX_ROWS + 1), TooManyRows),
        (b"a," * MAX_COLUMNS + b"b", TooManyRows),
        (b"a,b\n" * (MAX_FILE // 4 + 1), TooLarge),
    ],
    ids=["empty", "pdf", "no-mark", "old-code", "open", "rows", "columns", "size"],
)
def test_what_is_no_table_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_table(data)
