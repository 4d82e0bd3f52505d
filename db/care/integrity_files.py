"""Integrity of files: each one that its row says is here is read, every frame and the whole."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.errors import BlobDamaged, BlobMissing
from db import models
from db.blob_values import Blob

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.acting import Store
    from db.care.findings import Hits, Walk

BATCH = 200


def files(connection: sa.Connection, store: Store, walk: Walk) -> None:
    """Every file that is here: present, of its length, each frame, its chunks, its hash."""
    for row in here(connection):
        code = _wrong(store, row)
        walk.step("files")
        if code:
            walk.find(code, "blob", row.id, hits(connection, row.id))


def here(connection: sa.Connection) -> Iterator[Blob]:
    """The rows of all files that are here as a whole."""
    table, last = models.Blob, ""
    query = sa.select(table.id, table.size, table.frame_log2, table.wrapped_key, table.chunks)
    query = query.where(table.complete).order_by(table.id).limit(BATCH)
    while rows := connection.execute(query.where(table.id > last)).all():
        yield from (Blob(*row) for row in rows)
        last = rows[-1].id


def _wrong(store: Store, row: Blob) -> str:
    """The code of what is wrong with a file; empty where nothing is."""
    try:
        pieces = b"".join(sha256(piece).digest() for piece in store.blobs.stream(row))
    except BlobMissing:
        return "blob-missing"
    except (BlobDamaged, OSError):
        return "blob-damaged"
    return "" if pieces == row.chunks else "blob-damaged"


def hits(connection: sa.Connection, blob: str) -> Hits:
    """The documents that a file belongs to."""
    table = models.File
    query = sa.select(table.document).where(table.blob == blob).distinct()
    found = connection.execute(query.order_by(table.document)).scalars()
    return tuple(("document", document) for document in found)
