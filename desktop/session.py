"""Who is unlocked on this installation: opens the store, forgets the key when it locks. No Qt.

What opens a store is imported when it is wanted: the lock screen does not wait for it.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from core.errors import AntinError, StoreClosed, VaultExists
from db.clock import Clock
from db.vault import Vault, folder_of
from desktop import clock, machine_identity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from core.commits.trust import ServerPlace
    from db.acting import Store
    from db.keys.passphrase import Calibration
    from db.keys.protectors import Protection
    from db.open_vault import OpenVault
    from db.outside import Here
    from db.vault import Holder

APP: Final = "0.1.0"
"""This program's version, in every commit."""

CLOCK: Final = Clock(clock.now_ms, clock.random_bytes)


def measured() -> Calibration:
    """What a passphrase costs to try on this machine: about half a second (store.md §8)."""
    from db.keys import passphrase

    return passphrase.calibrate(lambda: clock.steady_ms() / 1000)


@dataclass(frozen=True)
class Founding:
    """What a new machine needs: provisioning file, code, labels of machine and person."""

    provision: bytes
    code: str
    machine: str
    person: str
    words: str = field(repr=False)


class Session:
    """One installation's vault and the store that is open, if any.

    ``unlock``, ``end`` and enrolment do slow work and belong in the database lane; ``leave`` is at
    once.
    """

    def __init__(self, home: Path, cost: Callable[[], Calibration] = measured) -> None:
        self.folder, self.cost = folder_of(home), cost
        self.vault = Vault(self.folder, clock.random_bytes)
        self._here = machine_identity.here(home)
        self._open: OpenVault | None = None
        self._store: Store | None = None

    def enrolled(self) -> bool:
        """Whether this installation has a vault, though its request may still wait."""
        return self.vault.exists()

    def people(self) -> list[Holder]:
        """Who may unlock it; raises VaultDamaged."""
        return self.vault.people()

    def unlock(self, holder: str, words: str) -> None:
        """Open the store by passphrase, or only the vault while the enrolment waits.

        Raises WrongPassphrase, UnlockDelayed and what opening raises.
        """
        self.take(self.vault.unlock(holder, words, clock.now_ms()), "passphrase")

    def unlock_by_token(self, holder: str, pin: str) -> None:
        """The same with the token that belongs to a person's entry. For the token lane.

        Raises what ``tokens.key_of`` raises, WrongKey, and what opening raises.
        """
        from db.keys.protectors import RSA_OAEP
        from desktop.signing import tokens

        self.take(self.vault.unlock_with(holder, RSA_OAEP, tokens.key_of(pin)), "token")

    def take(self, vault: OpenVault, how: str) -> None:
        """Let whoever opened the vault work with its store; ``how`` is told in his commits."""
        from db.actions import enrolment

        self.end()
        self._open = vault
        try:
            if enrolment.pending(vault) is None:
                self._store = _entered(vault, how, self._here)
        except BaseException:
            self.end()
            raise

    def rekey(self, reason: str, progress: Callable[[int, int], bool]) -> None:
        """Another database key. The store is closed meanwhile and another one is open afterwards,
        even where it raises; raises what ``rekey.rekey`` raises."""
        from db import rekey
        from db.engine import close

        store, vault = self.store(), self.open_vault()
        self.leave()
        close(store.engine)
        try:
            self._open = rekey.rekey(self.vault, vault, reason, CLOCK, progress)
        finally:
            self._store = _entered(self.open_vault(), store.author.session.how, self._here)

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
        from db.engine import close

        stores = [store for store in (left, self.leave()) if store is not None]
        vault, self._open = self._open, None
        try:
            for store in stores:
                close(store.engine)
        finally:
            if vault is not None:
                vault.close()

    def protection(self, words: str) -> Protection:
        """A new passphrase; raises WeakPassphrase."""
        from db.keys import protectors

        return protectors.by_passphrase(words, clock.random_bytes, self.cost())

    # -- enrolment -----------------------------------------------------------------------------

    def found(self, given: Founding) -> None:
        """Make this machine's vault and its request; nothing is left of it where that fails.

        Raises VaultExists, WeakPassphrase, and what ``enrolment.begin`` raises.
        """
        from db.actions import enrolment

        if self.enrolled():
            raise VaultExists(name=self.folder.name)
        who = enrolment.Newcomer(given.machine, given.person, self.protection(given.words))
        try:
            self._open, _ = enrolment.begin(self.vault, given.provision, given.code, who, CLOCK)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def waiting(self) -> bool:
        """Whether the vault is open but this machine waits for its certificate."""
        return self._open is not None and self._store is None

    def request(self) -> tuple[bytes, ServerPlace | None]:
        """The request that waits, and where the server is that could carry it."""
        from db.actions import enrolment

        vault = self.open_vault()
        return enrolment.pending(vault) or b"", enrolment.place(vault)

    def ask_again(self, code: str, machine: str) -> None:
        """Another request with a new code; raises EnrolCodeMistyped."""
        from db.actions import enrolment

        enrolment.ask_again(self.open_vault(), code, machine, CLOCK)

    def asked(self) -> bool:
        """Ask the server; whether this machine is certified now. For the network lane; raises what
        ``enrolling.poll`` raises."""
        from desktop.sync import enrolling

        return enrolling.poll(self.open_vault(), APP, CLOCK)

    def finish(self, answer: bytes) -> None:
        """Take the answer from a file; raises what ``enrolment.finish`` raises."""
        from db.actions import enrolment

        enrolment.finish(self.open_vault(), answer, CLOCK)

    def enter(self) -> str:
        """Open the store of a machine that was just certified; who is unlocked now."""
        vault = self.open_vault()
        self._store = _entered(vault, "passphrase", self._here)
        return vault.person


def _entered(vault: OpenVault, how: str, here: Here) -> Store:
    """The store, with what was done to its keys meanwhile written down; what cannot be written now
    waits for the next time.
    """
    from db import opening, vault_events

    store = opening.open_store(vault, how, APP, CLOCK, here)
    with suppress(AntinError):
        vault_events.record(store)
    return store
