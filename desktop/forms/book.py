"""A register or list as a printed book (PDF): cover, table, sums, end; one page after another.

The same lines and the same moment give the same bytes. The code in the foot of every page is that
of the lines (core.office.book_lines.check_code), so two printings can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from core.office import day
from core.office.book_lines import check_code
from core.office.books import BOOKS
from desktop.forms import book_cover, book_end, paper
from desktop.forms.book_table import grid, leaves, page
from desktop.forms.foot_line import by, foot
from desktop.forms.layout import Mark, Sheet
from desktop.forms.template import MM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.book_lines import Line
    from core.office.books import Book, Cover, Form

Size = Literal["A4", "A3"]
SHEETS: dict[Size, tuple[float, float]] = {"A4": (297, 210), "A3": (420, 297)}
MARGINS = (15.0, 16.0, 20.0, 10.0)
"""Top, bottom, left (where it is bound) and right, in millimetres."""


@dataclass(frozen=True, slots=True)
class Printing:
    """Who prints, when (milliseconds UTC), on which paper; ``watermark`` on every page."""

    person: str
    now: int
    size: Size = "A4"
    watermark: str = ""
    permanent: str = "Vĩnh viễn"


def sheet(size: Size) -> Sheet:
    """The paper across, with the margins of a book."""
    width, height = SHEETS[size]
    top, bottom, left, right = (side * MM for side in MARGINS)
    return Sheet(width * MM, height * MM, top, bottom, left, right)


def render(form: Form, cover: Cover, lines: Sequence[Line], how: Printing) -> bytes:
    """The book as a PDF; a letter that the font lacks is told by its code."""
    book, sheet_ = BOOKS[form], sheet(how.size)
    about = paper.About(title=cover.title, author=cover.agency)
    return paper.streamed(_pages(book, cover, lines, how, sheet_), sheet_, about)


def _pages(
    book: Book, cover: Cover, lines: Sequence[Line], how: Printing, sheet_: Sheet
) -> Iterator[list[Mark]]:
    table = grid(book, sheet_)
    rows = [table.line(line) for line in lines]
    parts = leaves(rows, table)
    end = book_end.end(book, cover, lines, how.permanent, day.day(how.now), sheet_)
    _, reach = page(rows, parts[-1], table, last=True)
    apart = reach + end.height > sheet_.text_height
    count = 1 + len(parts) + apart
    code = check_code(book, lines)
    said = (*by(how.person, how.now), f"mã kiểm tra {code}")
    numbers = range(1, count + 1)
    feet = (foot(number, count, said, how.watermark, sheet_) for number in numbers)
    yield [*book_cover.page(cover, book, sheet_), *next(feet)]
    for leaf in parts:
        last = leaf is parts[-1]
        marks, top = page(rows, leaf, table, last=last)
        closing = book_end.placed(end, top) if last and not apart else []
        yield [*marks, *closing, *next(feet)]
    if apart:
        yield [*book_end.placed(end, 0.0), *next(feet)]
