"""How long machines may still write: their certificates' ends (docs/formats/trust.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from core.commits.trust import DAY
from db import facts, models
from db.acting import Store

AHEAD: Final = 60 * DAY
"""Milliseconds before the end of a certificate from which it is renewed."""
WARNED: Final = 30 * DAY
"""Milliseconds before the end from which the machine itself says so."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A machine whose certificate ends soon or has ended: ``end`` in milliseconds UTC."""

    device: str
    label: str
    end: int


def own_end(store: Store) -> int | None:
    """The end of this machine's certificate (milliseconds UTC), once it is near or behind."""
    with store.engine.begin() as connection:
        own, _ = facts.certificate(connection, store.realm, store.author.device)
    return own.end if own is not None and own.end < store.now() + WARNED else None


def ending(store: Store) -> list[Ending]:
    """The machines in force whose certificate ends soon or has ended, the first to end first; the
    server's and administrators' are the root's to renew and are left out.
    """
    table, found = models.Device, []
    with store.engine.begin() as connection:
        query = sa.select(table.id).where(table.revoked.is_(False))
        for device in connection.execute(query).scalars().all():
            held, _ = facts.certificate(connection, store.realm, device)
            if held is not None and held.kind == "device" and held.end < store.now() + AHEAD:
                found.append(Ending(device, held.label, held.end))
    return sorted(found, key=lambda one: (one.end, one.label, one.device))
