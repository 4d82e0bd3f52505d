"""A token opens the vault: a real module in a child, one login, no second try."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pkcs11 import TokenFlag

from core.commits.ids import text_id
from core.errors import (
    LastKey,
    TokenAbsent,
    TokenKeyUnfit,
    TokenPinWrong,
    VaultTampered,
    WrongKey,
    WrongPin,
)
from db.keys import protectors
from db.keys.protectors import by_passphrase
from db.keys.public_key import by_public_key
from db.vault import Vault
from desktop.keys import pkcs11, token_modules
from desktop.signing import tokens
from tests.db.keepers import bytes_from
from tests.pki import softhsm
from tests.pki.softhsm import PIN, Token

PERSON, WORDS, NOW = text_id(bytes(16)), "ngựa pin kẹp đúng", 1_790_000_000_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Token:
    return softhsm.make(tmp_path_factory.mktemp("token"))


@pytest.fixture
def token(made: Token, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Token:
    monkeypatch.setenv("SOFTHSM2_CONF", made.environ["SOFTHSM2_CONF"])
    policy = tmp_path / "modules.txt"
    policy.write_text(f"# of this test\n{made.module}\n")
    monkeypatch.setattr(token_modules.modules, "__defaults__", (policy, ()))
    return made


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = Vault(tmp_path / "vault", bytes_from(1))
    vault.create(PERSON, "Người (giả lập)", by_passphrase(WORDS, bytes_from(2))).close()
    return vault


def enrolled(vault: Vault) -> protectors.Protector:
    """Put the token beside the passphrase; its protector."""
    [face] = tokens.plugged_in()
    protection = tokens.protection(face.keys[0], PIN, bytes_from(3))
    vault.change_protection(PERSON, WORDS, protection, NOW)
    return protection.fields


def test_a_token_shows_itself_without_a_pin(token: Token) -> None:
    [face] = tokens.plugged_in()
    assert (face.label, face.maker) == (token.label, "SoftHSM project")
    assert face.pin in {"fine", "low"}
    [key] = face.keys
    assert (key.label, key.bits) == ("khóa mở kho", 2048)


def test_the_token_opens_what_the_passphrase_opens(token: Token, vault: Vault) -> None:
    fields = enrolled(vault)
    assert fields["hash"] == fields["mgf"] == "sha1"  # SoftHSM 2.6 knows no other; the slot says so
    by_token = vault.unlock_with(PERSON, protectors.RSA_OAEP, tokens.key_of(PIN))
    by_words = vault.unlock(PERSON, WORDS, NOW)
    assert by_token.with_key(bytes) == by_words.with_key(bytes)
    assert set(vault.people()[0].kinds) == {"argon2id", "rsa-oaep"}
    assert tokens.holder(fields) is not None
    assert PIN not in str(fields)


def test_the_passphrase_may_go_and_come_back_but_not_the_last_way_in(
    token: Token, vault: Vault
) -> None:
    enrolled(vault)
    opened = vault.unlock_with(PERSON, protectors.RSA_OAEP, tokens.key_of(PIN))
    vault.remove_protection(opened, PERSON, protectors.ARGON2ID)
    assert vault.people()[0].kinds == (protectors.RSA_OAEP,)
    with pytest.raises(LastKey):
        vault.remove_protection(opened, PERSON, protectors.RSA_OAEP)
    with pytest.raises(WrongKey):
        vault.remove_protection(opened, PERSON, protectors.ARGON2ID)
    fresh = by_passphrase("xoong rỉ đội mưa", bytes_from(5))
    vault.change_protection_with(PERSON, protectors.RSA_OAEP, tokens.key_of(PIN), fresh)
    again = vault.unlock(PERSON, "xoong rỉ đội mưa", NOW)
    assert again.with_key(bytes) == opened.with_key(bytes)


def test_a_wrong_pin_is_tried_once_and_shows_before_the_next(token: Token, vault: Vault) -> None:
    fields = enrolled(vault)
    with pytest.raises(TokenPinWrong) as caught:
        vault.unlock_with(PERSON, protectors.RSA_OAEP, tokens.key_of("314159"))
    assert isinstance(caught.value, WrongPin)
    assert "314159" not in repr(caught.value)
    face = tokens.holder(fields)
    assert face is not None
    assert face.pin == "low"
    assert vault.unlock_with(PERSON, protectors.RSA_OAEP, tokens.key_of(PIN)).person == PERSON
    face = tokens.holder(fields)
    assert face is not None
    assert face.pin == "fine"


def test_a_token_that_is_not_there(token: Token, vault: Vault) -> None:
    fields = enrolled(vault)
    watch = tokens.Watch(fields)
    assert watch.here()
    token.unplug()
    try:
        with pytest.raises(TokenAbsent):
            vault.unlock_with(PERSON, protectors.RSA_OAEP, tokens.key_of(PIN))
        assert tokens.plugged_in() == ()
        assert not watch.here()
    finally:
        token.plug_in()
        watch.stop()


def test_another_key_of_the_token_is_no_way_in(token: Token, vault: Vault) -> None:
    fields = dict(enrolled(vault))
    other = by_public_key(softhsm_public(), "sha1", bytes_from(6))
    with pytest.raises(TokenAbsent):
        tokens.key_of(PIN)(other.fields)
    for change in ({"hash": "sha256"}, {"hash": "md5", "mgf": "md5"}, {"sealed": "!"}):
        with pytest.raises(VaultTampered):
            tokens.key_of(PIN)({**fields, **change})
    with pytest.raises(VaultTampered):  # what was sealed to it is not what it opens
        tokens.key_of(PIN)({**fields, "sealed": str(fields["sealed"])[::-1]})


def softhsm_public() -> bytes:
    """The public half of a key that no token holds."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    info = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.DER, info)


