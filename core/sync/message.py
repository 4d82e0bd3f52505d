"""Messages between device and server: one head and any number of binary parts
(docs/formats/wire.md).

Layout: u8 version ‖ u16 number of parts ‖ u32 length ‖ head ‖ then u32 length ‖ bytes for each
part. The head is canonical JSON in one zstd frame; fields that a reader does not know are ignored,
so that heads can grow. Parts are segments, receipts and chunks, compressed or encrypted already.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeVar

from core.commits import canonical
from core.errors import MessageBroken, NotCanonical, SegmentBroken, TooLarge
from core.sync.packed import Limits, deflate, inflate

VERSION: Final = 1
MAX_MESSAGE: Final = 8 << 20
MAX_PARTS: Final = 1024
HEAD_LIMITS: Final = Limits(packed=1 << 20, plain=1 << 20)
T = TypeVar("T")


class _Frame(NamedTuple):
    data: bytes
    end: int


def encode(head: object, parts: Sequence[bytes] = ()) -> bytes:
    """A message's bytes; raises TooLarge over MAX_MESSAGE bytes or MAX_PARTS parts."""
    frames = [deflate(canonical.encode(head), HEAD_LIMITS), *parts]
    if len(parts) > MAX_PARTS:
        raise TooLarge(size=len(parts), limit=MAX_PARTS)
    data = b"".join(
        [
            bytes((VERSION,)) + len(parts).to_bytes(2),
            *(len(frame).to_bytes(4) + frame for frame in frames),
        ]
    )
    if len(data) > MAX_MESSAGE:
        raise TooLarge(size=len(data), limit=MAX_MESSAGE)
    return data


def decode(kind: type[T], data: bytes) -> tuple[T, tuple[bytes, ...]]:
    """A message's head and parts; raises TooLarge and MessageBroken."""
    if len(data) > MAX_MESSAGE:
        raise TooLarge(size=len(data), limit=MAX_MESSAGE)
    count = int.from_bytes(data[1:3])
    if len(data) < 3 or data[0] != VERSION or count > MAX_PARTS:
        raise MessageBroken(field="start")
    frames: list[bytes] = []
    end = 3
    for _ in range(1 + count):
        frame, end = _frame(data, end)
        frames.append(frame)
    if end != len(data):
        raise MessageBroken(field="end")
    return _head(kind, frames[0]), tuple(frames[1:])


def _frame(data: bytes, start: int) -> _Frame:
    end = start + 4 + int.from_bytes(data[start : start + 4])
    if start + 4 > len(data) or end > len(data):
        raise MessageBroken(field="length")
    return _Frame(data[start + 4 : end], end)


def _head(kind: type[T], frame: bytes) -> T:
    try:
        plain = inflate(frame, HEAD_LIMITS)
        return canonical.decode_as(kind, plain, HEAD_LIMITS.plain)
    except (SegmentBroken, NotCanonical) as error:
        raise MessageBroken(field="head") from error
