"""What the server keeps without effect: held for something missing, in review, in quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from core.commits.check import SET_ASIDE, Verdict
from core.commits.format import read
from db import models

_LABELS: Final = sa.select(models.Device.id, models.Device.label)


@dataclass(frozen=True)
class Aside:
    """A commit without effect: where it stands and why, whose it is (by label where the machine is
    known), when its machine says that it was made (milliseconds UTC), and what kinds of operations
    it has; nothing of what they say.
    """

    standing: str
    reason: str
    stream: str
    device: str
    inc: int
    seq: int
    claimed: int
    kinds: tuple[str, ...]


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many are held, in review, in quarantine."""
    commit = models.Commit
    query = sa.select(commit.standing, sa.func.count()).where(commit.standing.in_(SET_ASIDE))
    found = {row[0]: row[1] for row in connection.execute(query.group_by(commit.standing))}
    held = connection.execute(sa.select(sa.func.count()).select_from(models.Held)).scalar_one()
    return {each.value: found.get(each, 0) for each in SET_ASIDE} | {Verdict.HELD.value: held}


def listed(connection: sa.Connection, standing: Verdict, limit: int) -> list[Aside]:
    """The newest ``limit`` of one standing."""
    table, commit = models.Held, models.Commit
    if standing is Verdict.HELD:
        query = sa.select(table.reason, table.header, table.payload, table.signature)
        newest = query.order_by(table.id)
    else:
        columns = sa.literal(""), commit.header, commit.payload, commit.signature
        newest = sa.select(*columns).where(commit.standing == standing).order_by(commit.n.desc())
    labels = {row.id: row.label for row in connection.execute(_LABELS)}
    return [_aside(standing, labels, *row) for row in connection.execute(newest.limit(limit))]


def _aside(
    standing: Verdict,
    labels: dict[str, str],
    reason: str,
    header: bytes,
    payload: bytes | None,
    signature: bytes,
) -> Aside:
    commit = read(header, payload, signature)
    head, kinds = commit.header, tuple(op.kind for op in commit.ops)
    device = labels.get(head.device, head.device)
    return Aside(str(standing), reason, head.stream, device, head.inc, head.seq, head.hlc[0], kinds)
