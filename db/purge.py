"""What a device may read no more leaves its store: commits, receipts, states, the rows of screens,
the search, files that nothing else names (sync.md §4.10).

The tips of the device's own chains stay, so that it never writes a place twice. Should its person
read the group again, all of it comes back from the server, and nothing is written to it before.
Backups and what was read or printed are out of reach: the guide says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from db import models, previews, projections, reach, wanted
from db.acting import Store
from db.engine import writes
from db.ledger import Changed

_COMMIT: Final = models.Commit


def due(store: Store) -> list[str]:
    """The groups' streams that are here and that this device may read no more."""
    with store.engine.begin() as connection:
        left = reach.left(connection, store.realm, store.author.device)
        here = connection.execute(sa.select(models.Stream.id)).scalars()
        return sorted(name for name in here if name in left and not store.realm.kind(name))


def owed(store: Store, stream: str) -> set[str]:
    """The files of this device's own acts that the server has not got yet."""
    mention, blob = models.Mention, models.Blob
    query = sa.select(mention.blob).join(blob, blob.id == mention.blob)
    query = query.where(mention.stream == stream, mention.sent.is_(False), blob.complete)
    with store.engine.begin() as connection:
        unsent = connection.execute(query).scalars().all()
        return wanted.named_by(connection, stream, store.author.device, unsent)


def purge(store: Store, stream: str) -> Changed:
    """Remove all that is here of a stream."""
    with writes(store.engine).begin() as connection:
        changed = _aggregates(connection, stream)
        files = _files(store, connection, stream)
        _commits(connection, stream, store.author.device)
    for path in files:
        path.unlink(missing_ok=True)
    return changed


def _aggregates(connection: sa.Connection, stream: str) -> Changed:
    previews.drop(connection, stream)
    table = models.Aggregate
    query = sa.select(table.kind, table.id).where(table.stream == stream)
    keys = [(row.kind, row.id) for row in connection.execute(query)]
    for key in keys:
        projections.remove(connection, key)
    connection.execute(sa.delete(table).where(table.stream == stream))
    read = models.LocalRead
    documents = [entity for kind, entity in keys if kind == "document"]
    connection.execute(sa.delete(read).where(read.document.in_(documents)))
    return frozenset(keys)


def _files(store: Store, connection: sa.Connection, stream: str) -> Iterable[Path]:
    """The sealed files that only this stream named; their rows are gone."""
    mention, blob = models.Mention, models.Blob
    of_stream = mention.stream == stream
    named = sa.select(mention.blob).where(of_stream)
    elsewhere = sa.select(mention.blob).where(mention.stream != stream)
    found = list(connection.execute(named.except_(elsewhere)).scalars())
    connection.execute(sa.delete(mention).where(of_stream))
    connection.execute(sa.delete(blob).where(blob.id.in_(found)))
    return [store.blobs.path(each) for each in found]


def _commits(connection: sa.Connection, stream: str, device: str) -> None:
    of_stream = sa.select(_COMMIT.n).where(_COMMIT.stream == stream)
    connection.execute(sa.delete(models.Touch).where(models.Touch.commit.in_(of_stream)))
    for table in (models.Commit, models.Held, models.Receipt):
        connection.execute(sa.delete(table).where(table.stream == stream))
    chain = models.Chain
    others = (chain.stream == stream) & (chain.device != device)
    connection.execute(sa.delete(chain).where(others))
    connection.execute(sa.delete(models.Stream).where(models.Stream.id == stream))
