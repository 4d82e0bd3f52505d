"""What bears on a person's act beyond his grants, gathered for :mod:`core.commits.powers`."""

from __future__ import annotations

import json

import sqlalchemy as sa

from core.commits import powers
from core.commits.format import Commit
from core.commits.powers import Powers
from core.office import access
from core.office.delegation import Delegation
from db import models, named

SEPARATIONS = "separations"
"""The catalogue in which an administrator says which customs the unit does without."""


def of_commit(connection: sa.Connection, commit: Commit, committed: bool = False) -> Powers:
    """What a receiver's judgement of one commit needs; nothing where no operation asks for it."""
    if not any(op.kind in powers.CONCERNED for op in commit.ops):
        return Powers()
    return of(connection, commit.header.person, commit.header.hlc[0], committed)


def of(connection: sa.Connection, person: str, now: int, committed: bool = False) -> Powers:
    """The person's post at an instant (ms UTC), delegations to him, the customs that are off."""
    received = (one for one in delegations(connection, committed) if one.person == person)
    return Powers(named.post_at(connection, person, now), tuple(received), off(connection))


def delegations(connection: sa.Connection, committed: bool = False) -> tuple[Delegation, ...]:
    """Every delegation that was ever given: what screens show, or only what the server ordered.

    From the aggregates, not the rows: within a batch the rows come later than the next verdict.
    """
    table = models.Aggregate
    query = sa.select(table.id, table.committed, table.overlay).where(table.kind == "delegation")
    found = []
    for row in connection.execute(query.order_by(table.id)):
        raw = row.committed if committed else row.overlay or row.committed
        one = powers.of_state(row.id, json.loads(raw)) if raw else None
        found += [one] if one is not None else []
    return tuple(found)


def off(connection: sa.Connection) -> frozenset[str]:
    """The codes of the customary separations of duties that the unit does without."""
    table = models.CatalogueEntry
    query = sa.select(table.code, table.fields).where(table.catalogue == SEPARATIONS)
    latest = {
        row.code: json.loads(row.fields).get("applies", True)
        for row in connection.execute(query.order_by(table.changed))
    }
    return frozenset(code for code in access.CUSTOMS if latest.get(code) is False)
