"""What stands around a store, derived from docs/formats alone: its header, the counters outside the
database, what is recorded of its keys, and the invitation with which a machine begins.
"""

from __future__ import annotations

import hmac
import json
import unicodedata

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.vectors import by_hand
from tests.vectors.by_hand import CROCKFORD, b64, hash64, parse, spell, unb64
from tests.vectors.test_by_hand import raw, typed, vectors

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def id_bytes(text: str) -> bytes:
    """The 16 bytes that an id spells."""
    number = sum(CROCKFORD.index(letter) << 5 * at for at, letter in enumerate(reversed(text)))
    return number.to_bytes(16, "big")


def test_an_invitation() -> None:
    found, enrolled, trusted = (vectors(name) for name in ("invitation", "enrolment", "trust"))
    assert found["code"] == enrolled["code"] == typed(raw(enrolled["secret"]))
    body = {
        "v": 1,
        "code": found["code"],
        "person": "Người Thí Dụ",
        "machine": "Máy clerk",
        "until": found["until"],
        "provision": trusted["provision"],
    }
    assert raw(found["file"]) == b"ANTB\1\7" + spell(body)
    by_hand.open_signed("antin-provision-1", body["provision"], unb64(trusted["root"]))


def test_an_extract() -> None:
    found = vectors("extract")
    file, content = raw(found["file"]), raw(found["content"])
    assert file[:6] == b"ANTB\1\n"
    said = by_hand.open_signed("antin-extract-1", by_hand.parse(file[6:]), unb64(found["public"]))
    assert said == found["said"]
    assert (said["hash"], said["size"]) == (by_hand.hash64(content), len(content))


@pytest.mark.parametrize(("name", "generation"), [("outside-files", 4), ("outside-machine", 3)])
def test_counters_outside_the_database(name: str, generation: int) -> None:
    found = vectors(name)
    key = raw(found["key"])
    body = {
        "v": 1,
        "generation": generation,
        "incarnation": found["incarnation"],
        "leases": sorted(map(list, found["last_numbers"].items())),
    }
    if "machine" in found:
        here = b"antin-machine-1\0" + found["machine"].encode()
        body["machine"] = b64(hmac.digest(key, here, "sha256"))
        body["places"] = sorted(map(list, found["places"].items()))
    mac = hmac.digest(key, b"antin-outside-1\0" + spell(body), "sha256")
    assert found["file"].encode() == spell({"body": body, "mac": b64(mac)})


LISTS = {
    "vault.begin": "lives",
    "vault.rekey": "rekeys",
    "vault.recover": "recoveries",
    "vault.purge": "purges",
}


@pytest.mark.parametrize("name", ["vault-operations", "vault-begin", "vault-purge"])
def test_what_is_recorded_of_a_store(name: str) -> None:
    found = vectors(name)
    payload = parse(raw(found["payload"]))
    assert len(unb64(payload["salt"])) == 16
    stamp = {"author": found["clerk"], "time": found["time"]}
    lists: dict[str, list[object]] = {}
    for operation, op in zip(payload["ops"], found["names"], strict=True):
        assert operation["id"] == found["device"]
        rows = lists.setdefault(LISTS[operation["kind"]], [])
        rows.append([op, {**operation["body"], **stamp}])
    assert found["state"] == {"lists": lists}
    share = f"vault\0{found['device']}\0".encode() + spell({"lists": lists})
    assert hash64(share) == b64(raw(found["hash"]))


def test_the_header_of_a_vault() -> None:
    found = vectors("vault-header")
    key, file = raw(found["database_key"]), parse(found["file"].encode())
    body = file["body"]
    tag, vault = b"antin-vault-header-1\0", id_bytes(body["vault"])
    mac_key = HKDF(SHA256(), 32, None, tag + vault).derive(key)
    assert mac_key.hex() == found["mac_key"]
    assert file["mac"] == b64(hmac.digest(mac_key, tag + spell(body), "sha256"))
    assert file["sum"] == hash64(spell({"body": body, "mac": file["mac"]}))
    assert body["file"] == f"store-{body['store'].lower()}.db"
    for label, subkey in found["subkeys"].items():
        info = b"antin-subkey-1\0" + label.encode()
        assert HKDF(SHA256(), 32, vault, info).derive(key).hex() == subkey


def test_whoever_opens_a_vault() -> None:
    found = vectors("vault-header")
    body = json.loads(found["file"])["body"]
    first, second = body["people"]
    words = first["protectors"][0]
    cost = {"iterations": words["t"], "lanes": words["p"], "memory_cost": words["m"]}
    typed_in = unicodedata.normalize("NFC", found["passphrase"]).encode()
    key = Argon2id(salt=unb64(words["salt"]), length=32, **cost).derive(typed_in)
    assert key.hex() == found["passphrase_key"]
    ways = [(first, raw(found["passphrase_key"])), (second, raw(found["key_file"]))]
    privates = [_private(body["vault"], entry, key) for entry, key in ways]
    assert privates[0].hex() == found["private_half"]
    shares = [*body["people"], {"person": "", **body["recovery"]}]
    privates.append(raw(found["recovery_private"]))
    for share, private in zip(shares, privates, strict=True):
        half = X25519PrivateKey.from_private_bytes(private)
        assert share["public"] == b64(half.public_key().public_bytes_raw())
        about = {"person": share["person"], "store": body["store"], "vault": body["vault"]}
        opened = SUITE.decrypt(unb64(share["sealed"]), half, b"antin-vault-key-1\0" + spell(about))
        assert opened.hex() == found["database_key"]


def _private(vault: str, entry: dict[str, object], key: bytes) -> bytes:
    """The private half in an entry's first protector."""
    protectors = entry["protectors"]
    assert isinstance(protectors, list)
    fields = {name: value for name, value in protectors[0].items() if name != "wrapped"}
    about = {"person": entry["person"], "protector": fields, "vault": vault}
    wrapped, bound = unb64(protectors[0]["wrapped"]), b"antin-vault-protector-1\0" + spell(about)
    return AESGCMSIV(key).decrypt(wrapped[:12], wrapped[12:], bound)
