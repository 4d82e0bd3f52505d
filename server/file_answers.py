"""Answers about files: which chunks are lacking, chunks in, plans and chunks out (sync.md §4.8).

A device is told of a file only through a stream that it reads and whose commits name the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from core.errors import NotFound
from core.sync import chunks
from core.sync.message import MAX_MESSAGE
from core.sync.wire import (
    ChunkName,
    Get,
    GetAnswer,
    Missing,
    MissingAnswer,
    Plans,
    PlansAnswer,
    Put,
    PutAnswer,
)
from db import wanted
from db.actions import transfers
from server.desk import Desk, require
from server.sessions import Session

Parts = Sequence[bytes]
ROOM: Final = MAX_MESSAGE - (512 << 10)
"""Bytes of chunks in one answer; the rest is for its head."""


async def missing(
    desk: Desk, who: Session, question: Missing, _parts: Parts
) -> tuple[MissingAnswer, Parts]:
    """Which chunks of some files to send; their plans are kept."""
    require(who, question.stream)
    desk.require_room()
    blobs = [plan.blob for plan in question.plans]
    named = await desk.aside(_named, desk, question.stream, blobs)
    found = [
        await desk.line(_lacking, desk, plan) if plan.blob in named else ""
        for plan in question.plans
    ]
    return MissingAnswer(tuple(found)), ()


async def put(desk: Desk, who: Session, question: Put, parts: Parts) -> tuple[PutAnswer, Parts]:
    """Keep chunks; a file whose last one this is gets its name."""
    require(who, question.stream)
    desk.require_room()
    if len(parts) != len(question.chunks):
        raise NotFound(kind="chunk")
    await _require_named(desk, question.stream, question.chunks)
    whole: list[str] = []
    pairs = zip(question.chunks, parts, strict=True)
    for blob, group in groupby(pairs, lambda pair: pair[0].blob):
        if await desk.line(_keep, desk, blob, list(group)):
            whole.append(blob)
    return PutAnswer(tuple(whole)), ()


async def plans(
    desk: Desk, who: Session, question: Plans, _parts: Parts
) -> tuple[PlansAnswer, Parts]:
    """The plans of those files that are whole here."""
    require(who, question.stream)
    named = await desk.aside(_named, desk, question.stream, list(question.blobs))
    found = [
        await desk.aside(transfers.plan, desk.home.store, blob)
        for blob in question.blobs
        if blob in named
    ]
    return PlansAnswer(tuple(plan for plan in found if plan)), ()


async def get(desk: Desk, who: Session, question: Get, _parts: Parts) -> tuple[GetAnswer, Parts]:
    """Chunks, as many as fit into one message, but always one."""
    require(who, question.stream)
    await _require_named(desk, question.stream, question.chunks)
    sent: list[bytes] = []
    for name in question.chunks:
        data = await desk.aside(transfers.chunk, desk.home.store, name.blob, name.place)
        if sent and sum(map(len, sent)) + len(data) > ROOM:
            break
        sent.append(data)
    return GetAnswer(question.chunks[: len(sent)]), sent


async def _require_named(desk: Desk, stream: str, names: Sequence[ChunkName]) -> None:
    blobs = {name.blob for name in names}
    if blobs - await desk.aside(_named, desk, stream, list(blobs)):
        raise NotFound(kind="file")


def _named(desk: Desk, stream: str, blobs: list[str]) -> set[str]:
    with desk.home.store.engine.begin() as connection:
        return wanted.named(connection, stream, blobs)


def _lacking(desk: Desk, plan: chunks.BlobPlan) -> str:
    partial = transfers.begin(desk.home.store, plan)
    lacking = set(partial.missing()) if partial else set()
    if partial and not lacking:
        transfers.finish(desk.home.store, partial)
    return chunks.bitmap([place in lacking for place in range(len(plan.chunks))])


def _keep(desk: Desk, blob: str, group: list[tuple[ChunkName, bytes]]) -> bool:
    partial = transfers.resume(desk.home.store, blob)
    if partial is None:
        return True
    for name, data in group:
        partial.put(name.place, data)
    return transfers.finish(desk.home.store, partial)
