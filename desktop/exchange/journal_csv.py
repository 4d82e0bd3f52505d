"""The journal as a table that any program reads (CSV, RFC 4180), in Vietnamese. No Qt."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Final

from core.commits.fold import OPERATIONS
from core.office.day import moment
from core.office.terms import Act
from desktop.phrases import phrase
from desktop.printing.telling import counted, taken_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.queries.journal import Line

HEADS: Final = ("time", "who", "machine", "what", "about", "place", "standing", "commit")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write(lines: Iterable[Line]) -> bytes:
    """The table, with heads; begins with a byte order mark, by which spreadsheets know UTF-8."""
    out = StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([phrase("vi", f"audit.csv.{name}") for name in HEADS])
    for line in lines:
        place = str(line.place) if line.place else ""
        cells = (
            f"{moment(line.time):%d/%m/%Y %H:%M:%S}",
            line.name,
            line.device,
            _done(line),
            _about(line),
            place,
            line.standing,
            line.commit,
        )
        table.writerow([_plain(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(text: str) -> str:
    """A cell is text, whatever a spreadsheet would take it for."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) else line


def _done(line: Line) -> str:
    return taken_words(line.taken, "vi") if line.taken else _what(line.what)


def _about(line: Line) -> str:
    much = counted(line.taken, "vi") if line.taken else ""
    return " · ".join(part for part in (line.about, much) if part)


def _what(what: str) -> str:
    if what in OPERATIONS:
        return phrase("vi", f"audit.op.{what}")
    return phrase("vi", f"office.act.{what}") if what in set(Act) else what
