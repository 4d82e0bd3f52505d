"""The rows of files: what is needed to open one that is here as a whole."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from core.errors import BlobMissing, FileAtServer
from db import models, wanted
from db.blob_values import Blob


def find(connection: sa.Connection, blob: str) -> Blob | None:
    """What is needed to open a blob that is here as a whole."""
    return find_all(connection, [blob]).get(blob)


def find_all(connection: sa.Connection, blobs: Iterable[str]) -> dict[str, Blob]:
    """What is needed to open those of some blobs that are here as a whole, by id."""
    table = models.Blob
    query = sa.select(table.id, table.size, table.frame_log2, table.wrapped_key, table.chunks)
    rows = connection.execute(query.where(table.id.in_(list(blobs)), table.complete))
    return {row.id: Blob(*row) for row in rows}


def lacking(connection: sa.Connection, blob: str) -> BlobMissing:
    """What to raise for a file that is not here: FileAtServer where this machine gave it up."""
    table = models.Blob
    query = sa.select(table.away).where(table.id == blob, table.complete.is_(False))
    away = connection.execute(query).scalar()
    return FileAtServer() if away in {wanted.EVICTED, wanted.ASKED} else BlobMissing()
