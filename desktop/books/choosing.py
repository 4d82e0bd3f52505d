"""What the screen of books can show: which books and forms there are, for which months, and what
the person may do. No Qt.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office import closing
from core.office.access import ACCESS
from core.office.books import BOOKS, FORMS_OF, Form, Scope, Span
from core.office.numbering import RegisterKind
from core.office.terms import Act
from core.text import fold
from db.queries import books, numbers, office
from desktop.books.plans import SHOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.book_lines import Line
    from db.acting import Store
    from db.queries.numbers import RegisterRow

ACTS: Final = (
    Act.NUMBER,
    Act.TAKE_OVER,
    Act.OPEN_REGISTER,
    Act.RESERVE_NUMBER,
    Act.VOID_NUMBER,
    Act.RETURN_LEASE,
    Act.CLOSE_REGISTER,
    Act.EXPORT,
)


@dataclass(frozen=True)
class Choice:
    """One book in one form; without a register one that all documents of ``year`` stand in."""

    form: Form
    year: int
    register: RegisterRow | None = None

    @property
    def id(self) -> str:
        """What names it, also after the books were read again."""
        return f"{self.form}/{self.register.id if self.register else self.year}"


@dataclass(frozen=True)
class Shelf:
    """The books in the order in which they are offered, and the acts that the person's roles
    permit.
    """

    choices: tuple[Choice, ...] = ()
    may: frozenset[Act] = frozenset()

    def find(self, wanted: str) -> Choice | None:
        """The book that was shown, or else the first."""
        found = [choice for choice in self.choices if choice.id == wanted]
        return next(iter(found), next(iter(self.choices), None))


@dataclass(frozen=True)
class Page:
    """The lines of a book for a period, each with what the filter looks in."""

    lines: tuple[Line, ...]
    folded: tuple[str, ...]

    def fitting(self, typed: str) -> list[int]:
        """The places (from 1) of the lines in which every word typed stands, marks or not."""
        wanted = fold(typed).split()
        return [
            place
            for place, text in enumerate(self.folded, start=1)
            if all(each in text for each in wanted)
        ]


def shelf(store: Store) -> Shelf:
    """The books that there are, and what the person may do with them."""
    rows = numbers.registers(store)
    roles = office.me(store).roles
    may = frozenset(act for act in ACTS if roles & ACCESS[act].keys())
    return Shelf((*_of_registers(rows), *_of_years(rows, store.today().year)), may)


def _of_registers(rows: Sequence[RegisterRow]) -> list[Choice]:
    known = [row for row in rows if row.kind in set(RegisterKind)]
    return [
        Choice(form, row.year, row) for row in known for form in FORMS_OF[RegisterKind(row.kind)]
    ]


def _of_years(rows: Sequence[RegisterRow], year: int) -> list[Choice]:
    years = sorted({year, *(row.year for row in rows)}, reverse=True)
    forms = [form for form in SHOWN if BOOKS[form].span is Span.DAYS]
    return [Choice(form, each, None) for each in years for form in forms]


def scope(choice: Choice, period: str) -> Scope:
    """What of the store a book shows; ``period`` is a month, or the year."""
    register = choice.register.id if choice.register else ""
    if period == f"{choice.year:04}" and register:
        return Scope(register=register)
    since, until = closing.first_day(period), closing.last_day(period)
    return Scope(register=register, since=since.isoformat(), until=until.isoformat())


def page(store: Store, choice: Choice, period: str) -> Page:
    """The lines of a book for a period."""
    found = books.lines(store, choice.form, scope(choice, period))
    folded = tuple(fold(" ".join(str(_said(cell)) for cell in line.cells)) for line in found)
    return Page(tuple(found), folded)


def _said(cell: object) -> object:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, datetime.date) else cell
