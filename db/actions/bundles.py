"""Bundles: what another machine lacks, written to a file for its eyes, and taken in from one.

Both ends also learn how far the other is, so that the next bundle carries only what is new. The
trust list of the writing machine goes along, as a file that no act names: a program that does not
look for it lets it go.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

import sqlalchemy as sa

from core.commits import canonical, fold
from core.commits.check import EFFECTIVE, Verdict
from core.commits.format import Chain, Commit
from core.commits.ids import unb64
from core.errors import (
    ActsInReview,
    ActsQuarantined,
    AntinError,
    BundleEdited,
    NewerActs,
    NotAllowed,
    TrustListOlder,
)
from core.office.terms import Act
from core.sync import bundle, chunks, frontier, receipt, segment, trust_list
from core.sync.bundle import Export, Kind, Lock, Record
from core.sync.chunks import Chunk
from core.sync.frontier import Frontier, Range
from core.sync.manifest import Manifest, prerequisites
from core.sync.receipt import Pack, Receipted
from core.sync.segment import Run
from db import commits, facts, incarnation, ledger, local, opening, wanted
from db.acting import Acting, Store, announce
from db.actions import trusting
from db.actions.files import publish
from db.blob_rows import find
from db.blob_values import HASH_SIZE, Staged
from db.engine import writes
from db.ledger import Changed, Received

CONTENT_KEY, PREFIX = 32, 7
ASIDE: dict[Verdict, type[AntinError]] = {
    Verdict.REVIEW: ActsInReview,
    Verdict.QUARANTINE: ActsQuarantined,
}
"""Standings of acts that are kept without effect, and what tells a person of them."""


@dataclass(frozen=True)
class Exported:
    """A bundle to be written to a file: its pieces, and how many acts and files it carries."""

    bundle: str
    pieces: Iterator[bytes]
    commits: int
    files: int


@dataclass(frozen=True)
class Imported:
    """What a bundle brought: acts by standing, files, and the acts that it builds on but lacks.

    ``new`` are acts with effect; ``notices`` tell of the others, each kind of trouble once.
    """

    sender: str
    new: int
    known: int
    held: int
    refused: int
    files: int
    missing: tuple[Range, ...]
    changed: Changed
    notices: tuple[AntinError, ...] = ()


def export(store: Store, recipients: Sequence[str]) -> Exported:
    """Everything that the devices lack, as far as known here, readable by them alone.

    Raises NotAllowed where the person may not export or a device is not certified or revoked.
    """
    with writes(store.engine).begin() as connection:
        Acting(store, connection, store.stream).require(Act.EXPORT_BUNDLE)
        keys = [_box_of(connection, store, device) for device in recipients]
        mine = commits.frontier(connection)
        theirs = _known(connection, recipients)
        chosen = [
            commit
            for part in frontier.missing(theirs, mine)
            for commit in commits.run(connection, part.chain, part.first, part.last)
        ]
        ids = [commit.id for commit in chosen]
        ordered = commits.receipts(connection, ids, _heard(connection, recipients))
        blobs = files_of(connection, chosen)
        contains = {part: seq for part, seq in mine.items() if seq}
        held = local.value(connection, trusting.HELD)
        made = heading(connection, store, contains, theirs)
        _remember(connection, store, made, recipients)
    records: Iterator[Run | Pack | Chunk] = chain(
        segment.runs(chosen),
        receipt.packs(ordered),
        chunks_of(store, blobs),
        chunks.cut(held) if held else (),
    )
    lock = Lock(keys, store.random(CONTENT_KEY), store.random(PREFIX))
    pieces = bundle.write_bundle(made, records, lock, store.author.sign)
    return Exported(made.bundle, pieces, len(chosen), len(blobs))


def heading(
    connection: sa.Connection, store: Store, contains: Frontier, requires: Frontier | None = None
) -> Export:
    """What a new bundle of this device says of itself."""
    return Export(
        bundle=store.new_id(),
        realm=store.realm.provision.realm,
        epoch=0,
        device=store.author.device,
        created=commits.tick(connection, store.now()),
        requires=requires or {},
        contains=contains,
    )


def _box_of(connection: sa.Connection, store: Store, device: str) -> bytes:
    certificate, revoked = facts.certificate(connection, store.realm, device)
    if certificate is None or revoked:
        raise NotAllowed(act=Act.EXPORT_BUNDLE.value, roles="")
    return unb64(certificate.box, 32)


def _known(connection: sa.Connection, devices: Sequence[str]) -> dict[Chain, int]:
    """What all of the devices are known to have: the least of what each said last."""
    found = [_peer(connection, device) for device in devices]
    shared = set(found[0]).intersection(*found) if found else set()
    return {part: min(peer[part] for peer in found) for part in shared}


def _peer(connection: sa.Connection, device: str) -> Frontier:
    kept = local.value(connection, f"peer.{device}")
    return frontier.read_rows(canonical.decode_as(frontier.Rows, kept)) if kept else {}


def _heard(connection: sa.Connection, devices: Sequence[str]) -> dict[str, int]:
    """How far in the server's order all of the devices are for certain: who meets sticks only hears
    in no other way what became of his own acts.
    """
    found = [commits.heard(connection, device) for device in devices]
    return {name: min(each[name] for each in found) for name in found[0]} if found else {}


def _learn(connection: sa.Connection, device: str, contains: Frontier) -> None:
    """Note how far another device is, as it says itself."""
    known = frontier.merge(_peer(connection, device), contains)
    local.put_value(connection, f"peer.{device}", canonical.encode(list(frontier.rows(known))))


def files_of(connection: sa.Connection, chosen: Iterable[Commit]) -> list[str]:
    """The files that commits name and that are here as a whole, each once."""
    named = {blob: None for commit in chosen for op in commit.ops for blob in fold.blobs(op)}
    return [blob for blob in named if find(connection, blob)]


def chunks_of(store: Store, blobs: Iterable[str]) -> Iterator[Chunk]:
    """The chunks of some files that are here as a whole."""
    for blob in blobs:
        with store.engine.begin() as connection:
            row = find(connection, blob)
        if row is not None:
            for place in range(len(row.chunks) // HASH_SIZE):
                yield Chunk(blob, place, store.blobs.chunk(row, place))


def _remember(
    connection: sa.Connection, store: Store, made: Export, recipients: Sequence[str]
) -> None:
    rows = canonical.encode(list(frontier.rows(made.contains)))
    for device in recipients:
        export_row = local.Export(made.bundle, device, store.now(), rows, confirmed=False)
        local.put_export(connection, export_row)


def import_(store: Store, pieces: Iterable[bytes]) -> Imported:
    """Take in a bundle: all of it or, where it is cut, edited or for somebody else, nothing.

    Raises NotAllowed and what :func:`core.sync.bundle.read_bundle` raises.
    """
    with store.engine.begin() as connection:
        Acting(store, connection, store.stream).require(Act.IMPORT_BUNDLE)
    return read_in(store, pieces)


def read_in(store: Store, pieces: Iterable[bytes]) -> Imported:
    """Take in a bundle that nobody chose to import: this installation's own second copy.

    Raises what :func:`core.sync.bundle.read_bundle` raises, and then takes nothing.
    """
    with writes(store.engine).begin() as connection, _Reader(store, connection) as reader:
        private = unb64(opening.installation(connection).box, 32)
        before = commits.frontier(connection)
        reader.read(bundle.read_bundle(pieces, private, reader.public_of))
        if reader.manifest is None:
            raise BundleEdited(where="manifest")
        manifest = reader.manifest
        ordered = ledger.checked(store.realm, reader.ordered)
        anew = incarnation.meet(connection, store, reader.commits)
        received = ledger.take(connection, store.realm, reader.commits, ordered)
        if anew:
            announce(Acting(store, connection, store.stream))
        files, refused = reader.keep_files(received), reader.keep_list(received)
        _learn(connection, manifest.device, frontier.read_rows(manifest.contains))
        confirm(connection, manifest.device)
    standing = list(received.standing.values())
    return Imported(
        sender=manifest.device,
        new=sum(verdict in EFFECTIVE for verdict in standing),
        known=standing.count(Verdict.DUPLICATE),
        held=standing.count(Verdict.HELD),
        refused=len(received.refused),
        files=files,
        missing=tuple(prerequisites(manifest, before)),
        changed=received.changed,
        notices=(*_notices(reader.commits, received), *refused),
    )


def _notices(brought: Iterable[Commit], received: Received) -> Iterator[AntinError]:
    """What a person must know of acts that were not simply taken, each kind once."""
    yield from {error.code: error for error in received.refused.values()}.values()
    standing = list(received.standing.values())
    for verdict, error in ASIDE.items():
        if count := standing.count(verdict):
            yield error(n=count)
    taken = (each for each in brought if received.standing.get(each.id) in EFFECTIVE)
    if newer := sum(not all(map(fold.known, each.ops)) for each in taken):
        yield NewerActs(n=newer)


def confirm(connection: sa.Connection, device: str) -> None:
    """Mark the exports to a device confirmed that it says it has."""
    has = _peer(connection, device)
    for made in local.exports(connection):
        contains = frontier.read_rows(canonical.decode_as(frontier.Rows, made.contains))
        if made.recipient == device and all(
            has.get(part, 0) >= seq for part, seq in contains.items()
        ):
            local.confirm_export(connection, made.bundle, device)


class _Reader:
    """Gathers what a bundle holds: commits and receipts in memory, files sealed to disk."""

    def __init__(self, store: Store, connection: sa.Connection) -> None:
        self._store, self._connection = store, connection
        self.commits: list[Commit] = []
        self.ordered: list[Receipted] = []
        self.manifest: Manifest | None = None
        self._staged: list[Staged] = []
        self._list = ("", bytearray())

    def __enter__(self) -> _Reader:
        return self

    def __exit__(self, *_error: object) -> None:
        """Files that were not kept go, whatever happened."""
        for staged in self._staged:
            self._store.blobs.discard(staged)

    def read(self, records: Iterator[Record | Chunk | Manifest]) -> None:
        """Take every record; the chunks of a file follow one another and never gather in memory."""
        for blob, group in groupby(records, _blob_of):
            if blob:
                self._file(blob, (each.data for each in group if isinstance(each, Chunk)))
            else:
                for record in group:
                    self._take(record)

    def keep_files(self, received: Received) -> int:
        """Give the files that taken or held acts call for their places; how many are new.

        The file of a refused act, a state secret perhaps, is not kept.
        """
        held = self._held(received)
        kept = [each for each in self._staged if self._called_for(each.blob.id, held)]
        self._staged = [each for each in self._staged if each not in kept]
        return sum(publish(self._connection, self._store, staged) for staged in kept)

    def keep_list(self, received: Received) -> list[AntinError]:
        """Judge by the trust list that came along, where it is newer; why it was refused.

        A list that an act names is a document's file and nothing else.
        """
        blob, data = self._list
        if not data or self._called_for(blob, self._held(received)):
            return []
        try:
            trusting.take_in(self._store, self._connection, bytes(data))
        except TrustListOlder:
            return []  # it goes along with every bundle
        except AntinError as error:
            return [error]
        return []

    def _held(self, received: Received) -> set[str]:
        """The files of acts that wait for others."""
        return {
            blob
            for commit in self.commits
            if received.standing.get(commit.id) is Verdict.HELD
            for op in commit.ops
            for blob in fold.blobs(op)
        }

    def _called_for(self, blob: str, held: Container[str]) -> bool:
        return blob in held or wanted.known(self._connection, blob)

    def _file(self, blob: str, pieces: Iterator[bytes]) -> None:
        first = next(pieces, b"")
        whole: Iterator[bytes] = chain((first,), pieces)
        if trust_list.is_list(first):
            self._list = blob, bytearray()  # the last one counts, and no more is kept in memory
            whole = _noted(whole, self._list[1])
        staged = self._store.blobs.stage(whole)
        self._staged.append(staged)
        if staged.blob.id != blob:
            raise BundleEdited(where="file")

    def _take(self, record: Record | Chunk | Manifest) -> None:
        if isinstance(record, Manifest):
            self.manifest = record
        elif isinstance(record, Record) and record.kind is Kind.SEGMENT:
            self.commits.extend(segment.decode(record.data).commits)
        elif isinstance(record, Record):
            self.ordered.extend(receipt.decode_receipts(record.data))

    def public_of(self, device: str) -> bytes | None:
        """The signing key of the exporting device, from here or from the bundle's own commits."""
        known = facts.sender(self._connection, self._store.realm, device, self.commits)
        return unb64(known.sign, 32) if known else None


def _noted(pieces: Iterable[bytes], note: bytearray) -> Iterator[bytes]:
    """The same pieces, kept as well as far as a trust list may reach."""
    for piece in pieces:
        if len(note) + len(piece) <= trust_list.LIMIT:
            note += piece
        yield piece


def _blob_of(record: Record | Chunk | Manifest) -> str:
    return record.blob if isinstance(record, Chunk) else ""
