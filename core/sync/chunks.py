"""Chunks: how a file's content is cut to travel, and the bitmap of what a receiver lacks.

A blob is named by the SHA-256 of its content. Chunks are of 1 MiB, or 256 KiB for content under 4
MiB (formats.md §1), each named by its own SHA-256, so that a signed PDF, which grows by appending,
sends only its new end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Annotated, Final, NamedTuple

import msgspec

from core.commits.format import Hash, Whole
from core.commits.ids import b64, unb64
from core.errors import NotCanonical
from core.sealing import frame_log2_for

MAX_CHUNK: Final = 1 << 20
MAX_CHUNKS: Final = 4096
Index = Annotated[int, msgspec.Meta(ge=0, lt=MAX_CHUNKS)]


class Chunk(NamedTuple):
    """A piece of a blob: which blob, which place there, its bytes."""

    blob: str
    place: int
    data: bytes


class BlobPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A blob's id, its size in bytes and the SHA-256 of each chunk in order."""

    blob: Hash
    size: Whole
    chunks: Annotated[tuple[Hash, ...], msgspec.Meta(min_length=1, max_length=MAX_CHUNKS)]


def count(size: int) -> int:
    """How many chunks a content of ``size`` bytes takes; an empty one takes one empty chunk."""
    return max(1, -(-size >> frame_log2_for(size)))


def span(index: int, size: int) -> tuple[int, int]:
    """Where a chunk begins in a content of ``size`` bytes, and its length."""
    start = index << frame_log2_for(size)
    return start, min(size - start, 1 << frame_log2_for(size))


def cut(content: bytes) -> Iterator[Chunk]:
    """A whole content in its chunks."""
    blob = b64(sha256(content).digest())
    for place in range(count(len(content))):
        start, length = span(place, len(content))
        yield Chunk(blob, place, content[start : start + length])


def check_plan(plan: BlobPlan) -> None:
    """A plan names as many chunks as its size asks for; raises NotCanonical."""
    if len(plan.chunks) != count(plan.size):
        raise NotCanonical(field="chunks")


def fits(plan: BlobPlan, index: int, data: bytes) -> bool:
    """Whether some bytes are the chunk that the plan names at an index."""
    return index < len(plan.chunks) and plan.chunks[index] == b64(sha256(data).digest())


def bitmap(flags: Sequence[bool]) -> str:
    """Flags as base64url: the first flag is the highest bit of the first byte, the rest is 0."""
    number = sum(
        1 << (7 - place % 8 + 8 * (place // 8)) for place, flag in enumerate(flags) if flag
    )
    return b64(number.to_bytes(-(-len(flags) // 8), "little"))


def read_bitmap(text: str, length: int) -> list[bool]:
    """The flags of a bitmap; raises NotCanonical where it is not of ``length`` flags."""
    raw = unb64(text, -(-length // 8))
    flags = [bool(raw[place // 8] >> (7 - place % 8) & 1) for place in range(length)]
    if bitmap(flags) != text:
        raise NotCanonical(field="bitmap")
    return flags
