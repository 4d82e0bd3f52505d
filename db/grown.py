"""A file whose evidence was completed holds the signed one unaltered, or it is not shown: whoever
may read a document may complete it, and must not put another file in its place. A PDF begins with
the very bytes that were signed; a signature beside a file keeps every part of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from core.commits.file_bodies import P7S
from core.commits.ids import b64
from core.errors import BlobDamaged
from db import models
from db.blob_rows import find, lacking
from db.blob_values import Blob
from db.facts import states

E, B = models.Evidence, models.Blob


@dataclass(frozen=True)
class Origin:
    """The signed file that another one is said to have grown from: its hash and size; ``beside`` is
    where it lies if it is a signature beside a file.
    """

    of: str
    size: int
    beside: Blob | None = None


def origins(connection: sa.Connection, blob: str) -> frozenset[Origin]:
    """The signed files that a file is said to have grown from. Raises BlobMissing while one whose
    size or bytes are needed is not here.
    """
    query = sa.select(E.document).where(E.blob == blob, E.origin != E.blob)
    keys = [("document", document) for document in connection.execute(query).scalars()]
    found: set[Origin] = set()
    for state in states(connection, keys).values():
        signed = {
            one["after"]["blob"]: one["after"]
            for _, one in state.get("lists", {}).get("signatures", [])
        }
        grown = [
            one
            for entries in state["files"].values()
            for _, one in entries
            if one["blob"] == blob and "of" in one
        ]
        for one in grown:
            known = signed.get(one["of"])
            kind = (known or one)["type"]
            found.add(_origin(connection, one["of"], kind, known["size"] if known else None))
    return frozenset(found)


def _origin(connection: sa.Connection, of: str, kind: str, size: int | None) -> Origin:
    if kind != P7S:
        return Origin(of, _size(connection, of) if size is None else size)
    if (row := find(connection, of)) is None:
        raise lacking(connection, of)
    return Origin(of, row.size, row)


def _size(connection: sa.Connection, blob: str) -> int:
    size = connection.execute(sa.select(B.size).where(B.id == blob, B.complete)).scalar()
    if size is None:
        raise lacking(connection, blob)
    return size


def check(content: bytes, origins: Iterable[Origin], read: Callable[[Blob], bytes]) -> None:
    """Raise BlobDamaged for a file that did not grow from what it is said to have grown from."""
    for one in origins:
        if not _grew(content, one, read):
            raise BlobDamaged


def _grew(content: bytes, origin: Origin, read: Callable[[Blob], bytes]) -> bool:
    if origin.beside is None:
        return b64(hashlib.sha256(content[: origin.size]).digest()) == origin.of
    # only who meets such a file waits for what reads it
    from core.signing.container import grew

    return grew(read(origin.beside), content)
