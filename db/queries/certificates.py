"""How long machines may still write: their certificates' ends (docs/formats/trust.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from core.commits.trust import DAY, ROOT, Certificate, DeviceKind
from db import facts, models
from db.acting import Store

AHEAD: Final = 90 * DAY
"""Milliseconds before the end of a machine's certificate from which it is renewed."""
SILENT: Final = 180 * DAY
"""Milliseconds after a machine's last known act, or its last renewal, from which it is renewed only
by hand: a term ends so that a forgotten machine stops by itself (sync.md §4.10).
"""
WARNED: Final[dict[DeviceKind, int]] = {
    "device": 30 * DAY,
    "administrator": 366 * DAY,
    "server": 366 * DAY,
}
"""Milliseconds before the end from which the machine itself says so; what the root certified needs
the root, which takes longer to fetch.
"""


@dataclass(frozen=True)
class Ending:
    """A machine whose certificate ends soon or has ended: ``end`` in milliseconds UTC; ``silent``
    when nothing was heard of it for ``SILENT``.
    """

    device: str
    label: str
    end: int
    silent: bool


def warned(certificate: Certificate, now: int) -> bool:
    """Whether the end of a certificate is so near that the machine says so, or behind."""
    return certificate.end < now + WARNED[certificate.kind]


def own_end(store: Store) -> int | None:
    """The end of this machine's certificate (milliseconds UTC), once it is near or behind."""
    with store.engine.begin() as connection:
        own, _ = facts.certificate(connection, store.realm, store.author.device)
    return own.end if own is not None and warned(own, store.now()) else None


def rooted(store: Store) -> bool:
    """Whether the root certified this machine, so that no administrator can renew it."""
    with store.engine.begin() as connection:
        own, _ = facts.certificate(connection, store.realm, store.author.device)
    return own is not None and own.issuer == ROOT


def heard(connection: sa.Connection) -> dict[str, int]:
    """When each machine did the last of its acts that are known here, by its clock (ms UTC)."""
    chain, commit = models.Chain, models.Commit
    query = sa.select(chain.device, sa.func.max(commit.hlc_ms))
    query = query.join(commit, commit.id == chain.tip).group_by(chain.device)
    return {row[0]: row[1] for row in connection.execute(query)}


def ending(store: Store) -> list[Ending]:
    """The machines in force whose certificate ends soon or has ended, the first to end first; the
    server's and administrators' are the root's to renew and are left out.
    """
    table, found, now = models.Device, [], store.now()
    with store.engine.begin() as connection:
        last = heard(connection)
        query = sa.select(table.id).where(table.revoked.is_(False))
        for device in connection.execute(query).scalars().all():
            held, _ = facts.certificate(connection, store.realm, device)
            if held is not None and held.kind == "device" and held.end < now + AHEAD:
                silent = max(last.get(device, 0), held.start) + SILENT < now
                found.append(Ending(device, held.label, held.end, silent))
    return sorted(found, key=lambda one: (one.end, one.label, one.device))
