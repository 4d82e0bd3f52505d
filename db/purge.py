"""What a device may read no more leaves its store: commits, receipts, states, the rows of screens,
the search, files that nothing else names (sync.md §4.10).

The tips of the device's own chains stay, so that it never writes a place twice. Should its person
read the group again, all of it comes back from the server, and nothing is written to it before.
Backups and what was read or printed are out of reach: the guide says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
import sqlalchemy as sa

from core.commits import canonical
from core.errors import AntinError
from db import (
    carried,
    groups,
    local,
    models,
    previews,
    projections,
    reach,
    vault_events,
    wanted,
)
from db.acting import Store
from db.engine import writes
from db.ledger import Changed
from db.vault_events import Event

LEFT: Final = "left."
_COMMIT: Final = models.Commit


def due(store: Store) -> list[str]:
    """The groups' streams that are here and that this device may read no more."""
    with store.engine.begin() as connection:
        left = reach.left(connection, store.realm, store.author.device)
        here = connection.execute(sa.select(models.Stream.id)).scalars()
        return sorted(name for name in here if name in left and not store.realm.kind(name))


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """That a group left this machine with its person: whom it is to be told, and how many acts of
    this machine went before.
    """

    name: str
    person: str
    acts: int


def leave(store: Store, stream: str, *, handed_in: bool = False) -> Changed:
    """Remove all that is here of a stream that is read no more, once nothing is lost by it: the
    server has all that was written here (``handed_in``: it said so, without an order), or another
    machine that reads it has. Recorded of this machine, and told once to who was let out.
    """
    if not (handed_in and not owed(store, stream)) and not _elsewhere(store, stream):
        return frozenset()
    with writes(store.engine).begin() as connection:
        _note(store, connection, stream)
        changed = _aggregates(connection, stream)
        files = _files(store, connection, stream)
        _commits(connection, stream, store.author.device)
    for path in files:
        path.unlink(missing_ok=True)
    with suppress(AntinError):  # what cannot be recorded now waits
        vault_events.record(store)
    return changed | {("stream", stream)}


def owed(store: Store, stream: str) -> set[str]:
    """The files of this device's own acts that the server has not got yet."""
    mention, blob = models.Mention, models.Blob
    query = sa.select(mention.blob).join(blob, blob.id == mention.blob)
    query = query.where(mention.stream == stream, mention.sent.is_(False), blob.complete)
    with store.engine.begin() as connection:
        unsent = connection.execute(query).scalars().all()
        return wanted.named_by(connection, stream, store.author.device, unsent)


def _elsewhere(store: Store, stream: str) -> bool:
    """Whether another machine said in a bundle of its own that it has every act of this device,
    each of which brought its files along; or the server ordered all that is here and has the files.
    What this machine only carried for others stays with those who wrote it.
    """
    device, chain = store.author.device, models.Chain
    of_device = (chain.stream == stream) & (chain.device == device)
    waiting = (_COMMIT.stream == stream) & _COMMIT.gseq.is_(None)
    with store.engine.begin() as connection:
        own = connection.execute(sa.select(chain.inc, chain.seq).where(of_device)).all()
        peers = [carried.peer(connection, each) for each in local.values(connection, "peer.")]
        ordered = connection.execute(sa.select(_COMMIT.n).where(waiting)).first() is None
    has = (all(peer.get((device, inc, stream), 0) >= seq for inc, seq in own) for peer in peers)
    return any(has) or (ordered and not owed(store, stream))


def _note(store: Store, connection: sa.Connection, stream: str) -> None:
    device = store.author.device
    mine = (_COMMIT.stream == stream) & (_COMMIT.device == device)
    count = sa.select(sa.func.count()).select_from(_COMMIT).where(mine)
    group = groups.of_stream(connection, stream) or {}
    left = Left(
        name=projections.field(dict(group), "name", ""),
        person=groups.person_of(connection, device),
        acts=connection.execute(count).scalar_one(),
    )
    local.put_value(connection, LEFT + stream, canonical.encode(left))
    event = Event(what="purge", at=store.now(), stream=stream)
    vault_events.note(connection, event)


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
    local.drop_work(connection, documents)
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
