"""Files on their way between device and server: plans, chunks, and the moment when one is whole.

The same at both ends: who receives keeps the plan in the file's row, fills a part file chunk by
chunk in any order, and gives it its name once the whole is what it is called (sync.md §4.8).
"""

from __future__ import annotations

import sqlalchemy as sa

from core.commits.ids import b64, unb64
from core.errors import BlobMissing, NotFound, TooLarge
from core.sync.chunks import BlobPlan, check_plan
from db import models
from db.acting import Store
from db.actions.files import MAX_FILE, publish
from db.blob_parts import Partial
from db.blob_rows import find
from db.blob_values import HASH_SIZE, Manifest
from db.engine import writes
from db.ledger import Changed


def plan(store: Store, blob: str) -> BlobPlan | None:
    """The plan of a file that is here as a whole."""
    with store.engine.begin() as connection:
        row = find(connection, blob)
    return _plan(row.id, row.size, row.chunks) if row else None


def _plan(blob: str, size: int, chunks: bytes) -> BlobPlan:
    hashes = (chunks[at : at + HASH_SIZE] for at in range(0, len(chunks), HASH_SIZE))
    return BlobPlan(blob, size, tuple(map(b64, hashes)))


def chunk(store: Store, blob: str, place: int) -> bytes:
    """One chunk of a file that is here; raises BlobMissing, BlobDamaged."""
    with store.engine.begin() as connection:
        row = find(connection, blob)
    if row is None or place >= len(row.chunks) // HASH_SIZE:
        raise BlobMissing
    return store.blobs.chunk(row, place)


def begin(store: Store, wish: BlobPlan) -> Partial | None:
    """The part file that a plan fills, its plan kept; None where the file is whole already.

    Raises NotFound for a file that no commit here names, TooLarge, NotCanonical.
    """
    check_plan(wish)
    if wish.size > MAX_FILE:
        raise TooLarge(size=wish.size, limit=MAX_FILE)
    chunks = b"".join(unb64(each, HASH_SIZE) for each in wish.chunks)
    table = models.Blob
    with writes(store.engine).begin() as connection:
        query = sa.select(table.complete).where(table.id == wish.blob)
        complete = connection.execute(query).scalar()
        if complete is None:
            raise NotFound(kind="file")
        if not complete:
            where = table.id == wish.blob
            values = {"size": wish.size, "chunks": chunks}
            connection.execute(sa.update(table).where(where).values(values))
    return None if complete else store.blobs.wanted(Manifest(wish.blob, wish.size, chunks))


def resume(store: Store, blob: str) -> Partial | None:
    """The part file of a plan kept earlier; None where the file is whole. Raises BlobMissing."""
    table = models.Blob
    query = sa.select(table.size, table.chunks, table.complete).where(table.id == blob)
    with store.engine.begin() as connection:
        row = connection.execute(query).one_or_none()
    if row is None or not row.chunks:
        raise BlobMissing
    return None if row.complete else store.blobs.wanted(Manifest(blob, row.size, row.chunks))


def documents(store: Store, blob: str) -> Changed:
    """The documents that show a file: they changed when it came."""
    query = sa.select(models.File.document).where(models.File.blob == blob)
    with store.engine.begin() as connection:
        return frozenset(("document", found) for found in connection.execute(query).scalars())


def finish(store: Store, partial: Partial) -> bool:
    """Give a file its name if its last chunk has come; whether it is whole. Raises BlobDamaged."""
    if partial.missing():
        return False
    staged = store.blobs.complete(partial)
    with writes(store.engine).begin() as connection:
        publish(connection, store, staged)
    return True
