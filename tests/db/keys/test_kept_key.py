"""Keys kept apart, and a new server's request: vectors, another passphrase, changed fields."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from core.commits.ids import b64, unb64
from core.errors import (
    AntinError,
    NotCanonical,
    OtherFile,
    SignatureWrong,
    VaultTampered,
    WeakPassphrase,
    WrongPassphrase,
)
from core.recipients import public_of
from core.sync import container
from core.sync.container import FileKind
from core.sync.founding import ServerRequest, read_server_request, write_server_request
from db.keys import kept_key
from db.keys.passphrase import Calibration, derive
from db.keys.protectors import Protection, protect
from tests.db.unit_of_three import Dice

FOUND = json.loads((Path(__file__).parents[2] / "vectors/founding.json").read_text())
KEPT: dict[str, Any] = FOUND["kept_key"]
REQUEST: dict[str, Any] = FOUND["server_request"]


def test_the_vector_of_a_kept_key() -> None:
    data = bytes.fromhex(KEPT["file"])
    opened = kept_key.read(data, KEPT["words"])
    assert opened.private.hex() == KEPT["private"]
    assert (opened.kept.use, opened.kept.realm) == (KEPT["use"], KEPT["realm"])
    given = opened.kept.protector
    cost = Calibration(given["m"], given["t"], given["p"])
    fields = {name: value for name, value in given.items() if name != "wrapped"}
    key = derive(KEPT["words"], unb64(given["salt"]), cost)
    nonce = unb64(given["wrapped"])[:12]
    owner = (KEPT["realm"], "root")
    assert protect(opened.private, owner, Protection(fields, key), nonce) == given
    assert container.write_json(FileKind.KEPT_KEY, opened.kept) == data


def test_a_key_is_kept_under_a_passphrase_that_is_hard_to_guess() -> None:
    pair = bytes.fromhex(KEPT["private"]), KEPT["public"]
    words = "két thép chôn dưới gốc sung"
    opened = kept_key.read(kept_key.write("root", KEPT["realm"], pair, words, Dice("k")), words)
    assert opened.private.hex() == KEPT["private"]
    with pytest.raises(WeakPassphrase):
        kept_key.write("root", KEPT["realm"], pair, KEPT["words"], Dice("k"))


def test_the_vector_by_hand() -> None:
    body = json.loads(bytes.fromhex(KEPT["file"])[6:])
    given = body["protector"]
    kdf = Argon2id(
        salt=unb64(given["salt"]),
        length=32,
        iterations=given["t"],
        lanes=given["p"],
        memory_cost=given["m"],
    )
    fields = {name: value for name, value in given.items() if name != "wrapped"}
    about = {"person": "root", "protector": fields, "vault": KEPT["realm"]}
    spelled = json.dumps(about, sort_keys=True, separators=(",", ":")).encode()
    wrapped = unb64(given["wrapped"])
    private = AESGCMSIV(kdf.derive(KEPT["words"].encode())).decrypt(
        wrapped[:12], wrapped[12:], b"antin-vault-protector-1\0" + spelled
    )
    assert private.hex() == KEPT["private"]


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (b'"use":"root"', b'"use":"recovery"', WrongPassphrase),
        (b'"kind":"argon2id"', b'"kind":"keyfile"', VaultTampered),
        (b'"t":3', b'"t":1', VaultTampered),
        (b'"v":1', b'"v":2', NotCanonical),
        (b"ANTB\1\6", b"ANTB\1\2", OtherFile),
    ],
)
def test_a_changed_file_does_not_open(old: bytes, new: bytes, error: type[AntinError]) -> None:
    data = bytes.fromhex(KEPT["file"])
    assert old in data
    with pytest.raises(error):
        kept_key.read(data.replace(old, new), KEPT["words"])


def test_another_passphrase_and_a_weak_one() -> None:
    with pytest.raises(WrongPassphrase):
        kept_key.read(bytes.fromhex(KEPT["file"]), "mật khẩu khác hẳn")
    with pytest.raises(WeakPassphrase):
        kept_key.write("root", KEPT["realm"], (bytes(32), KEPT["public"]), "ngắn", Dice("x"))


def test_the_vector_of_a_server_request() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(REQUEST["seed"]))
    expected = ServerRequest(
        label=REQUEST["label"],
        sign=b64(key.public_key().public_bytes_raw()),
        box=b64(public_of(bytes.fromhex(REQUEST["box"]))),
        spki=REQUEST["spki"],
        at=REQUEST["at"],
    )
    data = bytes.fromhex(REQUEST["file"])
    assert read_server_request(data) == expected
    assert write_server_request(expected, key.sign) == data
    with pytest.raises(SignatureWrong):
        read_server_request(write_server_request(expected, lambda _: bytes(64)))
