"""A file that is being fetched: chunks arrive in any order and stay, sealed, where they belong.

A chunk is a frame of the final container (sync.md §4.8), written at its place once its hash fits
the manifest; so resuming is asking which frames open, and finishing is one rename. The key follows
from the vault's key and the whole manifest: under one key each frame has one content only.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO

from core import sealing
from core.commits.ids import b64
from core.errors import BlobDamaged, BlobMissing, SealBroken
from db import durable

if TYPE_CHECKING:
    from pathlib import Path

    from db.blob_values import Manifest


class Partial:
    """One content on its way; used by one lane at a time."""

    def __init__(
        self, path: Path, manifest: Manifest, key: bytes, prefix: bytes, *, trusting: bool = False
    ) -> None:
        """``trusting`` takes each frame that has a tag for whole until ``finish`` reads it."""
        self.path = path
        self.manifest = manifest
        self.key = key
        self._header = self._kept_header() or self._begin(prefix)
        here = self._is_tagged if trusting else self._opens
        with path.open("rb") as file:
            self._here = {index for index in range(manifest.count) if here(file, index)}

    def missing(self) -> list[int]:
        """The numbers of the chunks that are still to be fetched."""
        return [i for i in range(self.manifest.count) if i not in self._here]

    def put(self, index: int, plain: bytes) -> None:
        """Keep one chunk; raises BlobDamaged if the manifest names another one, DiskFull."""
        if not self.manifest.fits(index, plain):
            raise BlobDamaged(reason="chunk")
        if index in self._here:
            return
        frame = sealing.seal_frame(self._header, self.key, index, plain, last=self._last(index))
        with durable.room(), self.path.open("r+b") as file:
            file.seek(self._span(index)[0])
            file.write(frame)
        self._here.add(index)

    def finish(self) -> bytes:
        """The SHA-256 of the whole, which is now durable; raises BlobMissing, BlobDamaged.

        A whole that is not what the manifest is named after is thrown away: its chunk list lied.
        """
        whole = sha256()
        with self.path.open("r+b") as file:
            for index in range(self.manifest.count):
                plain = self._frame(file, index)
                if plain is None:
                    raise BlobMissing(missing=len(self.missing()) or 1)
                whole.update(plain)
            durable.sync_file(file.fileno())
        if b64(whole.digest()) != self.manifest.id:
            self.path.unlink()
            raise BlobDamaged(reason="hash")
        return whole.digest()

    def _kept_header(self) -> sealing.Header | None:
        """The header of an earlier run, if it fits."""
        try:
            with self.path.open("rb") as file:
                header = sealing.read_header(file.read(sealing.HEADER_SIZE))
        except (FileNotFoundError, SealBroken):
            return None
        return header if header.frame_log2 == self.manifest.frame_log2 else None

    def _begin(self, prefix: bytes) -> sealing.Header:
        header = sealing.Header(self.manifest.frame_log2, prefix)
        self.path.unlink(missing_ok=True)
        with durable.room(), durable.fresh(self.path) as file:
            file.write(header.raw)
            file.truncate(sealing.sealed_size(self.manifest.size, header.frame_log2))
        return header

    def _opens(self, file: BinaryIO, index: int) -> bool:
        return self._frame(file, index) is not None

    def _is_tagged(self, file: BinaryIO, index: int) -> bool:
        """Whether a frame was written: its tag, its last bytes, was zero until then."""
        offset, length = self._span(index)
        file.seek(offset + length - sealing.TAG_SIZE)
        return any(file.read(sealing.TAG_SIZE))

    def _frame(self, file: BinaryIO, index: int) -> bytes | None:
        offset, length = self._span(index)
        file.seek(offset)
        try:
            return sealing.frame_at(
                self._header, self.key, index, file.read(length), last=self._last(index)
            )
        except SealBroken:
            return None

    def _span(self, index: int) -> tuple[int, int]:
        return sealing.frame_span(index, self.manifest.size, self.manifest.frame_log2)

    def _last(self, index: int) -> bool:
        return index == self.manifest.count - 1
