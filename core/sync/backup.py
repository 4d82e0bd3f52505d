"""A backup's manifest: which objects make one generation of an installation's store, and their sum.

The database's pages travel as they lie on disk, encrypted, those that changed packed together;
sealed files of documents likewise, each whole. Objects are named by their SHA-256, the manifest
names them. A plain sum finds damage before any key is known; the MAC, under a subkey of the vault,
finds changes after. What anybody holding the stick could read is sealed (docs/formats/backup.md).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Annotated, Final, Literal, NamedTuple

import msgspec

from core.commits import canonical
from core.commits.format import Count, Hash, Id, Inc, Instant, Whole
from core.commits.ids import b64, raw_id, unb64
from core.errors import AntinError, BackupDamaged, NotCanonical, SealBroken
from core.sync import container
from core.sync.container import FileKind
from core.sync.frontier import Rows
from core.wrapping import derive, unwrap, wrap

CHUNK: Final = 1 << 20
PAGE: Final = 4096
PACK: Final = CHUNK // PAGE
"""Pages in a pack, at most."""
PAGE_RECORD: Final = 22
TABLE_CHUNK: Final = 1 << 16
DIGEST: Final = 16
MAX_BYTES: Final = 32 << 20
MAX_CHUNKS: Final = 500_000
RECORD: Final = 80
_MAC: Final = b"antin-backup-1\0"
_INSIDE: Final = b"antin-backup-inside-1\0"


class Pieces(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A run of bytes as chunks: how many bytes in all, and the chunks' SHA-256 in order."""

    size: Whole
    chunks: Annotated[tuple[Hash, ...], msgspec.Meta(max_length=MAX_CHUNKS)]


