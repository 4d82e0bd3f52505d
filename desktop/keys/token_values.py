"""What is known of tokens and their keys: plain values, made in the child that talks to them."""

from __future__ import annotations

from typing import Literal

import msgspec

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


class TokenFace(msgspec.Struct, frozen=True):
    """A token as people recognise it, and what its PIN can still bear."""

    module: str
    serial: str
    label: str
    maker: str
    pin: PinState
    keys: tuple[TokenKey, ...]


class Sealed(msgspec.Struct, frozen=True):
    """Something sealed to a key by RSA-OAEP (RFC 8017 §7.1) with one hash for label and MGF1."""

    hash: Literal["sha256", "sha1"]
    data: bytes
