"""The vault: who may open the encrypted store of this installation, and with what (store.md §8).

A random 256-bit key opens the database. It is sealed to the public key of every person in the
header and to the unit's recovery key; a passphrase, token or key file protects each private half.
So a changed passphrase rewrites one small entry and nothing of the database.

A removed person who kept the database key could still use it on a copy: only a new key ends that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from core.commits.ids import b64, text_id, unb64
from core.errors import (
    DiskFull,
    LastKey,
    SealBroken,
    VaultDamaged,
    VaultExists,
    VaultTampered,
    WrongKey,
)
from core.recipients import open_with, public_of, seal_to
from core.wrapping import KEY_SIZE
from db import connection, durable, protectors, tries, vault_header
from db.open_vault import OpenVault
from db.vault_header import Entry, Header, Recovery

if TYPE_CHECKING:
    from pathlib import Path

    from db.protectors import KeyOf, Protection, Protector, Random

COPIES = ("vault-a.json", "vault-b.json")
TRIES = "tries.json"
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may open the vault, as the unlock screen lists him."""

    person: str
    label: str
    kinds: tuple[str, ...]


class _Found(NamedTuple):
    header: Header
    mac: bytes
    data: bytes


class Vault:
    """The vault in one folder; ``random`` gives that many unpredictable bytes."""

    def __init__(self, folder: Path, random: Random) -> None:
        self._folder = folder
        self._random = random
        self._tries_file = folder / TRIES

    def exists(self) -> bool:
        """Whether this folder holds a vault, whole or damaged."""
        return any((self._folder / name).exists() for name in COPIES)

    def people(self) -> list[Holder]:
        """Who may open it, by label; raises VaultDamaged."""
        found = [
            Holder(entry.person, entry.label, tuple(str(p.get("kind")) for p in entry.protectors))
            for entry in self._read().header.people
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
        file = f"store-{store.lower()}.db"
        header = Header(v=1, vault=vault, store=store, file=file, generation=1, people=())
        if recovery is not None:
            sealed = _sealed(header, NOBODY, recovery, key)
            header = replace(header, recovery=Recovery(public=b64(recovery), sealed=sealed))
        header = replace(header, people=(self._entry(header, key, (person, label), protection),))
        with durable.room():
            connection.create_store(self._folder / file, key)
        self._write(header, key)
        return OpenVault(self._folder, header, person, key)

    def unlock(self, person: str, words: str, now: int) -> OpenVault:
        """Open by passphrase; ``now`` in ms UTC.

        Raises WrongPassphrase, UnlockDelayed, VaultDamaged, VaultTampered. An unknown person, one
        without a passphrase and a wrong passphrase cost the same and say the same.
        """
        found = self._read()
        entry, private = self._tried(found.header, person, words, now)
        return self._opened(found, person, entry.sealed, private)

    def unlock_with(self, person: str, kind: str, key_of: KeyOf) -> OpenVault:
        """Open by a protector of another kind; ``key_of`` leads from its fields to its key.

        Raises WrongKey, VaultDamaged, VaultTampered, and what ``key_of`` raises.
        """
        found = self._read()
        entry = _entry_of(found.header, person)
        protector = _protector(entry, kind)
        if entry is None or protector is None:
            raise WrongKey(name=kind)
        try:
            private = protectors.unprotect(
                protector, (found.header.vault, person), key_of(protector)
            )
        except SealBroken:
            raise WrongKey(name=kind) from None
        return self._opened(found, person, entry.sealed, private)

    def recover(self, private: bytes) -> OpenVault:
        """Open with the private half of the unit's recovery key; raises WrongKey, VaultTampered."""
        found = self._read()
        recovery = found.header.recovery
        if recovery is None or b64(public_of(private)) != recovery.public:
            raise WrongKey(name="recovery")
        return self._opened(found, NOBODY, recovery.sealed, private)

    def add_person(
        self, opened: OpenVault, person: str, label: str, protection: Protection
    ) -> None:
        """Let one more person open the vault, or an old one anew under a new key pair."""
        header = self._authentic(opened)
        who = (person, label)
        entry = opened.with_key(lambda key: self._entry(header, key, who, protection))
        self._replace(opened, header, _without(header, person), entry)

    def remove_person(self, opened: OpenVault, person: str) -> None:
        """Take a person's entry away; raises LastKey if then nobody could open the vault."""
        header = self._authentic(opened)
        rest = _without(header, person)
        if not rest and header.recovery is None:
            raise LastKey(label=header.people[0].label)
        self._replace(opened, header, rest)

    def change_protection(self, person: str, words: str, protection: Protection, now: int) -> None:
        """Protect a person's private half anew: a new passphrase, or a token beside it.

        Takes the place of his protector of the same kind. Raises as ``unlock`` does.
        """
        found = self._read()
        entry, private = self._tried(found.header, person, words, now)
        opened = self._opened(found, person, entry.sealed, private)
        kept = tuple(p for p in entry.protectors if p.get("kind") != protection.fields["kind"])
        fresh = self._protector(found.header, person, private, protection)
        entry = replace(entry, protectors=(fresh, *kept))
        self._replace(opened, found.header, _without(found.header, person), entry)
        opened.close()

    # -- opening -----------------------------------------------------------------------------------

    def _tried(self, header: Header, person: str, words: str, now: int) -> tuple[Entry, bytes]:
        """A person's entry and the private half that his passphrase opens."""
        entry = _entry_of(header, person)
        counted = person if entry else NOBODY
        tries.begin(self._tries_file, counted, now)
        protector = _protector(entry, protectors.ARGON2ID)
        if entry is None or protector is None:
            protectors.dummy_key(words, _any_passphrase(header))
            raise tries.refusal(self._tries_file, counted, now)
        key = protectors.passphrase_key(words)(protector)
        try:
            private = protectors.unprotect(protector, (header.vault, person), key)
        except SealBroken:
            raise tries.refusal(self._tries_file, counted, now) from None
        tries.forget(self._tries_file, counted, now)
        return entry, private

    def _opened(self, found: _Found, person: str, sealed: str, private: bytes) -> OpenVault:
        header = found.header
        try:
            info = vault_header.sealing_info(header, person)
            key = bytearray(open_with(private, info, unb64(sealed)))
        except SealBroken:
            raise VaultTampered(field="sealed") from None
        vault_header.authenticate(header, found.mac, key)
        self._heal(found)
        return OpenVault(self._folder, header, person, key)

    # -- the two copies ----------------------------------------------------------------------------

    def _read(self) -> _Found:
        """The whole copy of the higher generation; raises VaultDamaged."""
        found = []
        for data in durable.read_copies(self._folder, COPIES, vault_header.MAX_BYTES):
            read = vault_header.read(data)
            if read is not None:
                found.append(_Found(*read, data))
        if not found:
            raise VaultDamaged(name=self._folder.name)
        return max(found, key=lambda copy: copy.header.generation)

    def _write(self, header: Header, key: bytearray) -> None:
        durable.write_copies(self._folder, COPIES, vault_header.write(header, key))

    def _heal(self, found: _Found) -> None:
        """Bring a lost or older copy up to date; a store on a read-only disk still opens."""
        try:
            durable.write_copies(self._folder, COPIES, found.data)
        except (OSError, DiskFull):
            return

    def _authentic(self, opened: OpenVault) -> Header:
        found = self._read()
        opened.with_key(lambda key: vault_header.authenticate(found.header, found.mac, key))
        return found.header

    def _replace(
        self, opened: OpenVault, header: Header, rest: tuple[Entry, ...], *added: Entry
    ) -> None:
        people = tuple(sorted((*rest, *added), key=lambda entry: entry.person))
        changed = replace(header, people=people, generation=header.generation + 1)
        opened.with_key(lambda key: self._write(changed, key))

    # -- entries -----------------------------------------------------------------------------------

    def _entry(
        self, header: Header, key: bytearray, who: tuple[str, str], protection: Protection
    ) -> Entry:
        person, label = who
        private = self._random(KEY_SIZE)
        public = public_of(private)
        return Entry(
            person=person,
            label=label,
            public=b64(public),
            sealed=_sealed(header, person, public, key),
            protectors=(self._protector(header, person, private, protection),),
        )

    def _protector(
        self, header: Header, person: str, private: bytes, protection: Protection
    ) -> dict[str, object]:
        nonce = protectors.new_nonce(self._random)
        return protectors.protect(private, (header.vault, person), protection, nonce)


def folder_of(home: Path) -> Path:
    """Where a home folder keeps its vault."""
    return home / "store"


def _sealed(header: Header, person: str, public: bytes, key: bytearray) -> str:
    return b64(seal_to(public, vault_header.sealing_info(header, person), bytes(key)))


def _entry_of(header: Header, person: str) -> Entry | None:
    return next((entry for entry in header.people if entry.person == person), None)


def _without(header: Header, person: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in header.people if entry.person != person)


def _protector(entry: Entry | None, kind: str) -> Protector | None:
    if entry is None:
        return None
    return next((p for p in entry.protectors if p.get("kind") == kind), None)


def _any_passphrase(header: Header) -> Protector | None:
    found = (_protector(entry, protectors.ARGON2ID) for entry in header.people)
    return next((protector for protector in found if protector is not None), None)
