"""Answers about files: which chunks are lacking, chunks in, plans and chunks out (sync.md §4.8).

A device is told of a file only through a stream that it reads, whose commits name the file and by
which the file came (db.wanted.told).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import sqlalchemy as sa

from core.errors import BlobMissing, NotFound
from core.sync import chunks
from core.sync.chunks import BlobPlan, Chunk
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
from db.actions.transfers import Kept
from server.desk import Desk, require
from server.sessions import Session

Parts = Sequence[bytes]
Known = Callable[[sa.Connection, str, Iterable[str]], set[str]]
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
    wishes = [plan for plan in question.plans if plan.blob in named]
    lacking = await desk.shelf(transfers.begin, desk.home.store, question.stream, wishes)
    found = dict(zip((plan.blob for plan in wishes), lacking, strict=True))
    return MissingAnswer(tuple(_bitmap(plan, found.get(plan.blob)) for plan in question.plans)), ()


async def put(desk: Desk, who: Session, question: Put, parts: Parts) -> tuple[PutAnswer, Parts]:
    """Keep chunks; a file whose last one this is gets its name."""
    require(who, question.stream)
    desk.require_room()
    if len(parts) != len(question.chunks):
        raise NotFound(kind="chunk")
    await _require_named(desk, question.stream, question.chunks)
    pairs = zip(question.chunks, parts, strict=True)
    arrived = [Chunk(name.blob, name.place, data) for name, data in pairs]
    kept = await desk.shelf(_keep, desk, question.stream, arrived)
    if kept.problems:
        raise kept.problems[0]
    return PutAnswer(tuple(kept.whole)), ()


async def plans(
    desk: Desk, who: Session, question: Plans, _parts: Parts
) -> tuple[PlansAnswer, Parts]:
    """The plans of those files that are whole here."""
    require(who, question.stream)
    named = await desk.aside(_named, desk, question.stream, list(question.blobs), wanted.told)
    found = await desk.aside(transfers.here, desk.home.store, named)
    return PlansAnswer(tuple(map(transfers.plan, found.values()))), ()


async def get(desk: Desk, who: Session, question: Get, _parts: Parts) -> tuple[GetAnswer, Parts]:
    """Chunks, as many as fit into one message, but always one."""
    require(who, question.stream)
    await _require_named(desk, question.stream, question.chunks, wanted.told)
    sent = await desk.aside(_read, desk, question.chunks)
    return GetAnswer(question.chunks[: len(sent)]), sent


async def _require_named(
    desk: Desk, stream: str, names: Sequence[ChunkName], how: Known = wanted.named
) -> None:
    blobs = {name.blob for name in names}
    if blobs - await desk.aside(_named, desk, stream, list(blobs), how):
        raise NotFound(kind="file")


def _named(desk: Desk, stream: str, blobs: list[str], how: Known = wanted.named) -> set[str]:
    with desk.home.store.engine.begin() as connection:
        return how(connection, stream, blobs)


def _bitmap(plan: BlobPlan, lacking: Sequence[int] | None) -> str:
    """The flags of chunks to send; an empty text for a file that nothing here names."""
    if lacking is None:
        return ""
    places = set(lacking)
    return chunks.bitmap([place in places for place in range(len(plan.chunks))])


def _keep(desk: Desk, stream: str, arrived: Sequence[Chunk]) -> Kept:
    store = desk.home.store
    promised = transfers.manifests(store, stream, {each.blob for each in arrived})
    kept = transfers.keep(store, promised, arrived)
    transfers.came(store, stream, kept.whole)
    return kept


def _read(desk: Desk, names: Sequence[ChunkName]) -> list[bytes]:
    rows = transfers.here(desk.home.store, {name.blob for name in names})
    found: list[bytes] = []
    size = 0
    for name in names:
        if name.blob not in rows:
            raise BlobMissing
        data = transfers.chunk(desk.home.store, rows[name.blob], name.place)
        size += len(data)
        if found and size > ROOM:
            break
        found.append(data)
    return found
