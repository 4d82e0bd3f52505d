"""How each register lies on the screen: exactly the prescribed columns, with their widths."""

from __future__ import annotations

from typing import Final

from core.office.books import BOOKS, Form, Holds, Span
from desktop.widgets.register.faces import Column, Plan

SHOWN: Final = tuple(
    form for form, book in BOOKS.items() if book.span in {Span.REGISTER, Span.DAYS}
)
"""The forms that this screen offers; the others belong to dossiers."""

_WIDTHS: Final[dict[Form, tuple[int, ...]]] = {
    Form.OUTGOING: (126, 98, 0, 112, 128, 104, 74, 98, 62, 84),
    Form.INCOMING: (98, 54, 134, 106, 98, 0, 118, 98, 62, 92),
    Form.FOLLOW_UP: (64, 0, 200, 100, 150, 150, 120),
    Form.POST: (100, 190, 0, 90, 150, 150),
    Form.LOANS: (98, 126, 146, 0, 100, 62, 98, 126, 96),
}
"""Widths in px at 100 %; 0 takes the rest: what says the most."""

LEAD: Final[dict[Form, int]] = {form: widths.index(0) for form, widths in _WIDTHS.items()}
"""The column that stands for the line where there is no room for all."""


def key(form: Form, place: int) -> str:
    """The key of a column's heading."""
    return f"books.column.{form}.{place + 1}"


def _plan(form: Form) -> Plan:
    columns = tuple(
        Column(key(form, place), width, right=column.holds in {Holds.ORDINAL, Holds.COUNT})
        for place, (width, column) in enumerate(
            zip(_WIDTHS[form], BOOKS[form].columns, strict=True)
        )
    )
    heads = ("books.column.number", key(form, LEAD[form]), "books.column.note")
    return Plan(columns, heads, sorted_by=-1, tall=True)


PLANS: Final = {form: _plan(form) for form in SHOWN}
