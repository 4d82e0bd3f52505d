"""The vault: who may open the encrypted store of this installation, and with what (store.md §8).

A random 256-bit key opens the database. It is sealed to the public key of every person in the
header and to the unit's recovery key; a passphrase, token or key file protects each private half.
So a changed passphrase rewrites one small entry and nothing of the database.

A removed person who kept the database key could still use it on a copy: only a new key ends that
(db/rekey.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from core.commits.ids import b64, text_id, unb64
from core.errors import (
    DiskFull,
    HolderThere,
    LastKey,
    SealBroken,
    StoreBusy,
    VaultExists,
    VaultTampered,
    WrongKey,
)
from core.recipients import open_with, public_of
from core.wrapping import KEY_SIZE
from db import connection, durable
from db.keys import protectors, tries, vault_copies, vault_entries, vault_header
from db.keys.vault_copies import COPIES as COPIES  # noqa: PLC0414 - found here, too
from db.keys.vault_entries import NOBODY
from db.keys.vault_header import Header
from db.open_vault import OpenVault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.keys.protectors import KeyOf, Protection, Protector, Random
    from db.keys.vault_copies import Found
    from db.keys.vault_header import Entry

TRIES = "tries.json"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may open the vault, as the unlock screen lists him."""

    person: str
    label: str
    kinds: tuple[str, ...]


