"""The server's acts: what devices send is ordered, and the server's own commits are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from core.commits.check import Verdict
from core.commits.format import Commit, Op
from core.errors import AntinError, LeaseOpen, NotFound, WriteRefused
from core.sync import lease
from core.sync.receipt import Receipted
from db import authoring, commits, facts, ledger, local, models
from db.acting import Store
from db.engine import writes
from db.ledger import Registrar

EPOCH = "epoch"


@dataclass(frozen=True)
class Ordered:
    """What became of commits that a device sent: receipts old and new, held ones, refused ones."""

    receipts: tuple[Receipted, ...]
    held: frozenset[str]
    refused: Mapping[str, AntinError]


@dataclass(frozen=True)
class LeaseWish:
    """Whom a lease is for and what it covers; dates are ISO, both days included."""

    device: str
    inc: int
    count: int
    start: str
    until: str
    holder_lost: bool = False


def admit(store: Store, registrar: Registrar, arrived: Iterable[Commit]) -> Ordered:
    """Order commits in one transaction; durable when this returns. Raises DiskFull, StoreBusy."""
    sent = list(arrived)
    with writes(store.engine).begin() as connection:
        received, _ = ledger.admit(connection, store.realm, sent, registrar, store.now())
        known = [commit.id for commit in sent if commit.id not in received.refused]
        found = commits.receipts(connection, known)
    answered = {item.receipt.commit for item in found}
    return Ordered(tuple(found), frozenset(known) - answered, received.refused)


def order_own(store: Store, registrar: Registrar, stream: str, *ops: Op) -> Receipted:
    """Write and order one commit of the server itself. Raises WriteRefused."""
    with writes(store.engine).begin() as connection:
        return _order_own(connection, store, registrar, stream, ops)


def _order_own(
    connection: sa.Connection, store: Store, registrar: Registrar, stream: str, ops: tuple[Op, ...]
) -> Receipted:
    commits.lock_heads(connection)
    commit = authoring.compose(
        connection, store.realm, store.author, stream, ops, store.random(16), store.now()
    )
    received, given = ledger.admit(connection, store.realm, [commit], registrar, store.now())
    if received.standing.get(commit.id) is not Verdict.OK:
        raise WriteRefused(reason=str(received.standing.get(commit.id, "refused")))
    return next(item for item in given if item.receipt.commit == commit.id)


def give_lease(store: Store, registrar: Registrar, book: str, wish: LeaseWish) -> tuple[int, int]:
    """Give a device the next numbers of a book; the range ``(first, end)``.

    One holder at a time (sync.md §4.6, M1), unless an administrator gave the holder up for lost:
    the rest of its range is then never given. Raises NotFound, LeaseOpen.
    """
    with writes(store.engine).begin() as connection:
        commits.lock_heads(connection)
        state = facts.states(connection, [("register", book)], committed=True).get(
            ("register", book)
        )
        if state is None:
            raise NotFound(kind="register")
        held = lease.open_leases(state)
        others = [each for each in held if (each.device, each.inc) != (wish.device, wish.inc)]
        if others and not wish.holder_lost:
            raise LeaseOpen(first=others[0].first, last=others[0].end - 1)
        first, _ = lease.next_range(state, (), 0, lease.begins_at(state))
        body = {
            "lease": store.new_id(),
            "device": wish.device,
            "inc": wish.inc,
            "first": first,
            "end": first + wish.count,
            "start": wish.start,
            "until": wish.until,
        }
        op = Op(kind="register.lease", id=book, body=body)
        _order_own(connection, store, registrar, store.stream, (op,))
    return first, first + wish.count


def epoch(connection: sa.Connection) -> int:
    """Which life of the server's store this is; it rises with every restore from a backup."""
    return int(local.value(connection, EPOCH) or b"1")


def find_register(store: Store, book: str, year: int) -> str:
    """The one book of a year that an id, a name or a kind means; raises NotFound."""
    table = models.Register
    query = sa.select(table.id).where(table.year == year)
    means = (table.id == book) | (table.name == book) | (table.kind == book)
    with store.engine.begin() as connection:
        found = list(connection.execute(query.where(means)).scalars())
    if len(found) != 1:
        raise NotFound(kind="register")
    return found[0]


def find_device(store: Store, device: str) -> tuple[str, int]:
    """The one device in force that an id or a label means, with its incarnation as far as the
    server knows. Raises NotFound.
    """
    table, chain = models.Device, models.Chain
    means = (table.id == device) | (table.label == device)
    with store.engine.begin() as connection:
        query = sa.select(table.id).where(means, table.revoked.is_(False))
        found = list(connection.execute(query).scalars())
        if len(found) != 1:
            raise NotFound(kind="device")
        lives = sa.select(sa.func.max(chain.inc)).where(chain.device == found[0])
        return found[0], connection.execute(lives).scalar() or 1
