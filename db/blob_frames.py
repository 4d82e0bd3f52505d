"""The frames of a sealed file, opened (docs/formats/blobs.md)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO, Final

from core import sealing
from core.commits.ids import unb64
from core.errors import BlobDamaged, BlobMissing, SealBroken
from core.wrapping import unwrap
from db.blob_values import HASH_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from db.blob_values import Row

KEY_ABOUT: Final = b"antin-blob-key-1\0"
"""What the wrapped key of a file is bound to, with its id."""


def unsealed(
    path: Path, row: Row, wrap_key: bytes, which: tuple[int, int | None]
) -> Iterator[bytes]:
    """Frames of a sealed file as they were; raises BlobMissing, BlobDamaged."""
    key = _unwrap(wrap_key, row)
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise BlobMissing from error
    with file:
        try:
            yield from frames(file, row.size, key, which)
        except SealBroken as error:
            raise BlobDamaged(reason="frame") from error


def frames(file: BinaryIO, size: int, key: bytes, which: tuple[int, int | None]) -> Iterator[bytes]:
    """The frames from the first up to the last of ``which`` (None: all) of a file of known size."""
    header = sealing.read_header(file.read(sealing.HEADER_SIZE))
    log2 = sealing.frame_log2_for(size)
    count = sealing.frames_in(size, log2)
    whole = file.seek(0, os.SEEK_END) == sealing.sealed_size(size, log2)
    if header.frame_log2 != log2 or not whole:
        raise SealBroken(field="size")
    first, after = which
    for index in range(first, min(count, after or count)):
        offset, length = sealing.frame_span(index, size, log2)
        file.seek(offset)
        frame = file.read(length)
        yield sealing.frame_at(header, key, index, frame, last=index == count - 1)


def _unwrap(wrap_key: bytes, row: Row) -> bytes:
    try:
        return unwrap(wrap_key, row.wrapped_key, KEY_ABOUT + unb64(row.id, HASH_SIZE))
    except SealBroken as error:
        raise BlobDamaged(reason="key") from error
