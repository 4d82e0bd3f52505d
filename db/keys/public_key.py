"""Protecting by a key whose private half is elsewhere, as on a token: ``rsa-oaep`` of
docs/formats/vault-header.md.

Apart from the other protectors: reading public keys is a library that unlocking need not load.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from core.commits.ids import b64
from core.errors import WrongKey
from core.wrapping import KEY_SIZE
from db.keys.protectors import RSA_OAEP, Protection

if TYPE_CHECKING:
    from db.keys.protectors import Random

RSA_BITS = range(2048, 8193)
OAEP_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha1": hashes.SHA1(),  # noqa: S303 - OAEP needs no collision resistance; some tokens know no other
}


def by_public_key(info: bytes, hash_name: str, random: Random) -> Protection:
    """Protect by the RSA key whose SubjectPublicKeyInfo (DER) is given: a fresh key is sealed to it
    with RSA-OAEP (RFC 8017 §7.1), ``hash_name`` being sha256 or sha1 for label and MGF1 alike.

    Whether the holder of the private half can open it is for the caller to try. Raises WrongKey.
    """
    try:
        public = load_der_public_key(info)
    except (ValueError, UnsupportedAlgorithm):
        raise WrongKey(name=RSA_OAEP) from None
    if not isinstance(public, rsa.RSAPublicKey) or public.key_size not in RSA_BITS:
        raise WrongKey(name=RSA_OAEP)
    key, algorithm = random(KEY_SIZE), OAEP_HASHES[hash_name]
    oaep = padding.OAEP(padding.MGF1(algorithm), algorithm, None)
    fields: dict[str, object] = {
        "kind": RSA_OAEP,
        "hash": hash_name,
        "mgf": hash_name,
        "key": b64(sha256(info).digest()),
        "sealed": b64(public.encrypt(key, oaep)),
    }
    return Protection(fields, key)
