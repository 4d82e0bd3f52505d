"""Where backups lie: objects named by the SHA-256 of their bytes, and the manifests that name them.

``antin/<vault id>/`` in the folder that was chosen, so that several installations may share it:
``o/ab/<hash>`` for objects, ``g-<number>.antin`` for generations. Objects are never changed. One is
written aside, synced, renamed; its manifest comes after all of them, so a generation is whole or
not there (store.md §8).
"""

from __future__ import annotations

import errno
import os
import re
from array import array
from bisect import bisect_left
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

from core.commits.ids import is_id
from core.errors import (
    AntinError,
    BackupDamaged,
    BackupTargetClosed,
    BackupTargetFull,
    BackupTargetGone,
    DiskFull,
)
from db import durable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ROOT, OBJECTS = "antin", "o"
PART = ".part"
NAME = re.compile("[0-9a-f]{64}")
PIECE = 1 << 20
DAY_NS = 86_400 * 10**9
CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}


@contextmanager
def reaching() -> Iterator[None]:
    """Say in our words what the system says of a place that is full, closed or gone."""
    try:
        yield
    except DiskFull as error:
        raise BackupTargetFull from error
    except OSError as error:
        raise _refusal(error) from error


def _refusal(error: OSError) -> AntinError:
    if error.errno in durable.NO_ROOM:
        return BackupTargetFull()
    return BackupTargetClosed() if error.errno in CLOSED else BackupTargetGone()


