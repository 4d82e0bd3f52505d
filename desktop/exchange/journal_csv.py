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
    """The table, with heads."""
    return head() + rows(lines)


def head() -> bytes:
    """The heads; begins with a byte order mark, by which spreadsheets know UTF-8."""
    return b"\xef\xbb\xbf" + _written([[phrase("vi", f"audit.csv.{name}") for name in HEADS]])


def rows(lines: Iterable[Line]) -> bytes:
    """More of the table, a row an act."""
    return _written([_plain(cell) for cell in _cells(line)] for line in lines)


def _cells(line: Line) -> tuple[str, ...]:
    return (
        f"{moment(line.time):%d/%m/%Y %H:%M:%S}",
        line.name,
        line.device,
        done(line),
        about(line),
        str(line.place) if line.place else "",
        line.standing,
        line.commit,
    )


def _written(cells: Iterable[list[str]]) -> bytes:
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(cells)
    return out.getvalue().encode()


def _plain(text: str) -> str:
    """A cell is text, whatever a spreadsheet would take it for."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) else line


def done(line: Line) -> str:
    """What was done, in Vietnamese."""
    return taken_words(line.taken, "vi") if line.taken else what(line.what)


def about(line: Line) -> str:
    """What it was about, and how much of it left."""
    much = counted(line.taken, "vi") if line.taken else ""
    return " · ".join(part for part in (line.about, much) if part)


def what(code: str) -> str:
    """An act of the workflow or a kind of operation, in words."""
    if code in OPERATIONS:
        return phrase("vi", f"audit.op.{code}")
    return phrase("vi", f"office.act.{code}") if code in set(Act) else code
