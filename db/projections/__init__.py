"""Rows that screens read, computed from an aggregate's state; pure but for the store at the end."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import sqlalchemy as sa

from core.commits.fold import Key, State
from db import facts, models, search
from db.projections import books, documents, dossiers, people, reference
from db.projections.documents import words as words
from db.projections.values import Rows as Rows
from db.projections.values import Values
from db.projections.values import field as field

Project = Callable[[str, str, State, bool], Values]
MAIN: dict[str, tuple[type[models.Base], Project]] = {
    "document": (models.Document, documents.document),
    "dossier": (models.Dossier, dossiers.dossier),
    "plan": (models.Plan, dossiers.plan),
    "register": (models.Register, books.register),
    "person": (models.Person, people.person),
    "unit": (models.Unit, people.unit),
    "grant": (models.Grant, people.grant),
    "delegation": (models.Delegation, people.delegation),
    "device": (models.Device, people.device),
    "calendar": (models.CalendarDay, reference.calendar_day),
    "catalogue": (models.CatalogueEntry, reference.entry),
}
PARTS: dict[str, tuple[tuple[type[models.Base], str, Callable[[str, State], Rows]], ...]] = {
    "document": (
        (models.File, "document", documents.files),
        (models.Assignment, "document", documents.assignments),
        (models.Signature, "document", documents.signatures),
        (models.Evidence, "document", documents.evidence),
        (models.Link, "document", documents.links),
        (models.Dispatch, "document", documents.dispatches),
        (models.Loan, "document", documents.loans),
    ),
    "dossier": ((models.DossierItem, "dossier", dossiers.items),),
    "register": (
        (models.Lease, "register", books.leases),
        (models.SpareNumber, "register", books.spare),
        (models.Closing, "register", books.closings),
    ),
}


def rows(key: Key, stream: str, state: State, tentative: bool) -> Rows:
    """The rows of one aggregate, its own first; none for one of which only operations of a newer
    program are known.
    """
    kind, entity = key
    if kind not in MAIN or state.keys() == {"newer"}:
        return []
    table, project = MAIN[kind]
    own: Rows = [(table, project(entity, stream, state, tentative))]
    return own + [row for _, _, parts in PARTS.get(kind, ()) for row in parts(entity, state)]


def write(connection: sa.Connection, key: Key, stream: str, state: State, tentative: bool) -> None:
    """Store the rows of one aggregate in place of those that it had; none for one of which only
    operations of a newer program are known.
    """
    found = rows(key, stream, state, tentative)
    if not found:
        return
    (table, values), *parts = found
    kind, entity = key
    if not _upsert(connection, table, values):
        _clear(connection, key)
    for part, group in groupby(parts, key=itemgetter(0)):
        connection.execute(sa.insert(part), [values for _, values in group])
    if kind == "document" and connection.dialect.name == "sqlite":
        _index(connection, entity, state)


def write_new(connection: sa.Connection, stream: str, found: Iterable[tuple[Key, State]]) -> None:
    """Store the rows of many aggregates of a stream that have none yet, table by table."""
    tables: dict[type[models.Base], list[Values]] = {}
    texts: dict[str, str] = {}
    for key, state in found:
        for table, values in rows(key, stream, state, tentative=False):
            tables.setdefault(table, []).append(values)
            if table is models.Document:
                texts[key[1]] = words(state)
    for table, many in tables.items():
        connection.execute(sa.insert(table), many)
    if texts and connection.dialect.name == "sqlite":
        numbers = sa.select(models.Document.n, models.Document.id)
        placed = connection.execute(numbers.where(models.Document.id.in_(texts)))
        search.index_all(connection, [(row.n, texts[row.id]) for row in placed])


def refresh(connection: sa.Connection, previewed: Container[str] = ()) -> None:
    """Compute every row anew from the aggregates that are stored: a revision changed the tables.
    What a preview shows of a stream is not tentative.
    """
    table = models.Aggregate
    query = sa.select(table.kind, table.id, table.stream, table.committed, table.overlay)
    for row in connection.execute(query.where(table.kind.in_(MAIN))).all():
        state = facts.read_state(row.overlay or row.committed)
        write(connection, (row.kind, row.id), row.stream, state, tentative=_waits(row, previewed))


def _waits(row: Any, previewed: Container[str]) -> bool:
    return row.overlay is not None and row.stream not in previewed


def remove(connection: sa.Connection, key: Key) -> None:
    """Drop the rows of one aggregate."""
    kind, entity = key
    if kind not in MAIN:
        return
    if kind == "document" and connection.dialect.name == "sqlite":
        row = connection.execute(_ROW, {"entity": entity}).scalar()
        if row is not None:
            search.remove(connection, row)
    _clear(connection, key)
    table = MAIN[kind][0]
    connection.execute(sa.delete(table).where(table.__table__.c["id"] == entity))


def _clear(connection: sa.Connection, key: Key) -> None:
    """Drop the rows of the parts of one aggregate, where it has any."""
    kind, entity = key
    if kind not in PARTS:
        return
    chosen = {"entity": entity}
    there = connection.execute(_THERE[kind], chosen).one()
    for part, holds in zip(_PARTS_OF[kind], there, strict=True):
        if holds:
            connection.execute(part, chosen)


def _upsert(connection: sa.Connection, table: type[models.Base], values: Values) -> bool:
    """Store an aggregate's own row; whether it is new."""
    done = connection.execute(_UPDATE[table], {"entity": values["id"], **values})
    if done.rowcount:
        return False
    connection.execute(sa.insert(table), values)
    return True


def _index(connection: sa.Connection, entity: str, state: State) -> None:
    row = connection.execute(_ROW, {"entity": entity}).scalar_one()
    search.index(connection, row, words(state))


def _update(table: type[models.Base]) -> sa.Update:
    columns = table.__table__.c
    fresh: Values = {
        column.name: sa.bindparam(column.name) for column in columns if column.name != "n"
    }
    return sa.update(table).where(columns["id"] == _ENTITY).values(fresh)


# what is done for each commit stands ready
_ENTITY: sa.BindParameter[str] = sa.bindparam("entity")
_ROW: Final = sa.select(models.Document.n).where(models.Document.id == _ENTITY)
_UPDATE: Final = {table: _update(table) for table, _ in MAIN.values()}
_PARTS_OF: Final = {
    kind: [sa.delete(part).where(part.__table__.c[owner] == _ENTITY) for part, owner, _ in parts]
    for kind, parts in PARTS.items()
}
_THERE: Final = {
    kind: sa.select(
        *(sa.exists().where(part.__table__.c[owner] == _ENTITY) for part, owner, _ in parts)
    )
    for kind, parts in PARTS.items()
}
