"""Protectors: the ways in which the private half of a person's key pair is kept (store.md §8).

Each has a kind and that kind's parameters, which lead to a 32-byte key; under that key the private
half is wrapped, with vault, person and all parameters bound to it, so that none can be exchanged.
A kind that this version does not know is kept as it stands.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.commits import canonical
from core.commits.ids import b64, unb64
from core.errors import KeyFileExposed, NotCanonical, VaultTampered, WrongKey
from core.wrapping import KEY_SIZE, NONCE_SIZE, WRAPPED_EXTRA, unwrap, wrap
from db import durable
from db.keys import passphrase
from db.keys.passphrase import FLOOR, SALT_SIZE, Calibration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Random = Callable[[int], bytes]
    Protector = Mapping[str, object]
    KeyOf = Callable[[Protector], bytes]

ARGON2ID, KEY_FILE, RSA_OAEP = "argon2id", "keyfile", "rsa-oaep"
_ABOUT = b"antin-vault-protector-1\0"


@dataclass(frozen=True, slots=True)
class Protection:
    """A kind with its parameters, and the key that they lead to."""

    fields: dict[str, object]
    key: bytes = field(repr=False)


def by_passphrase(words: str, random: Random, cost: Calibration = FLOOR) -> Protection:
    """Protect by a new passphrase; raises WeakPassphrase."""
    passphrase.check_strength(words)
    salt = random(SALT_SIZE)
    fields: dict[str, object] = {
        "kind": ARGON2ID,
        "salt": b64(salt),
        "m": cost.memory_kib,
        "t": cost.passes,
        "p": cost.lanes,
    }
    return Protection(fields, passphrase.derive(words, salt, cost))


def by_key_file(path: Path) -> Protection:
    """Protect by a key file, for a server that starts without a person; raises KeyFileExposed."""
    return Protection({"kind": KEY_FILE}, read_key_file(path))


def passphrase_key(words: str) -> KeyOf:
    """What leads from an argon2id protector to its key; raises VaultTampered out of bounds."""
    return lambda protector: passphrase.derive(words, *_argon2id(protector))


def dummy_key(words: str, like: Protector | None) -> None:
    """Spend the time that a try costs, where there is no entry to try."""
    salt, cost = (bytes(SALT_SIZE), FLOOR) if like is None else _argon2id(like)
    passphrase.derive(words, salt, cost)


def key_file_key(path: Path) -> KeyOf:
    """What leads from a keyfile protector to its key."""
    return lambda _: read_key_file(path)


def read_key_file(path: Path) -> bytes:
    """The 32 bytes of a key file that only its owner can read; raises KeyFileExposed, WrongKey."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            data = file.read(KEY_SIZE + 1)
    except FileNotFoundError as error:
        raise WrongKey(name=path.name) from error
    # on Windows the folder's access list guards the file; the mode says nothing there
    if os.name != "nt" and mode & 0o077:
        raise KeyFileExposed(name=path.name)
    if len(data) != KEY_SIZE:
        raise WrongKey(name=path.name)
    return data


def write_key_file(path: Path, random: Random) -> None:
    """A new key file, mode 0600; raises DiskFull."""
    durable.replace(path, random(KEY_SIZE))


def protect(
    private: bytes, owner: tuple[str, str], protection: Protection, nonce: bytes
) -> dict[str, object]:
    """A protector of a private half; ``owner`` is (vault id, person id)."""
    about = _about(owner, protection.fields)
    return {**protection.fields, "wrapped": b64(wrap(protection.key, nonce, private, about))}


def unprotect(protector: Protector, owner: tuple[str, str], key: bytes) -> bytes:
    """The private half inside; raises SealBroken for another key, owner or parameters."""
    size = KEY_SIZE + WRAPPED_EXTRA
    try:
        wrapped = unb64(str(protector["wrapped"]), size)
    except (KeyError, NotCanonical) as error:
        raise VaultTampered(field="wrapped") from error
    fields = {name: value for name, value in protector.items() if name != "wrapped"}
    return unwrap(key, wrapped, _about(owner, fields))


def new_nonce(random: Random) -> bytes:
    """A nonce for ``protect``."""
    return random(NONCE_SIZE)


def _argon2id(protector: Protector) -> tuple[bytes, Calibration]:
    cost = (protector.get("m"), protector.get("t"), protector.get("p"))
    salt = protector.get("salt")
    memory, passes, lanes = cost
    if not (isinstance(memory, int) and isinstance(passes, int) and isinstance(lanes, int)):
        raise VaultTampered(field=ARGON2ID)
    try:
        return unb64(str(salt), SALT_SIZE), Calibration(memory, passes, lanes)
    except NotCanonical as error:
        raise VaultTampered(field=ARGON2ID) from error


def _about(owner: tuple[str, str], fields: Mapping[str, object]) -> bytes:
    vault, person = owner
    return _ABOUT + canonical.encode({"vault": vault, "person": person, "protector": dict(fields)})
