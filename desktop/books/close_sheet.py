"""Asks for the clerk's PIN to close a book: first it says what stands in the book and what closing
means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.books import closing
from desktop.books.bar import period_words
from desktop.signing.acts import PERSON
from desktop.signing.pin_sheet import PinSheet
from desktop.wording import number
from desktop.words import word

if TYPE_CHECKING:
    from core.office.closing import Out
    from db.acting import Done, Store
    from desktop.books.closing import Ready
    from desktop.context import Context


def close_sheet(context: Context, found: Ready) -> PinSheet:
    """The sheet that names book and period, its numbers, and what cannot be done afterwards."""
    shown = found.shown
    said = period_words(shown.period)

    def sign(pin: str) -> None:
        def work(store: Store) -> Done:
            return closing.close(store, context.ring, found, pin)

        context.act(work, done, sheet.refuse)

    def done(_done: Done) -> None:
        sheet.close_card()
        context.frame.toast("books.closed.said", period=said)

    ends = (number(shown.first), number(shown.last))
    summary = (
        ("books.close.book", found.name),
        ("books.close.period", said),
        ("books.close.lines", number(shown.lines)),
        ("books.close.numbers", "–".join(ends) if shown.last else word("books.close.none")),
        ("books.close.voids", number(shown.voids)),
        *(("books.close.out", _held(one)) for one in shown.out),
        ("books.close.ends", word("books.close.warning")),
    )
    title, do = "books.close.title", "books.close.do"
    sheet = PinSheet(context, PERSON, title, summary, do, sign, period=said)
    return sheet


def _held(out: Out) -> str:
    """Numbers that another machine may still give, and which one."""
    return f"{number(out.first)}–{number(out.last)} · {out.label}"
