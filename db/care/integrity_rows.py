"""Integrity of what is computed: aggregates, the rows that screens read, search, state hashes.

Everything is folded again from the commits and compared; nothing is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator
from contextlib import closing
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as driver  # type: ignore[import-untyped]

from core.commits import check, fold, state_hash
from core.commits.check import Verdict
from core.commits.format import read as read_commit
from core.errors import AntinError
from core.text import words as words_of
from db import facts, models, previews, projections, search
from db.care.integrity_chain import BATCH

if TYPE_CHECKING:
    from core.commits.fold import Key, State
    from core.commits.format import Commit
    from db.care.findings import Walk
    from db.connection import Connection
    from db.open_vault import OpenVault


class Folded(NamedTuple):
    """An aggregate as its commits say: committed, and what is shown over it while some wait."""

    stream: str
    committed: State | None
    overlay: State | None

    @property
    def shown(self) -> State | None:
        """What screens show."""
        return self.overlay or self.committed


def folded(rows: Iterable[sa.RowMapping], key: Key) -> Folded:
    """One aggregate from the rows of the commits that touch it; raises what reading raises."""
    members = [row for row in rows if Verdict(row["standing"]) in check.EFFECTIVE]
    placed = sorted((row for row in members if row["gseq"] is not None), key=lambda r: r["gseq"])
    loose = [_read(row) for row in members if row["gseq"] is None]
    committed: State | None = None
    for row in placed:
        committed = after(_read(row), key, committed)
    overlay = committed
    for commit in sorted(loose, key=lambda each: each.order):
        overlay = after(commit, key, overlay)
    stream = str(members[0]["stream"]) if members else ""
    return Folded(stream, committed, overlay if loose else None)


def after(commit: Commit, key: Key, state: State | None) -> State | None:
    """An aggregate's state after those operations of a commit that are about it."""
    for index, op in enumerate(commit.ops):
        if fold.key(op) == key:
            state = fold.fold(state, op, check.at(commit, index))
    return state


def _read(row: sa.RowMapping) -> Commit:
    return read_commit(row["header"], row["payload"], row["signature"])


def touched(connection: sa.Connection) -> Iterator[tuple[Key, list[sa.RowMapping]]]:
    """Every aggregate with the commits that touch it, by kind and id."""
    touch, table = models.Touch, models.Commit
    query = (
        sa.select(touch.kind, touch.entity, table)
        .join(table, table.n == touch.commit)
        .order_by(touch.kind, touch.entity, table.n)
    )
    rows = connection.execute(query, execution_options={"yield_per": BATCH}).mappings()
    for key, members in groupby(rows, lambda row: (str(row["kind"]), str(row["entity"]))):
        yield key, list(members)


def aggregates(connection: sa.Connection, walk: Walk) -> None:
    """Every aggregate and its rows against a fold of its commits, and each stream's state hash."""
    totals: dict[str, bytes] = {}
    shown = previews.of(connection)
    for key, rows in touched(connection):
        walk.step("aggregates")
        try:
            wanted = folded(rows, key)
        except AntinError:
            continue  # the commit itself is found elsewhere
        if wanted.committed is not None:
            share = state_hash.of_row(key, wanted.committed)
            total = totals.get(wanted.stream, state_hash.EMPTY)
            totals[wanted.stream] = state_hash.exchange(total, None, share)
        _aggregate(connection, key, wanted, walk, shown)
    for row in connection.execute(sa.select(models.Stream.id, models.Stream.state_hash)):
        if bytes(row.state_hash) != totals.get(row.id, state_hash.EMPTY):
            walk.find("state-hash", "stream", row.id)
    _orphans(connection, walk, shown)


def _aggregate(
    connection: sa.Connection, key: Key, wanted: Folded, walk: Walk, previewed: Container[str]
) -> None:
    """Of a stream that a preview shows, only what is committed follows from its commits yet."""
    kind, entity = key
    table = models.Aggregate
    where = (table.kind == kind) & (table.id == entity)
    query = sa.select(table.stream, table.committed, table.overlay)
    row = connection.execute(query.where(where)).one_or_none()
    stored = tuple(row) if row is not None else ("", None, None)
    if stored[0] in previewed:
        if stored[1] != (wanted.committed and facts.write_state(wanted.committed)):
            walk.find("aggregate", kind, entity, (key,))
        return
    states = (wanted.committed, wanted.overlay)
    expected = (wanted.stream, *(s and facts.write_state(s) for s in states))
    if stored != expected:
        walk.find("aggregate", kind, entity, (key,))
    shown = wanted.shown
    tentative = wanted.overlay is not None
    rows = projections.rows(key, wanted.stream, shown, tentative) if shown else []
    if not _same(connection, key, rows):
        walk.find("row", kind, entity, (key,))


