"""Registers and lists as they are printed: their lines in the order of the book, and covers. What a
person may not see stands in no line (db.visible).
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import sqlalchemy as sa

import resources
from core.office.book_lines import Line, summary
from core.office.books import BOOKS, Book, Cover, Form, Holds, Scope
from core.office.terms import State
from core.office.typography import pad_number
from db import models, visible
from db.acting import Store
from db.queries import book_lists, book_registers
from db.queries.book_facts import Reader, Words
from db.queries.office import letterhead
from db.queries.reference import reference
from db.queries.rows import InGroup
from db.queries.shelf import groups_here

LINES: dict[Form, Callable[[Reader, Scope], Iterator[Line]]] = {
    Form.OUTGOING: book_registers.outgoing,
    Form.INCOMING: book_registers.incoming,
    Form.FOLLOW_UP: book_registers.follow_up,
    Form.POST: book_lists.post,
    Form.LOANS: book_lists.loans,
    Form.DOSSIERS: book_lists.dossiers,
    Form.HANDED_OVER: book_lists.handed_over,
    Form.CONTENTS: book_lists.contents,
}


def lines(store: Store, form: Form, scope: Scope) -> list[Line]:
    """The lines of a form, in the order of the book."""
    words = words_of(store)
    with store.engine.begin() as connection:
        found = list(LINES[form](Reader(connection, store, words), scope))
    return sorted(found, key=lambda line: line.key)


def cover(store: Store, form: Form, scope: Scope, found: Sequence[Line], volume: int = 1) -> Cover:
    """What the cover of these lines says; days that were not asked for are those of the lines. The
    unit is called as on the last day: of what was asked for, or of the book's year.
    """
    book = BOOKS[form]
    name, year = _named(store, scope)
    since, until = _days(store, book, scope, found) if scope.whole else _asked(scope)
    closing = datetime.date(year, 12, 31) if year and scope.whole else until
    head = letterhead(store, min(closing or store.today(), store.today()))
    said = summary(found)
    ends = (said.first, said.last) if book.numbered and said.first else ()
    first, last = map(pad_number, ends) if ends else ("", "")
    return Cover(
        head.parent,
        head.name,
        head.place,
        book.title,
        name,
        year or (since.year if since else store.today().year),
        since,
        until,
        first,
        last,
        volume,
    )


def words_of(store: Store) -> Words:
    """The lists as they stand today, and what office.json calls the states."""
    lists = reference(store)
    return Words(
        {item.code: item.vi for item in lists.types.items},
        {item.code: item.vi for item in lists.retentions.items},
        _states(),
    )


@cache
def _states() -> Mapping[str, str]:
    office = json.loads(resources.text("i18n/office.json"))
    return {state.value: office[f"office.state.{state}"]["vi"] for state in State}


def _named(store: Store, scope: Scope) -> tuple[str, int]:
    """The name of the register or dossier, with the restricted group in which it stands, and a
    register's year.
    """
    register, dossier = models.Register, models.Dossier
    with store.engine.begin() as connection:
        marks = {stream: _mark(group) for stream, group in groups_here(connection).items()}
        if scope.register:
            of = sa.select(register.name, register.year, register.stream).where(
                register.id == scope.register, *visible.books(connection, store.viewer)
            )
            row = connection.execute(of).one_or_none()
            return (row.name + marks.get(row.stream, ""), row.year) if row else ("", 0)
        query = sa.select(dossier.code, dossier.title, dossier.stream).where(
            dossier.id == scope.dossier, *visible.dossiers(connection, store.viewer)
        )
        if (named := connection.execute(query).one_or_none()) is None:
            return "", 0
        said = " – ".join(part for part in (named.code, named.title) if part)
        return said + marks.get(named.stream, ""), 0


def _mark(group: InGroup) -> str:
    """How a cover says that not everybody may see what is in it; paper is Vietnamese."""
    mark = json.loads(resources.text("i18n/groups.json"))["groups.mark"]["vi"]
    return f" ({mark.format(name=group.name)})"


def _asked(scope: Scope) -> tuple[datetime.date, datetime.date]:
    since, until = (datetime.date.fromisoformat(each) for each in (scope.since, scope.until))
    return since, until


def _days(
    store: Store, book: Book, scope: Scope, found: Sequence[Line]
) -> tuple[datetime.date | None, datetime.date | None]:
    """The first and last day in the first column of days; of a book whose days are deadlines those
    of registering.
    """
    if book.form is Form.FOLLOW_UP:
        return _registered(store, scope)
    places = [at for at, column in enumerate(book.columns) if column.holds is Holds.DATE]
    cells = [line.cells[places[0]] for line in found] if places else []
    days = [cell for cell in cells if isinstance(cell, datetime.date)]
    return min(days, default=None), max(days, default=None)


def _registered(store: Store, scope: Scope) -> tuple[datetime.date | None, datetime.date | None]:
    table = models.Document
    query = sa.select(sa.func.min(table.dated), sa.func.max(table.dated))
    with store.engine.begin() as connection:
        shown = visible.documents(connection, store.viewer)
        row = connection.execute(query.where(table.register == scope.register, *shown)).one()
    first, last = (datetime.date.fromisoformat(day) if day else None for day in row)
    return first, last
