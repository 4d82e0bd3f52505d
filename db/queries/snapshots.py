"""The committed states of a stream for a snapshot, all at one place of the server's order; and how
much of each stream's history has come to a device that shows one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from core.sync import snapshot
from core.sync.snapshot import Row
from db import facts, models, previews
from db.acting import Store
from db.queries import order
from db.queries.order import Head

AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Coming:
    """A stream of a kind whose history is on its way: places here, and until it is whole."""

    kind: str
    here: int
    whole: int


def coming(store: Store) -> list[Coming]:
    """The streams that are only shown as yet."""
    with store.engine.begin() as connection:
        heads = order.heads(connection)
        found = previews.of(connection)
    kind = store.realm.kind
    return [
        Coming(kind(name), heads[name].gseq, preview.manifest.gseq)
        for name, preview in found.items()
    ]


def read(store: Store, stream: str, take: Callable[[Head, Iterator[Row]], None]) -> None:
    """Give ``take`` the head of a stream and its rows in the order of a snapshot. On PostgreSQL
    acts may come in between: the rows then do not add up to the head's state hash.
    """
    with store.engine.begin() as connection:
        take(order.heads(connection)[stream], _rows(connection, stream))


def _rows(connection: sa.Connection, stream: str) -> Iterator[Row]:
    """Looked through twice, so that memory holds keys and not states."""
    table = models.Aggregate
    chosen = (table.stream == stream) & table.committed.is_not(None)
    query = sa.select(table.kind, table.id, table.committed).where(chosen)
    each = connection.execute(query, execution_options={"yield_per": AT_ONCE})
    ranks = sorted(
        snapshot.rank((row.kind, row.id), facts.read_state(row.committed)) for row in each
    )
    keys = [key for _, _, key in ranks]
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        rows = connection.execute(query.where(table.id.in_([entity for _, entity in part])))
        found = {(row.kind, row.id): row.committed for row in rows}
        yield from (Row(key, facts.read_state(found[key]), bytes(found[key])) for key in part)
