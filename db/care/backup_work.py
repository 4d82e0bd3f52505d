"""One run of a backup: what it has seen, what was there already, what it wrote and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from core.commits.ids import b64
from core.errors import BackupDamaged, BlobMissing, DiskFailing, WorkStopped
from core.sync import backup
from core.sync.backup import FileEntry, Pieces
from db.care.backup_place import PIECE

if TYPE_CHECKING:
    from db.blobs import Blobs
    from db.care.backup_place import Place

Progress = Callable[[int, int], bool]
Files = dict[bytes, tuple[FileEntry, Path | None]]
SHARES = 16
"""Every object is read again once in so many runs."""


@dataclass(frozen=True)
class Report:
    """What a run did. Sizes are bytes; ``healed`` objects had gone bad and were written again,
    ``damaged`` ones could not be; ``missing`` files are named by the store but are not in it;
    ``away`` are at the server only, as the machine gave them up for room.

    A run that was told to stop is not ``complete`` and made no generation.
    """

    generation: int
    time: int
    complete: bool
    objects: int
    size: int
    new_objects: int
    new_size: int
    healed: int
    damaged: int
    missing: int
    dropped: tuple[int, ...] = ()
    away: int = 0


def on(_done: int, _total: int) -> bool:
    """A progress that never stops the work."""
    return True


@dataclass
class Work:
    """What one run has seen and written so far. ``known`` is what the generation before names: it
    was read back then; anything else that lies at the place is what a run that ended early left.
    """

    place: Place
    number: int
    progress: Progress
    total: int = 0
    done: int = 0
    objects: int = 0
    healed: int = 0
    damaged: int = 0
    missing: int = 0
    away: int = 0
    known: set[bytes] = field(default_factory=set)
    fresh: dict[bytes, int] = field(default_factory=dict)
    again: set[bytes] = field(default_factory=set)

    def files(self, found: Files, last: Iterable[FileEntry]) -> Pieces:
        """Keep the sealed files, and the list of them: first as it stood, then what is new."""
        self.missing = sum(path is None for _, path in found.values())
        here = {name: entry for name, (entry, path) in found.items() if path is not None}
        paths = {name: path for name, (_, path) in found.items() if path is not None}
        known = [each for each in last if here.get(each.name) == each._replace(digest=b"")]
        for entry in known:
            here.pop(entry.name)
        listed = []
        for entry in [*known, *sorted(here.values())]:
            path = paths[entry.name]
            try:
                digest = entry.digest or _digest(path)
                self.keep(digest, entry.size, partial(_pieces, path))
            except BlobMissing:  # given up for room meanwhile
                self.away += 1
                continue
            self.advance(entry.size)
            listed.append(entry._replace(digest=digest))
        return self.keep_run(backup.write_files(listed))

    def keep_run(self, data: bytes, size: int = backup.CHUNK) -> Pieces:
        """Have a run of bytes at the place, in chunks."""
        chunks = backup.cut(data, size)
        return Pieces(len(data), tuple(b64(self.keep_bytes(chunk)) for chunk in chunks))

    def keep_bytes(self, data: bytes) -> bytes:
        """Have some bytes at the place; their name."""
        digest = sha256(data).digest()
        self.keep(digest, len(data), partial(_one, data))
        return digest

    def keep(self, digest: bytes, size: int, pieces: Callable[[], Iterable[bytes]]) -> None:
        """Have an object at the place: as it is there, healed, or new."""
        self.objects += 1
        if not self.place.has(digest):
            self.place.put(digest, pieces())
            self.fresh[digest] = size
        elif self._due(digest) and not self.place.whole(digest):
            if self.place.put(digest, pieces()):
                self.again.add(digest)
                self.healed += 1
            else:
                self.damaged += 1

    def advance(self, size: int) -> None:
        """So many bytes more were looked at; raises WorkStopped."""
        self.done += size
        if not self.progress(self.done, max(self.total, self.done)):
            raise WorkStopped

    def usable(self, digest: bytes) -> bool:
        """Whether an object is at the place, and whole if this run has to look."""
        if not self.place.has(digest):
            return False
        if not self._due(digest) or self.place.whole(digest):
            return True
        self.healed += 1  # its pages are packed again
        return False

    def read_back(self) -> None:
        """Read what this run wrote from the medium; raises BackupDamaged."""
        for digest in [*self.fresh, *self.again]:
            if not self.place.whole(digest):
                self.place.drop(digest)
                raise BackupDamaged(part="read-back", name=digest.hex()[:12])
            self.advance(0)

    def report(self, time: int, complete: bool, dropped: tuple[int, ...] = ()) -> Report:
        """What was done."""
        return Report(
            self.number if complete else 0,
            time,
            complete,
            self.objects,
            self.done,
            len(self.fresh),
            sum(self.fresh.values()),
            self.healed,
            self.damaged,
            self.missing,
            dropped,
            self.away,
        )

    def _due(self, digest: bytes) -> bool:
        """Whether an object that is there has to be read: nobody did yet, or its turn has come."""
        if digest in self.fresh or digest in self.again:
            return False
        return digest not in self.known or digest[0] % SHARES == self.number % SHARES


def found_files(blobs: Blobs, ids: Iterable[str]) -> Files:
    """The sealed files of some contents by name, without their hashes; None for one that is not
    there.
    """
    found: Files = {}
    for blob in ids:
        path = blobs.path(blob)
        name = bytes.fromhex(path.name)
        try:
            said = path.stat()
        except FileNotFoundError:
            found[name] = FileEntry(name, 0, 0, b""), None
            continue
        entry = FileEntry(name, said.st_size, said.st_mtime_ns // 1_000_000, b"")
        found[name] = entry, path
    return found


def _digest(path: Path) -> bytes:
    found = sha256()
    for piece in _pieces(path):
        found.update(piece)
    return found.digest()


def _pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file of the store; raises BlobMissing, DiskFailing."""
    try:
        with path.open("rb", 0) as file:
            while piece := file.read(PIECE):
                yield piece
    except FileNotFoundError as error:
        raise BlobMissing from error
    except OSError as error:
        raise DiskFailing from error


def _one(data: bytes) -> Iterator[bytes]:
    yield data
