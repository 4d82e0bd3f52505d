"""An extract of the journal as a printed book (PDF): what was asked and where the chains ended, the
acts, who made it. What vouches for the file lies beside it (docs/formats/extract.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office import day
from core.office.book_lines import Line, check_code, thousands
from core.office.books import Align, Book, Column, Span
from core.office.copies import Paper
from core.office.number_words import in_words
from desktop.forms import book, book_end, fonts, paper
from desktop.forms.book_table import drawable, grid, leaves, page
from desktop.forms.foot_line import by, foot
from desktop.forms.layout import Mark, Rule, Set, Sheet, centred, moved, paragraph
from desktop.forms.lines import Type, balanced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop.forms.book import Printing

TITLE: Final = "BẢN TRÍCH NHẬT KÝ HỆ THỐNG"
BOOK: Final = Book(
    Paper.JOURNAL,
    TITLE,
    (
        Column("Lúc", 24, align=Align.CENTRE),
        Column("Người làm", 34),
        Column("Máy", 28),
        Column("Việc", 44),
        Column("Về", 76),
        Column("Số trên máy chủ", 18, align=Align.CENTRE),
        Column("Kết quả", 22),
        Column("Mã băm (16 ký tự đầu)", 34),
    ),
    Span.DAYS,
    signers=("NGƯỜI LẬP BẢN TRÍCH",),
)
_PARENT, _AGENCY = Type(fonts.REGULAR, 13), Type(fonts.BOLD, 14)
_TITLE, _TEXT = Type(fonts.BOLD, 22), Type(fonts.REGULAR, 13)
_TITLE_AT: Final = 0.24
_GAP: Final = 8.0


@dataclass(frozen=True, slots=True)
class Journal:
    """Whose journal it is, what was asked of it, how far each chain went, and the acts as cells of
    the columns.
    """

    parent: str
    agency: str
    place: str
    asked: tuple[str, ...]
    heads: tuple[str, ...]
    acts: tuple[tuple[str, ...], ...]


def render(journal: Journal, how: Printing) -> bytes:
    """The PDF; a letter that the font lacks is told by its code. The same acts at the same moment
    give the same bytes.
    """
    sheet = book.sheet(how.size)
    return paper.streamed(_pages(journal, how, sheet), sheet, paper.About(TITLE, journal.agency))


def _pages(journal: Journal, how: Printing, sheet: Sheet) -> Iterator[list[Mark]]:
    table = grid(BOOK, sheet)
    lines = [Line(cells, (place,)) for place, cells in enumerate(journal.acts)]
    rows = [table.line(line) for line in lines]
    parts = leaves(rows, table)
    end = book_end.block(
        [_counted(len(lines))], journal.place, day.day(how.now), BOOK.signers, sheet
    )
    _, reach = page(rows, parts[-1], table, last=True)
    apart = reach + end.height > sheet.text_height
    count = 1 + len(parts) + apart
    said = (*by(how.person, how.now), f"mã kiểm tra {check_code(BOOK, lines)}")
    feet = (foot(number, count, said, how.watermark, sheet) for number in range(1, count + 1))
    yield [*_front(journal, sheet), *next(feet)]
    for leaf in parts:
        last = leaf is parts[-1]
        marks, top = page(rows, leaf, table, last=last)
        yield [*marks, *(book_end.placed(end, top) if last and not apart else []), *next(feet)]
    if apart:
        yield [*book_end.placed(end, 0.0), *next(feet)]


def _counted(count: int) -> str:
    return f"Bản trích này có {thousands(count)} ({in_words(count)}) việc."


def _front(journal: Journal, sheet: Sheet) -> Iterator[Mark]:
    """The first page: agency, title, what was asked, and where the chains ended."""
    middle, top = sheet.left + sheet.text_width / 2, 0.0
    for text, kind in ((journal.parent.upper(), _PARENT), (journal.agency.upper(), _AGENCY)):
        lines = balanced(drawable(text), kind, sheet.text_width) if text else []
        yield from centred(lines, kind, middle, top)
        top += len(lines) * fonts.SINGLE * kind.size
    yield Rule(middle - 60, top + 2, 120, 0.75)
    top = sheet.text_height * _TITLE_AT
    yield from centred([TITLE], _TITLE, middle, top)
    top += fonts.SINGLE * _TITLE.size + 2 * _GAP
    for text in (*journal.asked, "", *journal.heads):
        marks, top = _said(text, top, sheet)
        yield from marks


def _said(text: str, top: float, sheet: Sheet) -> tuple[Sequence[Mark], float]:
    if not text:
        return (), top + _GAP
    how = Set(_TEXT, fonts.SINGLE * _TEXT.size, sheet.left, sheet.text_width, justify=False)
    marks: list[Mark] = []
    for piece in paragraph(drawable(text), how, 0.0):
        marks += (moved(mark, top) for mark in piece.marks)
        top += piece.height
    return marks, top + 3
