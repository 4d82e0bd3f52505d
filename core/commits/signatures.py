"""Ed25519 signatures with a domain tag, so that a signature over one kind of thing is none over
another.

The signed bytes are an ASCII tag, a zero byte, then the canonical bytes
(docs/formats/signatures.md, RFC 8032).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from core.commits import canonical
from core.commits.ids import b64, unb64
from core.errors import NotCanonical, SignatureWrong

Sign = Callable[[bytes], bytes]


class Tag(StrEnum):
    """What a signature is about; a new kind of thing gets a new tag."""

    COMMIT = "antin-commit-1"
    RECEIPT = "antin-receipt-1"
    DEVICE = "antin-device-1"
    MANIFEST = "antin-manifest-1"
    PROVISION = "antin-provision-1"
    REQUEST = "antin-request-1"
    SESSION = "antin-session-1"
    CHECKPOINT = "antin-checkpoint-1"
    EXTRACT = "antin-extract-1"
    TRUST = "antin-trust-1"
    SNAPSHOT = "antin-snapshot-1"
    STORED = "antin-stored-1"


class Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Canonical bytes of a body with their signature, carried inside other canonical JSON as
    base64url.
    """

    body: str
    sig: str


def message(tag: Tag, data: bytes) -> bytes:
    """The bytes that are signed."""
    return tag.encode("ascii") + b"\0" + data


def verify(tag: Tag, data: bytes, signature: bytes, public: bytes) -> None:
    """Check one signature; raises SignatureWrong."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message(tag, data))
    except (InvalidSignature, ValueError) as error:
        raise SignatureWrong(tag=tag.value) from error


def signed(tag: Tag, body: object, sign: Sign) -> Signed:
    """A body with its signature."""
    data = canonical.encode(body)
    return Signed(body=b64(data), sig=b64(sign(message(tag, data))))


def opened(tag: Tag, envelope: Signed, public: bytes) -> bytes:
    """The canonical bytes inside an envelope once its signature holds; raises SignatureWrong,
    NotCanonical.
    """
    data = unb64(envelope.body)
    if len(data) > canonical.MAX_BYTES:
        raise NotCanonical(field="size")
    verify(tag, data, unb64(envelope.sig, 64), public)
    return data
