"""Who is unlocked on this installation: opens the store, forgets the key when it locks. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.errors import StoreClosed
from db import opening
from db.engine import close
from db.opening import Clock
from db.vault import Vault
from desktop import clock

if TYPE_CHECKING:
    from pathlib import Path

    from db.acting import Store
    from db.open_vault import OpenVault
    from db.vault import Holder

APP: Final = "0.1.0"
"""This program's version, in every commit."""

CLOCK: Final = Clock(clock.now_ms, clock.random_bytes)


class Session:
    """One installation's vault and the store that is open, if any.

    ``unlock`` and ``end`` do the slow work and belong in the database lane; ``leave`` is at once.
    """

    def __init__(self, home: Path) -> None:
        self.folder = opening.folder_of(home)
        self.vault = Vault(self.folder, clock.random_bytes)
        self._open: OpenVault | None = None
        self._store: Store | None = None

    def enrolled(self) -> bool:
        """Whether this installation has a vault."""
        return self.vault.exists()

    def people(self) -> list[Holder]:
        """Who may unlock it; raises VaultDamaged."""
        return self.vault.people()

    def unlock(self, person: str, words: str) -> None:
        """Open the store by passphrase. Raises WrongPassphrase, UnlockDelayed and what opening
        raises."""
        self.take(self.vault.unlock(person, words, clock.now_ms()))

    def take(self, vault: OpenVault) -> None:
        """Work with a vault that is open already, as after enrolment."""
        self.end()
        try:
            self._store = opening.open_store(vault, "passphrase", APP, CLOCK)
        except BaseException:
            vault.close()
            raise
        self._open = vault

    def store(self) -> Store:
        """The open store; raises StoreClosed while locked."""
        if self._store is None:
            raise StoreClosed
        return self._store

    def open_vault(self) -> OpenVault:
        """The open vault, for adding people; raises StoreClosed while locked."""
        if self._open is None:
            raise StoreClosed
        return self._open

    def leave(self) -> Store | None:
        """From now on nobody is unlocked. Returns the store to end."""
        store, self._store = self._store, None
        return store

    def end(self, left: Store | None = None) -> None:
        """Close the database, which merges its log, and overwrite the key."""
        store = left or self.leave()
        vault, self._open = self._open, None
        try:
            if store is not None:
                close(store.engine)
        finally:
            if vault is not None:
                vault.close()
