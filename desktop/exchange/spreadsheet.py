"""Reads the cells of a spreadsheet from outside (XLSX): an old book to be taken over.

A stranger's file: sizes are bounded before anything is unpacked, macros, embedded programs, links
to other files and XML entities are refused, and of a formula only its last value is read. Nothing
is calculated, fetched or written.
"""

from __future__ import annotations

import datetime
import math
import re
import warnings
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import load_workbook

from core.errors import (
    ActiveSpreadsheet,
    AntinError,
    NotASpreadsheet,
    TooLarge,
    TooManyRows,
)
from desktop.exchange import sheet_text

if TYPE_CHECKING:
    from collections.abc import Iterator

Plain = str | int | float | bool | datetime.date | datetime.datetime | None
"""What a cell holds; None where it is empty."""

MAX_FILE: Final = 20 << 20
MAX_UNPACKED: Final = 100 << 20
MAX_PARTS: Final = 2_000
MAX_RATIO: Final = 200
"""Bytes of a file and of all its parts, how many of these, and how far one may have been packed."""

MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 64
MAX_CELLS: Final = 4 * MAX_ROWS * MAX_COLUMNS
LAST_ROW: Final = 1_048_576
"""Rows with something in them, columns, cells whether empty or not; there is no later row."""

_NEEDED: Final = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
_ACTIVE: Final = ("vbaproject", "xl/externallinks/", "xl/embeddings/", "xl/activex/", "customui/")
_ENCODING: Final = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)")
_PLAIN: Final = (b"utf-8", b"us-ascii")
_HEAD: Final = 200
_SLACK: Final = 1 << 20
"""A part that is smaller may be packed as far as it will."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that is not empty, with its number in the sheet, from 1."""

    number: int
    cells: tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet that was in front when the file was saved."""

    name: str
    rows: tuple[SheetRow, ...]


def read_sheet(data: bytes) -> Sheet:
    """The rows of the sheet that was in front.

    Raises NotASpreadsheet, ActiveSpreadsheet, TooLarge, TooManyRows.
    """
    if len(data) > MAX_FILE:
        raise TooLarge(limit=f"{MAX_FILE >> 20} MB")
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that are not read
            return _read(data)
    except AntinError:
        raise
    except Exception as error:
        raise NotASpreadsheet from error


def _check(archive: ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TooLarge(limit=f"{MAX_UNPACKED >> 20} MB")
    if len(set(names)) < len(names) or not set(names) >= _NEEDED:
        raise NotASpreadsheet
    for part in parts:
        _check_part(archive, part)


def _check_part(archive: ZipFile, part: ZipInfo) -> None:
    name = part.filename.lower()
    packed = part.compress_type in {ZIP_STORED, ZIP_DEFLATED} and not part.flag_bits & 1
    if not packed or name.startswith("/") or ".." in name or "\\" in name:
        raise NotASpreadsheet
    if any(mark in name for mark in _ACTIVE):
        raise ActiveSpreadsheet
    if part.file_size > max(_SLACK, part.compress_size * MAX_RATIO):
        raise TooLarge(limit=f"{MAX_UNPACKED >> 20} MB")
    if name.endswith((".xml", ".rels")):
        _check_xml(archive.read(part), name)


def _check_xml(text: bytes, name: str) -> None:
    """UTF-8 without a document type: so there are no entities. Relations stay inside the file."""
    said = _ENCODING.search(text[:_HEAD])
    if b"\x00" in text or b"<!DOCTYPE" in text or (said and said[1].lower() not in _PLAIN):
        raise NotASpreadsheet
    if name.startswith("xl/_rels/") and b'TargetMode="External"' in text:
        raise ActiveSpreadsheet


def _read(data: bytes) -> Sheet:
    workbook: Any = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = workbook.active
        if sheet is None or not hasattr(sheet, "reset_dimensions"):
            raise NotASpreadsheet
        sheet.reset_dimensions()  # what a file says of its size is not believed
        rows = tuple(islice(_rows(sheet), MAX_ROWS + 1))
        if len(rows) > MAX_ROWS:
            raise TooManyRows(limit=MAX_ROWS)
        return Sheet(str(sheet.title), rows)
    finally:
        workbook.close()


def _rows(sheet: Any) -> Iterator[SheetRow]:
    """Rows with something in them. Raises TooManyRows for one that is too wide."""
    looked_at = 0
    for number, values in enumerate(sheet.iter_rows(max_row=LAST_ROW, values_only=True), 1):
        if values.count(None) < len(values):  # a million without may lie before a last row
            cells = tuple(map(plain, values))
            width = max((at for at, cell in enumerate(cells, 1) if cell is not None), default=0)
            if width > MAX_COLUMNS:
                raise TooManyRows(limit=MAX_ROWS)
            if width:
                yield SheetRow(number, cells[:width])
        looked_at += len(values)
        if looked_at > MAX_CELLS:
            raise TooManyRows(limit=MAX_ROWS)


def plain(value: object) -> Plain:
    """A cell's value: whole numbers whole, a day without an hour a day, a text composed."""
    match value:
        case bool() | int():
            return value
        case float() if math.isfinite(value):
            return int(value) if value.is_integer() else value
        case datetime.datetime():
            return value.date() if value.time() == datetime.time() else value
        case datetime.date():
            return value
        case None:
            return None
        case _:
            return sheet_text.read(str(value)) or None
