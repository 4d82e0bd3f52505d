"""The commit journal: a second copy of everything ordered, on another medium if its folder is.

At least one file a month; a record is appended and durable before any receipt in it leaves the
server. Each record carries the hash of all before it, so none can be taken out or changed unseen.
Records are sealed to this server's vault, and to the unit's recovery key for the day when the vault
is lost. A file ends with its last whole record: behind a tail torn by a crash a new file goes on.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from core import sealing
from core.commits import canonical
from core.commits.ids import b64, unb64
from core.errors import JournalDamaged, NotCanonical, SealBroken
from core.recipients import open_with, seal_to
from core.sealing import KEY_SIZE, PREFIX_SIZE
from core.wrapping import NONCE_SIZE, derive, unwrap, wrap
from db import durable

MAGIC: Final = b"ANTJ\x01"
SUFFIX: Final = ".antj"
HASH: Final = 32
HEAD: Final = 4 + HASH
MAX_OPENING: Final = 4096
MAX_RECORD: Final = 32 << 20
_FILE: Final = b"antin-journal-file-1\0"
_RECORD: Final = b"antin-journal-record-1\0"


@dataclass(frozen=True)
class Keys:
    """What a journal is sealed with: a key of the vault, the public recovery key, randomness.

    ``private`` is the recovery key's other half, to read without the vault.
    """

    vault: bytes = field(repr=False)
    recovery: bytes
    random: Callable[[int], bytes]
    private: bytes = field(default=b"", repr=False)


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The clear start of a file: month, the chain's hash so far, its key wrapped and sealed."""

    month: str
    chain: str
    wrapped: str
    sealed: str


@dataclass
class _File:
    """A file as far as it was read: its key, the chain's hash, where the next record begins.

    ``before`` is the chain's hash at the end of the file before it.
    """

    path: Path
    key: bytes = field(repr=False)
    before: bytes
    chain: bytes
    end: int
    records: int = 0
    torn: int = 0
    """Bytes behind the last whole record."""

    def damaged(self) -> JournalDamaged:
        """The error that names the next record."""
        return JournalDamaged(file=self.path.name, record=self.records + 1)


class Journal:
    """The journal in one folder. One process appends; others may read meanwhile."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        """Open it and read the newest records; raises JournalDamaged, DiskFull."""
        self._folder, self._keys = folder, keys
        durable.make_folder(folder)
        self._newest: _File | None = None
        self._last: bytes | None = None
        for path in reversed(self._paths()):
            file = self._opened(path)
            for body in _bodies(file):
                self._last = body
            self._newest = self._newest or file
            if self._last is not None:
                break

    def last(self) -> bytes | None:
        """The newest record; None in an empty journal."""
        return self._last

    def append(self, body: bytes, now: int) -> None:
        """Keep one record; it is durable when this returns. ``now`` is in ms UTC. Raises
        DiskFull.
        """
        month = datetime.datetime.fromtimestamp(now / 1000, datetime.UTC).strftime("%Y-%m")
        file = self._newest
        if file is None or file.torn or file.path.stem[:7] < month:
            file = self._newest = self._begun(month, file.chain if file else bytes(HASH))
        sealed = _seal(body, file, self._keys.random(PREFIX_SIZE))
        chain = _next(file.chain, sealed)
        data = len(sealed).to_bytes(4) + chain + sealed
        with durable.room(), file.path.open("r+b") as out:
            out.seek(file.end)
            out.truncate()  # what an append that did not end may have left
            out.write(data)
            out.flush()
            durable.sync_file(out.fileno())
        file.chain, file.end, file.records = chain, file.end + len(data), file.records + 1
        self._last = body

    def replay(self) -> Iterator[bytes]:
        """Every record from the first, the whole chain checked; raises JournalDamaged."""
        chain = bytes(HASH)
        for path in self._paths():
            file = self._opened(path)
            if file.before != chain:
                raise file.damaged()
            yield from _bodies(file)
            chain = file.chain

    def torn(self) -> int:
        """Bytes behind the last whole record of the newest file, as a crash leaves them."""
        return self._newest.torn if self._newest else 0

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{SUFFIX}"))

    def _begun(self, month: str, chain: bytes) -> _File:
        """A new file under a key of its own."""
        key = self._keys.random(KEY_SIZE)
        opening = Opening(
            month=month,
            chain=b64(chain),
            wrapped=b64(wrap(self._keys.vault, self._keys.random(NONCE_SIZE), key, _FILE)),
            sealed=b64(seal_to(self._keys.recovery, _FILE, key)),
        )
        start = canonical.encode(opening)
        data = MAGIC + len(start).to_bytes(4) + start
        path = self._folder / f"{month}-{len(self._paths()) + 1:06}{SUFFIX}"
        durable.replace(path, data)
        return _File(path, key, chain, _next(chain, start), len(data))

    def _opened(self, path: Path) -> _File:
        """A file whose start was read; its records were not."""
        try:
            with path.open("rb") as file:
                start = file.read(len(MAGIC) + 4)
                size = int.from_bytes(start[len(MAGIC) :])
                data = file.read(min(size, MAX_OPENING))
            if not start.startswith(MAGIC) or len(data) != size:
                raise JournalDamaged(file=path.name, record=0)
            opening = canonical.decode_as(Opening, data)
            before = unb64(opening.chain, HASH)
            chain = _next(before, data)
            return _File(path, self._key(opening), before, chain, len(start) + size)
        except (NotCanonical, SealBroken) as error:
            raise JournalDamaged(file=path.name, record=0) from error

    def _key(self, opening: Opening) -> bytes:
        if self._keys.private:
            return open_with(self._keys.private, _FILE, unb64(opening.sealed))
        return unwrap(self._keys.vault, unb64(opening.wrapped), _FILE)


def _bodies(file: _File) -> Iterator[bytes]:
    """The records from where the file was read to; raises JournalDamaged."""
    with file.path.open("rb") as source:
        while (sealed := _read(source, file)) is not None:
            try:
                body = _unseal(sealed, file)
            except SealBroken as error:
                raise file.damaged() from error
            file.chain = _next(file.chain, sealed)
            file.end += HEAD + len(sealed)
            file.records += 1
            yield body
        file.torn = source.seek(0, os.SEEK_END) - file.end


def _read(source: BinaryIO, file: _File) -> bytes | None:
    """The next record's sealed bytes; None where there is no whole one."""
    source.seek(file.end)
    head = source.read(HEAD)
    length = int.from_bytes(head[:4])
    sealed = source.read(length) if len(head) == HEAD and length <= MAX_RECORD else b""
    whole = bool(sealed) and len(sealed) == length
    return sealed if whole and _next(file.chain, sealed) == head[4:] else None


def _next(chain: bytes, sealed: bytes) -> bytes:
    return sha256(chain + sealed).digest()


def _seal(body: bytes, file: _File, prefix: bytes) -> bytes:
    key = derive(file.key, _RECORD + file.records.to_bytes(8))
    return b"".join(sealing.seal(body, key, prefix, sealing.frame_log2_for(len(body))))


def _unseal(sealed: bytes, file: _File) -> bytes:
    key = derive(file.key, _RECORD + file.records.to_bytes(8))
    return b"".join(sealing.unseal(sealed, key))
