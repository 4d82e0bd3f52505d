"""The end of a printed book: its totals in words, place and date, and room for signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.office.book_lines import totals
from core.office.typography import long_date, place_date
from desktop.forms import fonts
from desktop.forms.book_table import drawable
from desktop.forms.layout import (
    Mark,
    Piece,
    Run,
    Set,
    Sheet,
    baseline,
    centred,
    moved,
    paragraph,
    stacked,
)
from desktop.forms.lines import Type

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from core.office.book_lines import Line
    from core.office.books import Book, Cover

TEXT, DATE = Type(fonts.REGULAR, 12), Type(fonts.ITALIC, 12)
SIGNER, HOW = Type(fonts.BOLD, 12), Type(fonts.ITALIC, 11)
GAP = 8.0
ROOM = 62.0
"""Height of a handwritten signature with the name under it."""

SIGNED = "(Ký, ghi rõ họ tên)"


def end(
    book: Book,
    cover: Cover,
    lines: Sequence[Line],
    permanent: str,
    date: datetime.date,
    paper: Sheet,
) -> Piece:
    """One piece that never breaks; the date is that of the printing."""
    sentences = [drawable(sentence) for sentence in totals(book, lines, permanent)]
    return block(sentences, cover.place, date, book.signers, paper)


def block(
    sentences: Sequence[str],
    place: str,
    date: datetime.date,
    signers: Sequence[str],
    paper: Sheet,
) -> Piece:
    """Sentences, the line of place and date, and the signers side by side."""
    how = Set(TEXT, fonts.SINGLE * TEXT.size, paper.left, paper.text_width, justify=False)
    pieces = [piece for each in sentences for piece in paragraph(each, how, 2.0)]
    width = paper.text_width / max(len(signers), 2)
    centres = [paper.left + (at + 0.5) * width for at in range(max(len(signers), 2))]
    last = centres[-1]
    step = fonts.SINGLE * DATE.size
    where = drawable(place_date(place, date) if place else _sentence(long_date(date)))
    dated = Run(last - DATE.width(where) / 2, baseline(step, DATE), where, DATE)
    marks: list[Mark] = []
    for word, centre in zip(signers, centres[-len(signers) :], strict=True):
        marks += centred([word], SIGNER, centre, 0)
        marks += centred([SIGNED], HOW, centre, fonts.SINGLE * SIGNER.size)
    pieces += [Piece(step, (dated,), GAP), Piece(ROOM + 30, tuple(marks), 2.0)]
    return stacked([Piece(pieces[0].height, pieces[0].marks, 0.0), *pieces[1:]])


def placed(end: Piece, top: float) -> list[Mark]:
    """Its marks on the page, below what reaches down to ``top``."""
    return [moved(mark, top + GAP) for mark in end.marks]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
