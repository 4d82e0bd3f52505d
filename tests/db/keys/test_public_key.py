"""The rsa-oaep protector: its vector, by hand and by us, and keys that are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from core.errors import WrongKey
from db.keys.protectors import unprotect
from db.keys.public_key import by_public_key
from tests.db.keepers import bytes_from
from tests.vectors import by_hand

VECTOR = json.loads((Path(__file__).parents[2] / "vectors" / "token-protector.json").read_text())
HASHES = {"sha256": hashes.SHA256(), "sha1": hashes.SHA1()}


def token() -> rsa.RSAPrivateKey:
    """The key of the vector as a token would hold it."""
    key = serialization.load_der_private_key(bytes.fromhex(VECTOR["token"]), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def unwrapped(protector: dict[str, Any]) -> bytes:
    """What the token gives for a protector."""
    algorithm = HASHES[protector["hash"]]
    oaep = padding.OAEP(padding.MGF1(algorithm), algorithm, None)
    return token().decrypt(by_hand.unb64(protector["sealed"]), oaep)


@pytest.mark.parametrize("name", HASHES)
def test_the_vector_opens(name: str) -> None:
    protector = VECTOR["protectors"][name]
    owner = (VECTOR["vault"], VECTOR["person"])
    assert unprotect(protector, owner, unwrapped(protector)).hex() == VECTOR["private"]


@pytest.mark.parametrize("name", HASHES)
def test_the_vector_by_hand(name: str) -> None:
    protector = VECTOR["protectors"][name]
    info = token().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert (protector["key"], protector["mgf"]) == (by_hand.hash64(info), name)
    fields = {key: value for key, value in protector.items() if key != "wrapped"}
    about = {"vault": VECTOR["vault"], "person": VECTOR["person"], "protector": fields}
    wrapped = by_hand.unb64(protector["wrapped"])
    bound = b"antin-vault-protector-1\0" + by_hand.spell(about)
    private = AESGCMSIV(unwrapped(protector)).decrypt(wrapped[:12], wrapped[12:], bound)
    assert private.hex() == VECTOR["private"]


@pytest.mark.parametrize("name", HASHES)
def test_what_is_sealed_is_the_key(name: str) -> None:
    info = token().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    made = by_public_key(info, name, bytes_from(1))
    assert unwrapped(made.fields) == made.key
    assert made.key.hex() not in repr(made)


def test_keys_that_cannot_protect() -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    for key in (short, ec.generate_private_key(ec.SECP256R1())):
        info = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        with pytest.raises(WrongKey):
            by_public_key(info, "sha256", bytes_from(1))
    for broken in (b"", b"no key", bytes(300)):
        with pytest.raises(WrongKey):
            by_public_key(broken, "sha256", bytes_from(1))
