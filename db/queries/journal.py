"""The journal: every act that this store knows, who did it, when, on which machine, about what.

Whoever may read the journal sees every act of the unit; what an act was about is named only where
he may see it (db.visible).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from core.commits.acts import STEPS
from core.commits.fold import OPERATIONS
from core.commits.format import Commit, read
from core.office import access
from core.office.terms import Act
from db import commits, facts, models, search, visible
from db.acting import Store
from db.queries import order
from db.queries.rows import Taken

C, T = models.Commit, models.Touch
FOUND: Final = 1000
"""How many documents the words of a question find at most."""


@dataclass(frozen=True)
class Asked:
    """What of the journal is asked; an empty value asks nothing. ``what`` is an act of the workflow
    or a kind of operation; ``since`` and ``until`` are milliseconds UTC, the latter outside;
    ``words`` find documents.
    """

    person: str = ""
    what: str = ""
    since: int = 0
    until: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One act: ``what`` is the act of the workflow or the first kind of operation, ``about`` what
    it was about where that may be named; ``place`` is the server's, ``commit`` its hash, ``taken``
    what was printed or saved.
    """

    n: int
    time: int
    name: str
    device: str
    what: str
    area: str
    about: str
    standing: str
    place: int | None
    commit: str
    taken: Taken | None = None


@dataclass(frozen=True, slots=True)
class HeadRow:
    """How far a stream goes here: its last place, the hash of its chain there, acts that the server
    has not ordered yet, and acts that are held back until what they need is here.
    """

    kind: str
    place: int
    chain: str
    unsent: int
    held: int


def may_read(store: Store) -> bool:
    """Whether the person may read the journal of the unit today."""
    with store.engine.begin() as connection:
        return _may_read(connection, store)


def ids(store: Store, asked: Asked) -> array[int]:
    """The numbers of the acts asked for, the newest first; none without the right."""
    with store.engine.begin() as connection:
        if not _may_read(connection, store):
            return array("q")
        query = sa.select(C.n).where(*_where(connection, store, asked))
        newest = (C.hlc_ms.desc(), C.hlc_n.desc(), C.n.desc())
        return array("q", connection.execute(query.order_by(*newest)).scalars())


def rows(store: Store, numbers: Sequence[int]) -> list[Line]:
    """Some acts by number, in the order asked for; none without the right."""
    with store.engine.begin() as connection:
        if not _may_read(connection, store):
            return []
        query = sa.select(C).where(C.n.in_(list(numbers)))
        found = {row["n"]: row for row in connection.execute(query).mappings()}
        about = _about(connection, store, found)
        people = _names(connection, models.Person, models.Person.name)
        founders = {device: each.label for device, each in store.realm.founders.items()}
        devices = founders | _names(connection, models.Device, models.Device.label)
        return [
            _line(found[n], people, devices, about.get(n, ("", ""))) for n in numbers if n in found
        ]


def heads(store: Store) -> tuple[HeadRow, ...]:
    """How far each stream goes here; none without the right."""
    kinds = {stream.id: stream.kind for stream in store.realm.provision.streams}
    with store.engine.begin() as connection:
        if not _may_read(connection, store):
            return ()
        found = order.heads(connection).values()
        return tuple(
            HeadRow(
                kinds.get(head.stream, ""),
                head.gseq,
                head.chain,
                len(commits.unsent(connection, head.stream, FOUND)),
                _held(connection, head.stream),
            )
            for head in found
        )


def _may_read(connection: sa.Connection, store: Store) -> bool:
    grants = facts.grants(connection, store.author.person)
    return access.may_act(grants, Act.READ_JOURNAL, store.unit, store.today()) is None


def _held(connection: sa.Connection, stream: str) -> int:
    query = sa.select(sa.func.count()).where(models.Held.stream == stream)
    return connection.execute(query).scalar_one()


# -- what is asked --------------------------------------------------------------------------------


def _where(connection: sa.Connection, store: Store, asked: Asked) -> list[Any]:
    return [
        condition(connection, store, asked)
        for name, condition in _ASKS.items()
        if getattr(asked, name)
    ]


def _what(_connection: sa.Connection, _store: Store, asked: Asked) -> Any:
    """By the canonical bytes: a quotation mark inside a text is written otherwise there."""
    field = "kind" if asked.what in OPERATIONS else "act"
    return sa.func.instr(C.payload, f'"{field}":"{asked.what}"'.encode()) > 0


def _words(connection: sa.Connection, store: Store, asked: Asked) -> Any:
    within = visible.row_numbers(connection, store.viewer)
    hits = search.search(connection, asked.words, limit=FOUND, within=within)
    found = sa.select(models.Document.id).where(
        models.Document.n.in_([hit.rowid for hit in hits]),
        *visible.documents(connection, store.viewer),
    )
    return C.n.in_(sa.select(T.commit).where(T.kind == "document", T.entity.in_(found)))


