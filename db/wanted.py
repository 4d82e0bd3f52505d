"""Which files the commits of a stream name, which of them are missing here, and which the server
has (sync.md §4.8). Commits never wait for files: a row stands for each until its bytes come.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa
import sqlalchemy.orm

from core.commits import fold
from core.commits.format import Commit, read
from db import models

EVICTED: Final = "evicted"
"""Given up here for room: it is at the server."""
ASKED: Final = "asked"
"""Given up, and wanted back."""


def note(connection: sa.Connection, commit: Commit) -> None:
    """Keep in mind the files that a commit names; a stored commit notes them once."""
    stream = commit.header.stream
    noted = {blob for op in commit.ops for blob in fold.blobs(op)}
    here = known(connection, noted) if noted else set()
    for blob in noted:
        blobs, mentions = models.Blob, models.Mention
        if blob not in here:
            absent = {"size": 0, "frame_log2": 0, "wrapped_key": b"", "chunks": b""}
            connection.execute(sa.insert(blobs).values(id=blob, complete=False, **absent))
        where = (mentions.blob == blob) & (mentions.stream == stream)
        if connection.execute(sa.select(mentions.blob).where(where)).first() is None:
            connection.execute(sa.insert(mentions).values(blob=blob, stream=stream, sent=False))


def known(connection: sa.Connection, blobs: Iterable[str]) -> set[str]:
    """Those of some files that a stored commit calls for, whether or not their bytes are here."""
    query = sa.select(models.Blob.id).where(models.Blob.id.in_(list(blobs)))
    return set(connection.execute(query).scalars())


def named(connection: sa.Connection, stream: str, blobs: Iterable[str]) -> set[str]:
    """Those of some files that commits of a stream name."""
    table = models.Mention
    query = sa.select(table.blob).where(table.stream == stream, table.blob.in_(list(blobs)))
    return set(connection.execute(query).scalars())


def told(connection: sa.Connection, stream: str, blobs: Iterable[str]) -> set[str]:
    """Those of some files of which the server tells who reads one stream: those that came by it,
    and those that no other stream names. Who only knows the name of a file puts it into an act of
    his own, and is told no more by that than whether he sent it.
    """
    mine, other = models.Mention, sa.orm.aliased(models.Mention)
    shared = sa.exists().where(other.blob == mine.blob, other.stream != mine.stream)
    query = sa.select(mine.blob).where(mine.stream == stream, mine.blob.in_(list(blobs)))
    return set(connection.execute(query.where(sa.or_(mine.sent, ~shared))).scalars())


def came(connection: sa.Connection, stream: str, blobs: Iterable[str]) -> None:
    """Note on the server that files came by a stream."""
    table = models.Mention
    where = (table.stream == stream) & table.blob.in_(list(blobs))
    connection.execute(sa.update(table).where(where).values(sent=True))


def named_by(connection: sa.Connection, stream: str, device: str, blobs: Iterable[str]) -> set[str]:
    """Those of some files that a device's own commits of a stream name."""
    table, sought = models.Commit, set(blobs)
    query = sa.select(table.header, table.payload, table.signature).where(
        table.stream == stream, table.device == device
    )
    rows = connection.execute(query.order_by(table.seq.desc()))
    ops = (op for row in rows for op in read(*row).ops)
    return sought & {blob for op in ops for blob in fold.blobs(op)}


def missing(
    connection: sa.Connection, stream: str, after: str, limit: int, *, asked: bool = False
) -> list[str]:
    """Files of a stream whose bytes are not here, by id from beyond ``after``; only those that
    somebody ``asked`` for again. What was given up for room is none of them.
    """
    where = models.Blob.complete.is_(False) & (models.Blob.id > after)
    away = ASKED if asked else ""
    return _chosen(connection, stream, where & (models.Blob.away == away), limit)


def unsent(connection: sa.Connection, stream: str, after: str, limit: int) -> list[str]:
    """Files of a stream that are here and that the server is not known to have, by id from beyond
    ``after``.
    """
    waiting = models.Blob.complete & models.Mention.sent.is_(False)
    return _chosen(connection, stream, waiting & (models.Blob.id > after), limit)


def _chosen(
    connection: sa.Connection, stream: str, where: sa.ColumnElement[bool], limit: int
) -> list[str]:
    blob, mention = models.Blob, models.Mention
    query = sa.select(blob.id).join(mention, mention.blob == blob.id)
    query = query.where(mention.stream == stream, where).order_by(blob.id).limit(limit)
    return list(connection.execute(query).scalars())


def mark_sent(connection: sa.Connection, blobs: Iterable[str]) -> None:
    """Note that the server has some files whole."""
    table = models.Mention
    where = table.blob.in_(list(blobs))
    connection.execute(sa.update(table).where(where).values(sent=True))


def lose(connection: sa.Connection, blob: str) -> None:
    """Note that the bytes of a file are gone or damaged here; it is fetched again."""
    table = models.Blob
    absent = {"size": 0, "frame_log2": 0, "wrapped_key": b"", "chunks": b"", "complete": False}
    kept = {"media": 0, "away": ""}
    connection.execute(sa.update(table).where(table.id == blob).values(absent | kept))


def forget_sent(connection: sa.Connection) -> None:
    """Trust no longer what the server had, nor on how many media: it was restored from a backup."""
    connection.execute(sa.update(models.Mention).values(sent=False))
    connection.execute(sa.update(models.Blob).where(models.Blob.media > 0).values(media=0))
