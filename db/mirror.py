"""A second medium for sealed files: the same bytes under the same names in another folder
(sync.md §4.8).

Beside each file lies its row, sealed: without the key in it the bytes are worth nothing, and a
store that was restored from before the file came has no row. The folder bears a mark, so that
another disk in its place, or none, is not taken for it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Final

import msgspec

from core import sealing
from core.commits import canonical
from core.commits.ids import b64, unb64
from core.errors import AntinError, BlobDamaged, BlobMissing, NotCanonical, SealBroken, TooLarge
from core.wrapping import NONCE_SIZE, unwrap, wrap
from db import durable
from db.blob_values import HASH_SIZE, Blob, Row, Staged
from db.blobs import PARTS, STAGED, Blobs, tidy

MARK: Final = "mirror.antin"
ROW: Final = ".row"
LIMIT: Final = 256 << 10
"""Bytes of a row: those of 4096 chunks, as text."""
PIECE: Final = 1 << 20
_MARKED: Final = b"antin-mirror-1\0"
_ROWS: Final = b"antin-mirror-row-1\0"

Apart = Callable[[Path, Path], bool]
"""Whether two folders lie on different media."""


def on_other_device(one: Path, other: Path) -> bool:
    """Whether two folders lie on different file systems, each as far as it is there (st_dev)."""
    return _nearest(one).stat().st_dev != _nearest(other).stat().st_dev


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row as it lies beside its file."""

    size: int
    frame_log2: int
    key: str
    chunks: str


class Mirror:
    """The second folder of a store's files; those that are lost or damaged in the first one come
    back from it by themselves once it is made.
    """

    def __init__(
        self,
        blobs: Blobs,
        folder: Path,
        key: bytes,
        random: Callable[[int], bytes],
        apart: Apart = on_other_device,
    ) -> None:
        self.folder = folder
        self._here, self._there = blobs, copy(blobs)
        self._there.folder = folder
        self._key, self._random, self._apart = key, random, apart
        self.healed = 0
        """Files that one of the folders got back from the other."""
        blobs.spare = self.heal

    @property
    def is_apart(self) -> bool:
        """Whether it lies on another medium than the files; raises OSError."""
        return self._apart(self._here.folder, self.folder)

    def mark(self) -> bytes | None:
        """What the folder was marked with; None where it is new, or marked under another key.
        Raises OSError.
        """
        try:
            return unwrap(self._key, durable.read_small(self.folder / MARK, LIMIT), _MARKED)
        except (FileNotFoundError, SealBroken, TooLarge):
            return None

    def begin(self) -> bytes:
        """Mark the folder, which is made where it is not there; raises DiskFull, OSError."""
        made = self._random(16)
        durable.make_folder(self.folder)
        self._write(self.folder / MARK, wrap(self._key, self._random(NONCE_SIZE), made, _MARKED))
        return made

    def put(self, row: Blob) -> None:
        """Have a file there, durably and read back, beside its row. Raises BlobMissing and
        BlobDamaged where it is not whole here, DiskFull, OSError.
        """
        path = self._there.path(row.id)
        durable.make_folder(path.parent)
        kept = _Kept(row.size, row.frame_log2, b64(row.wrapped_key), b64(row.chunks))
        about = _ROWS + unb64(row.id, HASH_SIZE)
        sealed = wrap(self._key, self._random(NONCE_SIZE), canonical.encode(kept), about)
        self._write(path.with_name(path.name + ROW), sealed)
        if not self._is_whole(row):
            self._copy(row, self._here, self._there)

    def has(self, row: Blob) -> bool:
        """Whether the file lies in both folders in its full length; nothing is read."""
        size = sealing.sealed_size(row.size, row.frame_log2)
        try:
            return all(
                each.path(row.id).stat().st_size == size for each in (self._here, self._there)
            )
        except OSError:
            return False

    def heal(self, row: Row) -> bool:
        """Put the copy in the place of a file that is lost or damaged here; whether it was whole
        there and is here now.
        """
        try:
            self._copy(row, self._there, self._here)
        except (AntinError, OSError):
            return False
        self.healed += 1
        return True

    def mend(self, row: Blob) -> None:
        """Read a file in both folders and mend the one by the other. Raises BlobMissing and
        BlobDamaged where neither is whole, DiskFull, OSError.
        """
        for _ in self._here.stream(row):
            pass
        if not self._is_whole(row):
            self.put(row)
            self.healed += 1

    def kept_row(self, blob: str) -> Blob | None:
        """The row of a file that lies there; None for any other. Raises OSError."""
        path = self._there.path(blob)
        about = _ROWS + unb64(blob, HASH_SIZE)
        try:
            sealed = durable.read_small(path.with_name(path.name + ROW), LIMIT)
            kept = canonical.decode_as(_Kept, unwrap(self._key, sealed, about))
        except (FileNotFoundError, SealBroken, NotCanonical, TooLarge):
            return None
        return Blob(blob, kept.size, kept.frame_log2, unb64(kept.key), unb64(kept.chunks))

    def taken_back(self, row: Blob) -> Staged:
        """A file that lies there, copied and ready to publish here. Raises BlobMissing,
        BlobDamaged, DiskFull, OSError.
        """
        return Staged(row, self._copied(row, self._there, self._here))

    def tidy(self, before: int) -> int:
        """Remove what a crash left half copied there before a moment (ms UTC); how many."""
        return tidy(self.folder, before)

    def _write(self, path: Path, data: bytes) -> None:
        """A small file, in its place once it is durable. Another process of the server may write
        the same one now, so what is half written has a name of its own.
        """
        part = self._part(self.folder)
        with durable.begun(part) as file:
            file.write(data)
        part.replace(path)
        durable.sync_folder(path.parent)

    def _is_whole(self, row: Blob) -> bool:
        try:
            for _ in self._there.stream(row):
                pass
        except (BlobMissing, BlobDamaged, OSError):
            return False
        return True

    def _copy(self, row: Row, source: Blobs, target: Blobs) -> None:
        path = target.path(row.id)
        durable.make_folder(path.parent)
        self._copied(row, source, target).replace(path)
        durable.sync_folder(path.parent)

    def _copied(self, row: Row, source: Blobs, target: Blobs) -> Path:
        """The sealed bytes of a file that is whole in one folder, durable in the other."""
        for _ in source.stream(row):
            pass
        part = self._part(target.folder)
        with source.path(row.id).open("rb") as found, durable.begun(part) as file:
            shutil.copyfileobj(found, file, PIECE)
        return part

    def _part(self, folder: Path) -> Path:
        durable.make_folder(folder / PARTS)
        return folder / PARTS / f"{self._random(16).hex()}{STAGED}"


def _nearest(path: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(each for each in (path, *path.parents) if each.exists())
