"""The vault's header, format 1 (docs/formats/vault-header.md): bytes in, values out, no keys kept.

A small readable file beside the database: which database file, and for each person who may open it
the database key sealed to his public key and the protectors of his private half. A checksum finds
damage before any key is known; the MAC, under a key from the database key, finds changes after.
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from typing import Annotated, Literal, Protocol

import msgspec

from core.commits import canonical
from core.commits.ids import b64, is_id, raw_id, unb64
from core.errors import BadInput, NotCanonical, VaultTampered
from core.recipients import SEALED_EXTRA
from core.wrapping import KEY_SIZE, derive

MAX_BYTES = 1 << 20
MAX_PEOPLE = 1000
MAX_PROTECTORS = 16
_MAC = b"antin-vault-header-1\0"
_SEAL = b"antin-vault-key-1\0"
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\.db")

Label = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One person who may open the vault: the database key sealed to him, his protectors."""

    person: str
    label: Label
    public: str
    sealed: str
    protectors: Annotated[tuple[dict[str, object], ...], msgspec.Meta(max_length=MAX_PROTECTORS)]


class Recovery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The database key sealed to the unit's recovery key, whose private half is kept elsewhere."""

    public: str
    sealed: str


class Header(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """The whole header but for its checks; ``store`` changes with the database key."""

    v: Literal[1]
    vault: str
    store: str
    file: str
    generation: Annotated[int, msgspec.Meta(ge=1, le=canonical.MAX_INTEGER)]
    people: Annotated[tuple[Entry, ...], msgspec.Meta(max_length=MAX_PEOPLE)]
    recovery: Recovery | None = None


class _Named(Protocol):
    """Whatever names a store: a header, or a request for recovery."""

    @property
    def vault(self) -> str: ...

    @property
    def store(self) -> str: ...


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    body: Header
    mac: str
    sum: str


def write(header: Header, key: bytes | bytearray) -> bytes:
    """The bytes of a header file under the database key."""
    mac = b64(_mac(header, key))
    return canonical.encode(_File(body=header, mac=mac, sum=_sum(header, mac)))


def read(data: bytes) -> tuple[Header, bytes] | None:
    """A header and its MAC, not yet checked against any key; None for damaged bytes."""
    try:
        file = canonical.decode_as(_File, data, MAX_BYTES)
        _check(file.body)
        mac = unb64(file.mac, 32)
    except BadInput:
        return None
    return (file.body, mac) if file.sum == _sum(file.body, file.mac) else None


def authenticate(header: Header, mac: bytes, key: bytes | bytearray) -> None:
    """Check a header with the database key that was unsealed from it; raises VaultTampered."""
    if not hmac.compare_digest(mac, _mac(header, key)):
        raise VaultTampered(field="mac")


def sealing_info(header: _Named, person: str) -> bytes:
    """What a sealed database key is bound to: vault, store and person (empty: recovery)."""
    return _SEAL + canonical.encode(
        {"vault": header.vault, "store": header.store, "person": person}
    )


def _mac(header: Header, key: bytes | bytearray) -> bytes:
    mac_key = derive(key, _MAC + raw_id(header.vault))
    return hmac.digest(mac_key, _MAC + canonical.encode(header), "sha256")


def _sum(header: Header, mac: str) -> str:
    return b64(sha256(canonical.encode({"body": header, "mac": mac})).digest())


def _check(header: Header) -> None:
    """What the shape alone does not say; raises NotCanonical."""
    persons = [entry.person for entry in header.people]
    if not all(map(is_id, (header.vault, header.store, *persons))):
        raise NotCanonical(field="id")
    if persons != sorted(set(persons)) or not _FILE_NAME.fullmatch(header.file):
        raise NotCanonical(field="people")
    holders: list[Entry | Recovery] = [*header.people]
    for holder in holders + ([header.recovery] if header.recovery else []):
        unb64(holder.public, KEY_SIZE)
        unb64(holder.sealed, KEY_SIZE + SEALED_EXTRA)
