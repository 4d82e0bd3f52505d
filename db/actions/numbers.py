"""Giving numbers from a lease: the next one, once, in the transaction of the act; and its note
outside the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.errors import NoLease, NoNumbersLeft
from core.office import numbering
from core.sync import lease
from core.sync.lease import LeaseState
from db import models
from db.acting import Acting, Store


@dataclass(frozen=True)
class Given:
    """A number that a document got."""

    lease: str
    number: int
    symbol: str


def give(
    act: Acting,
    document: str,
    book: str,
    number: int | None = None,
    reason: str = "",
    symbol: str = "",
) -> Given:
    """Give a document the next number of a book from this device's lease, or a later one with voids
    and a reason.

    Raises NoLease, NoNumbersLeft, NumberPassed, NumberSkipNeedsReason.
    """
    held = _lease(act, book)
    next_number = numbering.next_number(held.first, held.end, held.top)
    voids: tuple[dict[str, Any], ...] = ()
    if number is not None and number != next_number:
        moved = numbering.move_forward(held.first, held.end, held.top, number, reason)
        voids = tuple({"number": void.number, "reason": void.reason} for void in moved)
    chosen = number or next_number
    act.add("register.give", book, lease=held.lease, number=chosen, document=document, voids=voids)
    day = act.store.today().isoformat()
    act.add(
        "document.number",
        document,
        register=book,
        lease=held.lease,
        number=chosen,
        date=day,
        symbol=symbol,
        by=act.by(),
    )
    return Given(held.lease, chosen, symbol)


def _lease(act: Acting, book: str) -> LeaseState:
    """The lease of this device's incarnation on a book that the next number comes from today.

    Raises NoLease, and NoNumbersLeft where those that it has are used up.
    """
    author, day = act.store.author, act.store.today().isoformat()
    state = act.state("register", book)
    found = lease.to_use(state, author.device, author.inc, day)
    if found is not None:
        return found
    mine = [
        one for one in lease.leases(state) if (one.device, one.inc) == (author.device, author.inc)
    ]
    if mine:
        raise NoNumbersLeft(first=mine[-1].first, last=mine[-1].end - 1)
    raise NoLease


def note(store: Store, given: Given) -> None:
    """Write the number down outside the database, so that an old copy of it cannot give the number
    again.
    """
    store.outside.record_number(given.lease, given.number)


def reconcile(store: Store) -> None:
    """At start: bring the note outside up to the store. Raises RolledBack where the store is behind
    the note.
    """
    author = store.author
    query = sa.select(models.Lease).where(
        models.Lease.device == author.device, models.Lease.inc == author.inc
    )
    with store.engine.begin() as connection:
        leases = list(connection.execute(query).mappings())
    for held in leases:
        store.outside.reconcile(held["id"], held["top"])
