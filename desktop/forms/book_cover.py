"""The cover and first page of a printed book (NĐ 30/2020/NĐ-CP PL IV)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.office.typography import short_date
from desktop.forms import fonts
from desktop.forms.book_table import drawable
from desktop.forms.layout import Mark, Rule, Sheet, centred
from desktop.forms.lines import Type, balanced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.office.books import Book, Cover

PARENT, AGENCY = Type(fonts.REGULAR, 14), Type(fonts.BOLD, 15)
TITLE, NAME, LINE = Type(fonts.BOLD, 26), Type(fonts.ITALIC, 16), Type(fonts.REGULAR, 15)
TITLE_AT = 0.32
"""Where the title begins, as a part of the page."""

GAP = 12.0
DOTS = "………"


def page(cover: Cover, book: Book, paper: Sheet) -> list[Mark]:
    """Agency, title, year, days, numbers (where the form has them) and volume, centred."""
    above = [(cover.parent.upper(), PARENT), (cover.agency.upper(), AGENCY)]
    marks, top = _stacked(above, 0.0, 2.0, paper)
    wide = min(AGENCY.width(drawable(cover.agency.upper())), paper.text_width) / 3
    middle = paper.left + paper.text_width / 2
    marks.append(Rule(middle - wide / 2, top + 2, wide, 0.75))
    title = [(cover.title, TITLE), (cover.name, NAME)]
    named, top = _stacked(title, paper.text_height * TITLE_AT, 6.0, paper)
    said, _ = _stacked([(line, LINE) for line in says(cover, book)], top + 2 * GAP, GAP, paper)
    return [*marks, *named, *said]


def says(cover: Cover, book: Book) -> Iterator[str]:
    """The lines under the title, as the form has them."""
    yield f"Năm: {cover.year}"
    since, until = (short_date(one) if one else DOTS for one in (cover.since, cover.until))
    yield f"Từ ngày {since} đến ngày {until}"
    if book.numbered:
        yield f"Từ số {cover.first or DOTS} đến số {cover.last or DOTS}"
    yield f"Quyển số: {cover.volume:02d}"


def _stacked(
    rows: list[tuple[str, Type]], top: float, gap: float, paper: Sheet
) -> tuple[list[Mark], float]:
    """Texts one below the other, and how far down they reach; one that is empty takes no room."""
    middle = paper.left + paper.text_width / 2
    marks: list[Mark] = []
    for text, kind in rows:
        if text:
            lines = balanced(drawable(text), kind, paper.text_width)
            marks += centred(lines, kind, middle, top)
            top += len(lines) * fonts.SINGLE * kind.size + gap
    return marks, top