def _same(connection: sa.Connection, key: Key, rows: projections.Rows) -> bool:
    """Whether the rows of an aggregate are these."""
    kind, entity = key
    owners = [(models_of, owner) for models_of, owner, _ in projections.PARTS.get(kind, ())]
    if kind in projections.MAIN:
        owners.append((projections.MAIN[kind][0], "id"))
    for table, owner in owners:
        expected = [values for each, values in rows if each is table]
        query = sa.select(table).where(table.__table__.c[owner] == entity)
        found = list(connection.execute(query).mappings())
        names = sorted(expected[0]) if expected else []
        if _sorted(found, names) != _sorted(expected, names) or len(found) != len(expected):
            return False
    return True


def _sorted(rows: Iterable[Any], names: list[str]) -> list[str]:
    return sorted(repr([row[name] for name in names]) for row in rows)


def _orphans(connection: sa.Connection, walk: Walk, previewed: Collection[str]) -> None:
    """Aggregates that no commit touches and no preview shows, and rows of no aggregate."""
    table, touch = models.Aggregate, models.Touch
    own = (touch.kind == table.kind) & (touch.entity == table.id)
    query = sa.select(table.kind, table.id).where(~sa.select(touch.entity).where(own).exists())
    for row in connection.execute(query.where(table.stream.not_in(previewed))):
        walk.find("orphan", row.kind, row.id, ((row.kind, row.id),))
    for kind, (main, _) in projections.MAIN.items():
        tables = [(main, "id"), *((part, owner) for part, owner, _ in parts_of(kind))]
        for part, owner in tables:
            column = part.__table__.c[owner]
            of = (table.kind == kind) & (table.id == column)
            lone = sa.select(column).where(~sa.select(table.id).where(of).exists()).distinct()
            for ident in connection.execute(lone).scalars():
                walk.find("orphan", kind, ident, ((kind, ident),))


def parts_of(kind: str) -> tuple[tuple[type[models.Base], str, Any], ...]:
    """The tables beside an aggregate's own."""
    return projections.PARTS.get(kind, ())


# -- search ----------------------------------------------------------------------------------------

_VOCABULARY = (
    "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, document_search, instance)"
)
_DOCUMENTS = (
    "SELECT d.n, coalesce(a.overlay, a.committed) FROM documents d"
    " JOIN aggregates a ON a.kind = 'document' AND a.id = d.id"
)


def searchable(vault: OpenVault, walk: Walk) -> None:
    """Whether the search index is whole inside and holds each document's words and no others.

    The words are compared as a sum over all of them, so that memory stays small.
    """
    with closing(vault.connect()) as connection:
        try:
            connection.execute("BEGIN")
            connection.execute(_VOCABULARY)
            agree = _sum_of_index(connection) == _sum_of_documents(connection, walk)
            connection.execute("ROLLBACK")
            connection.execute(
                "INSERT INTO document_search(document_search) VALUES ('integrity-check')"
            )
        except driver.DatabaseError as error:
            walk.find("search", "search", detail=str(error)[:200])
            return
    if not agree:
        walk.find("search", "search", detail="words")


def _sum_of_index(connection: Connection) -> Counter[str]:
    found: Counter[str] = Counter()
    for term, row in connection.execute("SELECT term, doc FROM temp.vocabulary"):
        found["sum"] += hash((term, row))
        found["count"] += 1
    return found


def _sum_of_documents(connection: Connection, walk: Walk) -> Counter[str]:
    found: Counter[str] = Counter()
    for row, raw in connection.execute(_DOCUMENTS):
        terms = set(search.indexed(words_of(projections.words(facts.read_state(raw)))).split())
        found["sum"] += sum(hash((term, row)) for term in terms)
        found["count"] += len(terms)
        walk.step("searchable")
    return found
