"""What is said about a file by content, in its row and while it travels (sync.md §4.8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from core import sealing
from core.commits.ids import unb64
from core.errors import NotCanonical, TooLarge

if TYPE_CHECKING:
    from pathlib import Path

MAX_SIZE = 4 << 30
HASH_SIZE = 32


class Row(Protocol):
    """What is needed to open a blob: its SHA-256 as base64url, its size, its wrapped key."""

    @property
    def id(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def wrapped_key(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Blob:
    """What its row keeps; ``chunks`` are the SHA-256 of the plain frames, one after the other."""

    id: str
    size: int
    frame_log2: int
    wrapped_key: bytes = field(repr=False)
    chunks: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Staged:
    """A blob whole and durable on disk, but not yet under its name."""

    blob: Blob
    part: Path


@dataclass(frozen=True, slots=True)
class Manifest:
    """A blob as a sender describes it; its chunks are checked one by one, the whole at the end."""

    id: str
    size: int
    chunks: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.size <= MAX_SIZE:
            raise TooLarge(size=self.size, limit=MAX_SIZE)
        unb64(self.id, HASH_SIZE)
        if len(self.chunks) != HASH_SIZE * self.count:
            raise NotCanonical(field="chunks")

    @property
    def frame_log2(self) -> int:
        """The size of a chunk, which follows from the size of the whole."""
        return sealing.frame_log2_for(self.size)

    @property
    def count(self) -> int:
        """How many chunks there are; an empty content has one empty chunk."""
        return sealing.frames_in(self.size, self.frame_log2)

    @property
    def digest(self) -> bytes:
        """One hash over everything that the manifest says."""
        return sha256(unb64(self.id) + self.size.to_bytes(8) + self.chunks).digest()

    def fits(self, index: int, plain: bytes) -> bool:
        """Whether these are the bytes of that chunk."""
        if not 0 <= index < self.count:
            return False
        wanted = self.chunks[index * HASH_SIZE : (index + 1) * HASH_SIZE]
        return sha256(plain).digest() == wanted and len(plain) == self._length(index)

    def _length(self, index: int) -> int:
        return min(self.size - (index << self.frame_log2), 1 << self.frame_log2)
