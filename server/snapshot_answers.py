"""Answers about snapshots: a manifest and its chunks, to so many first syncs at a time. They touch
neither the line of orders nor, but to make one, the store.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.sync.wire import Snapshot, SnapshotAnswer, SnapshotChunk, SnapshotChunkAnswer
from server.desk import Desk, require
from server.sessions import Session

Parts = Sequence[bytes]


async def manifest(
    desk: Desk, who: Session, question: Snapshot, _parts: Parts
) -> tuple[SnapshotAnswer, Parts]:
    """The signed manifest of a long stream's newest snapshot; all that it shows is journalled."""
    require(who, question.stream)
    await desk.aside(desk.snapshots.require, question.stream)
    desk.firsts.take(who.device)
    data = await desk.making(desk.snapshots.manifest, question.stream)
    await desk.line(desk.orders.publish)
    return SnapshotAnswer(), [data]


async def chunk(
    desk: Desk, who: Session, question: SnapshotChunk, _parts: Parts
) -> tuple[SnapshotChunkAnswer, Parts]:
    """A chunk of a snapshot of a stream that the device reads."""
    require(who, question.stream)
    desk.firsts.take(who.device)
    return SnapshotChunkAnswer(), [
        await desk.aside(desk.snapshots.chunk, question.stream, question.chunk)
    ]
