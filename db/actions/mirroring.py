"""The files of a server's store on a second medium: which are there, which follow, which come back.

A file counts as kept on two media once both copies are durable, as long as the mirror is there. The
store goes on without it, and what was missed follows a batch at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from core.errors import AntinError, BlobDamaged, BlobMissing
from db import commits, local, models
from db.acting import Store
from db.actions.files import publish_all
from db.blob_rows import find_all
from db.blob_values import Blob
from db.engine import writes
from db.mirror import Mirror

KNOWN: Final = "mirror"
"""The value that names the mirror: a digit for its media, then its mark."""
BATCH: Final = 64
BATCH_BYTES: Final = 64 << 20
_BLOB: Final = models.Blob


class Standing(StrEnum):
    """How the mirror stands: none was named; it is not there; on the files' own disk; apart."""

    NONE = "none"
    AWAY = "away"
    SAME = "same"
    APART = "apart"

    @property
    def media(self) -> int:
        """On how many media files can be kept now."""
        return 2 if self is Standing.APART else 1


class Batch(NamedTuple):
    """What a batch did: how far it went by id, empty at the end; how many files; the first trouble
    of a file.
    """

    after: str = ""
    files: int = 0
    trouble: AntinError | None = None


def settle(store: Store, mirror: Mirror | None) -> Standing:
    """See whether the mirror is there and the one that is known; another one begins empty.

    What was kept apart is never begun anew on the files' own disk, nor in a folder that is not
    there: then it is away.
    """
    if mirror is None:
        return Standing.NONE
    try:
        return _settled(store, mirror)
    except (AntinError, OSError):
        return Standing.AWAY


def _settled(store: Store, mirror: Mirror) -> Standing:
    standing = Standing.APART if mirror.is_apart else Standing.SAME
    with store.engine.begin() as connection:
        if (found := _known(connection, mirror, standing)) is not None:
            return found
    with writes(store.engine).begin() as connection:
        commits.lock_heads(connection)  # another process may begin it now
        if (found := _known(connection, mirror, standing)) is not None:
            return found
        mark, known = mirror.mark(), local.value(connection, KNOWN)
        if mark is None or known is None or known[1:] != mark:
            mark = mark or mirror.begin()
            connection.execute(sa.update(_BLOB).where(_BLOB.media > 0).values(media=0))
        local.put_value(connection, KNOWN, b"%d" % standing.media + mark)
    return standing


def _known(connection: sa.Connection, mirror: Mirror, standing: Standing) -> Standing | None:
    """How a mirror stands that is the known one, or is not to be begun; None where it is."""
    known, media = local.value(connection, KNOWN), b"%d" % standing.media
    if known is not None and (known[:1] > media or not mirror.folder.is_dir()):
        return Standing.AWAY
    mark = mirror.mark()
    return standing if mark is not None and known == media + mark else None


def follow(store: Store, mirror: Mirror, standing: Standing, after: str) -> Batch:
    """Bring a batch of files onto the mirror that are not on it yet, by id from beyond ``after``.

    A file that is damaged here is passed over. Raises DiskFull, OSError: the mirror takes nothing.
    """
    lacking = _BLOB.complete & (_BLOB.media < standing.media)
    rows, done = _batch(store, lacking, after), Batch()
    kept: list[str] = []
    try:
        for row in rows:
            try:
                mirror.put(row)
                kept.append(row.id)
            except (BlobMissing, BlobDamaged) as error:
                done = done._replace(trouble=done.trouble or error)
    finally:
        _note(store, kept, standing.media)
    return done._replace(after=rows[-1].id if rows else "", files=len(kept))


def mend(store: Store, mirror: Mirror, standing: Standing, after: str) -> Batch:
    """Read a batch of files in both folders and mend the one by the other. What is whole in neither
    is no longer known to be kept on two media. Raises DiskFull, OSError.
    """
    there = _BLOB.complete & (_BLOB.media >= standing.media)
    rows, done = _batch(store, there, after), Batch()
    for row in rows:
        try:
            mirror.mend(row)
        except (BlobMissing, BlobDamaged) as error:
            _note(store, [row.id], 0)
            done = done._replace(trouble=done.trouble or error)
    return done._replace(after=rows[-1].id if rows else "", files=len(rows))


def take_back(store: Store, mirror: Mirror, after: str) -> Batch:
    """Take files that acts call for and that only the mirror has, as after a restore from a backup
    that is older than they are. Raises DiskFull, OSError.
    """
    query = sa.select(_BLOB.id).where(_BLOB.complete.is_(False), _BLOB.id > after)
    with store.engine.begin() as connection:
        blobs = list(connection.execute(query.order_by(_BLOB.id).limit(BATCH)).scalars())
    done, files = Batch(blobs[-1] if blobs else ""), 0
    for row in filter(None, map(mirror.kept_row, blobs)):
        try:
            staged = mirror.taken_back(row)
        except (BlobMissing, BlobDamaged) as error:
            done = done._replace(trouble=done.trouble or error)
            continue
        with writes(store.engine).begin() as connection:
            files += len(publish_all(connection, store, [staged]))
    return done._replace(files=files)


def media(store: Store, mirror: Mirror | None, blobs: Iterable[str]) -> dict[str, int]:
    """On how many media some files are kept now: both copies have to lie there. 0 for what is not
    whole here.
    """
    standing, names = settle(store, mirror), list(blobs)
    known = sa.select(_BLOB.id).where(_BLOB.id.in_(names), _BLOB.media >= 2)
    with store.engine.begin() as connection:
        rows, noted = find_all(connection, names), set(connection.execute(known).scalars())
    found = dict.fromkeys(names, 0) | dict.fromkeys(rows, 1)
    if mirror is not None and standing is Standing.APART:
        found |= {name: 2 for name in noted & rows.keys() if mirror.has(rows[name])}
    return found


def waiting(store: Store, standing: Standing) -> int:
    """How many files are kept on fewer media than two."""
    few = _BLOB.complete & (_BLOB.media < 2 if standing is Standing.APART else sa.true())
    query = sa.select(sa.func.count()).select_from(_BLOB).where(few)
    with store.engine.begin() as connection:
        return int(connection.execute(query).scalar_one())


def _batch(store: Store, where: sa.ColumnElement[bool], after: str) -> list[Blob]:
    query = sa.select(_BLOB.id, _BLOB.size).where(where, _BLOB.id > after).order_by(_BLOB.id)
    with store.engine.begin() as connection:
        found = connection.execute(query.limit(BATCH)).all()
        names = list(_within(found))
        rows = find_all(connection, names)
    return [rows[name] for name in names if name in rows]


def _within(found: Iterable[Any]) -> Iterator[str]:
    """The first ones, as far as they are not too large together, but always one."""
    size = 0
    for row in found:
        if size and size + row.size > BATCH_BYTES:
            return
        size += row.size
        yield row.id


def _note(store: Store, blobs: list[str], media: int) -> None:
    if blobs:
        change = sa.update(_BLOB).where(_BLOB.id.in_(blobs), _BLOB.complete)
        with writes(store.engine).begin() as connection:
            connection.execute(change.values(media=media))
