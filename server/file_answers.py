"""Answers about files: which chunks are lacking, chunks in, plans and chunks out (sync.md §4.8).

A device is told of a file only through a stream that it reads, whose commits name the file and by
which the file came (db.wanted.told).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.errors import BlobMissing, NotFound
from core.sync import chunks, stored
from core.sync.chunks import BlobPlan, Chunk
from core.sync.message import MAX_MESSAGE
from core.sync.stored import Kept, Stored
from core.sync.wire import (
    ChunkName,
    Get,
    GetAnswer,
    Media,
    MediaAnswer,
    Missing,
    MissingAnswer,
    Plans,
    PlansAnswer,
    Put,
    PutAnswer,
)
from db import wanted
from db.actions import mirroring, transfers
from db.blob_values import Manifest
from server.desk import Desk, require
from server.sessions import Session

Parts = Sequence[bytes]
ROOM: Final = MAX_MESSAGE - (512 << 10)
"""Bytes of chunks in one answer; the rest is for its head."""


async def missing(
    desk: Desk, who: Session, question: Missing, _parts: Parts
) -> tuple[MissingAnswer, Parts]:
    """Which chunks of some files to send; their plans are kept. Who reads the stream no more still
    sends the files of his own acts, all of each, and is told of none.
    """
    desk.require_room()
    blobs = [plan.blob for plan in question.plans]
    named = await desk.aside(_sendable, desk, who, question.stream, blobs)
    wishes = [plan for plan in question.plans if plan.blob in named]
    lacking = await desk.shelf(transfers.begin, desk.home.store, question.stream, wishes)
    if not who.reads(question.stream):
        lacking = [list(range(len(plan.chunks))) for plan in wishes]
    found = dict(zip((plan.blob for plan in wishes), lacking, strict=True))
    return MissingAnswer(tuple(_bitmap(plan, found.get(plan.blob)) for plan in question.plans)), ()


async def put(desk: Desk, who: Session, question: Put, parts: Parts) -> tuple[PutAnswer, Parts]:
    """Keep chunks; a file whose last one this is gets its name."""
    desk.require_room()
    if len(parts) != len(question.chunks):
        raise NotFound(kind="chunk")
    promised = await desk.aside(_promised, desk, who, question)
    pairs = zip(question.chunks, parts, strict=True)
    arrived = [Chunk(name.blob, name.place, data) for name, data in pairs]
    ready = await desk.sealing(transfers.ready, desk.home.store, promised, arrived)
    kept = await desk.shelf(_keep, desk, question.stream, ready)
    desk.files_came.set()
    if kept.problems:
        raise kept.problems[0]
    return PutAnswer(tuple(kept.whole)), ()


async def plans(
    desk: Desk, who: Session, question: Plans, _parts: Parts
) -> tuple[PlansAnswer, Parts]:
    """The plans of those files that are whole here."""
    require(who, question.stream)
    named = await desk.aside(_told, desk, question.stream, list(question.blobs))
    found = await desk.aside(transfers.here, desk.home.store, named)
    return PlansAnswer(tuple(map(transfers.plan, found.values()))), ()


async def get(desk: Desk, who: Session, question: Get, _parts: Parts) -> tuple[GetAnswer, Parts]:
    """Chunks, as many as fit into one message, but always one."""
    require(who, question.stream)
    blobs = {name.blob for name in question.chunks}
    if blobs - await desk.aside(_told, desk, question.stream, list(blobs)):
        raise NotFound(kind="file")
    sent = await desk.aside(_read, desk, question.chunks)
    return GetAnswer(question.chunks[: len(sent)]), sent


async def media(
    desk: Desk, who: Session, question: Media, _parts: Parts
) -> tuple[MediaAnswer, Parts]:
    """On how many media some files are kept now, signed."""
    require(who, question.stream)
    home = desk.home
    named = await desk.aside(_told, desk, question.stream, list(question.blobs))
    found = await desk.aside(mirroring.media, home.store, home.mirror, sorted(named))
    word = Stored(
        realm=home.store.realm.provision.realm,
        epoch=home.registrar.epoch,
        at=home.store.now(),
        files=tuple(Kept(blob, count) for blob, count in found.items()),
    )
    return MediaAnswer(stored.state(word, home.registrar.sign)), ()


def _told(desk: Desk, stream: str, blobs: list[str]) -> set[str]:
    with desk.home.store.engine.begin() as connection:
        return wanted.told(connection, stream, blobs)


def _sendable(desk: Desk, who: Session, stream: str, blobs: list[str]) -> set[str]:
    """The files that a device may send: those that a stream names which it reads, or its own acts
    in one that it once read. Raises NotFound for any other stream.
    """
    with desk.home.store.engine.begin() as connection:
        if stream in who.left:
            return wanted.named_by(connection, stream, who.device, blobs)
        require(who, stream)
        return wanted.named(connection, stream, blobs)


def _bitmap(plan: BlobPlan, lacking: Sequence[int] | None) -> str:
    """The flags of chunks to send; an empty text for a file that nothing here names."""
    if lacking is None:
        return ""
    places = set(lacking)
    return chunks.bitmap([place in places for place in range(len(plan.chunks))])


def _promised(desk: Desk, who: Session, question: Put) -> dict[str, Manifest | None]:
    """The plans of the files that chunks are of. Raises NotFound, BlobMissing."""
    blobs = {name.blob for name in question.chunks}
    if blobs - _sendable(desk, who, question.stream, list(blobs)):
        raise NotFound(kind="file")
    return transfers.manifests(desk.home.store, question.stream, blobs)


def _keep(desk: Desk, stream: str, ready: transfers.Ready) -> transfers.Kept:
    kept = transfers.keep(desk.home.store, ready)
    transfers.came(desk.home.store, stream, kept.whole)
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
