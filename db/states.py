"""What the fold returns is stored here: committed states, overlays, and the rows that screens read.

A part of the ledger, which alone calls it, inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import sqlalchemy as sa

from core.commits import check, fold, state_hash
from core.commits.check import Verdict
from core.commits.fold import Key, State
from core.commits.format import Commit
from core.sync.receipt import Receipt
from db import commits, facts, models, previews, projections

_ROW: Final = (models.Aggregate.kind == sa.bindparam("of_kind")) & (
    models.Aggregate.id == sa.bindparam("of_id")
)
_STREAM: Final = sa.select(models.Aggregate.stream).where(_ROW)
_AGGREGATE: Final = models.Aggregate
_OTHERS: Final = _AGGREGATE.committed.is_(None) & (_AGGREGATE.stream != sa.bindparam("stream"))
"""A row that only a preview of another stream put there: the stream that orders it takes it."""
_KEEP: Final = {
    frozenset({"overlay"}): sa.update(_AGGREGATE)
    .where(_ROW)
    .values(overlay=sa.bindparam("overlay")),
    frozenset({"committed"}): sa.update(_AGGREGATE)
    .where(_ROW)
    .values(
        committed=sa.bindparam("committed"),
        overlay=sa.case((_OTHERS, None), else_=_AGGREGATE.overlay),
        stream=sa.case((_OTHERS, sa.bindparam("stream")), else_=_AGGREGATE.stream),
    ),
}
_TOTAL: Final = sa.select(models.Stream.state_hash).where(
    models.Stream.id == sa.bindparam("stream")
)
_FORWARD: Final = (
    sa.update(models.Stream)
    .where(models.Stream.id == sa.bindparam("stream"))
    .values({name: sa.bindparam(name) for name in ("epoch", "gseq", "chain", "state_hash")})
)


def order(connection: sa.Connection, commit: Commit, receipt: Receipt) -> set[Key]:
    """Fold one ordered commit into the committed states and move the stream's head; the aggregates
    to fold anew.
    """
    verdict = Verdict(receipt.verdict)
    keys = {fold.key(op) for op in commit.ops}
    commits.mark(connection, commit.id, verdict, receipt.gseq)
    total = connection.execute(_TOTAL, {"stream": receipt.stream}).scalar_one()
    if verdict in check.EFFECTIVE:
        before = facts.states(connection, keys, committed=True)
        for key, state in check.after(commit, before).items():
            total = state_hash.exchange(
                total, _share(key, before.get(key)), state_hash.of_row(key, state)
            )
            _store(connection, key, receipt.stream, committed=state)
    head = {"epoch": receipt.epoch, "gseq": receipt.gseq, "chain": receipt.chain}
    connection.execute(_FORWARD, {"stream": receipt.stream, **head, "state_hash": total})
    return keys


def _share(key: Key, state: State | None) -> bytes | None:
    return state_hash.of_row(key, state) if state is not None else None


def overlay(connection: sa.Connection, stream: str, states: Mapping[Key, State]) -> None:
    """Show states that only this device knows of, over the committed ones."""
    for key, state in states.items():
        _store(connection, key, stream, overlay=state)
        projections.write(connection, key, stream, state, tentative=True)


def refold(connection: sa.Connection, keys: Iterable[Key]) -> None:
    """Fold the tentative commits of aggregates anew over their committed states, and store the rows
    to show. What a preview shows stays as it is until the commits have come as far.
    """
    wanted, coming = previews.settled(connection, set(keys))
    tentative = commits.tentative(connection, wanted)
    for key in wanted:
        state = facts.states(connection, [key], committed=True).get(key)
        waiting = tentative.get(key, [])
        for commit in waiting:
            for index, op in enumerate(commit.ops):
                if fold.key(op) == key:
                    state = fold.fold(state, op, check.at(commit, index))
        stream = stream_of(connection, key)
        if stream in coming:
            continue
        if state is None:
            _forget(connection, key)
        elif stream:
            _store(connection, key, stream, overlay=state if waiting else None)
            projections.write(connection, key, stream, state, tentative=bool(waiting))


def _forget(connection: sa.Connection, key: Key) -> None:
    """Drop the rows of an aggregate of which no effective commit is left; the commits themselves
    stay.
    """
    projections.remove(connection, key)
    connection.execute(
        sa.delete(models.Aggregate).where(
            (models.Aggregate.kind == key[0]) & (models.Aggregate.id == key[1])
        )
    )


def stream_of(connection: sa.Connection, key: Key) -> str | None:
    """The stream that a row belongs to."""
    chosen = {"of_kind": key[0], "of_id": key[1]}
    found: str | None = connection.execute(_STREAM, chosen).scalar()
    return found


def _store(connection: sa.Connection, key: Key, stream: str, **states: State | None) -> None:
    """Store the committed state or the overlay of one aggregate."""
    values = {
        name: facts.write_state(state) if state is not None else None
        for name, state in states.items()
    }
    chosen = {"of_kind": key[0], "of_id": key[1]}
    if "committed" in values:
        chosen["stream"] = stream
    if not connection.execute(_KEEP[frozenset(values)], chosen | values).rowcount:
        new = {"kind": key[0], "id": key[1], "stream": stream, **values}
        connection.execute(sa.insert(models.Aggregate), new)
