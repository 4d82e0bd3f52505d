"""The rows of files: what is needed to open one that is here as a whole."""

from __future__ import annotations

import sqlalchemy as sa

from db import models
from db.blob_values import Blob


def find(connection: sa.Connection, blob: str) -> Blob | None:
    """What is needed to open a blob that is here as a whole."""
    table = models.Blob
    query = sa.select(table.id, table.size, table.frame_log2, table.wrapped_key, table.chunks)
    row = connection.execute(query.where(table.id == blob, table.complete)).one_or_none()
    return Blob(*row) if row else None
