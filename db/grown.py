"""A file whose evidence was completed holds the signed one unaltered at its beginning, or it is not
shown: whoever may read a document may complete it, and must not put another file in its place.
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from core.commits.ids import b64
from core.errors import BlobDamaged, BlobMissing
from db import models
from db.facts import states

E, B = models.Evidence, models.Blob


def origins(connection: sa.Connection, blob: str) -> dict[str, int]:
    """The signed files that a file is said to have grown from: their hashes and sizes. Raises
    BlobMissing while one that came from elsewhere is not here.
    """
    query = sa.select(E.document).where(E.blob == blob, E.origin != E.blob)
    keys = [("document", document) for document in connection.execute(query).scalars()]
    found: dict[str, int] = {}
    for state in states(connection, keys).values():
        sizes = {
            one["after"]["blob"]: one["after"]["size"]
            for _, one in state.get("lists", {}).get("signatures", [])
        }
        of = {
            one["of"]
            for entries in state["files"].values()
            for _, one in entries
            if one["blob"] == blob and "of" in one
        }
        found |= {each: sizes.get(each) or _size(connection, each) for each in of}
    return found


def _size(connection: sa.Connection, blob: str) -> int:
    size = connection.execute(sa.select(B.size).where(B.id == blob, B.complete)).scalar()
    if size is None:
        raise BlobMissing
    return size


def check(content: bytes, origins: dict[str, int]) -> None:
    """Raise BlobDamaged for a file that does not begin with what it is said to have grown from."""
    for of, size in origins.items():
        if b64(hashlib.sha256(content[:size]).digest()) != of:
            raise BlobDamaged
