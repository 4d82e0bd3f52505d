"""Files of documents: sealed into the blob store first, named by a commit after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.errors import BlobMissing, ContentChanged, EmptyFile, TooLarge
from db import models
from db.acting import Acting, Store
from db.blobs import StoredBlob
from db.engine import writes

MAIN = "main"
MAX_FILE = 200 * 1024 * 1024


@dataclass(frozen=True)
class NewFile:
    """A file that a person brings: its name, media type, bytes and page count."""

    name: str
    type: str
    content: bytes
    pages: int = 0


@dataclass(frozen=True)
class Kept:
    """A file whose sealed copy is durable."""

    blob: str
    file: NewFile

    def body(self, slot: str, role: str, order: int) -> dict[str, Any]:
        """The body of the operation that puts the file into a slot."""
        pages = {"pages": self.file.pages} if self.file.pages else {}
        return {
            "slot": slot,
            "role": role,
            "order": order,
            "blob": self.blob,
            "name": self.file.name,
            "type": self.file.type,
            "size": len(self.file.content),
            **pages,
        }


def keep(store: Store, file: NewFile) -> Kept:
    """Seal a file into the blob store and note its key, before any commit names it.

    Raises EmptyFile, TooLarge, DiskFull.
    """
    blob = _seal(store, file)
    with writes(store.engine).begin() as connection:
        note(connection, blob, file.type)
    return Kept(blob.id, file)


def keep_within(act: Acting, file: NewFile) -> Kept:
    """Seal a file and note its key in the transaction of the act that names it. Raises as :func:`keep`."""
    blob = _seal(act.store, file)
    note(act.connection, blob, file.type)
    return Kept(blob.id, file)


def _seal(store: Store, file: NewFile) -> StoredBlob:
    if not file.content:
        raise EmptyFile(name=file.name)
    if len(file.content) > MAX_FILE:
        raise TooLarge(size=len(file.content), limit=MAX_FILE)
    return store.blobs.put(file.content)


def note(connection: sa.Connection, blob: StoredBlob, media_type: str) -> None:
    """Note the key of a sealed file; one that is already here keeps its first copy."""
    known = connection.execute(
        sa.select(models.Blob.complete).where(models.Blob.id == blob.id)
    ).scalar()
    values = {
        "size": blob.size,
        "wrapped_key": blob.wrapped_key,
        "frame_log2": blob.frame_log2,
        "complete": True,
    }
    if known is None:
        connection.execute(sa.insert(models.Blob).values(id=blob.id, type=media_type, **values))
    elif not known:
        connection.execute(sa.update(models.Blob).where(models.Blob.id == blob.id).values(values))


def current(act: Acting, document: str) -> str:
    """The hash of the one current main file; raises ContentChanged where versions compete."""
    blobs = {
        value["blob"] for _, value in act.state("document", document).get("files", {}).get(MAIN, [])
    }
    if len(blobs) != 1:
        raise ContentChanged()
    return str(blobs.pop())


def content(store: Store, blob: str) -> bytes:
    """The bytes of a file; raises BlobMissing while they have not arrived, BlobDamaged."""
    with store.engine.begin() as connection:
        row = (
            connection.execute(sa.select(models.Blob).where(models.Blob.id == blob))
            .mappings()
            .one_or_none()
        )
    if row is None or not row["complete"]:
        raise BlobMissing()
    return store.blobs.get(
        StoredBlob(row["id"], row["size"], row["wrapped_key"], row["frame_log2"])
    )
