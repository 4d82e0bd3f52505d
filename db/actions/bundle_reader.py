"""What a bundle brings, gathered before a transaction takes it: commits and receipts in memory,
files sealed to disk.

A stick is slow and may be pulled: nothing is locked while it is read. A file that is here already
is not written again, nor one that came before the stick was pulled: those are made durable in
groups as they come, and stay for the next attempt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain, groupby

import sqlalchemy as sa

from core.commits import fold
from core.commits.format import Commit
from core.commits.ids import unb64
from core.errors import (
    AntinError,
    BlobDamaged,
    BundleEdited,
    FileUnreadable,
    TrustListOlder,
    WorkStopped,
)
from core.sync import bundle, receipt, segment, trust_list
from core.sync.bundle import Kind, Record
from core.sync.chunks import Chunk
from core.sync.manifest import Manifest
from core.sync.receipt import Receipted
from db import facts, wanted
from db.acting import Store
from db.actions import trusting
from db.actions.files import publish_all
from db.blob_rows import find
from db.blob_values import Staged
from db.blobs import settle

AT_ONCE = 1000
"""Files that get their names together."""
GROUP_FILES, GROUP_BYTES = 64, 16 << 20
"""Files that are made durable together, and their bytes, at most but for the last of them."""


class BundleReader:
    """Reads one volume; as a context, whose end drops the files that were not kept."""

    manifest: Manifest

    def __init__(self, store: Store, pieces: Iterable[bytes], private: bytes) -> None:
        """Nothing is read before :meth:`read`; ``private`` is our box key."""
        self._store = store
        self._records = bundle.read_bundle(pieces, private, self._public_of)
        self.commits: list[Commit] = []
        self.ordered: list[Receipted] = []
        self._staged: dict[str, Staged] = {}
        self._fresh: dict[str, Staged] = {}
        self._list = ("", bytearray())
        self._kept: set[str] = set()

    def __enter__(self) -> BundleReader:
        """Read to the end; raises what :func:`core.sync.bundle.read_bundle` raises."""
        try:
            self._read()
        except (FileUnreadable, WorkStopped, KeyboardInterrupt):
            self._staged = self._fresh  # what is durable stays
            self._drop()
            raise
        except BaseException:
            self._drop()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._drop()

    def _drop(self) -> None:
        for staged in self._staged.values():
            self._store.blobs.discard(staged)

    def _read(self) -> None:
        """Take every record; the chunks of a file follow one another and never gather in memory."""
        for blob, group in groupby(self._records, _blob_of):
            if blob:
                self._file(blob, (each.data for each in group if isinstance(each, Chunk)))
            else:
                for record in group:
                    self._take(record)
        self._settle()

    def _settle(self) -> None:
        """Make durable what came since the last time."""
        for settled in settle(list(self._fresh.values())):
            self._staged[settled.blob.id] = settled
        self._fresh.clear()

    def keep_files(self, connection: sa.Connection, held: Collection[str]) -> int:
        """Give the files that taken or held acts call for their places; how many are new. ``held``
        are the ids of acts that wait for others.

        The file of a refused act, a state secret perhaps, is not kept.
        """
        waiting, came = self._named_by(held), list(self._staged)
        new = 0
        for at in range(0, len(came), AT_ONCE):
            called = waiting | wanted.known(connection, came[at : at + AT_ONCE])
            kept = [self._staged.pop(blob) for blob in came[at : at + AT_ONCE] if blob in called]
            self._kept.update(each.blob.id for each in kept)
            new += len(publish_all(connection, self._store, kept))
        return new

    def kept_by_stream(self) -> dict[str, set[str]]:
        """The files that got their places, by the streams of the acts that brought them."""
        found: dict[str, set[str]] = {}
        for commit in self.commits:
            named = {blob for op in commit.ops for blob in fold.blobs(op)}
            found.setdefault(commit.header.stream, set()).update(named & self._kept)
        return found

    def keep_list(self, connection: sa.Connection, held: Collection[str]) -> list[AntinError]:
        """Judge by the trust list that came along, where it is newer; why it was refused.

        A list that an act names is a document's file and nothing else.
        """
        blob, data = self._list
        if not data or blob in self._named_by(held) | wanted.known(connection, [blob]):
            return []
        try:
            trusting.take_in(self._store, connection, bytes(data))
        except TrustListOlder:
            return []  # it goes along with every bundle
        except AntinError as error:
            return [error]
        return []

    def _named_by(self, held: Collection[str]) -> set[str]:
        """The files of acts that wait for others."""
        ops = (op for commit in self.commits if commit.id in held for op in commit.ops)
        return {blob for op in ops for blob in fold.blobs(op)}

    def _file(self, blob: str, pieces: Iterator[bytes]) -> None:
        with self._store.engine.begin() as connection:
            here = find(connection, blob)
        if here is not None or blob in self._staged:
            return  # the rest of its chunks is read past
        first = next(pieces, b"")
        whole: Iterator[bytes] = chain((first,), pieces)
        if trust_list.is_list(first):
            self._list = blob, bytearray()  # the last one counts, and no more is kept in memory
            whole = _noted(whole, self._list[1])
        try:
            staged = self._store.blobs.arrived(blob, whole)
        except BlobDamaged as error:
            raise BundleEdited(where="file") from error
        self._staged[blob] = self._fresh[blob] = staged
        sizes = [each.blob.size for each in self._fresh.values()]
        if len(sizes) == GROUP_FILES or sum(sizes) >= GROUP_BYTES:
            self._settle()

    def _take(self, record: Record | Chunk | Manifest) -> None:
        if isinstance(record, Manifest):
            self.manifest = record
        elif isinstance(record, Record) and record.kind is Kind.SEGMENT:
            self.commits.extend(segment.decode(record.data).commits)
        elif isinstance(record, Record):
            self.ordered.extend(receipt.decode_receipts(record.data))

    def _public_of(self, device: str) -> bytes | None:
        """The signing key of the exporting device, from here or from the bundle's own commits."""
        with self._store.engine.begin() as connection:
            known = facts.sender(connection, self._store.realm, device, self.commits)
        return unb64(known.sign, 32) if known else None


def _noted(pieces: Iterable[bytes], note: bytearray) -> Iterator[bytes]:
    """The same pieces, kept as well as far as a trust list may reach."""
    for piece in pieces:
        if len(note) + len(piece) <= trust_list.LIMIT:
            note += piece
        yield piece


def _blob_of(record: Record | Chunk | Manifest) -> str:
    return record.blob if isinstance(record, Chunk) else ""
