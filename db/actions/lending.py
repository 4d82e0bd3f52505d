"""The server lends numbers of a book to one machine at a time (sync.md §4.6, M1)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from core.commits.format import Op
from core.errors import LeaseOpen, NotFound
from core.sync import lease
from db import commits, facts, models
from db.acting import Store
from db.actions import ordering
from db.engine import writes
from db.ledger import Registrar


@dataclass(frozen=True)
class LeaseWish:
    """Whom a lease is for and what it covers; dates are ISO, both days included."""

    device: str
    inc: int
    count: int
    start: str
    until: str
    holder_lost: bool = False


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
        ordering.order_in(connection, store, registrar, store.stream, (op,))
    return first, first + wish.count


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
