"""A device opens a session: it signs the server's nonce together with the server's TLS key.

Bound to the key that the device really sees, a proof is worth nothing to a server in between
(docs/formats/wire.md).
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from core.commits import canonical
from core.commits.format import Hash, Id
from core.commits.signatures import Sign, Signed, Tag, opened, signed
from core.errors import SessionRefused


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a device signs: the server's nonce (32 bytes) and the SHA-256 of the server's TLS key
    (SPKI), as seen by the device."""

    realm: Id
    device: Id
    nonce: Hash
    spki: Hash


class SessionOpen(msgspec.Struct, frozen=True):
    """The message that opens a session."""

    device: Id
    proof: Signed


class SessionToken(msgspec.Struct, frozen=True):
    """The answer: a token for the ``Authorization`` header, and until when (milliseconds UTC)."""

    token: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{22,86}\Z")]
    until: int


def sign_session(proof: Proof, sign: Sign) -> SessionOpen:
    """A signed proof."""
    return SessionOpen(proof.device, signed(Tag.SESSION, proof, sign))


def check_session(message: SessionOpen, expected: Proof, public: bytes) -> None:
    """Check that a device signed exactly what the server expects of it.

    ``expected`` holds the nonce that this server gave out and its own TLS key. Raises
    SignatureWrong, NotCanonical, SessionRefused.
    """
    body = opened(Tag.SESSION, message.proof, public)
    proof = canonical.decode_as(Proof, body)
    for name in Proof.__struct_fields__:
        if getattr(proof, name) != getattr(expected, name):
            raise SessionRefused(reason=name)