class Place:
    """The backups of one vault in a chosen folder; what writes raises as ``reaching`` says."""

    def __init__(self, target: Path, vault: str) -> None:
        self.target = target
        self.folder = target / ROOT / vault.lower()
        self._known: array[int] | None = None
        self._new: set[bytes] = set()
        self._bad: set[bytes] = set()

    def prepare(self) -> None:
        """Make the folder; the chosen one itself must be there, or a stick is not plugged in."""
        with reaching():
            if not self.target.is_dir():
                raise BackupTargetGone
            durable.make_folder(self.folder / OBJECTS)

    # -- objects -----------------------------------------------------------------------------------

    def has(self, digest: bytes) -> bool:
        """Whether an object is there; its bytes are known to be right only by ``whole``."""
        if digest in self._bad:
            return False
        if self._known is None:
            self._known = array("Q", sorted(int.from_bytes(name[:8]) for name in self._names()))
        at = bisect_left(self._known, wanted := int.from_bytes(digest[:8]))
        return digest in self._new or (at < len(self._known) and self._known[at] == wanted)

    def put(self, digest: bytes, pieces: Iterable[bytes]) -> bool:
        """Write an object durably; its name in the folder is durable after ``settle``.

        False, and nothing changed, where the pieces are not what the name says.
        """
        path = self._path(digest)
        part = path.with_name(path.name + PART)
        with reaching():
            path.parent.mkdir(mode=0o700, exist_ok=True)  # not above: a pulled stick is not made
            part.unlink(missing_ok=True)
            try:
                if _written(part, pieces) != digest:
                    part.unlink()
                    return False
                part.replace(path)
            except BaseException:
                _forget(part)
                raise
        self._new.add(digest)
        self._bad.discard(digest)
        return True

    def drop(self, digest: bytes) -> None:
        """Remove an object that turned out bad."""
        self._new.discard(digest)
        _forget(self._path(digest))

    def settle(self) -> None:
        """Make the names of all objects durable."""
        with reaching():
            for first in sorted({digest[:1] for digest in self._new}):
                durable.sync_place(self.folder / OBJECTS / first.hex())
            durable.sync_place(self.folder / OBJECTS)

    def whole(self, digest: bytes) -> bool:
        """Read an object back from the medium itself, where the system lets its copy in memory go;
        whether it is what its name says.
        """
        try:
            found = sha256()
            for piece in self.read(digest):
                found.update(piece)
        except OSError:
            return False
        return found.digest() == digest

    def read(self, digest: bytes) -> Iterator[bytes]:
        """The bytes of an object, not checked; raises FileNotFoundError."""
        return _from_medium(self._path(digest))

    def checked(self, digest: bytes, what: str, limit: int) -> Iterator[bytes]:
        """The bytes of an object of at most so many; raises BackupDamaged where there are more, and
        at their end if they are not the right ones.
        """
        found, left = sha256(), limit
        try:
            for piece in self.read(digest):
                left -= len(piece)
                if left < 0:
                    break
                found.update(piece)
                yield piece
        except OSError as error:
            if error.errno == errno.ENOENT and self.target.is_dir():
                self._bad.add(digest)
                raise BackupDamaged(part=what, name=digest.hex()[:12]) from error
            raise _refusal(error) from error
        if left < 0 or found.digest() != digest:
            self._bad.add(digest)
            raise BackupDamaged(part=what, name=digest.hex()[:12])

    def sweep(self, named: Iterable[bytes], newer: Path) -> int:
        """Remove objects and parts that nobody names and that are a day older than a file; how
        many. A run beside this one may have written the younger ones.
        """
        names = array("Q", sorted(int.from_bytes(digest[:8]) for digest in named))
        removed = 0
        with reaching():
            before = newer.stat().st_mtime_ns - DAY_NS
            for path in list((self.folder / OBJECTS).glob("[0-9a-f][0-9a-f]/*")):
                if path.stat().st_mtime_ns < before and not _among(names, path.name):
                    path.unlink(missing_ok=True)
                    removed += 1
        return removed

    def _names(self) -> Iterator[bytes]:
        for path in (self.folder / OBJECTS).glob("[0-9a-f][0-9a-f]/*"):
            if NAME.fullmatch(path.name):
                yield bytes.fromhex(path.name)

    def _path(self, digest: bytes) -> Path:
        name = digest.hex()
        return self.folder / OBJECTS / name[:2] / name

    # -- small files -------------------------------------------------------------------------------

    def manifests(self) -> list[tuple[int, Path]]:
        """The numbers of the generations with their files, the newest first."""
        found = []
        for path in self.folder.glob("g-*.antin"):
            number = path.stem.removeprefix("g-")
            if number.isdecimal():
                found.append((int(number), path))
        return sorted(found, reverse=True)

    def manifest(self, number: int) -> Path:
        """The file of a generation."""
        return self.folder / f"g-{number:010d}.antin"

    def drop_manifest(self, path: Path) -> None:
        """Forget a generation; its objects go with the next sweep."""
        with reaching():
            path.unlink(missing_ok=True)
            durable.sync_place(self.folder)

    def write(self, path: Path, pieces: Iterable[bytes]) -> int:
        """Put a file in place of the one before, and read it back; its size in bytes.

        Raises BackupDamaged if it then reads otherwise.
        """
        part = path.with_name(path.name + PART)
        with reaching():
            part.unlink(missing_ok=True)
            try:
                digest = _written(part, pieces)
                part.replace(path)
            except BaseException:
                _forget(part)
                raise
            durable.sync_place(self.folder)
            found, size = sha256(), 0
            for piece in _from_medium(path):
                found.update(piece)
                size += len(piece)
        if found.digest() != digest:
            raise BackupDamaged(part="read-back", name=path.name)
        return size


def vaults(target: Path) -> list[str]:
    """The ids of the vaults that have a folder in a chosen one; raises BackupTargetGone."""
    with reaching():
        if not target.is_dir():
            raise BackupTargetGone
        found = (target / ROOT).glob("*")
        return sorted(path.name.upper() for path in found if is_id(path.name.upper()))


def _among(names: array[int], name: str) -> bool:
    try:
        wanted = int.from_bytes(bytes.fromhex(name)[:8])
    except ValueError:
        return False
    at = bisect_left(names, wanted)
    return at < len(names) and names[at] == wanted


def _from_medium(path: Path) -> Iterator[bytes]:
    """The bytes of a file, from the medium where the system lets its copy in memory go."""
    with path.open("rb", 0) as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := file.read(PIECE):
            yield piece


def _written(part: Path, pieces: Iterable[bytes]) -> bytes:
    """Write a new file durably; the SHA-256 of what was written."""
    found = sha256()
    with durable.fresh(part) as file:
        for piece in pieces:
            found.update(piece)
            file.write(piece)
        file.flush()
        durable.sync_file(file.fileno())
    return found.digest()


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:  # the stick was pulled; the next sweep finds what is left
        return
