"""Packed text with raw bytes beside it, as segments and receipts use (docs/formats/segments.md).

Layout: u8 version ‖ u32 length of the compressed text ‖ one zstd frame (RFC 8878) ‖ raw bytes.
Signatures, salts and hashes do not compress and would spoil their neighbours' compression, so they
travel raw. The size that the frame declares, its window and its ratio are checked before anything
is unpacked.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import msgspec
import zstandard

from core.errors import SegmentBroken, TooLarge

VERSION: Final = 1
HEAD: Final = 5
LEVEL: Final = 3
MAX_WINDOW: Final = 8 << 20


class Limits(msgspec.Struct, frozen=True):
    """What a reader allows: bytes received and unpacked, their ratio above an allowance, items."""

    packed: int = 8 << 20
    plain: int = 4 << 20
    ratio: int = 100
    allowance: int = 512 << 10
    items: int = 1000


class Packed(NamedTuple):
    """The lines of the text and the raw bytes."""

    lines: list[bytes]
    raw: bytes


USUAL: Final = Limits()


def pack(lines: list[bytes], raw: bytes, limits: Limits = USUAL) -> bytes:
    """Pack lines, none of which contains a line feed, and raw bytes.

    Raises TooLarge where a reader with these limits would refuse the result.
    """
    text = deflate(b"\n".join(lines), limits)
    return bytes((VERSION,)) + len(text).to_bytes(4) + text + raw


def unpack(data: bytes, limits: Limits = USUAL) -> Packed:
    """The lines and raw bytes; raises TooLarge and SegmentBroken."""
    if len(data) > limits.packed:
        raise TooLarge(size=len(data), limit=limits.packed)
    size = int.from_bytes(data[1:HEAD])
    if len(data) < HEAD or data[0] != VERSION or size > len(data) - HEAD:
        raise SegmentBroken(field="head")
    text = inflate(data[HEAD : HEAD + size], limits)
    return Packed(text.split(b"\n", 2 * limits.items + 1), data[HEAD + size :])


def deflate(plain: bytes, limits: Limits = USUAL) -> bytes:
    """One zstd frame; raises TooLarge where a reader with these limits would refuse it."""
    frame = zstandard.ZstdCompressor(level=LEVEL).compress(plain)
    if not _fits(len(plain), len(frame), limits):
        raise TooLarge(size=len(plain), limit=limits.plain)
    return frame


def inflate(frame: bytes, limits: Limits = USUAL) -> bytes:
    """The content of one zstd frame that declares its size; raises TooLarge and SegmentBroken."""
    try:
        declared = zstandard.get_frame_parameters(frame)
        fits = _fits(declared.content_size, len(frame), limits)
        if not fits or declared.window_size > MAX_WINDOW:
            raise TooLarge(size=declared.content_size, limit=limits.plain)
        reader = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
        return reader.decompress(frame, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise SegmentBroken(field="zstd") from error


def _fits(plain: int, packed: int, limits: Limits) -> bool:
    return plain <= min(limits.plain, limits.allowance + limits.ratio * packed)