_ASKS: Final[dict[str, Callable[[sa.Connection, Store, Asked], Any]]] = {
    "person": lambda _connection, _store, asked: C.person == asked.person,
    "what": _what,
    "since": lambda _connection, _store, asked: C.hlc_ms >= asked.since,
    "until": lambda _connection, _store, asked: C.hlc_ms < asked.until,
    "words": _words,
}


# -- a line ---------------------------------------------------------------------------------------


def _line(
    row: Any, people: dict[str, str], devices: dict[str, str], about: tuple[str, str]
) -> Line:
    commit = read(row["header"], row["payload"], row["signature"])
    return Line(
        row["n"],
        row["hlc_ms"],
        people.get(row["person"], ""),
        devices.get(row["device"], ""),
        what(commit),
        *about,
        row["standing"],
        row["gseq"],
        row["id"],
        Taken.of(commit),
    )


def what(commit: Commit) -> str:
    """What a commit did, in one word: the step that it took, or else its first operation."""
    steps = (str(op.body["act"]) for op in commit.ops if op.kind in STEPS)
    first = commit.ops[0].kind if commit.ops else ""
    return next(steps, first)


def _about(
    connection: sa.Connection, store: Store, numbers: Iterable[int]
) -> dict[int, tuple[str, str]]:
    """For each act the kind of what it was about and its name, which is empty where the person may
    not see it; of several things the one that stands first in the table.
    """
    query = sa.select(T.commit, T.kind, T.entity).where(T.commit.in_(list(numbers)))
    touched = connection.execute(query).all()
    names = {
        kind: naming(connection, store, {row.entity for row in touched if row.kind == kind})
        for kind, naming in _NAMING.items()
    }
    places = list(_NAMING)
    found: dict[int, tuple[str, str]] = {}
    for row in sorted(touched, key=lambda row: _place(places, row.kind)):
        found.setdefault(row.commit, (row.kind, names.get(row.kind, {}).get(row.entity, "")))
    return found


def _place(places: list[str], kind: str) -> int:
    return places.index(kind) if kind in places else len(places)


def _documents(connection: sa.Connection, store: Store, wanted: set[str]) -> dict[str, str]:
    table = models.Document
    query = sa.select(table.id, table.code, table.number, table.symbol, table.subject)
    shown = visible.documents(connection, store.viewer)
    rows = connection.execute(query.where(table.id.in_(wanted), *shown))
    return {
        row.id: " · ".join(part for part in (row.code or _number(row), row.subject) if part)
        for row in rows
    }


def _number(row: Any) -> str:
    return f"{row.number}/{row.symbol}" if row.number else ""


def _dossiers(connection: sa.Connection, store: Store, wanted: set[str]) -> dict[str, str]:
    table = models.Dossier
    query = sa.select(table.id, table.code, table.title)
    shown = visible.dossiers(connection, store.viewer)
    rows = connection.execute(query.where(table.id.in_(wanted), *shown))
    return {row.id: f"{row.code} · {row.title}" for row in rows}


def _grants(connection: sa.Connection, _store: Store, wanted: set[str]) -> dict[str, str]:
    table, person = models.Grant, models.Person
    join = sa.join(table, person, table.person == person.id)
    query = sa.select(table.id, person.name).select_from(join).where(table.id.in_(wanted))
    return {row.id: row.name for row in connection.execute(query)}


def _names(connection: sa.Connection, table: Any, name: Any) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(sa.select(table.id, name))}


def _named(table: Any, name: Any) -> Callable[[sa.Connection, Store, set[str]], dict[str, str]]:
    """Everybody who may read the journal may know these names."""
    return lambda connection, _store, _wanted: _names(connection, table, name)


def _copied(connection: sa.Connection, store: Store, wanted: set[str]) -> dict[str, str]:
    """What a copy tells of: a document, dossier or register, or the unit."""
    kinds = ("unit", "register", "dossier", "document")
    return {
        entity: name
        for kind in kinds
        for entity, name in _NAMING[kind](connection, store, wanted).items()
    }


_NAMING: Final[dict[str, Callable[[sa.Connection, Store, set[str]], dict[str, str]]]] = {
    "document": _documents,
    "dossier": _dossiers,
    "register": _named(models.Register, models.Register.name),
    "grant": _grants,
    "person": _named(models.Person, models.Person.name),
    "device": _named(models.Device, models.Device.label),
    "unit": _named(models.Unit, models.Unit.name),
    "copy": _copied,
}
