"""Sealing to a person's, device's or unit's public key: HPKE base mode (RFC 9180).

X25519, HKDF-SHA256 and AES-256-GCM; the library draws the ephemeral key. ``info`` names what is
sealed and for whom; opening under another ``info`` fails.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from core.errors import SealBroken

SEALED_EXTRA = 32 + 16
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def public_of(private: bytes) -> bytes:
    """The X25519 public key (32 bytes) of a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal_to(public: bytes, info: bytes, plain: bytes) -> bytes:
    """Encrypt to the holder of a key pair: ephemeral public key ‖ ciphertext ‖ tag.

    Raises SealBroken for a public key that is none (RFC 9180 §7.1.4).
    """
    try:
        return _SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), info)
    except ValueError:
        raise SealBroken(field="public") from None


def open_with(private: bytes, info: bytes, sealed: bytes) -> bytes:
    """Decrypt what was sealed to our public key under the same ``info``; raises SealBroken."""
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info)
    except (InvalidTag, ValueError):
        raise SealBroken(field="sealed") from None
