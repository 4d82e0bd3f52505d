"""A file whose evidence was completed holds the signed one unaltered at its beginning, or it is not
shown: whoever may read a document may complete it, and must not put another file in its place.
"""

from __future__ import annotations

import hashlib
from typing import Final

import sqlalchemy as sa

from core.commits.ids import b64
from core.errors import BlobDamaged
from db import models
from db.facts import states

_MAIN: Final = "main"
F, S = models.File, models.Signature


def origins(connection: sa.Connection, blob: str) -> dict[str, int]:
    """The signed files that a file is said to have grown from: their hashes and sizes."""
    signed = sa.exists().where(S.document == F.document)
    itself = sa.exists().where(S.document == F.document, S.after == F.blob)
    query = sa.select(F.document).where(F.blob == blob, F.slot == _MAIN, signed, ~itself)
    keys = [("document", document) for document in connection.execute(query).scalars()]
    found: dict[str, int] = {}
    for state in states(connection, keys).values():
        sizes = {
            one["after"]["blob"]: one["after"]["size"]
            for _, one in state.get("lists", {}).get("signatures", [])
        }
        of = [one["of"] for _, one in state["files"][_MAIN] if one["blob"] == blob and "of" in one]
        found |= {each: sizes.get(each, 0) for each in of}
    return found


def check(content: bytes, origins: dict[str, int]) -> None:
    """Raise BlobDamaged for a file that does not begin with what it is said to have grown from."""
    for of, size in origins.items():
        if b64(hashlib.sha256(content[:size]).digest()) != of:
            raise BlobDamaged
