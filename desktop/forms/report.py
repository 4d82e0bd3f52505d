"""A report as it is printed (PDF): head, title, sentences, tables, notes, signers; A4 across.

The same report and the same moment give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from core.office import day
from core.office.book_lines import thousands
from desktop.forms import book, book_end, fonts, head, paper, template
from desktop.forms.book_table import drawable
from desktop.forms.foot_line import by, foot
from desktop.forms.layout import Mark, Piece, Set, Sheet, centred, moved, paragraph, stacked
from desktop.forms.lines import Type, balanced
from desktop.forms.report_table import SUM, Column, grid
from desktop.forms.template import MM, Template

if TYPE_CHECKING:
    from desktop.forms.book import Printing

TITLE, UNDER = Type(fonts.BOLD, 14), Type(fonts.ITALIC, 13)
TEXT, NOTE, NAME = Type(fonts.REGULAR, 13), Type(fonts.ITALIC, 11), Type(fonts.BOLD, 13)
SIGNERS: Final = ("NGƯỜI LẬP BÁO CÁO", "NGƯỜI KIỂM TRA", "THỦ TRƯỞNG ĐƠN VỊ")
"""Words over the signatures: the office's custom."""

Cell = str | int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report; ``total`` is its last row."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says: whose it is, its kind and title with the lines under it, and everything
    else.
    """

    parent: str
    agency: str
    place: str
    title: str
    under: tuple[str, ...]
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    kind: str = "BÁO CÁO"
    signers: tuple[str, ...] = SIGNERS

    @property
    def code(self) -> str:
        """``1A2B-3C4D-5E6F-7A8B``: two printings with one code say the same in every cell."""
        said = hashlib.sha256()
        for text in (self.title, *self.under, *self.sentences, *self.notes):
            said.update(text.encode() + b"\x1e")
        for table in self.tables:
            for row in (*table.rows, table.total):
                said.update("\x1f".join(map(printed, row)).encode() + b"\x1e")
        code = said.hexdigest()[:16].upper()
        return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def printed(cell: Cell) -> str:
    """A cell as it is printed: ``1.284``."""
    return thousands(cell) if isinstance(cell, int) else cell


def render(report: Report, how: Printing) -> bytes:
    """The report's PDF; a letter that the font lacks is told by its code."""
    page = book.sheet(how.size)
    flowed = _flowed(report, how, page)
    said = (*by(how.person, how.now), f"mã kiểm tra {report.code}")
    pages = [
        [*marks, *foot(number, len(flowed), said, how.watermark, page)]
        for number, marks in enumerate(flowed, 1)
    ]
    return paper.write(pages, page, paper.About(title=report.title, author=report.agency))


def _flowed(report: Report, how: Printing, page: Sheet) -> list[list[Mark]]:
    """The marks of each page; a table goes on with its headings."""
    pages: list[list[Mark]] = [[]]
    used = 0.0
    for piece, headings in _pieces(report, how, page):
        gap = piece.gap if used else 0.0
        if used and used + gap + piece.height > page.text_height:
            pages.append([])
            used, gap = 0.0, 0.0
            if headings is not None:
                pages[-1] += headings.marks
                used = headings.height
        pages[-1] += (moved(mark, used + gap) for mark in piece.marks)
        used += gap + piece.height
    return pages


def _pieces(report: Report, how: Printing, page: Sheet) -> Iterator[tuple[Piece, Piece | None]]:
    """What stands one below the other; with a row the headings that go before it on a new page."""
    over = [drawable(report.parent)] if report.parent else []
    yield head.plain(over, [drawable(report.agency)], _across(page), page), None
    yield _title(report, page), None
    for sentence in report.sentences:
        yield from ((piece, None) for piece in _said(sentence, TEXT, page))
    for table in report.tables:
        yield from _table(table, page)
    # signatures never stand alone: the notes go along
    notes = [piece for note in report.notes for piece in _said(note, NOTE, page)]
    end = book_end.block([], report.place, day.day(how.now), report.signers, page)
    yield stacked([*notes, Piece(end.height, end.marks, 6.0)]), None


def _across(page: Sheet) -> Template:
    """The head of documents on a sheet across: agency and state on half of it each."""
    form = template.load()
    half = page.text_width / 2 / MM - form.columns.head_gap_mm
    columns = msgspec.structs.replace(form.columns, head_left_mm=half)
    return msgspec.structs.replace(form, columns=columns)


def _title(report: Report, page: Sheet) -> Piece:
    middle = page.left + page.text_width / 2
    marks: list[Mark] = []
    top = 0.0
    upper = ((report.kind, TITLE), (report.title, TITLE))
    for text, kind in (*upper, *((line, UNDER) for line in report.under)):
        lines = balanced(drawable(text), kind, page.text_width)
        marks += centred(lines, kind, middle, top)
        top += len(lines) * fonts.SINGLE * kind.size
    return Piece(top + 6, tuple(marks), 14.0)


def _said(text: str, kind: Type, page: Sheet) -> list[Piece]:
    how = Set(kind, fonts.SINGLE * kind.size, page.left, page.text_width, justify=False)
    return paragraph(drawable(text), how, 3.0)


def _table(table: Table, page: Sheet) -> Iterator[tuple[Piece, Piece | None]]:
    """Its name and headings stay with its first row, its sums with the last."""
    made = grid(table.columns, page)
    name = _said(table.title, NAME, page)
    rows = [made.row([*map(printed, row)]) for row in table.rows]
    rows += [made.row([*map(printed, table.total)], SUM)] if table.total else []
    first = stacked([*name, Piece(made.head.height, made.head.marks, 4.0), *rows[:1]])
    yield Piece(first.height, first.marks, 8.0), None
    for row in rows[1:]:
        yield row, made.head
