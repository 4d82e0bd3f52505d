"""A device takes a snapshot of a stream to show until its commits are here (db/previews.py)."""

from __future__ import annotations

import sqlalchemy as sa

from core.errors import SnapshotRefused
from core.sync import snapshot
from core.sync.snapshot import Chunk, Manifest
from db import previews, states
from db.acting import Store
from db.engine import writes
from db.ledger import Changed
from db.previews import Preview


def begin(store: Store, stream: str, data: bytes) -> None:
    """Take a signed manifest; nothing of it is shown yet. Raises SnapshotRefused."""
    servers = [each for each in store.realm.founders.values() if each.kind == "server"]
    realm = store.realm.provision.realm
    manifest = snapshot.read(data, realm, stream, servers[0] if servers else None)
    with writes(store.engine).begin() as connection:
        previews.keep(connection, Preview(manifest))


def shown(store: Store, stream: str) -> Manifest | None:
    """The manifest of what is shown of a stream before its commits are here."""
    with store.engine.begin() as connection:
        found = previews.of(connection).get(stream)
    return found.manifest if found else None


def lacking(store: Store, stream: str) -> Chunk | None:
    """The next chunk of a preview that is not here."""
    with store.engine.begin() as connection:
        found = previews.of(connection).get(stream)
    return found.manifest.chunks[found.done] if found and not found.whole else None


def load(store: Store, stream: str, data: bytes) -> Changed:
    """Show the next chunk of a preview; it stays. Raises SnapshotRefused, and nothing changed."""
    with writes(store.engine).begin() as connection:
        found = _standing(connection, stream)
        rows = snapshot.rows(data, found.manifest.chunks[found.done])
        previews.load(connection, found, rows)
    return frozenset(row.key for row in rows)


def drop(store: Store, stream: str) -> Changed:
    """Show again only what the commits say that are here."""
    with writes(store.engine).begin() as connection:
        keys = previews.give_up(connection, stream)
        states.refold(connection, keys)
    return frozenset(keys)


def _standing(connection: sa.Connection, stream: str) -> Preview:
    """A preview that lacks a chunk; raises SnapshotRefused once it was settled otherwise."""
    found = previews.of(connection).get(stream)
    if found is None or found.whole:
        raise SnapshotRefused(what="gone")
    return found
