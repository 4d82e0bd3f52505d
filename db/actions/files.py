"""Files of documents: sealed on disk first, then named in the transaction whose commit needs
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from core.commits.intake_bodies import Intake
from core.errors import AntinError, BlobMissing, ContentChanged, EmptyFile, TooLarge
from db import grown, models, visible
from db.acting import Acting, Store
from db.blob_rows import find, lacking
from db.blob_values import Blob, Staged
from db.engine import writes

MAIN = "main"
MAX_FILE = 200 * 1024 * 1024
DAY_MS = 86_400_000


@dataclass(frozen=True)
class NewFile:
    """A file that a person brings: its name, media type, bytes and page count; ``came`` is the file
    as it was brought, where this one had to be made out of it, ``intake`` what was found of its
    signatures.
    """

    name: str
    type: str
    content: bytes
    pages: int = 0
    came: NewFile | None = None
    intake: Intake | None = None


@dataclass(frozen=True)
class Sealed:
    """A file whose sealed copy is durable but not yet named."""

    staged: Staged
    file: NewFile

    @property
    def blob(self) -> str:
        """SHA-256 of the content, base64url."""
        return self.staged.blob.id

    def body(self, slot: str, role: str, order: int) -> dict[str, Any]:
        """The body of the operation that puts the file into a slot."""
        pages = {"pages": self.file.pages} if self.file.pages else {}
        named = {"name": self.file.name, "type": self.file.type, "size": len(self.file.content)}
        found = {"intake": msgspec.to_builtins(self.file.intake)} if self.file.intake else {}
        place = {"slot": slot, "role": role, "order": order, "blob": self.blob}
        return {**place, **named, **pages, **found}


def seal(store: Store, file: NewFile) -> Sealed:
    """Seal a file durably, before the transaction that names it. Raises EmptyFile, TooLarge,
    DiskFull.
    """
    if not file.content:
        raise EmptyFile
    if len(file.content) > MAX_FILE:
        raise TooLarge(size=len(file.content), limit=MAX_FILE)
    return Sealed(store.blobs.stage(file.content), file)


def keep(act: Acting, sealed: Sealed) -> None:
    """Name a sealed file in the act's transaction; of a content known already the first copy
    stays.
    """
    publish(act.connection, act.store, sealed.staged)


def publish(connection: sa.Connection, store: Store, staged: Staged) -> bool:
    """Give a staged blob its row and its name, or discard it where its content is here already;
    whether it is new here.
    """
    return bool(publish_all(connection, store, [staged]))


def publish_all(
    connection: sa.Connection, store: Store, staged: Sequence[Staged]
) -> Sequence[Staged]:
    """``publish`` for several contents, each given once; those that are new here."""
    table = models.Blob
    query = sa.select(table.id, table.complete).where(table.id.in_([s.blob.id for s in staged]))
    known = {row.id: row.complete for row in connection.execute(query)}
    new = [each for each in staged if not known.get(each.blob.id)]
    for each in staged:
        if known.get(each.blob.id):
            store.blobs.discard(each)
    rows = [_values(each.blob, store.now()) for each in new]
    if absent := [row for row in rows if row["id"] not in known]:
        connection.execute(sa.insert(table), absent)
    if awaited := [{**row, "named": row.pop("id")} for row in rows if row["id"] in known]:
        names = awaited[0].keys() - {"named"}
        changes: dict[str, Any] = {name: sa.bindparam(name) for name in names}
        where = table.id == sa.bindparam("named")
        connection.execute(sa.update(table).where(where).values(changes), awaited)
    store.blobs.publish(*new)
    return new


def _values(blob: Blob, now: int) -> dict[str, Any]:
    kept = {"wrapped_key": blob.wrapped_key, "frame_log2": blob.frame_log2, "chunks": blob.chunks}
    return {"id": blob.id, "size": blob.size, "complete": True, "used": now, "away": "", **kept}


def current(act: Acting, document: str) -> str:
    """The hash of the one current main file; raises ContentChanged where versions compete."""
    files = act.state("document", document).get("files", {})
    blobs = {value["blob"] for _, value in files.get(MAIN, [])}
    if len(blobs) != 1:
        raise ContentChanged
    return str(blobs.pop())


def content(store: Store, blob: str) -> bytes:
    """The bytes of a file of a document that the person may see.

    Raises BlobMissing while they have not arrived or are not for him, FileAtServer where this
    machine gave them up, BlobDamaged.
    """
    with store.engine.begin() as connection:
        shown = visible.sees_file(connection, store.viewer, blob)
        row = find(connection, blob) if shown else None
        origins = grown.origins(connection, blob) if row is not None else ()
        missing = lacking(connection, blob) if shown else BlobMissing()
    if row is None:
        raise missing
    found = store.blobs.read(row)
    grown.check(found, origins, store.blobs.read)
    return found


def opened(store: Store, blob: str) -> bytes:
    """``content`` for the person's eyes; that it was used is noted once a day, if it can be."""
    found = content(store, blob)
    table, now = models.Blob, store.now()
    long_ago = (table.id == blob) & (table.used < now - DAY_MS)
    with store.engine.begin() as connection:
        due = connection.execute(sa.select(table.id).where(long_ago)).first()
    if due is not None:
        with suppress(AntinError), writes(store.engine).begin() as connection:
            connection.execute(sa.update(table).where(long_ago).values(used=now))
    return found
