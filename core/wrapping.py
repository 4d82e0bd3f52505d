"""Keys inside keys: wrapped by another key, or derived from one for one purpose.

Wrapping is AES-256-GCM-SIV (RFC 8452) under a given 12-byte nonce, which stands in front of the
result; a nonce used twice reveals no more than that two keys are equal. Deriving is HKDF-SHA256
(RFC 5869).
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import SealBroken

KEY_SIZE = 32
NONCE_SIZE = 12
WRAPPED_EXTRA = NONCE_SIZE + 16


def wrap(kek: bytes, nonce: bytes, key: bytes, about: bytes) -> bytes:
    """Wrap a key under another one: nonce ‖ ciphertext ‖ tag; ``about`` is bound but not kept."""
    return nonce + AESGCMSIV(kek).encrypt(nonce, key, about)


def unwrap(kek: bytes, wrapped: bytes, about: bytes) -> bytes:
    """The key inside; raises SealBroken for another kek, another ``about`` or changed bytes."""
    try:
        return AESGCMSIV(kek).decrypt(wrapped[:NONCE_SIZE], wrapped[NONCE_SIZE:], about)
    except (InvalidTag, ValueError):
        raise SealBroken(field="wrapped") from None


def derive(key: bytes | bytearray, label: bytes, salt: bytes = b"") -> bytes:
    """A 32-byte key for one purpose, named by its label."""
    return HKDF(SHA256(), KEY_SIZE, salt or None, label).derive(key)
