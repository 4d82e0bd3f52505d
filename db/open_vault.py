"""An unlocked vault: it lends the database key to work that needs it and can forget it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

from core.commits.ids import raw_id
from core.errors import StoreClosed
from core.wrapping import derive
from db import process
from db.connection import SMALL_CACHE_KIB, Connection, open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.keys.vault_header import Header

T = TypeVar("T")
_SUBKEY = b"antin-subkey-1\0"


class OpenVault:
    """What a person who unlocked may do with the vault's key until ``close``.

    The key lives in a closure: no attribute, repr or pickle shows it.
    """

    def __init__(self, folder: Path, header: Header, person: str, key: bytearray) -> None:
        self.folder = folder
        self.vault = header.vault
        self.store = header.store
        self.person = person
        self.path = folder / header.file
        self._raw: int | None = None
        self._borrow, self._forget = _keeper(key)

    def connect(self, cache_kib: int = SMALL_CACHE_KIB) -> Connection:
        """A connection of the driver; ``db.engine.store_engine`` takes this method.

        Raises StoreUnreadable, StoreBusy, StoreClosed.
        """
        return self.with_key(lambda key: open_store(self.path, key, cache_kib))

    def raw(self) -> int:
        """A descriptor of the database file as it lies on disk, encrypted; not to be closed.

        It stays open until ``close``: closing any descriptor of the file would drop the locks that
        SQLite holds in this process (sqlite.org/howtocorrupt.html §2.2).
        """
        if self._raw is None:
            self._raw = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        return self._raw

    def subkey(self, label: str) -> bytes:
        """The 32-byte key for one purpose (HKDF-SHA256); raises StoreClosed."""
        return self.with_key(lambda key: subkey_of(key, self.vault, label))

    def with_key(self, work: Callable[[bytearray], T]) -> T:
        """Lend the database key to the vault's own code; raises StoreClosed."""
        return self._borrow(work)

    def close(self) -> None:
        """Overwrite and forget the key; open connections are closed by whoever holds them."""
        self._forget()
        if self._raw is not None:
            os.close(self._raw)
            self._raw = None


def subkey_of(key: bytes | bytearray, vault: str, label: str) -> bytes:
    """The key for one purpose that follows from a vault's database key."""
    return derive(key, _SUBKEY + label.encode("ascii"), raw_id(vault))


def _keeper(
    key: bytearray,
) -> tuple[Callable[[Callable[[bytearray], T]], T], Callable[[], None]]:
    process.lock_memory(key)

    def borrow(work: Callable[[bytearray], T]) -> T:
        if not key:
            raise StoreClosed
        return work(key)

    def forget() -> None:
        key[:] = bytes(len(key))
        process.unlock_memory(key)
        key.clear()

    return borrow, forget
