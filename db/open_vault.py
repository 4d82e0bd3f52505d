"""An unlocked vault: it lends the database key to work that needs it and can forget it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from core.commits.ids import raw_id
from core.errors import StoreClosed
from core.wrapping import derive
from db.connection import SMALL_CACHE_KIB, Connection, open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.vault_header import Header

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
        self._path = folder / header.file
        self._borrow, self._forget = _keeper(key)

    def connect(self, cache_kib: int = SMALL_CACHE_KIB) -> Connection:
        """A connection of the driver; ``db.engine.store_engine`` takes this method.

        Raises StoreUnreadable, StoreBusy, StoreClosed.
        """
        return self.with_key(lambda key: open_store(self._path, key, cache_kib))

    def subkey(self, label: str) -> bytes:
        """The 32-byte key for one purpose (HKDF-SHA256); raises StoreClosed."""
        info = _SUBKEY + label.encode("ascii")
        return self.with_key(lambda key: derive(key, info, raw_id(self.vault)))

    def with_key(self, work: Callable[[bytearray], T]) -> T:
        """Lend the database key to the vault's own code; raises StoreClosed."""
        return self._borrow(work)

    def close(self) -> None:
        """Overwrite and forget the key; open connections are closed by whoever holds them."""
        self._forget()


def _keeper(
    key: bytearray,
) -> tuple[Callable[[Callable[[bytearray], T]], T], Callable[[], None]]:
    def borrow(work: Callable[[bytearray], T]) -> T:
        if not key:
            raise StoreClosed
        return work(key)

    def forget() -> None:
        key[:] = bytes(len(key))
        key.clear()

    return borrow, forget
