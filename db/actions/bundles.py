"""Bundles: what another machine lacks, written to a file for its eyes, and taken in from one.

Both ends also learn how far the other is, so that the next bundle carries only what is new. The
trust list of the writing machine goes along, as a file that no act names: a program that does not
look for it lets it go.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import sqlalchemy as sa

from core.commits import fold
from core.commits.check import EFFECTIVE, Verdict
from core.commits.format import Chain, Commit
from core.commits.ids import unb64
from core.errors import (
    ActsInReview,
    ActsQuarantined,
    AntinError,
    NewerActs,
    NotAllowed,
    TooManyReaders,
)
from core.office.terms import Act
from core.sync import bundle, chunks, frontier, receipt, segment, volumes
from core.sync.bundle import MOST_READERS, Export, Lock
from core.sync.chunks import Chunk
from core.sync.frontier import Frontier, Range
from core.sync.manifest import Volume, prerequisites
from core.sync.receipt import Pack
from core.sync.segment import Run
from core.sync.volumes import LIMIT, Load
from db import (
    carried,
    commits,
    facts,
    groups,
    incarnation,
    ledger,
    local,
    opening,
    purge,
    reach,
    wanted,
)
from db.acting import Acting, Store, announce
from db.actions import handing_on, ordering, trusting
from db.actions.bundle_reader import AT_ONCE, BundleReader
from db.blob_rows import find, find_all
from db.blob_values import HASH_SIZE
from db.engine import writes
from db.ledger import Changed, Received, Registrar

CONTENT_KEY, PREFIX = 32, 7
ASIDE: dict[Verdict, type[AntinError]] = {
    Verdict.REVIEW: ActsInReview,
    Verdict.QUARANTINE: ActsQuarantined,
}
"""Standings of acts that are kept without effect, and what tells a person of them."""


@dataclass(frozen=True)
class Exported:
    """A bundle to be written to files: the pieces of each volume with their bytes to expect, and
    how many acts and files it carries, and how many streams it does not, as not each of its readers
    reads them.
    """

    bundle: str
    volumes: tuple[Iterator[bytes], ...]
    size: int
    commits: int
    files: int
    left_out: int

    @property
    def pieces(self) -> Iterator[bytes]:
        """The pieces of a bundle that is one volume."""
        [only] = self.volumes
        return only


@dataclass(frozen=True)
class Imported:
    """What a volume of a bundle brought: acts by standing, files, and the acts that it builds on
    but lacks; ``made`` is when its sender says it was made (milliseconds UTC), ``lacking`` the
    volumes of the same bundle that have not come.

    ``new`` are acts with effect; ``notices`` tell of the others, each kind of trouble once.
    """

    sender: str
    made: int
    volume: Volume
    lacking: tuple[int, ...]
    new: int
    known: int
    held: int
    refused: int
    files: int
    missing: tuple[Range, ...]
    changed: Changed
    notices: tuple[AntinError, ...] = ()


def export(store: Store, recipients: Sequence[str], limit: int = LIMIT) -> Exported:
    """Everything that the devices lack of the streams that each of them may read, as far as known
    here, readable by them alone, in volumes of at most ``limit`` bytes. It counts as written until
    :func:`forget`.

    Raises NotAllowed where the person may not export or a device is not certified or revoked,
    TooManyReaders.
    """
    with store.engine.begin() as connection:
        Acting(store, connection, store.stream).require(Act.EXPORT_BUNDLE)
    return write_out(store, recipients, limit)


def write_out(
    store: Store,
    recipients: Sequence[str],
    limit: int = LIMIT,
    told: Mapping[str, int] | None = None,
) -> Exported:
    """:func:`export` by no person, the server's; no receipts beyond the places in ``told``."""
    with writes(store.engine).begin() as connection:
        keys = _boxes(connection, store, recipients)
        read = reach.of_all(connection, store.realm, recipients)
        mine = _of(commits.frontier(connection), read)
        left_out = _left_out(connection, store, recipients)
        theirs = _of(carried.known(connection, recipients), read)
        chosen = list(_lacked(connection, mine, theirs, read))
        ids = [commit.id for commit in chosen]
        heard = carried.heard(connection, recipients, read)
        ordered = [
            each
            for each in commits.receipts(connection, ids, heard)
            if told is None or each.receipt.gseq <= told.get(each.receipt.stream, 0)
        ]
        loads = _loads(connection, chosen)
        contains = {part: seq for part, seq in mine.items() if seq}
        held = local.value(connection, trusting.HELD) or b""
        contains |= _of_those_out(connection, store, recipients)
        made = heading(connection, store, contains, theirs)
        carried.remember(connection, made, recipients, store.now())
    packs = list(receipt.packs(ordered))
    named = len(keys) + len(made.requires) + len(made.contains)
    taken = volumes.everywhere(named, packs, len(held))
    parts = volumes.spread(loads, taken, limit)
    written = tuple(
        _volume(store, replace(made, volume=(place, len(parts))), keys, (part, packs, held))
        for place, part in enumerate(parts, 1)
    )
    sizes = [size for load in loads for _, size in load.files]
    size = sum(sizes) + sum(commit.header.size for commit in chosen)
    return Exported(made.bundle, written, size, len(chosen), len(sizes), left_out)


