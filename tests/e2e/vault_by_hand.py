"""The key of a store from its header and a passphrase, as docs/formats/vault-header.md says it, and
the store opened by SQLite3 Multiple Ciphers: nothing of the program is used.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from typing import TYPE_CHECKING, Any

import apsw
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.core.hpke_by_hand import KEM, SUITE, expand, extract
from tests.vectors.by_hand import CROCKFORD, parse, spell, unb64

if TYPE_CHECKING:
    from pathlib import Path


def header(folder: Path) -> dict[str, Any]:
    """The body of the newer good copy."""
    body: dict[str, Any] = _copy(folder)["body"]
    return body


def _copy(folder: Path) -> dict[str, Any]:
    found = []
    for name in ("vault-a.json", "vault-b.json"):
        copy = parse((folder / name).read_bytes())
        data = spell({"body": copy["body"], "mac": copy["mac"]})
        if unb64(copy["sum"]) == hashlib.sha256(data).digest():
            found.append(copy)
    newest: dict[str, Any] = max(found, key=lambda copy: copy["body"]["generation"])
    return newest


def database_key(folder: Path, label: str, passphrase: str) -> bytes:
    """The 32 bytes that open the database, for the person of that label; all that is bound is
    checked.
    """
    copy = _copy(folder)
    body = copy["body"]
    [entry] = [each for each in body["people"] if each["label"] == label]
    [protector] = [each for each in entry["protectors"] if each["kind"] == "argon2id"]
    private = _private(protector, entry["person"], body["vault"], passphrase)
    names = {"person": entry["person"], "store": body["store"], "vault": body["vault"]}
    key = _unseal(private, b"antin-vault-key-1\0" + spell(names), unb64(entry["sealed"]))
    domain = b"antin-vault-header-1\0"
    mac_key = HKDF(hashes.SHA256(), 32, None, domain + _id(body["vault"])).derive(key)
    mac = hmac.digest(mac_key, domain + spell(body), "sha256")
    assert hmac.compare_digest(mac, unb64(copy["mac"]))
    return key


def _private(protector: dict[str, Any], person: str, vault: str, passphrase: str) -> bytes:
    words = unicodedata.normalize("NFC", passphrase).encode()
    key = Argon2id(
        salt=unb64(protector["salt"]),
        length=32,
        iterations=protector["t"],
        lanes=protector["p"],
        memory_cost=protector["m"],
    ).derive(words)
    bound = {name: value for name, value in protector.items() if name != "wrapped"}
    data = spell({"person": person, "protector": bound, "vault": vault})
    wrapped = unb64(protector["wrapped"])
    return AESGCMSIV(key).decrypt(wrapped[:12], wrapped[12:], b"antin-vault-protector-1\0" + data)


def _unseal(private: bytes, info: bytes, sealed: bytes) -> bytes:
    """HPKE base mode (RFC 9180 §5.1), the receiver's side."""
    own = X25519PrivateKey.from_private_bytes(private)
    enc, cipher = sealed[:32], sealed[32:]
    shared = own.exchange(X25519PublicKey.from_public_bytes(enc))
    prk = extract(KEM, b"", b"eae_prk", shared)
    secret = expand(KEM, prk, b"shared_secret", enc + own.public_key().public_bytes_raw(), 32)
    asked = extract(SUITE, b"", b"psk_id_hash", b"") + extract(SUITE, b"", b"info_hash", info)
    context = b"\0" + asked
    schedule = extract(SUITE, secret, b"secret", b"")
    key = expand(SUITE, schedule, b"key", context, 32)
    nonce = expand(SUITE, schedule, b"base_nonce", context, 12)
    return AESGCM(key).decrypt(nonce, cipher, b"")


def _id(text: str) -> bytes:
    number = 0
    for letter in text:
        number = number << 5 | CROCKFORD.index(letter)
    return number.to_bytes(16, "big")


def opened(folder: Path, key: bytes) -> apsw.Connection:
    """The database of a vault, opened for reading by the other implementation."""
    path = folder / header(folder)["file"]
    other = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    for statement in (
        "PRAGMA cipher = 'sqlcipher'",
        "PRAGMA legacy = 4",
        "PRAGMA hmac_algorithm = 1",
        f"PRAGMA key = \"x'{key.hex()}'\"",
    ):
        other.execute(statement)
    return other
