"""The server's order of a stream: how far it goes, and pages of its commits with receipts."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from core.commits import canonical
from core.commits.format import Commit, read
from core.sync.receipt import Receipt, Receipted
from db import models

MAX_PAGE_BYTES = 4 << 20
"""Headers, payloads and signatures of a page, so that it fits into one message."""


@dataclass(frozen=True)
class Head:
    """How far a stream is applied here: its last place, the chain hash and state hash there."""

    stream: str
    epoch: int
    gseq: int
    chain: str
    state: bytes


@dataclass(frozen=True)
class Page:
    """Commits that follow one another in the server's order, with their receipts."""

    receipts: tuple[Receipted, ...]
    commits: tuple[Commit, ...]


def heads(connection: sa.Connection) -> dict[str, Head]:
    """The heads of all streams that this store follows, by id."""
    rows = connection.execute(sa.select(models.Stream).order_by(models.Stream.id))
    return {
        row.id: Head(row.id, row.epoch, row.gseq, row.chain, bytes(row.state_hash)) for row in rows
    }


def page(connection: sa.Connection, stream: str, after: int, last: int, limit: int) -> Page:
    """The commits from place ``after`` + 1 up to ``last``, at most ``limit`` or MAX_PAGE_BYTES of
    them, but always one.
    """
    commit, receipt = models.Commit, models.Receipt
    query = (
        sa.select(
            commit.header,
            commit.payload,
            commit.signature.label("sig"),
            receipt.body,
            receipt.signature,
        )
        .join(receipt, receipt.commit == commit.id)
        .where(commit.stream == stream, commit.gseq > after, commit.gseq <= last)
    )
    receipts: list[Receipted] = []
    commits: list[Commit] = []
    size = 0
    for row in connection.execute(query.order_by(commit.gseq).limit(limit)):
        size += len(row.header) + len(row.payload or b"") + len(row.sig)
        if commits and size > MAX_PAGE_BYTES:
            break
        receipts.append(Receipted(canonical.decode_as(Receipt, row.body), row.signature))
        commits.append(read(row.header, row.payload, row.sig))
    return Page(tuple(receipts), tuple(commits))
