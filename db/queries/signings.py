"""The signatures that were set here, with what tells when: the server's clock as it was last seen
before, and when the server first had the commit (signing.md §8.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from core.commits.format import Commit
from db import commits, visible
from db.acting import Store

_SIGNING = frozenset({"document.sign", "document.endorse"})


@dataclass(frozen=True, slots=True)
class SigningRow:
    """One signature: its field, the SHA-256 of its certificate (base64url), the signer's clock;
    ``since`` and ``until`` are the server's, None while it was never met, or has not had it yet
    (milliseconds UTC). ``means`` is where the key was: ``soft`` (a file), ``token``, or not said.
    """

    field: str
    certificate: str
    clock: int
    means: str = ""
    since: int | None = None
    until: int | None = None


def signings(store: Store, document: str) -> tuple[SigningRow, ...]:
    """Every signature set in a file of a document, or beside one, in order."""
    with store.engine.begin() as connection:
        if not visible.sees(connection, store.viewer, "document", document):
            return ()
        found = [commit for commit, _ in commits.touching(connection, ("document", document))]
        had = received(connection, found)
    found.sort(key=lambda commit: commit.order)
    return tuple(row for commit in found for row in of_commit(commit, document, had))


def received(connection: sa.Connection, found: Iterable[Commit]) -> dict[str, int]:
    """When the server had each commit with a signature, by its id."""
    signed = [one.id for one in found if any(op.kind in _SIGNING for op in one.ops)]
    return {item.receipt.commit: item.receipt.time for item in commits.receipts(connection, signed)}


def of_commit(commit: Commit, document: str, had: dict[str, int]) -> tuple[SigningRow, ...]:
    """The signatures that one commit set on a document."""
    return tuple(
        SigningRow(
            str(op.body["field"]),
            str(op.body["certificate"]),
            int(op.body["clock"]),
            str(op.body.get("means", "")),
            op.body.get("server_time"),
            had.get(commit.id),
        )
        for op in commit.ops
        if op.kind in _SIGNING and op.id == document and op.v == 1
    )
