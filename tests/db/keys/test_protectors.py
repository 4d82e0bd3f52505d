"""Protectors: nothing about one can be exchanged; key files are kept to their owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core.errors import KeyFileExposed, SealBroken, VaultTampered, WeakPassphrase, WrongKey
from db.keys import protectors
from db.keys.protectors import Protection, by_key_file, by_passphrase, protect, unprotect
from tests.db.keepers import bytes_from

if TYPE_CHECKING:
    from pathlib import Path

VAULT, PERSON, OTHER = "0" * 26, "1" * 26, "2" * 26
PRIVATE, NONCE, KEY = bytes(range(32)), bytes(12), bytes([7]) * 32
FIELDS: dict[str, object] = {"kind": "rsa-oaep", "hash": "sha1", "mgf": "sha1"}


def test_the_private_half_comes_back() -> None:
    kept = protect(PRIVATE, (VAULT, PERSON), Protection(FIELDS, KEY), NONCE)
    assert {name: kept[name] for name in FIELDS} == FIELDS
    assert unprotect(kept, (VAULT, PERSON), KEY) == PRIVATE


@pytest.mark.parametrize(
    "change", [{"hash": "sha256"}, {"mgf": "x"}, {"kind": "keyfile"}, {"more": 1}]
)
def test_no_parameter_can_be_exchanged(change: dict) -> None:
    kept = protect(PRIVATE, (VAULT, PERSON), Protection(FIELDS, KEY), NONCE)
    with pytest.raises(SealBroken):
        unprotect({**kept, **change}, (VAULT, PERSON), KEY)


@pytest.mark.parametrize("owner", [(VAULT, OTHER), (OTHER, PERSON)])
def test_it_belongs_to_one_person_in_one_vault(owner: tuple[str, str]) -> None:
    kept = protect(PRIVATE, (VAULT, PERSON), Protection(FIELDS, KEY), NONCE)
    with pytest.raises(SealBroken):
        unprotect(kept, owner, KEY)
    with pytest.raises(SealBroken):
        unprotect(kept, (VAULT, PERSON), bytes(32))


@pytest.mark.parametrize("wrapped", [None, "", "!", "AAAA", 5])
def test_a_protector_without_its_secret_is_tampered_with(wrapped: object) -> None:
    with pytest.raises(VaultTampered):
        unprotect({**FIELDS, "wrapped": wrapped}, (VAULT, PERSON), KEY)


@pytest.mark.parametrize(
    "change",
    [
        {"m": 8},
        {"m": 10**9},
        {"t": 1},
        {"t": 10**6},
        {"p": 0},
        {"m": "65536"},
        {"salt": "AA"},
        {"salt": None},
    ],
)
def test_argon2id_out_of_bounds_is_refused_before_it_is_paid_for(change: dict) -> None:
    fields = {"kind": "argon2id", "salt": "A" * 22, "m": 65536, "t": 3, "p": 4, **change}
    with pytest.raises(VaultTampered):
        protectors.passphrase_key("vịt lội ruộng sâu tìm ốc")(fields)


def test_a_passphrase_leads_back_to_its_key() -> None:
    words = "vịt lội ruộng sâu tìm ốc"
    protection = by_passphrase(words, bytes_from(1))
    assert protectors.passphrase_key(words)(protection.fields) == protection.key
    assert protection.key.hex() not in repr(protection)
    assert str(protection.key) not in repr(protection)


def test_a_weak_passphrase_protects_nothing() -> None:
    with pytest.raises(WeakPassphrase):
        by_passphrase("ngắn", bytes_from(1))


def test_a_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "server.key"
    protectors.write_key_file(path, bytes_from(1))
    assert by_key_file(path).key == protectors.key_file_key(path)({}) == bytes_from(1)(32)
    for mode in (0o640, 0o604, 0o660, 0o601):
        path.chmod(mode)
        with pytest.raises(KeyFileExposed):
            by_key_file(path)
    path.chmod(0o400)
    assert by_key_file(path).fields == {"kind": "keyfile"}


@pytest.mark.parametrize("data", [b"", bytes(31), bytes(33)])
def test_a_key_file_of_another_length_is_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "server.key"
    with pytest.raises(WrongKey):
        by_key_file(path)
    path.write_bytes(data)
    path.chmod(0o600)
    with pytest.raises(WrongKey):
        by_key_file(path)
