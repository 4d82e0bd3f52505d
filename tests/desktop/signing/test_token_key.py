"""A key on a token signs: real modules in a child, every kind of key, one login, no second try."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from core.errors import (
    KeyFailed,
    TokenAbsent,
    TokenGone,
    TokenLocked,
    TokenPinWrong,
)
from desktop.keys.token_values import TokenRef
from desktop.signing import token_key
from desktop.signing.token_key import Owner, TokenSigningKey
from tests.pki import authority as pki
from tests.pki import cards as rig
from tests.pki.authority import Holder
from tests.pki.cards import Card, Cards
from tests.pki.softhsm import PIN

LABEL = "Thẻ giả lập"


def thick() -> Holder:
    """Somebody with an RSA key of 3072 bits."""
    subject = pki.name("Vũ Thị Dày Khóa")
    return pki.issue(pki.Request(subject, pki.rsa_key(80, 3072), 80), pki.issuing())


HOLDERS = {
    "rsa-2048": lambda: pki.person("chi-huy"),
    "rsa-3072": thick,
    "p-256": pki.curve_person,
}


@dataclass(frozen=True)
class Box:
    """Two tokens of one label, the second with a key that wants its PIN always."""

    cards: Cards
    first: Card
    second: Card


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Box:
    cards = rig.make(tmp_path_factory.mktemp("cards"))
    first, second = cards.add(LABEL), cards.add(LABEL)
    for number, holder in enumerate(HOLDERS.values(), 1):
        first.hold(holder(), f"{number:02x}")
    second.hold(pki.person("chi-huy"), "01")
    second.hold(pki.person("van-thu"), "07", always=True)
    return Box(cards, first, second)


@pytest.fixture
def box(made: Box, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    for name, value in made.cards.environ.items():
        monkeypatch.setenv(name, value)
    made.cards.log().unlink(missing_ok=True)
    yield made
    made.first.flag(take=rig.LOCKED | rig.FINAL)


def ref(card: Card, holder: Holder, number: str) -> TokenRef:
    digest = urlsafe_b64encode(hashlib.sha256(holder.der).digest()).decode().rstrip("=")
    return TokenRef(digest, bytes.fromhex(number), card.serial)


def opened(box: Box, wanted: TokenRef, pin: str = PIN) -> TokenSigningKey:
    """Through the spy."""
    return token_key.open_key([box.cards.spy], wanted, pin)


def verify(holder: Holder, mechanism: str, signature: bytes, data: bytes) -> None:
    public = holder.certificate.public_key()
    if isinstance(public, ec.EllipticCurvePublicKey):
        assert mechanism == "ecdsa"
        public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        return
    assert isinstance(public, rsa.RSAPublicKey)
    assert mechanism == "pss"
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    public.verify(signature, data, pss, hashes.SHA256())


@pytest.mark.parametrize("kind", HOLDERS)
def test_every_kind_of_key_signs_with_one_login(box: Box, kind: str) -> None:
    holder, number = HOLDERS[kind](), f"{list(HOLDERS).index(kind) + 1:02x}"
    key = opened(box, ref(box.first, holder, number))
    try:
        for data in (b"a" * 100, b"b" * 200):
            verify(holder, key.mechanism, key.sign(data), data)
    finally:
        key.close()
    assert key.certificate == holder.der
    assert key.key_size == holder.key.key_size
    assert key.hardware
    assert (box.cards.asked("C_Login"), box.cards.asked("C_Sign")) == (1, 2)
    assert box.cards.asked("C_Logout") == 1
    with pytest.raises(KeyFailed):
        key.sign(b"")


def test_of_two_tokens_with_one_label_and_certificate_the_chosen_one_signs(box: Box) -> None:
    holder = pki.person("chi-huy")
    box.first.unplug()
    try:
        with pytest.raises(TokenAbsent):
            opened(box, ref(box.first, holder, "01"))
        key = opened(box, ref(box.second, holder, "01"))
        verify(holder, key.mechanism, key.sign(b"x"), b"x")
        key.close()
    finally:
        box.first.plug_in()
    for wrong in (ref(box.second, holder, "07"), ref(box.second, pki.curve_person(), "01")):
        with pytest.raises(TokenAbsent):
            opened(box, wrong)


def test_a_key_that_always_wants_its_pin_gets_it(box: Box) -> None:
    holder = pki.person("van-thu")
    key = opened(box, ref(box.second, holder, "07"))
    assert key.always
    for data in (b"a", b"b"):
        verify(holder, key.mechanism, key.sign(data), data)
    key.close()
    assert (box.cards.asked("C_Login"), box.cards.asked("C_Sign")) == (3, 2)


def test_a_wrong_pin_is_tried_once_and_shows(box: Box) -> None:
    wanted = ref(box.first, pki.person("chi-huy"), "01")
    with pytest.raises(TokenPinWrong) as caught:
        opened(box, wanted, "314159")
    assert "314159" not in repr(caught.value)
    assert (box.cards.asked("C_Login"), box.cards.asked("C_Sign")) == (1, 0)
    owner = Owner([box.cards.module])
    states = {face.serial: face.pin for face in owner.look()}
    owner.close()
    assert states[box.first.serial] == "low"
    opened(box, wanted).close()


def test_a_locked_token_is_not_even_tried(box: Box) -> None:
    box.first.flag(put=rig.LOCKED)
    with pytest.raises(TokenLocked):
        opened(box, ref(box.first, pki.person("chi-huy"), "01"))
    assert box.cards.asked("C_Login") == 0


def test_a_look_sees_what_is_plugged_in_now(box: Box) -> None:
    owner = Owner([box.cards.module])
    try:
        assert {face.serial for face in owner.look()} == {box.first.serial, box.second.serial}
        box.second.unplug()
        try:
            [face] = owner.look()
        finally:
            box.second.plug_in()
        assert {each.key_id for each in face.certificates} == {b"\1", b"\2", b"\3"}
        assert len(owner.look()) == 2
        third = box.cards.add("Thẻ thứ ba")
        assert len(owner.look()) == 3, "a module that reads its slots only once is begun anew"
        third.unplug()
    finally:
        owner.close()


def test_a_token_taken_away_stops_signing_until_it_is_opened_again(box: Box) -> None:
    holder = pki.person("chi-huy")
    wanted = ref(box.first, holder, "01")
    key = opened(box, wanted)
    key.sign(b"x")
    box.first.unplug()
    try:
        with pytest.raises(TokenGone):
            key.sign(b"x")
    finally:
        box.first.plug_in()
    with pytest.raises(KeyFailed):
        key.sign(b"x")
    again = opened(box, wanted)
    verify(holder, again.mechanism, again.sign(b"x"), b"x")
    again.close()


def test_a_killed_child_never_logs_in_again_by_itself(box: Box) -> None:
    key = opened(box, ref(box.first, pki.person("chi-huy"), "01"))
    assert key._owner is not None
    child = key._owner._child._child
    assert child is not None
    child[0].kill()
    with pytest.raises(TokenGone):
        key.sign(b"x")
    with pytest.raises(KeyFailed):
        key.sign(b"x")
    assert (box.cards.asked("C_Login"), box.cards.asked("C_Sign")) == (1, 0)


def test_a_module_that_is_none_signs_nothing(box: Box, tmp_path: Path) -> None:
    broken = tmp_path / "broken.so"
    broken.write_bytes(b"no library")
    with pytest.raises(TokenAbsent):
        token_key.open_key([str(broken)], ref(box.first, pki.person("chi-huy"), "01"), PIN)
