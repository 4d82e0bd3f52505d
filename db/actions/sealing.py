"""The server seals the hole in the chain of a machine that writes no more, and admits what waits
behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from core.commits import sealing
from core.commits.format import Chain, Commit, Op
from core.errors import NotFound
from db import commits, facts, models
from db.acting import Store
from db.actions import ordering
from db.engine import writes
from db.ledger import Registrar


@dataclass(frozen=True)
class Hole:
    """Places that are missing of a chain, ``first`` to ``last``, and how many commits wait behind
    them; ``over``: its machine is revoked or writes in a later life, so that they may be sealed.
    """

    chain: Chain
    label: str
    first: int
    last: int
    waiting: int
    over: bool


def holes(store: Store) -> list[Hole]:
    """The first hole of each chain of which something is held."""
    with store.engine.begin() as connection:
        return [_hole(connection, store, found) for found in _gaps(connection)]


def seal(store: Store, registrar: Registrar, device: str, reason: str) -> int:
    """Seal every first hole of a machine, by id or label; how many commits are admitted. What turns
    up later is put in quarantine, where it can be adopted. Raises NotFound where there is no hole
    of it, or it still writes.
    """
    with writes(store.engine).begin() as connection:
        commits.lock_heads(connection)
        before = len(commits.held(connection))
        gaps = [(_hole(connection, store, found), found[0]) for found in _gaps(connection)]
        mine = [gap for gap in gaps if device in (gap[0].chain[0], gap[0].label) and gap[0].over]
        if not mine:
            raise NotFound(kind="device")
        for hole, behind in mine:
            _seal(connection, store, registrar, (hole, behind), reason)
        return before - len(commits.held(connection))


def _seal(
    connection: sa.Connection,
    store: Store,
    registrar: Registrar,
    gap: tuple[Hole, Commit],
    reason: str,
) -> None:
    hole, behind = gap
    device, inc, stream = hole.chain
    body = {
        "device": device,
        "inc": inc,
        "after": hole.first - 1,
        "upto": behind.header.seq,
        "prev": behind.header.prev,
        "reason": reason,
    }
    op = Op(kind=sealing.KIND, id=sealing.name(hole.chain), body=body)
    ordering.order_in(connection, store, registrar, stream, (op,))


def _gaps(connection: sa.Connection) -> list[list[Commit]]:
    """What is held of each chain whose next place is missing, the first commit first."""
    chains: dict[Chain, list[Commit]] = {}
    for commit in sorted(commits.held(connection), key=lambda each: each.header.seq):
        chains.setdefault(commit.chain, []).append(commit)
    return [
        found
        for chain, found in chains.items()
        if found[0].header.seq > (facts.tip(connection, chain) or (0, ""))[0] + 1
    ]


def _hole(connection: sa.Connection, store: Store, found: list[Commit]) -> Hole:
    chain = found[0].chain
    device, inc, _ = chain
    certificate, revoked = facts.certificate(connection, store.realm, device)
    lives = sa.select(sa.func.max(models.Chain.inc)).where(models.Chain.device == device)
    later = (connection.execute(lives).scalar() or 0) > inc
    first = (facts.tip(connection, chain) or (0, ""))[0] + 1
    label = certificate.label if certificate else ""
    return Hole(chain, label, first, found[0].header.seq - 1, len(found), revoked or later)