def _left_out(connection: sa.Connection, store: Store, recipients: Sequence[str]) -> int:
    """How many streams of which something is here only some of the readers read."""
    each = [reach.of_device(connection, store.realm, device) for device in recipients]
    some = frozenset[str]().union(*each) - reach.of_all(connection, store.realm, recipients)
    return len({part[2] for part in commits.frontier(connection)} & some)


def _lacked(
    connection: sa.Connection, mine: Frontier, theirs: Frontier, streams: Container[str]
) -> Iterator[Commit]:
    """What readers lack that is here, also what waits here for something missing."""
    for part in frontier.missing(theirs, mine):
        yield from commits.run(connection, part.chain, part.first, part.last)
    yield from handing_on.lacked(connection, streams, theirs)


def _of(known: Frontier, streams: Container[str]) -> dict[Chain, int]:
    """A frontier's chains in some streams."""
    return {part: seq for part, seq in known.items() if part[2] in streams}


def _of_those_out(
    connection: sa.Connection, store: Store, recipients: Sequence[str]
) -> dict[Chain, int]:
    """How far the own acts of a machine have come in streams that it reads no more: it keeps them
    until it hears so. Nobody else is told who does not read there.
    """
    found: dict[Chain, int] = {}
    known = commits.frontier(connection)
    for device in recipients:
        others = [each for each in recipients if each != device]
        out = reach.left(connection, store.realm, device)
        out &= reach.of_all(connection, store.realm, others) if others else out
        found |= {part: seq for part, seq in known.items() if part[0] == device and part[2] in out}
    return found


def _loads(connection: sa.Connection, chosen: Sequence[Commit]) -> list[Load]:
    """Commits, each with those of its files that are here as a whole and go with none before it."""
    first: dict[str, int] = {}
    for at, commit in enumerate(chosen):
        for blob in (blob for op in commit.ops for blob in fold.blobs(op)):
            first.setdefault(blob, at)
    files: list[list[tuple[str, int]]] = [[] for _ in chosen]
    named = sorted(first)
    for begin in range(0, len(named), AT_ONCE):
        found = find_all(connection, named[begin : begin + AT_ONCE])
        for blob in sorted(found):
            files[first[blob]].append((blob, found[blob].size))
    return [Load(commit, tuple(its)) for commit, its in zip(chosen, files, strict=True)]


def _volume(
    store: Store,
    made: Export,
    keys: Sequence[bytes],
    content: tuple[Sequence[Load], Sequence[Pack], bytes],
) -> Iterator[bytes]:
    loads, packs, trust = content
    records: Iterator[Run | Pack | Chunk] = chain(
        segment.runs(load.commit for load in loads),
        packs,
        chunks_of(store, (blob for load in loads for blob, _ in load.files)),
        chunks.cut(trust) if trust else (),
    )
    lock = Lock(keys, store.random(CONTENT_KEY), store.random(PREFIX))
    return bundle.write_bundle(made, records, lock, store.author.sign)


def forget(store: Store, made: Exported) -> None:
    """A bundle did not come to its files: nobody waits for its answer."""
    with writes(store.engine).begin() as connection:
        local.drop_export(connection, made.bundle)


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


