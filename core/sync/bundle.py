"""Bundles: the wire's data in one encrypted file, carried by hand (docs/formats/bundle.md).

The file is a container head, a clear header that names the recipients by key id with the content
key sealed to each, sealed frames, and an end mark. Inside the frames stand records – segments,
receipts, chunks of files – and last the manifest, signed by the exporting device. Nothing of the
content is in the clear. Commits prove themselves, so records are usable one by one as they come.
A bundle too large for a stick's file system is several such files, its volumes: each has a content
key and a manifest of its own and is read by itself, in any order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from typing import Annotated, Final, NamedTuple

import msgspec

from core import recipients, sealing
from core.commits import canonical
from core.commits.ids import b64, unb64
from core.commits.signatures import Sign, Tag, message, verify
from core.errors import (
    BundleCut,
    BundleEdited,
    BundleNotForUs,
    BundleSenderUnknown,
    NewerFile,
    NotCanonical,
    SealBroken,
    SignatureWrong,
    TooLarge,
)
from core.sync import container, frontier
from core.sync.chunks import MAX_CHUNK, Chunk
from core.sync.container import FileKind
from core.sync.frontier import Frontier
from core.sync.manifest import (
    MAX_RECORDS,
    WHOLE,
    ChunkEntry,
    Manifest,
    ReceiptsEntry,
    SegmentEntry,
    Volume,
)
from core.sync.packed import USUAL
from core.sync.receipt import Pack
from core.sync.segment import Run

SUITE: Final = "hpke-x25519-sha256-aes256gcm+ants1"
FORM: Final = {"suite": SUITE, "v": 1}
"""What this version of the program reads."""
PURPOSE: Final = b"antin-bundle-1\0"
END: Final = b"ANTE"
FRAME_LOG2: Final = 20
MAX_CLEAR: Final = 64 << 10
MAX_MANIFEST: Final = 32 << 20
KEY_ID_BYTES: Final = 16
CHUNK_HEAD: Final = 36


class Kind(IntEnum):
    """What a record inside a bundle is."""

    SEGMENT = 1
    RECEIPTS = 2
    CHUNK = 3
    MANIFEST = 4


MAX_BYTES: Final = {
    Kind.SEGMENT: USUAL.packed,
    Kind.RECEIPTS: USUAL.packed,
    Kind.CHUNK: CHUNK_HEAD + MAX_CHUNK,
    Kind.MANIFEST: 64 + MAX_MANIFEST,
}


class Record(NamedTuple):
    """A segment or a pack of receipts as it stands in the bundle, not decoded yet."""

    kind: Kind
    data: bytes


class Recipient(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A key id and the content key sealed to that key."""

    id: Annotated[str, msgspec.Meta(min_length=22, max_length=22)]
    sealed: Annotated[str, msgspec.Meta(max_length=120)]


MOST_READERS: Final = 64


