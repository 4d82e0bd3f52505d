"""The vault's header: frozen bytes, and everything that is not one."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical
from core.commits.ids import b64, raw_id, unb64
from core.errors import VaultTampered
from core.recipients import open_with
from core.wrapping import derive
from db.keys import protectors, vault_header
from tests.core import hpke_by_hand

VECTOR = json.loads(
    (Path(__file__).parents[2] / "vectors" / "vault-header.json").read_text("utf-8")
)
FILE = VECTOR["file"].encode()
KEY = bytes.fromhex(VECTOR["database_key"])


def header() -> vault_header.Header:
    """The header of the vector."""
    found = vault_header.read(FILE)
    assert found is not None
    return found[0]


def test_bytes_are_those_of_the_frozen_vector() -> None:
    found = vault_header.read(FILE)
    assert found is not None
    vault_header.authenticate(*found, KEY)
    assert vault_header.write(found[0], KEY) == FILE


def test_the_vectors_passphrase_leads_to_the_database_key() -> None:
    first, second = header().people
    key = protectors.passphrase_key(VECTOR["passphrase"])(first.protectors[0])
    assert key.hex() == VECTOR["passphrase_key"]
    private = protectors.unprotect(first.protectors[0], (header().vault, first.person), key)
    assert private.hex() == VECTOR["private_half"]
    info = vault_header.sealing_info(header(), first.person)
    assert open_with(private, info, unb64(first.sealed)) == KEY

    owner, file_key = (header().vault, second.person), bytes.fromhex(VECTOR["key_file"])
    private = protectors.unprotect(second.protectors[0], owner, file_key)
    info = vault_header.sealing_info(header(), second.person)
    assert open_with(private, info, unb64(second.sealed)) == KEY


def test_the_vectors_recovery_key_and_sealing() -> None:
    recovery = header().recovery
    assert recovery is not None
    info = vault_header.sealing_info(header(), "")
    assert open_with(bytes.fromhex(VECTOR["recovery_private"]), info, unb64(recovery.sealed)) == KEY
    ephemeral = bytes.fromhex(VECTOR["ephemeral_keys"][2])
    by_hand = hpke_by_hand.seal(unb64(recovery.public), info, KEY, ephemeral)
    assert by_hand == unb64(recovery.sealed)


def test_the_vectors_subkeys() -> None:
    for label, key in VECTOR["subkeys"].items():
        info = b"antin-subkey-1\0" + label.encode()
        assert derive(KEY, info, raw_id(header().vault)).hex() == key


def test_a_kind_of_later_is_kept_as_it_stands() -> None:
    later = header().people[0].protectors[1]
    assert later == {"kind": "thought-reader", "depth": 7, "wrapped": later["wrapped"]}


@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_any_damaged_byte_makes_the_copy_unusable(at: int, by: int) -> None:
    changed = bytearray(FILE)
    changed[at] ^= by
    assert vault_header.read(bytes(changed)) is None


@given(st.integers(0, len(FILE) - 1))
def test_a_cut_copy_is_unusable(at: int) -> None:
    assert vault_header.read(FILE[:at]) is None


@given(st.binary(max_size=200) | st.text().map(str.encode))
def test_any_bytes_are_no_header(data: bytes) -> None:
    assert vault_header.read(data) is None


def rewritten(**changes: object) -> bytes:
    """The vector's file with another body and a right checksum, by someone without the key."""
    file = canonical.decode(FILE, vault_header.MAX_BYTES)
    assert isinstance(file, dict)
    body = {**file["body"], **changes}
    body = {name: value for name, value in body.items() if value is not None}
    checked = canonical.encode({"body": body, "mac": file["mac"]})

    return canonical.encode(
        {"body": body, "mac": file["mac"], "sum": b64(sha256(checked).digest())}
    )


PEOPLE = msgspec.to_builtins(header().people)


@pytest.mark.parametrize(
    "changes",
    [
        {"generation": 8},
        {"people": PEOPLE[:1]},
        {"people": [{**PEOPLE[0], "label": "Kẻ khác"}, PEOPLE[1]]},
        {"people": [{**PEOPLE[0], "public": PEOPLE[1]["public"]}, PEOPLE[1]]},
        {"people": [{**PEOPLE[0], "protectors": PEOPLE[0]["protectors"][:1]}, PEOPLE[1]]},
        {"recovery": None},
        {"file": "store-other.db"},
        {"store": "1" * 26},
    ],
)
def test_a_change_without_the_key_is_found_by_the_mac(changes: dict) -> None:
    found = vault_header.read(rewritten(**changes))
    assert found is not None
    with pytest.raises(VaultTampered):
        vault_header.authenticate(*found, KEY)
    with pytest.raises(VaultTampered):
        vault_header.authenticate(*found, bytes(32))


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"generation": 0},
        {"generation": True},
        {"vault": "too short"},
        {"store": None},
        {"file": "../elsewhere.db"},
        {"file": "/etc/store.db"},
        {"file": "store.exe"},
        {"more": 1},
        {"people": PEOPLE[::-1]},
        {"people": [PEOPLE[0], PEOPLE[0]]},
        {"people": [{**PEOPLE[0], "person": "x"}]},
        {"people": [{**PEOPLE[0], "public": "AAAA"}]},
        {"people": [{**PEOPLE[0], "sealed": "AAAA"}]},
        {"people": [{**PEOPLE[0], "label": ""}]},
        {"people": [{**PEOPLE[0], "label": "x" * 201}]},
        {"people": [{**PEOPLE[0], "protectors": [{}] * 17}]},
        {"recovery": {"public": "AAAA", "sealed": "AAAA"}},
    ],
    ids=lambda changes: re.sub(r"\W+", " ", str(changes))[:40],
)
def test_shapes_that_are_no_header(changes: dict) -> None:
    assert vault_header.read(rewritten(**changes)) is None


def test_too_large_is_no_header() -> None:
    many = [{**PEOPLE[0], "person": f"{i:026d}"} for i in range(1001)]
    assert vault_header.read(rewritten(people=many)) is None
