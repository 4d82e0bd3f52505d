"""What the keeper of the machine reads on the command line: leases, the fate of every number, and
what was put aside.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from core.commits.check import SET_ASIDE, Verdict
from core.office import day
from db import models
from db.actions import lending, recovering, sealing
from db.queries import aside
from db.queries import numbers as fates
from server.home import Home

MOST = 1000
"""Lines of each queue, the newest first."""


def leases(opened: Home) -> list[str]:
    """A line for each lease: book and year, device, first, last, last given, its days, returned."""
    lease, book, device = models.Lease, models.Register, models.Device
    columns = book.name, book.year, device.label, lease.first, lease.end - 1, lease.top
    query = (
        sa.select(*columns, lease.start, lease.until, lease.returned)
        .join(book, book.id == lease.register)
        .join(device, device.id == lease.device)
        .order_by(book.year, book.name, lease.first)
    )
    with opened.store.engine.begin() as connection:
        rows = list(connection.execute(query))
    return ["\t".join((*map(str, row[:-1]), "×" * row[-1])) for row in rows]


def numbers(opened: Home, book: str, year: int) -> list[str]:
    """A line for each number of a book, or for a range with one fate: first, last, fate, the day
    of issue, the reason of a void or kept one or the machine that holds it. Raises NotFound.
    """
    found = fates.fates(opened.store, lending.find_register(opened.store, book, year))
    return [
        "\t".join(
            (f"{each.number}{each.suffix}", str(each.until), each.fate, each.dated, each.reason)
        )
        for each in found
    ]


def reporters(opened: Home) -> list[str]:
    """While the server recovers a line for each machine: name, when it had given everything back
    or "–", and whether it holds numbers (#). None once that is over.
    """
    if not recovering.active(opened.store):
        return []
    return [
        "\t".join((one.label, _when(one.heard), "#" * one.holds))
        for one in recovering.reporters(opened.store)
    ]


def _when(time: int) -> str:
    return (
        datetime.fromtimestamp(time / 1000, day.VIETNAM).strftime("%Y-%m-%d %H:%M") if time else "–"
    )


def holes(opened: Home) -> list[str]:
    """A line for each hole in a chain that something waits behind: machine, life, first and last
    place missing, how much waits, and a mark where the machine still writes.
    """
    return [
        "\t".join(
            (
                each.label or each.chain[0],
                str(each.chain[1]),
                f"{each.first}-{each.last}",
                str(each.waiting),
                "" if each.over else "…",
            )
        )
        for each in sealing.holes(opened.store)
    ]


def queue(opened: Home, standing: str | None = None) -> list[str]:
    """A line for each commit without effect: standing, reason, device, life, number, the day it
    claims, its kinds of operations.
    """
    wanted = [Verdict(standing)] if standing else [*SET_ASIDE, Verdict.HELD]
    with opened.store.engine.begin() as connection:
        found = [row for each in wanted for row in aside.listed(connection, each, MOST)]
    return [
        "\t".join(
            (
                row.standing,
                row.reason,
                row.device,
                f"{row.inc}.{row.seq}",
                day.day(row.claimed).isoformat(),
                " ".join(row.kinds),
            )
        )
        for row in found
    ]
