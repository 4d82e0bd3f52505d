"""The server's acts: what devices send is ordered, and the server's own commits are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from core.commits.check import Verdict
from core.commits.format import Commit, Op
from core.errors import AntinError, WriteRefused
from core.sync.receipt import Receipted
from core.sync.wire import Why
from db import authoring, commits, facts, ledger, local
from db.acting import Store
from db.actions import recovering
from db.engine import writes
from db.ledger import Registrar

EPOCH = "epoch"
MOST_LACKS = 16
"""Devices that an answer names for one commit: a person looks for one after the other."""


@dataclass(frozen=True)
class Ordered:
    """What became of commits that a device sent: receipts old and new, held ones by id with why,
    refused ones.
    """

    receipts: tuple[Receipted, ...]
    held: Mapping[str, Why]
    refused: Mapping[str, AntinError]


def admit(store: Store, registrar: Registrar, arrived: Iterable[Commit]) -> Ordered:
    """Order commits in one transaction; durable when this returns. Raises DiskFull, StoreBusy,
    ServerRecovering.
    """
    sent = list(arrived)
    with writes(store.engine).begin() as connection:
        recovering.require_over(connection)
        received, _ = ledger.admit(connection, store.realm, sent, registrar, store.now())
        known = [commit.id for commit in sent if commit.id not in received.refused]
        found = commits.receipts(connection, known)
        answered = {item.receipt.commit for item in found}
        held = [each for each in sent if each.id in set(known) - answered]
        why = {each.id: _why(connection, each) for each in held}
    return Ordered(tuple(found), why, received.refused)


def _why(connection: sa.Connection, held: Commit) -> Why:
    header = held.header
    reason = commits.held_for(connection, held.id)
    return Why(reason, facts.lacks(connection, header)[:MOST_LACKS])


def order_own(store: Store, registrar: Registrar, stream: str, *ops: Op) -> Receipted:
    """Write and order one commit of the server itself. Raises WriteRefused."""
    with writes(store.engine).begin() as connection:
        return order_in(connection, store, registrar, stream, ops)


def order_in(
    connection: sa.Connection, store: Store, registrar: Registrar, stream: str, ops: tuple[Op, ...]
) -> Receipted:
    """:func:`order_own` inside a transaction, behind whatever locked the heads before; raises
    ServerRecovering.
    """
    recovering.require_over(connection)
    commits.lock_heads(connection)
    commit = authoring.compose(
        connection, store.realm, store.author, stream, ops, store.random(16), store.now()
    )
    received, given = ledger.admit(connection, store.realm, [commit], registrar, store.now())
    if received.standing.get(commit.id) is not Verdict.OK:
        raise WriteRefused(reason=str(received.standing.get(commit.id, "refused")))
    return next(item for item in given if item.receipt.commit == commit.id)


def epoch(connection: sa.Connection) -> int:
    """Which life of the server's store this is; it rises with every restore from a backup."""
    return int(local.value(connection, EPOCH) or b"1")
