"""The database file held still while acts go on: a read mark keeps every checkpoint off it.

After a full checkpoint the log is empty, and a reader that begins then reads the file alone. While
it lasts SQLite moves nothing from the log into the file (sqlite.org/walformat.html §2.3.1, the lock
WAL_READ_LOCK(0)), so its encrypted pages can be copied as they lie, at the speed of a slow stick,
and writers only make the log longer. Holding the writers back instead would stop a person's acts
for as long as the copy takes.
"""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from core.commits import canonical
from core.commits.ids import b64
from core.errors import StoreBusy, StoreUnreadable
from core.sync.backup import CHUNK, Head, Inside
from core.sync.frontier import rows
from db.incarnation import INSTALLATION, Installation
from db.keys import vault_copies, vault_header
from db.wanted import EVICTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.connection import Connection
    from db.keys.vault_header import Header
    from db.open_vault import OpenVault

TRIES = 20


class Frozen:
    """The store at one moment: its pages, and what its rows say."""

    def __init__(self, vault: OpenVault, connection: Connection) -> None:
        self._vault, self._connection = vault, connection
        self.size = os.fstat(vault.raw()).st_size

    def pages(self) -> Iterator[bytes]:
        """The encrypted pages in chunks of 1 MiB; raises StoreUnreadable where the file ends
        early.
        """
        descriptor = self._vault.raw()
        for start in range(0, self.size, CHUNK):
            length = min(CHUNK, self.size - start)
            data = _read_at(descriptor, start, length)
            if len(data) != length:
                raise StoreUnreadable(reason="short")
            yield data

    def blobs(self) -> list[str]:
        """The ids of the files that are here as a whole."""
        query = "SELECT id FROM blobs WHERE complete ORDER BY id"
        return [row[0] for row in self._connection.execute(query)]

    def away(self) -> int:
        """How many files this machine gave up for room."""
        query = "SELECT count(*) FROM blobs WHERE away = ?"
        return int(self._connection.execute(query, (EVICTED,)).fetchone()[0])

    def inside(self) -> Inside:
        """How far this store is, and its header word for word."""
        take = self._connection.execute
        query = "SELECT value FROM local_values WHERE name = ?"
        kept = take(query, (INSTALLATION,)).fetchone()
        mine = canonical.decode_as(Installation, bytes(kept[0]))
        chains = {tuple(row[:3]): row[3] for row in take(CHAINS)}
        heads = (Head(row[0], row[1], row[2], b64(bytes(row[3]))) for row in take(HEADS))
        return Inside(
            device=mine.device,
            inc=mine.inc,
            frontier=rows(chains),
            heads=tuple(heads),
            header=b64(header_of(self._vault)),
        )


CHAINS = "SELECT device, inc, stream, seq FROM chains"
HEADS = "SELECT id, epoch, gseq, state_hash FROM streams ORDER BY id"


@contextmanager
def frozen(vault: OpenVault) -> Iterator[Frozen]:
    """Hold the file still until the block ends; raises StoreBusy where readers never pause."""
    with closing(vault.connect()) as connection:
        [(_, _, path)] = connection.execute("PRAGMA database_list").fetchall()
        log = Path(path + "-wal")
        for _ in range(TRIES):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            # empty after the read began: what came between would stand in it, and cannot leave it
            if not log.exists() or not log.stat().st_size:
                break
            connection.execute("ROLLBACK")
        else:
            raise StoreBusy
        try:
            yield Frozen(vault, connection)
        finally:
            connection.execute("ROLLBACK")


def header_of(vault: OpenVault) -> bytes:
    """The bytes of the header that belongs to an open vault's key; raises StoreBusy while another
    key takes its place.
    """
    return vault_copies.authentic(vault).data


def nameless(vault: OpenVault, data: bytes) -> bytes:
    """A header that opens the same database but names its people by id alone."""
    header = read_header(data)
    people = tuple(replace(entry, label=entry.person) for entry in header.people)
    changed = replace(header, people=people)
    return vault.with_key(lambda key: vault_header.write(changed, key))


def read_header(data: bytes) -> Header:
    """A header's values; raises StoreUnreadable for damaged bytes."""
    found = vault_header.read(data)
    if found is None:
        raise StoreUnreadable(reason="header")
    return found[0]


def _read_at(descriptor: int, start: int, length: int) -> bytes:
    """Bytes at a place; Windows has no pread, and there only this reads by this descriptor."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, length, start)
    os.lseek(descriptor, start, os.SEEK_SET)
    return os.read(descriptor, length)