class Vault:
    """The vault in one folder; ``random`` gives that many unpredictable bytes."""

    def __init__(self, folder: Path, random: Random) -> None:
        self._folder = folder
        self._random = random
        self.tries_file = folder / TRIES

    def exists(self) -> bool:
        """Whether this folder holds a vault, whole or damaged."""
        return vault_copies.there(self._folder)

    def header(self) -> Header:
        """What can be read before unlocking; raises VaultDamaged."""
        return vault_copies.read(self._folder).header

    def people(self) -> list[Holder]:
        """Who may open it, by label; raises VaultDamaged."""
        found = [
            Holder(entry.person, entry.label, tuple(str(p.get("kind")) for p in entry.protectors))
            for entry in self.header().people
        ]
        return sorted(found, key=lambda holder: (holder.label, holder.person))

    def create(
        self, person: str, label: str, protection: Protection, recovery: bytes | None = None
    ) -> OpenVault:
        """A new vault with an empty database and one person; ``recovery`` is a public X25519 key.

        Raises VaultExists, DiskFull. The header comes last: until then a new try is possible.
        """
        if self.exists():
            raise VaultExists(name=self._folder.name)
        durable.make_folder(self._folder)
        key = bytearray(self._random(KEY_SIZE))
        vault, store = text_id(self._random(16)), text_id(self._random(16))
        file = file_of(store)
        header = Header(v=1, vault=vault, store=store, file=file, generation=1, people=())
        if recovery is not None:
            header = replace(header, recovery=vault_entries.recovery(header, key, recovery))
        who = (person, label)
        header = vault_entries.admitted(header, key, who, protection, self._random)
        with durable.room():
            connection.create_store(self._folder / file, key)
        vault_copies.write(self._folder, header, key)
        return OpenVault(self._folder, header, person, key)

    # -- opening -----------------------------------------------------------------------------------

    def unlock(self, person: str, words: str, now: int) -> OpenVault:
        """Open by passphrase; ``now`` in ms UTC.

        Raises WrongPassphrase, UnlockDelayed, VaultDamaged, VaultTampered. An unknown person, one
        without a passphrase and a wrong passphrase cost the same and say the same.
        """
        found = vault_copies.read(self._folder)
        entry, private = self._tried(found.header, person, words, now)
        return self._opened(found, person, entry.sealed, private)

    def unlock_with(self, person: str, kind: str, key_of: KeyOf) -> OpenVault:
        """Open by a protector of another kind; ``key_of`` leads from its fields to its key.

        Raises WrongKey, VaultDamaged, VaultTampered, and what ``key_of`` raises.
        """
        found = vault_copies.read(self._folder)
        entry, private = _held(found.header, person, kind, key_of)
        return self._opened(found, person, entry.sealed, private)

    def recover(self, private: bytes) -> OpenVault:
        """Open with the private half of the unit's recovery key; raises WrongKey, VaultTampered."""
        found = vault_copies.read(self._folder)
        recovery = found.header.recovery
        if recovery is None or b64(public_of(private)) != recovery.public:
            raise WrongKey(name="recovery")
        return self._opened(found, NOBODY, recovery.sealed, private)

    def reopen(self, person: str, key: bytearray) -> OpenVault:
        """Open for a person with the database key itself, which the security officer sent.

        Raises VaultDamaged, VaultTampered.
        """
        return self._checked(vault_copies.read(self._folder), person, key)

    # -- changing ----------------------------------------------------------------------------------

    def add_person(
        self, opened: OpenVault, person: str, label: str, protection: Protection
    ) -> None:
        """Let one more person open the vault; raises HolderThere for one who does already."""
        who = (person, label)

        def add(header: Header) -> Header:
            if vault_entries.of(header, person) is not None:
                raise HolderThere(label=label)
            return opened.with_key(
                lambda key: vault_entries.admitted(header, key, who, protection, self._random)
            )

        _change(opened, add)

    def readmit(self, opened: OpenVault, person: str, label: str, protection: Protection) -> None:
        """A new key pair for a person, whatever protected the one before; he may be new."""
        who = (person, label)

        def admit(header: Header) -> Header:
            return opened.with_key(
                lambda key: vault_entries.admitted(header, key, who, protection, self._random)
            )

        _change(opened, admit)

    def remove_person(self, opened: OpenVault, person: str) -> None:
        """Take a person's entry away; raises LastKey if then nobody could open the vault."""

        def remove(header: Header) -> Header:
            rest = vault_entries.without(header, person)
            if not rest.people and header.recovery is None:
                raise LastKey(label=header.people[0].label)
            return rest

        _change(opened, remove)

    def change_protection(self, person: str, words: str, protection: Protection, now: int) -> None:
        """Protect a person's private half anew: a new passphrase, or a token beside it.

        Takes the place of his protector of the same kind. Raises as ``unlock`` does.
        """
        self._protect(lambda header: self._tried(header, person, words, now), protection)

    def change_protection_with(
        self, person: str, kind: str, key_of: KeyOf, protection: Protection
    ) -> None:
        """The same, for somebody who opens with a protector of another kind, as a token."""
        self._protect(lambda header: _held(header, person, kind, key_of), protection)

    def remove_protection(self, opened: OpenVault, person: str, kind: str) -> None:
        """Take one of a person's protectors away; raises WrongKey, and LastKey for the last."""

        def remove(header: Header) -> Header:
            return vault_entries.put(header, vault_entries.unprotected(header, person, kind))

        _change(opened, remove)

    def renew(self, opened: OpenVault, store: str, key: bytearray) -> OpenVault:
        """Name another database under another key, sealed to everybody; the moment of a re-key.

        The file ``file_of(store)`` must be whole and durable. Raises VaultTampered, StoreBusy,
        DiskFull; the header then names the database that it named before.
        """
        with vault_copies.changing(self._folder):
            before = vault_copies.authentic(opened).header
            number = before.generation + 1
            named = replace(before, store=store, file=file_of(store), generation=number)
            header = vault_entries.sealed_anew(named, key)
            try:
                vault_copies.write(self._folder, header, key)
            except (OSError, DiskFull):
                # one copy is enough: it counts, and the next opening brings up the other
                if self.header().store != store:
                    raise
        return OpenVault(self._folder, header, opened.person, key)

    # -- inside ------------------------------------------------------------------------------------

    def _tried(self, header: Header, person: str, words: str, now: int) -> tuple[Entry, bytes]:
        """A person's entry and the private half that his passphrase opens."""
        entry = vault_entries.of(header, person)
        counted = person if entry else NOBODY
        tries.begin(self.tries_file, counted, now)
        protector = vault_entries.protector(entry, protectors.ARGON2ID)
        if entry is None or protector is None:
            protectors.dummy_key(words, vault_entries.any_passphrase(header))
            raise tries.refusal(self.tries_file, counted, now)
        try:
            private = _private(header, person, protector, protectors.passphrase_key(words))
        except SealBroken:
            raise tries.refusal(self.tries_file, counted, now) from None
        tries.forget(self.tries_file, counted, now)
        return entry, private

    def _opened(self, found: Found, person: str, sealed: str, private: bytes) -> OpenVault:
        try:
            info = vault_header.sealing_info(found.header, person)
            key = bytearray(open_with(private, info, unb64(sealed)))
        except SealBroken:
            raise VaultTampered(field="sealed") from None
        return self._checked(found, person, key)

    def _checked(self, found: Found, person: str, key: bytearray) -> OpenVault:
        vault_header.authenticate(found.header, found.mac, key)
        vault_copies.heal(self._folder, found)
        return OpenVault(self._folder, found.header, person, key)

    def _protect(
        self, private_of: Callable[[Header], tuple[Entry, bytes]], protection: Protection
    ) -> None:
        found = vault_copies.read(self._folder)
        entry, private = private_of(found.header)
        opened = self._opened(found, entry.person, entry.sealed, private)

        def protect(header: Header) -> Header:
            now = vault_entries.of(header, entry.person)
            if now is None or now.public != entry.public:  # removed, or made anew, meanwhile
                raise StoreBusy
            return vault_entries.put(
                header, vault_entries.protected(header, now, private, protection, self._random)
            )

        try:
            _change(opened, protect)
        finally:
            opened.close()


def folder_of(home: Path) -> Path:
    """Where a home folder keeps its vault."""
    return home / "store"


def file_of(store: str) -> str:
    """The name of a database file."""
    return f"store-{store.lower()}.db"


def _held(header: Header, person: str, kind: str, key_of: KeyOf) -> tuple[Entry, bytes]:
    """A person's entry and the private half that a protector of a kind gives."""
    entry = vault_entries.of(header, person)
    protector = vault_entries.protector(entry, kind)
    if entry is None or protector is None:
        raise WrongKey(name=kind)
    try:
        return entry, _private(header, person, protector, key_of)
    except SealBroken:
        raise WrongKey(name=kind) from None


def _private(header: Header, person: str, protector: Protector, key_of: KeyOf) -> bytes:
    return protectors.unprotect(protector, (header.vault, person), key_of(protector))


def _change(opened: OpenVault, change: Callable[[Header], Header]) -> None:
    """Change the header as it stands now."""
    with vault_copies.changing(opened.folder):
        header = change(vault_copies.authentic(opened).header)
        changed = replace(header, generation=header.generation + 1)
        opened.with_key(lambda key: vault_copies.write(opened.folder, changed, key))
