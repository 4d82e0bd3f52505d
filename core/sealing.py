"""Sealed frames: the one encrypted container, for documents' files, bundles and backups.

A 13-byte header (magic, version, log2 of the frame size, 7 random bytes), then frames of that many
plain bytes, each sealed with AES-256-GCM (NIST SP 800-38D) under the nonce prefix ‖ frame number ‖
last flag, with the header as associated data. So cutting, swapping, appending, flipping and editing
the header are all noticed, and any frame can be opened alone (docs/formats/sealed-frames.md).
A key serves one content only: two contents could share a nonce, which breaks AES-GCM.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import SealBroken, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Piece = bytes | bytearray | memoryview

MAGIC = b"ANTS"
VERSION = 1
HEADER_SIZE = 13
PREFIX_SIZE = 7
KEY_SIZE = 32
TAG_SIZE = 16
SMALLEST_LOG2, LARGEST_LOG2 = 12, 22
SMALL_LOG2, USUAL_LOG2 = 18, 20
SMALL_CONTENT = 4 << 20
MAX_FRAMES = 1 << 32


@dataclass(frozen=True, slots=True)
class Header:
    """What stands in the clear: log2 of the plain bytes in a frame; the nonces' 7 random bytes."""

    frame_log2: int
    prefix: bytes

    def __post_init__(self) -> None:
        if not SMALLEST_LOG2 <= self.frame_log2 <= LARGEST_LOG2 or len(self.prefix) != PREFIX_SIZE:
            raise ValueError("frame size or prefix out of bounds")

    @property
    def frame_size(self) -> int:
        """Plain bytes in every frame but the last."""
        return 1 << self.frame_log2

    @property
    def raw(self) -> bytes:
        """The bytes of the header, which are every frame's associated data."""
        return MAGIC + bytes((VERSION, self.frame_log2)) + self.prefix

    def nonce(self, index: int, last: bool) -> bytes:
        """The nonce of one frame."""
        return self.prefix + index.to_bytes(4) + bytes((last,))


def frame_log2_for(size: int) -> int:
    """The frame size for ``size`` bytes: 256 KiB below 4 MiB, else 1 MiB (formats.md §1)."""
    return SMALL_LOG2 if size < SMALL_CONTENT else USUAL_LOG2


def read_header(start: bytes) -> Header:
    """The header in a container's first 13 bytes; raises SealBroken."""
    raw = bytes(start[:HEADER_SIZE])
    if len(raw) < HEADER_SIZE or raw[:4] != MAGIC or raw[4] != VERSION:
        raise SealBroken(field="header")
    try:
        return Header(raw[5], raw[6:])
    except ValueError as error:
        raise SealBroken(field="header") from error


def frames_in(size: int, frame_log2: int) -> int:
    """How many frames a content of ``size`` bytes takes; an empty content takes one empty frame."""
    return max(1, -(-size >> frame_log2))


def sealed_size(size: int, frame_log2: int) -> int:
    """Bytes of the whole container for a content of ``size`` bytes."""
    return HEADER_SIZE + size + TAG_SIZE * frames_in(size, frame_log2)


def plain_size(sealed: int, frame_log2: int) -> int:
    """Bytes of the content in a whole container of ``sealed`` bytes."""
    inside = sealed - HEADER_SIZE
    return max(inside - TAG_SIZE * max(1, -(-inside // ((1 << frame_log2) + TAG_SIZE))), 0)


def frame_span(index: int, size: int, frame_log2: int) -> tuple[int, int]:
    """Offset and length of one sealed frame inside the container of a content of ``size`` bytes."""
    plain_start = index << frame_log2
    plain_length = min(size - plain_start, 1 << frame_log2)
    return HEADER_SIZE + plain_start + TAG_SIZE * index, plain_length + TAG_SIZE


def seal(
    plain: bytes | Iterable[bytes], key: bytes, prefix: bytes, frame_log2: int
) -> Iterator[bytes]:
    """The container, header first and then frame by frame; ``prefix`` is 7 fresh random bytes.

    Pieces of any length may come in; memory stays at two frames. Raises TooLarge above 2^32 frames.
    """
    header = Header(frame_log2, prefix)
    cipher = AESGCM(_checked(key))
    yield header.raw
    for index, (block, last) in enumerate(blocks(plain, header.frame_size)):
        if index >= MAX_FRAMES:
            raise TooLarge(limit=MAX_FRAMES)
        yield cipher.encrypt(header.nonce(index, last), block, header.raw)


def seal_frame(header: Header, key: bytes, index: int, plain: Piece, *, last: bool) -> bytes:
    """One frame by itself, for a container filled out of order; the bytes that ``seal`` gives."""
    return AESGCM(_checked(key)).encrypt(header.nonce(index, last), plain, header.raw)


def unseal(sealed: bytes | Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """The content, frame by frame, each authentic when it is given out; raises SealBroken.

    That nothing is missing at the end is known only when the iteration ends: act after that.
    """
    start, rest = _header_first(sealed)
    header = read_header(start)
    cipher = AESGCM(_checked(key))
    for index, (block, last) in enumerate(blocks(rest, header.frame_size + TAG_SIZE)):
        if last and index and len(block) <= TAG_SIZE:
            raise SealBroken(frame=index)  # a second spelling of the same content
        yield _opened(cipher, header, index, block, last)


def frame_at(header: Header, key: bytes, index: int, frame: Piece, *, last: bool) -> bytes:
    """The plain bytes of one sealed frame read alone (see ``frame_span``); raises SealBroken."""
    if not 0 <= index < MAX_FRAMES:
        raise SealBroken(frame=index)
    if len(frame) > header.frame_size + TAG_SIZE:
        raise SealBroken(frame=index)
    return _opened(AESGCM(_checked(key)), header, index, frame, last)


def blocks(pieces: bytes | Iterable[Piece], size: int) -> Iterator[tuple[Piece, bool]]:
    """Regroup into blocks of ``size`` bytes; the last, perhaps shorter or empty, is marked."""
    held = bytearray()
    whole: Piece = b""
    for piece in _each(pieces):
        view = memoryview(piece)
        while view:
            if whole or len(held) == size:
                yield whole or held, False
                whole, held = b"", bytearray()
            if not held and len(view) >= size:
                whole, view = view[:size], view[size:]  # a whole block needs no copy
            else:
                room = size - len(held)
                held += view[:room]
                view = view[room:]
    yield whole or held, True


def _opened(cipher: AESGCM, header: Header, index: int, frame: Piece, last: bool) -> bytes:
    if index >= MAX_FRAMES or len(frame) < TAG_SIZE:
        raise SealBroken(frame=index)
    try:
        return cipher.decrypt(header.nonce(index, last), frame, header.raw)
    except InvalidTag:
        raise SealBroken(frame=index) from None


def _checked(key: bytes) -> bytes:
    if len(key) != KEY_SIZE:
        raise ValueError("a sealing key has 32 bytes")
    return key


def _header_first(sealed: bytes | Iterable[bytes]) -> tuple[bytes, Iterable[Piece]]:
    """The first 13 bytes (fewer only if there are no more), and the rest without copying it."""
    pieces = _each(sealed)
    start = b""
    for piece in pieces:
        view = memoryview(piece)
        room = HEADER_SIZE - len(start)
        start += view[:room]
        if len(start) == HEADER_SIZE:
            return start, chain((view[room:],), pieces)
    return start, ()


def _each(pieces: bytes | Iterable[Piece]) -> Iterator[Piece]:
    return iter((pieces,) if isinstance(pieces, bytes) else pieces)