def _boxes(connection: sa.Connection, store: Store, devices: Sequence[str]) -> list[bytes]:
    if len(devices) > MOST_READERS:
        raise TooManyReaders(limit=MOST_READERS, count=len(devices))
    return [_box_of(connection, store, device) for device in devices]


def _box_of(connection: sa.Connection, store: Store, device: str) -> bytes:
    certificate, revoked = facts.certificate(connection, store.realm, device)
    if certificate is None or revoked:
        raise NotAllowed(act=Act.EXPORT_BUNDLE.value, roles="")
    return unb64(certificate.box, 32)


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


def import_(store: Store, pieces: Iterable[bytes]) -> Imported:
    """Take in a volume: all of it or, where it is cut, edited or for somebody else, nothing. What
    this machine reads no more by what it brings leaves it.

    Raises NotAllowed and what :func:`core.sync.bundle.read_bundle` raises.
    """
    with store.engine.begin() as connection:
        Acting(store, connection, store.stream).require(Act.IMPORT_BUNDLE)
    done = read_in(store, pieces)
    gone = (purge.leave(store, stream) for stream in purge.due(store))
    return replace(done, changed=done.changed.union(*gone))


def read_in(store: Store, pieces: Iterable[bytes]) -> Imported:
    """Take in a volume that nobody chose to import: this installation's own second copy.

    Raises what :func:`core.sync.bundle.read_bundle` raises, and then takes nothing.
    """
    with store.engine.begin() as connection:
        private = unb64(opening.installation(connection).box, 32)
    with (
        BundleReader(store, pieces, private) as reader,
        writes(store.engine).begin() as connection,
    ):
        before = commits.frontier(connection)
        ordered = ledger.checked(store.realm, reader.ordered)
        anew = incarnation.meet(connection, store, reader.commits)
        device = store.author.device
        ours = reach.sift(connection, store.realm, device, reader.commits, ordered)
        groups.make_way(connection, device, ours.commits)
        received = ledger.take(connection, store.realm, ours.commits, ours.ordered)
        received = replace(received, refused={**received.refused, **ours.refused})
        if anew:
            announce(Acting(store, connection, store.stream))
        return _settled(connection, reader, received, before)


def order_in(
    store: Store, registrar: Registrar, private: bytes, pieces: Iterable[bytes]
) -> Imported:
    """The server's side: order what a volume brings as if its devices had sent it. ``private`` is
    the server's box key. The journal is the caller's matter.

    Raises as :func:`read_in` and :func:`db.actions.ordering.admit`.
    """
    with BundleReader(store, pieces, private) as reader:
        with store.engine.begin() as connection:
            before = commits.frontier(connection)
            known = {each.id for each in reader.commits if commits.exists(connection, each.id)}
        done = ordering.admit(store, registrar, reader.commits)
        verdicts = {each.receipt.commit: Verdict(each.receipt.verdict) for each in done.receipts}
        standing = verdicts | dict.fromkeys(done.held, Verdict.HELD)
        standing |= dict.fromkeys(known, Verdict.DUPLICATE)
        received = Received(standing, done.refused, frozenset())
        with writes(store.engine).begin() as connection:
            settled = _settled(connection, reader, received, before)
            for stream, files in reader.kept_by_stream().items():
                wanted.came(connection, stream, files)
            return settled


def _settled(
    connection: sa.Connection, reader: BundleReader, received: Received, before: Frontier
) -> Imported:
    """Keep what came with commits that were taken, and learn what it says of its sender."""
    manifest, standing = reader.manifest, list(received.standing.values())
    held = {each for each, verdict in received.standing.items() if verdict is Verdict.HELD}
    files, refused = reader.keep_files(connection, held), reader.keep_list(connection, held)
    lacking = carried.note(connection, manifest)
    carried.learn(connection, manifest.device, frontier.read_rows(manifest.contains))
    return Imported(
        sender=manifest.device,
        made=manifest.created[0],
        volume=manifest.volume,
        lacking=lacking,
        new=sum(verdict in EFFECTIVE for verdict in standing),
        known=standing.count(Verdict.DUPLICATE),
        held=len(held),
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
