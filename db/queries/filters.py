"""A person's own named filters over documents: what each asks, how many fit, which ones.

They are values of this installation, encrypted with the store and never synced (formats.md §2).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa

from core.office.terms import Kind, State, Urgency
from core.text import fold
from db import local, models, search, visible
from db.acting import Store
from db.queries.worklists import BY_DUE, CAP

D = models.Document
ME: Final = "me"
"""As ``assignee``: whoever uses the filter."""
FOUND: Final = 1000
"""How many documents the words of a filter find at most."""

Due = Literal["any", "late", "today", "ahead", "none"]


class Filter(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a filter asks; an empty value asks nothing. ``since`` and ``until`` are ISO dates, both
    inside, of the day under which a document stands in its book.
    """

    kinds: tuple[Kind, ...] = ()
    states: tuple[State, ...] = ()
    types: tuple[str, ...] = ()
    urgencies: tuple[Urgency, ...] = ()
    issuer: str = ""
    due: Due = "any"
    assignee: str = ""
    since: str = ""
    until: str = ""
    words: str = ""


class Saved(msgspec.Struct, frozen=True):
    """A filter under the name that the person gave it."""

    id: str
    name: str
    filter: Filter


def saved(store: Store) -> tuple[Saved, ...]:
    """The person's filters in his order."""
    with store.engine.begin() as connection:
        return kept(connection, store.author.person)


def kept(connection: sa.Connection, person: str) -> tuple[Saved, ...]:
    """The filters that a person keeps on this machine; what a newer program wrote and this one
    cannot read counts as none.
    """
    raw = local.value(connection, place(person))
    try:
        return msgspec.json.decode(raw, type=tuple[Saved, ...]) if raw else ()
    except msgspec.ValidationError:
        return ()


def place(person: str) -> str:
    """The name of the local value that holds a person's filters."""
    return f"filters.{person}"


def ids(store: Store, asked: Filter) -> array[int]:
    """The row numbers of the documents that fit, what is due first before the rest."""
    with store.engine.begin() as connection:
        query = sa.select(D.n).where(*_where(connection, store, asked)).order_by(*BY_DUE)
        return array("q", connection.execute(query).scalars())


def counts(store: Store, asked: dict[str, Filter]) -> dict[str, int]:
    """How many documents fit each filter, up to ``worklists.CAP``."""
    with store.engine.begin() as connection:
        return {name: _count(connection, store, each) for name, each in asked.items()}


def total(store: Store) -> int:
    """How many documents the person sees at all: what a filter chooses from."""
    with store.engine.begin() as connection:
        shown = visible.documents(connection, store.viewer)
        query = sa.select(sa.func.count()).select_from(D).where(*shown)
        return connection.execute(query).scalar_one()


def _count(connection: sa.Connection, store: Store, asked: Filter) -> int:
    found = sa.select(D.n).where(*_where(connection, store, asked)).limit(CAP).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(found)).scalar_one()


def _where(connection: sa.Connection, store: Store, asked: Filter) -> list[Any]:
    """The conditions of everything that the filter asks, and of what the person may see."""
    conditions = [
        condition(connection, store, asked)
        for name, condition in _ASKS.items()
        if getattr(asked, name) != _NOTHING[name]
    ]
    return [*conditions, *visible.documents(connection, store.viewer)]


# -- one condition for each thing that can be asked ------------------------------------------------

Condition = sa.ColumnElement[bool]
Ask = Callable[[sa.Connection, Store, Filter], Condition]


def _one_of(column: Any, name: str) -> Ask:
    def condition(_connection: sa.Connection, _store: Store, asked: Filter) -> Condition:
        found: Condition = column.in_([str(value) for value in getattr(asked, name)])
        return found

    return condition


def _issuer(connection: sa.Connection, _store: Store, asked: Filter) -> Condition:
    """Marks and capitals do not matter: the few agencies there are are compared folded."""
    wanted = fold(asked.issuer.strip())
    known = connection.execute(sa.select(D.issuer).distinct()).scalars()
    return D.issuer.in_([issuer for issuer in known if wanted in fold(issuer)])


def _due(_connection: sa.Connection, store: Store, asked: Filter) -> Condition:
    today = store.today().isoformat()
    conditions: dict[str, Condition] = {
        "late": (D.due < today) & D.state.in_(_COUNTED),
        "today": D.due == today,
        "ahead": D.due > today,
        "none": D.due.is_(None),
    }
    return conditions[asked.due]


def _assignee(_connection: sa.Connection, store: Store, asked: Filter) -> Condition:
    given = models.Assignment
    person = store.author.person if asked.assignee == ME else asked.assignee
    return D.id.in_(sa.select(given.document).where(given.person == person))


def _since(_connection: sa.Connection, _store: Store, asked: Filter) -> Condition:
    return _day() >= asked.since


def _until(_connection: sa.Connection, _store: Store, asked: Filter) -> Condition:
    return _day() <= asked.until


def _words(connection: sa.Connection, store: Store, asked: Filter) -> Condition:
    within = visible.row_numbers(connection, store.viewer)
    hits = search.search(connection, asked.words, limit=FOUND, within=within)
    return D.n.in_([hit.rowid for hit in hits])


def _day() -> sa.ColumnElement[str]:
    """The day under which a document stands in its book; before it has a number, its own."""
    return sa.func.coalesce(D.dated, D.document_date)


_COUNTED: Final = [
    state.value
    for state in (State.REGISTERED, State.SUBMITTED, State.IN_PROGRESS, State.COORDINATING)
]
"""The states in which a deadline still counts."""
_ASKS: Final[dict[str, Ask]] = {
    "kinds": _one_of(D.kind, "kinds"),
    "states": _one_of(D.state, "states"),
    "types": _one_of(D.type, "types"),
    "urgencies": _one_of(D.urgency, "urgencies"),
    "issuer": _issuer,
    "due": _due,
    "assignee": _assignee,
    "since": _since,
    "until": _until,
    "words": _words,
}
_NOTHING: Final = {name: getattr(Filter(), name) for name in _ASKS}


def named(filters: Iterable[Saved], name: str) -> Saved | None:
    """The filter with a name, capitals and marks aside; None where there is none."""
    wanted = fold(name.strip())
    return next((each for each in filters if fold(each.name) == wanted), None)