def test_a_key_that_only_signs_is_refused_at_enrolment(token: Token) -> None:
    token.add_signing_key("chỉ ký")
    try:
        [face] = tokens.plugged_in()
        signs = next(key for key in face.keys if key.label == "chỉ ký")
        with pytest.raises(TokenKeyUnfit):
            tokens.protection(signs, PIN, bytes_from(4))
    finally:
        token.remove_key("chỉ ký")


@pytest.mark.parametrize(
    ("flags", "state"),
    [
        (TokenFlag(0), "fine"),
        (TokenFlag.USER_PIN_COUNT_LOW, "low"),
        (TokenFlag.USER_PIN_COUNT_LOW | TokenFlag.USER_PIN_FINAL_TRY, "final"),
        (TokenFlag.USER_PIN_FINAL_TRY | TokenFlag.USER_PIN_LOCKED, "locked"),
    ],
)
def test_what_the_flags_say_of_the_pin(flags: TokenFlag, state: str) -> None:
    assert pkcs11.pin_state(flags) == state


def test_modules_are_those_of_the_policy(tmp_path: Path) -> None:
    here, policy = tmp_path / "a.so", tmp_path / "policy.txt"
    here.touch()
    absent = str(tmp_path / "b.so")
    assert token_modules.modules(policy, (str(here), absent)) == (str(here),)
    policy.write_text(f"# nothing else\n{here}\n{here}\nrelative.so\n{absent}\n")
    assert token_modules.modules(policy, ()) == (str(here),)
    policy.write_text("# none\n")
    assert token_modules.modules(policy, (str(here),)) == ()
    policy.write_bytes(b"\xff\xfe")
    assert token_modules.modules(policy, (str(here),)) == ()


def test_a_module_that_is_none_does_not_hide_the_others(token: Token, tmp_path: Path) -> None:
    broken = tmp_path / "broken.so"
    broken.write_bytes(b"no library")
    assert len(pkcs11.faces([str(broken), token.module])) == 1
