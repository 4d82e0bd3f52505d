"""Getting in again after a forgotten passphrase, with the unit's recovery key kept elsewhere.

1. ``ask``: the machine writes a request; its ephemeral key waits in a file, wrapped under the new
   passphrase, so nothing readable lies around.
2. ``answer``: the security officer, on any machine, opens the request with the recovery key.
3. ``take``: the machine reads the answer, makes the person a new entry under the new passphrase,
   and notes the recovery, which becomes a commit (db/vault_events.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec

from core.commits import canonical
from core.commits.ids import b64, unb64
from core.errors import (
    BadInput,
    NotFound,
    RecoveryAbsent,
    RecoveryForeign,
    SealBroken,
    VaultTampered,
    WrongKey,
    WrongPassphrase,
)
from core.recipients import open_with, public_of
from core.sync import recovery
from core.sync.recovery import RecoveryRequest
from core.wrapping import KEY_SIZE
from db import durable, local, vault_events
from db.engine import once
from db.keys import kept_key, protectors, tries, vault_entries, vault_header
from db.vault import TRIES, Vault
from db.vault_events import Event

if TYPE_CHECKING:
    from pathlib import Path

    from db.clock import Clock
    from db.keys.passphrase import Calibration
    from db.open_vault import OpenVault

WAITING: Final = "recovery.json"
PERSON: Final = "person."
LIMIT: Final = 64 * 1024
OWNER: Final = "recovery"


class _Waiting(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file that waits on the machine: the request, and the ephemeral private half protected."""

    v: Literal[1] = 1
    request: RecoveryRequest
    protector: Annotated[dict[str, object], msgspec.Meta(max_length=16)]


@dataclass(frozen=True)
class NewWords:
    """A new passphrase and what it may cost to try."""

    words: str = field(repr=False)
    cost: Calibration


@dataclass(frozen=True)
class Officer:
    """Who answers, why, and his recovery key: its file and the passphrase of that file."""

    name: str
    reason: str
    kept: bytes = field(repr=False)
    words: str = field(repr=False)


def ask(folder: Path, person: str, chosen: NewWords, clock: Clock) -> bytes:
    """The request file for a person of the vault in a folder; an earlier request is given up.

    Raises WeakPassphrase, NotFound, RecoveryAbsent where there is no recovery key, DiskFull.
    """
    header = Vault(folder, clock.random).header()
    entry, share = vault_entries.of(header, person), header.recovery
    if entry is None:
        raise NotFound(kind="person")
    if share is None:
        raise RecoveryAbsent
    protection = protectors.by_passphrase(chosen.words, clock.random, chosen.cost)
    private = clock.random(KEY_SIZE)
    request = RecoveryRequest(
        vault=header.vault,
        store=header.store,
        person=person,
        label=entry.label,
        public=share.public,
        sealed=share.sealed,
        box=b64(public_of(private)),
        nonce=b64(clock.random(32)),
        at=clock.now(),
    )
    nonce = protectors.new_nonce(clock.random)
    kept = protectors.protect(private, (header.vault, OWNER), protection, nonce)
    durable.replace(folder / WAITING, canonical.encode(_Waiting(request=request, protector=kept)))
    return recovery.write_request(request)


def waiting(folder: Path) -> RecoveryRequest | None:
    """The request that waits for its answer; None where there is none, or a damaged one."""
    found = _read(folder)
    return found.request if found else None


def forget(folder: Path) -> None:
    """Give the request up."""
    (folder / WAITING).unlink(missing_ok=True)


def answer(data: bytes, officer: Officer, now: int) -> bytes:
    """The answer file to a request file; for the security officer, on any machine.

    Raises WrongPassphrase, WrongKey for another unit's recovery key, RecoveryForeign for a request
    that was changed, and what reading the files raises.
    """
    request = recovery.read_request(data)
    opened = kept_key.read(officer.kept, officer.words)
    if opened.kept.use != "recovery" or b64(public_of(opened.private)) != request.public:
        raise WrongKey(name="recovery")
    info = vault_header.sealing_info(request, vault_entries.NOBODY)
    try:
        key = open_with(opened.private, info, unb64(request.sealed))
    except SealBroken:
        raise RecoveryForeign from None
    return recovery.write_answer(recovery.answer(request, key, officer.name, officer.reason, now))


def take(folder: Path, data: bytes, chosen: NewWords, clock: Clock) -> OpenVault:
    """Let the person in with the officer's answer; the new passphrase is in force from now on.

    The old passphrase and token of the entry end. Raises RecoveryAbsent where no request waits,
    WrongPassphrase where it is not the one of the request, RecoveryForeign for an answer to another
    request or for a store whose key was changed since, DiskFull.
    """
    found = _read(folder)
    if found is None:
        raise RecoveryAbsent
    given = recovery.read_answer(data, found.request)
    key = bytearray(recovery.key_in(given, _private(found, chosen.words)))
    vault, request = Vault(folder, clock.random), found.request
    try:
        opened = vault.reopen(request.person, key)
    except VaultTampered:
        raise RecoveryForeign from None
    _note(opened, request, given)
    protection = protectors.by_passphrase(chosen.words, clock.random, chosen.cost)
    vault.readmit(opened, request.person, request.label, protection)
    tries.forget(folder / TRIES, request.person, clock.now())
    forget(folder)
    return opened


def _read(folder: Path) -> _Waiting | None:
    [data] = durable.read_copies(folder, (WAITING,), LIMIT) or [b""]
    try:
        return canonical.decode_as(_Waiting, data)
    except BadInput:
        return None


def _private(found: _Waiting, words: str) -> bytes:
    key = protectors.passphrase_key(words)(found.protector)
    try:
        return protectors.unprotect(found.protector, (found.request.vault, OWNER), key)
    except SealBroken:
        raise WrongPassphrase from None


def _note(opened: OpenVault, request: RecoveryRequest, given: recovery.RecoveryAnswer) -> None:
    """Before the entry is made, so that no recovery stays unrecorded; once, if it is done again."""
    with once(opened.connect, writing=True) as connection:
        named = local.value(connection, PERSON + request.person)
        event = Event(
            what="recover",
            at=given.at,
            reason=given.reason,
            person=named.decode() if named else request.person,
            label=given.officer,
            key=b64(sha256(unb64(request.public)).digest()),
        )
        if event not in vault_events.waiting(connection):
            vault_events.note(connection, event)
