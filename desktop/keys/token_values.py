"""What is known of tokens and their keys: plain values, made in the child that talks to them."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

_TOKEN: Final = b"antin-token-key-1\0"
PinState = Literal["fine", "low", "final", "locked"]
"""What PKCS#11 tells of the tries left (v2.40 §4.4, CKF_USER_PIN_…); it names no number."""


class TokenKey(msgspec.Struct, frozen=True):
    """An RSA key of a token: SHA-256 of its SubjectPublicKeyInfo (base64url), that info as DER, its
    label and size in bits.
    """

    name: str
    public: bytes
    label: str
    bits: int


class TokenCertificate(msgspec.Struct, frozen=True):
    """A certificate on a token (DER), the CKA_ID that leads to its key, and its label."""

    certificate: bytes
    key_id: bytes
    label: str


class TokenFace(msgspec.Struct, frozen=True):
    """A token as people recognise it, and what its PIN can still bear."""

    module: str
    serial: str
    label: str
    maker: str
    pin: PinState
    keys: tuple[TokenKey, ...]
    certificates: tuple[TokenCertificate, ...] = ()


class TokenRef(msgspec.Struct, frozen=True):
    """Which key of which token signs: SHA-256 of the certificate (base64url), CKA_ID, the token's
    serial number; and for people, its label and module, and whether the key wants its PIN for every
    signature (CKA_ALWAYS_AUTHENTICATE).
    """

    certificate: str
    key_id: bytes
    serial: str
    label: str = ""
    module: str = ""
    always: bool = False


def token_ref(file: bytes) -> TokenRef | None:
    """The key of a token that a kept key leads to; None where it is a PKCS#12 file."""
    if not file.startswith(_TOKEN):
        return None
    return msgspec.msgpack.decode(file.removeprefix(_TOKEN), type=TokenRef)


def kept_ref(ref: TokenRef) -> bytes:
    """What is kept of a key of a token, in the place of a file."""
    return _TOKEN + msgspec.msgpack.encode(ref)


class SigningOpened(msgspec.Struct, frozen=True):
    """What is known of a key of a token after the login."""

    certificate: bytes
    mechanism: Literal["pss", "pkcs1", "ecdsa"]
    key_size: int
    always: bool


class Sealed(msgspec.Struct, frozen=True):
    """Something sealed to a key by RSA-OAEP (RFC 8017 §7.1) with one hash for label and MGF1."""

    hash: Literal["sha256", "sha1"]
    data: bytes
