"""A private key kept as a file away from every machine: the unit's root, and its recovery key.

Container kind 6; the key is wrapped under a passphrase's key with use, realm and all parameters
bound to it (docs/formats/founding.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import msgspec

from core.commits.format import Id
from core.commits.trust import Key
from core.errors import SealBroken, VaultTampered, WrongPassphrase
from core.sync import container
from core.sync.container import FileKind
from db.keys import protectors

if TYPE_CHECKING:
    from db.keys.protectors import Random

Use = Literal["root", "recovery"]


class KeptKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole file: what the key is for, its public half, the private one protected."""

    v: Literal[1] = 1
    use: Use
    realm: Id
    public: Key
    protector: Annotated[dict[str, object], msgspec.Meta(max_length=16)]


class Opened(NamedTuple):
    """A kept key with its private half."""

    kept: KeptKey
    private: bytes


def write(use: Use, realm: str, pair: tuple[bytes, str], words: str, random: Random) -> bytes:
    """The file of a key pair (private bytes, public text) under a passphrase.

    Raises WeakPassphrase.
    """
    private, public = pair
    protection = protectors.by_passphrase(words, random)
    nonce = protectors.new_nonce(random)
    protector = protectors.protect(private, (realm, use), protection, nonce)
    body = KeptKey(use=use, realm=realm, public=public, protector=protector)
    return container.write_json(FileKind.KEPT_KEY, body)


def read(data: bytes, words: str) -> Opened:
    """A kept key opened by its passphrase.

    Raises WrongPassphrase, VaultTampered, and what container.read_json raises.
    """
    kept = container.read_json(FileKind.KEPT_KEY, KeptKey, data)
    if kept.protector.get("kind") != protectors.ARGON2ID:
        raise VaultTampered(field="kind")
    key = protectors.passphrase_key(words)(kept.protector)
    try:
        return Opened(kept, protectors.unprotect(kept.protector, (kept.realm, kept.use), key))
    except SealBroken:
        raise WrongPassphrase from None
