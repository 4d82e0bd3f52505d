"""Giving numbers from a lease: the next one, once, in the transaction of the act; and its note
outside the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.errors import NoLease
from core.office import numbering
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
    lease = _lease(act, book)
    next_number = numbering.next_number(lease["first"], lease["end"], lease["top"])
    voids: tuple[dict[str, Any], ...] = ()
    if number is not None and number != next_number:
        moved = numbering.move_forward(lease["first"], lease["end"], lease["top"], number, reason)
        voids = tuple({"number": void.number, "reason": void.reason} for void in moved)
    chosen = number or next_number
    act.add(
        "register.give", book, lease=lease["lease"], number=chosen, document=document, voids=voids
    )
    day = act.store.today().isoformat()
    act.add(
        "document.number",
        document,
        register=book,
        lease=lease["lease"],
        number=chosen,
        date=day,
        symbol=symbol,
        by=act.by(),
    )
    return Given(lease["lease"], chosen, symbol)


def _lease(act: Acting, book: str) -> dict[str, Any]:
    """The lease of this device's incarnation on a book that may be used today."""
    author, day = act.store.author, act.store.today().isoformat()
    leases: dict[str, dict[str, Any]] = act.state("register", book).get("leases", {})
    for lease in leases.values():
        mine = (lease["device"], lease["inc"]) == (author.device, author.inc) and not lease.get(
            "returned"
        )
        if mine and lease["start"] <= day <= lease["until"]:
            return lease
    raise NoLease()


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
    for lease in leases:
        store.outside.reconcile(lease["id"], lease["top"])
