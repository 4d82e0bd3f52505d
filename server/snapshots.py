"""Snapshots as files beside the store: made when somebody asks and the tail has grown long, sealed
like everything of the server's folder, handed out without a word to the store.

``snapshots/<stream>/``: a signed manifest, the one before it, and a file for each chunk that one of
the two names. A device in the midst of the older one can finish.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from core import sealing
from core.commits import canonical, fold, state_hash
from core.commits.ids import b64, unb64
from core.errors import AntinError, DiskFull, NotFound, TooLarge
from core.sync import snapshot
from core.sync.snapshot import LIMITS, MANIFEST, Chunk, Manifest, Row
from core.wrapping import derive
from db import durable
from db.actions import syncing
from db.queries import snapshots
from db.queries.order import Head
from server.home import Home

FOLDER: Final = "snapshots"
NOW, BEFORE = "manifest", "manifest.before"
LEAST: Final = 2000
"""Commits of a stream for which a snapshot is made at all."""
TAIL: Final = 5000
"""Commits after a snapshot from which a new one is made."""
_EXTRA: Final = 4096
_KEY: Final = b"antin-snapshot-files-1\0"


class Snapshots:
    """The snapshots of one open server; whoever makes one works alone."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._top = home.folder / FOLDER
        self._key = derive(home.session_key, _KEY)

    def require(self, stream: str) -> None:
        """Raise NotFound for a stream that needs none: a short one, or the authority's, as who may
        do what is believed by the commits alone.
        """
        store = self._home.store
        if store.realm.kind(stream) == "authority" or syncing.heads(store)[stream].gseq < LEAST:
            raise NotFound(kind="snapshot")

    def manifest(self, stream: str) -> bytes:
        """The signed manifest of a snapshot that is good now, made if there is none; raises
        NotFound where none can be made.
        """
        head = syncing.heads(self._home.store)[stream]
        found = self._load(stream, NOW)
        if found is None or not self._good(found, head):
            with suppress(DiskFull, TooLarge):
                self._make(stream)
            found = self._load(stream, NOW)
        if found is None or not self._good(found, head):
            raise NotFound(kind="snapshot")
        return snapshot.sign(found, self._home.registrar.sign)

    def chunk(self, stream: str, name: str) -> bytes:
        """A chunk; raises NotFound where it is no longer here."""
        return self._open(self._place(stream) / unb64(name, 32).hex(), LIMITS.packed)

    def _good(self, found: Manifest, head: Head) -> bool:
        """Whether a snapshot is of this life of the store and near enough to its head."""
        return (
            found.reducer == fold.REDUCER
            and head.gseq - found.gseq < TAIL
            and syncing.chain_at(self._home.store, found.stream, found.gseq) == found.chain
        )

    # -- making ------------------------------------------------------------------------------------

    def _make(self, stream: str) -> None:
        place = self._place(stream)
        durable.make_folder(place)
        made: list[Manifest] = []
        snapshots.read(
            self._home.store,
            stream,
            lambda head, rows: made.append(self._write(place, head, rows)),
        )
        [manifest] = made
        before = self._load(stream, NOW)
        if before is not None:
            self._seal(place / BEFORE, canonical.encode(before))
        self._seal(place / NOW, canonical.encode(manifest))
        self._sweep(place, [each for each in (before, manifest) if each])

    def _write(self, place: Path, head: Head, rows: Iterator[Row]) -> Manifest:
        """The chunks as files; raises NotFound where the rows are not those of the head."""
        total = _Sum(rows)
        names: list[Chunk] = []
        for chunk, data in snapshot.chunks(total):
            self._seal(place / unb64(chunk.name, 32).hex(), data)
            names.append(chunk)
        if total.value != head.state:
            raise NotFound(kind="snapshot")
        return Manifest(
            realm=self._home.store.realm.provision.realm,
            stream=head.stream,
            epoch=head.epoch,
            gseq=head.gseq,
            chain=head.chain,
            state=b64(head.state),
            reducer=fold.REDUCER,
            chunks=tuple(names),
        )

    def _sweep(self, place: Path, kept: list[Manifest]) -> None:
        named = {unb64(chunk.name, 32).hex() for each in kept for chunk in each.chunks}
        for file in place.iterdir():
            if file.name not in named | {NOW, BEFORE}:
                file.unlink(missing_ok=True)

    # -- files -------------------------------------------------------------------------------------

    def _place(self, stream: str) -> Path:
        return self._top / stream

    def _load(self, stream: str, name: str) -> Manifest | None:
        """A manifest that is here; None without one, or where it cannot be read: it is made
        again.
        """
        with suppress(AntinError):
            data = self._open(self._place(stream) / name, MANIFEST)
            return canonical.decode_as(Manifest, data, MANIFEST)
        return None

    def _seal(self, path: Path, plain: bytes) -> None:
        prefix = self._home.store.random(sealing.PREFIX_SIZE)
        size = sealing.frame_log2_for(len(plain))
        key = derive(self._key, path.name.encode("ascii"))
        durable.replace(path, b"".join(sealing.seal(plain, key, prefix, size)), lasting=False)

    def _open(self, path: Path, most: int) -> bytes:
        key = derive(self._key, path.name.encode("ascii"))
        try:
            sealed = durable.read_small(path, most + most // 1024 + _EXTRA)
            return b"".join(sealing.unseal(sealed, key))
        except (OSError, AntinError) as error:
            raise NotFound(kind="snapshot") from error


class _Sum:
    """Rows as they pass, with the sum of their shares."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.value = state_hash.EMPTY

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.value = snapshot.add(self.value, [row])
            yield row