class Pack(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Pages that were written together: SHA-256 of their bytes, and how many there are."""

    name: Hash
    pages: Annotated[int, msgspec.Meta(ge=1, le=PACK)]


class Pages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The database: its bytes, the packs that hold its pages, the table of where each stands."""

    size: Whole
    packs: Annotated[tuple[Pack, ...], msgspec.Meta(max_length=MAX_CHUNKS)]
    table: Pieces


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The readable part: ids that say nothing, sizes and hashes.

    ``header`` is a vault header that opens the database but names nobody; ``files`` are the chunks
    of the list of files; ``inside`` is sealed.
    """

    v: Literal[1] = 1
    vault: Id
    store: Id
    generation: Count
    time: Instant
    header: Annotated[str, msgspec.Meta(max_length=2 << 20)]
    pages: Pages
    files: Pieces
    inside: Annotated[str, msgspec.Meta(max_length=4 << 20)]


class Head(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """How far a stream was applied, and the hash of its states."""

    stream: Id
    epoch: Whole
    gseq: Whole
    state: Hash


class Inside(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The sealed part: whose store, how far it was, and its header word for word."""

    device: Id
    inc: Inc
    frontier: Rows
    heads: Annotated[tuple[Head, ...], msgspec.Meta(max_length=4096)]
    header: Annotated[str, msgspec.Meta(max_length=2 << 20)]


class PageEntry(NamedTuple):
    """Where a page stands: the number of its pack, its place there, its SHA-256's first bytes."""

    pack: int
    place: int
    digest: bytes

    def raw(self) -> bytes:
        """The record as it stands in the table."""
        return self.pack.to_bytes(4) + self.place.to_bytes(2) + self.digest


class FileEntry(NamedTuple):
    """A sealed file: its name in the store, its bytes, when it was written, and their SHA-256."""

    name: bytes
    size: int
    time: int
    digest: bytes

    def raw(self) -> bytes:
        """The record as it stands in the list."""
        return self.name + self.size.to_bytes(8) + self.time.to_bytes(8) + self.digest


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    body: Body
    mac: Hash
    sum: Hash


class Manifest(NamedTuple):
    """A manifest whose sum fits; whether it is the vault's own is known after ``authenticate``."""

    body: Body
    mac: bytes


def write(body: Body, key: bytes) -> bytes:
    """The bytes of a manifest under the vault's subkey."""
    mac = b64(_mac(body, key))
    return container.head(FileKind.BACKUP) + canonical.encode(
        _File(body=body, mac=mac, sum=_sum(body, mac))
    )


def read(data: bytes) -> Manifest:
    """A manifest whose bytes are whole; raises NewerFile and BackupDamaged."""
    container.expect(data[: container.HEAD_SIZE], FileKind.BACKUP)
    try:
        file = canonical.decode_as(_File, data[container.HEAD_SIZE :], MAX_BYTES)
        whole = file.sum == _sum(file.body, file.mac)
    except AntinError as error:
        raise BackupDamaged(part="manifest", name="") from error
    if not whole:
        raise BackupDamaged(part="manifest", name="")
    return Manifest(file.body, unb64(file.mac, 32))


def authenticate(manifest: Manifest, key: bytes) -> None:
    """Check with the vault's subkey that the vault itself wrote it; raises BackupDamaged."""
    if not hmac.compare_digest(manifest.mac, _mac(manifest.body, key)):
        raise BackupDamaged(part="mac", name=str(manifest.body.generation))


def seal_inside(inside: Inside, key: bytes, nonce: bytes, vault: str, generation: int) -> str:
    """The sealed part of a generation; ``nonce`` is 12 fresh random bytes."""
    about = _about(vault, generation)
    return b64(wrap(derive(key, _INSIDE), nonce, canonical.encode(inside), about))


def open_inside(body: Body, key: bytes) -> Inside:
    """What only the vault's key shows; raises BackupDamaged."""
    about = _about(body.vault, body.generation)
    try:
        plain = unwrap(derive(key, _INSIDE), unb64(body.inside), about)
        return canonical.decode_as(Inside, plain, MAX_BYTES)
    except (SealBroken, NotCanonical) as error:
        raise BackupDamaged(part="inside", name=str(body.generation)) from error


def cut(data: bytes, size: int = CHUNK) -> Iterator[bytes]:
    """A run of bytes in chunks; the last is shorter, and of nothing there is none."""
    for start in range(0, len(data), size):
        yield data[start : start + size]


def write_files(entries: Iterable[FileEntry]) -> bytes:
    """The list of files, to be cut into chunks. Keep the order of the list before and append: then
    its chunks but the last stay as they are."""
    return b"".join(entry.raw() for entry in entries)


def read_files(data: bytes) -> Iterator[FileEntry]:
    """The entries of a list; raises BackupDamaged."""
    if len(data) % RECORD:
        raise BackupDamaged(part="list", name="")
    for start in range(0, len(data), RECORD):
        raw = data[start : start + RECORD]
        size, time = int.from_bytes(raw[32:40]), int.from_bytes(raw[40:48])
        yield FileEntry(raw[:32], size, time, raw[48:])


def page_entry(table: bytes, number: int) -> PageEntry | None:
    """Where a page stands by a table; None beyond its end."""
    raw = table[number * PAGE_RECORD : (number + 1) * PAGE_RECORD]
    if len(raw) < PAGE_RECORD:
        return None
    return PageEntry(int.from_bytes(raw[:4]), int.from_bytes(raw[4:6]), raw[6:])


def check_table(pages: Pages, table: bytes) -> None:
    """Every page of the database has one place, inside a pack; raises BackupDamaged."""
    count, rest = divmod(pages.size, PAGE)
    if rest or len(table) != count * PAGE_RECORD:
        raise BackupDamaged(part="list", name="size")
    for number in range(count):
        entry = page_entry(table, number)
        if entry is None or entry.pack >= len(pages.packs):
            raise BackupDamaged(part="list", name=str(number))
        if entry.place >= pages.packs[entry.pack].pages:
            raise BackupDamaged(part="list", name=str(number))


def _about(vault: str, generation: int) -> bytes:
    return _INSIDE + raw_id(vault) + generation.to_bytes(8)


def _mac(body: Body, key: bytes) -> bytes:
    return hmac.digest(key, _MAC + canonical.encode(body), "sha256")


def _sum(body: Body, mac: str) -> str:
    return b64(sha256(canonical.encode({"body": body, "mac": mac})).digest())