class Clear(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The clear header: format, suite, volume i of n, and who can open the bundle."""

    recipients: Annotated[
        tuple[Recipient, ...], msgspec.Meta(min_length=1, max_length=MOST_READERS)
    ]
    suite: str = SUITE
    v: int = 1
    volume: Volume = WHOLE


@dataclass(frozen=True)
class Export:
    """What the exporting device says of a bundle; ``requires`` is what the readers have already,
    ``contains`` what they have after all its volumes."""

    bundle: str
    realm: str
    epoch: int
    device: str
    created: tuple[int, int]
    requires: Frontier
    contains: Frontier
    volume: Volume = WHOLE


@dataclass(frozen=True)
class Lock:
    """The recipients' public keys (X25519), a fresh content key and seven fresh random bytes."""

    recipients: Sequence[bytes]
    key: bytes = field(repr=False)
    prefix: bytes


def key_id(public: bytes) -> str:
    """The short name of a box key: the first 16 bytes of its SHA-256."""
    return b64(sha256(public).digest()[:KEY_ID_BYTES])


def write_bundle(
    export: Export, records: Iterable[Run | Pack | Chunk], lock: Lock, sign: Sign
) -> Iterator[bytes]:
    """The bytes of a bundle, piece by piece; memory stays at two frames and one record.

    Give segments first, then receipts, then chunks, so that a reader can use them as they come.
    """
    clear = _clear(lock, export.volume)
    yield container.head(FileKind.BUNDLE) + len(clear).to_bytes(4) + clear
    content = _content(export, records, clear, sign)
    yield from sealing.seal(content, lock.key, lock.prefix, FRAME_LOG2)
    yield END


def read_bundle(
    pieces: Iterable[bytes], private: bytes, public_of: Callable[[str], bytes | None]
) -> Iterator[Record | Chunk | Manifest]:
    """The records of a bundle as they come, last its manifest once everything before it fits.

    ``private`` is our box key; ``public_of`` gives the signing key of a certified device, asked at
    the end, when the bundle's own commits may have brought the certificate. Records are usable as
    they come: an error that follows does not take them back. Raises EmptyFile, NotOurFile,
    NewerFile, OtherFile, BundleNotForUs, BundleCut, BundleEdited, BundleSenderUnknown, TooLarge.
    """
    source = _Source(pieces)
    clear = _read_clear(source)
    key = _content_key(clear, private)
    seen = _Seen(clear)
    try:
        for kind, data in _records(sealing.unseal(source.rest(), key)):
            if (record := seen.take(kind, data)) is not None:
                yield record
    except SealBroken:
        if source.finished():
            raise BundleEdited(where="frames") from None
    if not source.finished():
        raise BundleCut(records=seen.count)
    yield seen.manifest(public_of)


def _clear(lock: Lock, volume: Volume) -> bytes:
    sealed = {key_id(public): public for public in lock.recipients}
    named = tuple(
        Recipient(name, b64(recipients.seal_to(public, _info(name), lock.key)))
        for name, public in sorted(sealed.items())
    )
    return canonical.encode(Clear(recipients=named, volume=volume))


def _digest(data: bytes) -> str:
    return b64(sha256(data).digest())


def _info(name: str) -> bytes:
    return PURPOSE + unb64(name, KEY_ID_BYTES)


def _content(
    export: Export, records: Iterable[Run | Pack | Chunk], clear: bytes, sign: Sign
) -> Iterator[bytes]:
    """The records with their heads, then the signed manifest that lists them."""
    listed = _Listed()
    for record in records:
        yield from _framed(*listed.add(record))
    manifest = Manifest(
        v=1,
        bundle=export.bundle,
        realm=export.realm,
        epoch=export.epoch,
        device=export.device,
        created=export.created,
        clear=_digest(clear),
        requires=frontier.rows(export.requires),
        contains=frontier.rows(export.contains),
        segments=tuple(listed.segments),
        receipts=tuple(listed.receipts),
        chunks=tuple(listed.chunks),
        volume=export.volume,
    )
    body = canonical.encode(manifest)
    yield from _framed(Kind.MANIFEST, sign(message(Tag.MANIFEST, body)), body)


def _framed(kind: Kind, *parts: bytes) -> Iterator[bytes]:
    size = sum(map(len, parts))
    if size > MAX_BYTES[kind]:
        raise TooLarge(size=size, limit=MAX_BYTES[kind])
    yield bytes((kind,)) + size.to_bytes(4)
    yield from parts


@dataclass
class _Listed:
    """The manifest's lists, filled as records are written."""

    segments: list[SegmentEntry] = field(default_factory=list)
    receipts: list[ReceiptsEntry] = field(default_factory=list)
    chunks: list[ChunkEntry] = field(default_factory=list)

    def add(self, record: Run | Pack | Chunk) -> tuple[Kind, *tuple[bytes, ...]]:
        """List a record; its kind and the parts of its bytes."""
        size, digest = len(record.data), _digest(record.data)
        if isinstance(record, Run):
            entry = SegmentEntry(*record.chain, record.first, record.last, size, digest)
            self.segments.append(entry)
            return Kind.SEGMENT, record.data
        if isinstance(record, Pack):
            self.receipts.append(ReceiptsEntry(record.size, size, digest))
            return Kind.RECEIPTS, record.data
        self.chunks.append(ChunkEntry(record.blob, record.place, size, digest))
        return Kind.CHUNK, unb64(record.blob, 32), record.place.to_bytes(4), record.data


class _Source:
    """The pieces of a file, its first bytes taken off and its end mark held back."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._held = b""

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer only where the file ends."""
        while len(self._held) < size and (piece := next(self._pieces, None)) is not None:
            self._held += piece
        taken, self._held = self._held[:size], self._held[size:]
        return taken

    def rest(self) -> Iterator[bytes]:
        """Everything but the last four bytes."""
        for piece in self._pieces:
            whole = self._held + piece
            self._held = whole[-len(END) :]
            yield whole[: -len(END)]
        if len(self._held) > len(END):
            whole, self._held = self._held, self._held[-len(END) :]
            yield whole[: -len(END)]

    def finished(self) -> bool:
        """Read to the end, and tell whether the end mark stands there."""
        deque(self.rest(), maxlen=0)
        return self._held == END


def _read_clear(source: _Source) -> bytes:
    container.expect(source.take(container.HEAD_SIZE), FileKind.BUNDLE)
    length = source.take(4)
    size = int.from_bytes(length)
    if size > MAX_CLEAR:
        raise BundleEdited(where="header")
    clear = source.take(size)
    if len(length) < 4 or len(clear) < size:
        raise BundleCut(records=0)
    return clear


def _content_key(clear: bytes, private: bytes) -> bytes:
    """The content key, opened with our key; raises NewerFile, BundleNotForUs, BundleEdited."""
    try:
        plain = canonical.decode(clear)
        if isinstance(plain, dict) and any(plain.get(name) != FORM[name] for name in FORM):
            raise NewerFile
        header = canonical.shape(Clear, plain)
        name = key_id(recipients.public_of(private))
        sealed = {each.id: each.sealed for each in header.recipients}.get(name)
        if sealed is None:
            raise BundleNotForUs(recipients=len(header.recipients))
        key = recipients.open_with(private, _info(name), unb64(sealed))
    except (NotCanonical, SealBroken) as error:
        raise BundleEdited(where="header") from error
    if len(key) != sealing.KEY_SIZE:
        raise BundleEdited(where="header")
    return key


def _records(pieces: Iterable[bytes]) -> Iterator[tuple[Kind, bytes]]:
    """Cut the content into records; memory stays at one record and one frame."""
    held = bytearray()
    for piece in pieces:
        held += piece
        place = 0
        while (end := _end(held, place)) is not None:
            yield Kind(held[place]), bytes(held[place + 5 : end])
            place = end
        del held[:place]
    if held:
        raise BundleEdited(where="records")


def _end(held: bytearray, place: int) -> int | None:
    """Where the record ends that begins at a place; None while it has not come whole."""
    if len(held) < place + 5:
        return None
    if held[place] not in MAX_BYTES:
        raise NewerFile(kind=held[place])
    size = int.from_bytes(held[place + 1 : place + 5])
    if size > MAX_BYTES[Kind(held[place])]:
        raise TooLarge(size=size, limit=MAX_BYTES[Kind(held[place])])
    end = place + 5 + size
    return end if len(held) >= end else None


@dataclass
class _Seen:
    """What came so far, to be compared with what the manifest lists."""

    clear: bytes
    count: int = 0
    last: bytes = b""
    found: dict[Kind, list[tuple[object, ...]]] = field(default_factory=dict)

    def take(self, kind: Kind, data: bytes) -> Record | Chunk | None:
        """Note a record; None for the manifest."""
        if self.count == MAX_RECORDS:
            raise TooLarge(size=self.count, limit=MAX_RECORDS)
        if self.last:
            raise BundleEdited(where="order")
        if kind is Kind.MANIFEST:
            self.last = data
            return None
        self.count += 1
        record = _chunk(data) if kind is Kind.CHUNK else Record(kind, data)
        place = record[:-1] if isinstance(record, Chunk) else ()
        entry = (*place, len(record.data), _digest(record.data))
        self.found.setdefault(kind, []).append(entry)
        return record

    def manifest(self, public_of: Callable[[str], bytes | None]) -> Manifest:
        """The manifest, if its device signed it and it lists exactly what came."""
        try:
            manifest = canonical.decode_as(Manifest, self.last[64:], MAX_MANIFEST)
            public = public_of(manifest.device)
            if public is None:
                raise BundleSenderUnknown(device=manifest.device)
            verify(Tag.MANIFEST, self.last[64:], self.last[:64], public)
        except (NotCanonical, SignatureWrong, TooLarge) as error:
            raise BundleEdited(where="manifest") from error
        header = canonical.decode_as(Clear, self.clear)
        said = (manifest.clear, manifest.volume)
        if said != (_digest(self.clear), header.volume) or max(header.volume) > header.volume[1]:
            raise BundleEdited(where="header")
        listed = {
            Kind.SEGMENT: [(entry.size, entry.sha256) for entry in manifest.segments],
            Kind.RECEIPTS: [(entry.size, entry.sha256) for entry in manifest.receipts],
            Kind.CHUNK: [msgspec.structs.astuple(entry) for entry in manifest.chunks],
        }
        if any(entries != self.found.get(kind, []) for kind, entries in listed.items()):
            raise BundleEdited(where="records")
        return manifest


def _chunk(data: bytes) -> Chunk:
    if len(data) < CHUNK_HEAD:
        raise BundleEdited(where="records")
    return Chunk(b64(data[:32]), int.from_bytes(data[32:36]), data[36:])
