"""Reads a table of text fields from outside (CSV): an old book to be taken over.

A stranger's file, as the spreadsheet is (desktop/exchange/spreadsheet.py), with the same limits. It
is UTF-8, or UTF-16 with its mark, as spreadsheet programs save it; fields are separated by commas,
semicolons or tabs. Nothing is guessed of old Vietnamese codes: their letters would be wrong.
"""

from __future__ import annotations

import csv
import unicodedata
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Final

from core.errors import NotASpreadsheet, TooLarge, TooManyRows
from desktop.exchange.spreadsheet import MAX_COLUMNS, MAX_FILE, MAX_ROWS, Sheet, SheetRow

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS: Final = (",", ";", "\t")
_LOOKED_AT: Final = 20
"""So many rows decide what separates the fields."""
_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"))


def read_table(data: bytes) -> Sheet:
    """The rows of a table of at least two columns.

    Raises NotASpreadsheet, TooLarge, TooManyRows.
    """
    if len(data) > MAX_FILE:
        raise TooLarge(limit=f"{MAX_FILE >> 20} MB")
    code = next(code for mark, code in _MARKS if data.startswith(mark))
    try:
        text = data.decode(code)
        found = max((_width(text, each), -at) for at, each in enumerate(SEPARATORS))
        separator = SEPARATORS[-found[1]]
        rows = tuple(islice(_rows(text, separator), MAX_ROWS + 1))
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotASpreadsheet from error
    if "\x00" in text or max((len(row.cells) for row in rows), default=0) < 2:
        raise NotASpreadsheet
    if len(rows) > MAX_ROWS:
        raise TooManyRows(limit=MAX_ROWS)
    return Sheet("", rows)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)


def _width(text: str, separator: str) -> int:
    """How many fields the first rows have by this separator."""
    try:
        return sum(map(len, islice(_records(text, separator), _LOOKED_AT)))
    except csv.Error:
        return 0


def _rows(text: str, separator: str) -> Iterator[SheetRow]:
    """Rows with something in them. Raises TooManyRows for one that is too wide."""
    for number, fields in enumerate(_records(text, separator), 1):
        cells = [unicodedata.normalize("NFC", field).strip() or None for field in fields]
        width = max((at for at, cell in enumerate(cells, 1) if cell is not None), default=0)
        if width > MAX_COLUMNS:
            raise TooManyRows(limit=MAX_ROWS)
        if width:
            yield SheetRow(number, tuple(cells[:width]))
