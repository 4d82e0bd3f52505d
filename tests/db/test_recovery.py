"""A forgotten passphrase: two files, the officer's key far away, nothing readable in between."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from msgspec import structs

from core.commits.ids import ALPHABET, b64, text_id, unb64
from core.errors import (
    AntinError,
    NotFound,
    OtherFile,
    RecoveryAbsent,
    RecoveryForeign,
    WeakPassphrase,
    WrongKey,
    WrongPassphrase,
)
from core.recipients import public_of
from core.sync import recovery as files
from db import facts, opening, recovery, rekey, schema, vault_events
from db.clock import Clock
from db.engine import close, store_engine
from db.keys import kept_key
from db.keys.passphrase import FLOOR
from db.keys.protectors import by_passphrase
from db.open_vault import OpenVault
from db.recovery import NewWords, Officer
from db.vault import Vault
from tests.db.test_rekey import Home, copied
from tests.db.test_rekey import made as made  # noqa: PLC0414 - a fixture
from tests.db.unit_of_three import Dice, Watch
from tests.vectors import by_hand

VECTOR = json.loads((Path(__file__).parents[1] / "vectors" / "recovery.json").read_text())
PERSON, OTHER = text_id(bytes([1]) * 16), text_id(bytes([2]) * 16)
OLD, NEW, OFFICERS = "ngựa pin kẹp đúng", "xoong rỉ đội mưa", "két thép chôn dưới gốc sung"
PRIVATE, REALM = bytes([9]) * 32, text_id(bytes([7]) * 16)
CLOCK = Clock(Watch(), Dice("recovery"))
CHOSEN = NewWords(NEW, FLOOR)
PAIR = PRIVATE, b64(public_of(PRIVATE))
KEPT = kept_key.write("recovery", REALM, PAIR, OFFICERS, CLOCK.random)
OFFICER = Officer("Trần Thị Giả Lập", "quên mật khẩu", KEPT, OFFICERS)


@dataclass
class Machine:
    """A machine with two people, the key of its database."""

    folder: Path
    key: bytes

    def unlock(self, words: str, person: str = PERSON) -> OpenVault:
        return Vault(self.folder, CLOCK.random).unlock(person, words, CLOCK.now())


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    vault = Vault(tmp_path / "vault", CLOCK.random)
    protection = by_passphrase(OLD, CLOCK.random)
    opened = vault.create(PERSON, "Người quên", protection, public_of(PRIVATE))
    vault.add_person(opened, OTHER, "Người khác", protection)
    engine = store_engine(opened.connect)
    schema.upgrade(engine)
    close(engine)
    return Machine(tmp_path / "vault", opened.with_key(bytes))


def test_the_new_passphrase_opens_and_the_old_one_ends(machine: Machine) -> None:
    request = recovery.ask(machine.folder, PERSON, CHOSEN, CLOCK)
    assert recovery.waiting(machine.folder) == files.read_request(request)
    assert machine.unlock(OLD).with_key(bytes) == machine.key  # nothing has changed yet
    answer = recovery.answer(request, OFFICER, CLOCK.now())
    opened = recovery.take(machine.folder, answer, CHOSEN, CLOCK)
    assert (opened.person, opened.with_key(bytes)) == (PERSON, machine.key)
    assert machine.unlock(NEW).with_key(bytes) == machine.key
    with pytest.raises(WrongPassphrase):
        machine.unlock(OLD)
    assert machine.unlock(OLD, OTHER).with_key(bytes) == machine.key
    assert recovery.waiting(machine.folder) is None
    with pytest.raises(RecoveryAbsent):
        recovery.take(machine.folder, answer, CHOSEN, CLOCK)


def test_no_file_shows_a_key_or_a_passphrase(machine: Machine) -> None:
    request = recovery.ask(machine.folder, PERSON, CHOSEN, CLOCK)
    answer = recovery.answer(request, OFFICER, CLOCK.now())
    kept = (machine.folder / recovery.WAITING).read_bytes()
    for data in (request, answer, kept):
        for secret in (machine.key, PRIVATE, NEW.encode(), OFFICERS.encode()):
            assert secret not in data
            assert b64(secret).encode() not in data
    assert OFFICERS not in repr(OFFICER)
    assert NEW not in repr(CHOSEN)


def test_the_passphrase_of_the_request_is_the_one_that_counts(machine: Machine) -> None:
    request = recovery.ask(machine.folder, PERSON, CHOSEN, CLOCK)
    answer = recovery.answer(request, OFFICER, CLOCK.now())
    with pytest.raises(WrongPassphrase):
        recovery.take(machine.folder, answer, NewWords(OLD, FLOOR), CLOCK)
    assert recovery.waiting(machine.folder) is not None
    assert recovery.take(machine.folder, answer, CHOSEN, CLOCK).person == PERSON


def test_an_answer_fits_one_request_and_one_key(machine: Machine) -> None:
    first = recovery.ask(machine.folder, PERSON, CHOSEN, CLOCK)
    old = recovery.answer(first, OFFICER, CLOCK.now())
    second = recovery.ask(machine.folder, PERSON, CHOSEN, CLOCK)
    with pytest.raises(RecoveryForeign):
        recovery.take(machine.folder, old, CHOSEN, CLOCK)
    good = recovery.answer(second, OFFICER, CLOCK.now())
    given = files.read_answer(good, files.read_request(second))
    for changed in ({"officer": "Kẻ khác"}, {"reason": "khác"}, {"at": 5}):
        spoiled = files.write_answer(structs.replace(given, **changed))
        with pytest.raises(RecoveryForeign):
            recovery.take(machine.folder, spoiled, CHOSEN, CLOCK)
    forged = files.answer(files.read_request(second), bytes(32), "Kẻ khác", "x", 5)
    with pytest.raises(RecoveryForeign):
        recovery.take(machine.folder, files.write_answer(forged), CHOSEN, CLOCK)
    vault = Vault(machine.folder, CLOCK.random)
    rekey.rekey(vault, machine.unlock(OLD), "", CLOCK, lambda _done, _total: True).close()
    with pytest.raises(RecoveryForeign):
        recovery.take(machine.folder, good, CHOSEN, CLOCK)
    assert machine.unlock(OLD).person == PERSON


def test_the_officer_refuses_what_does_not_fit(machine: Machine) -> None:
    request = recovery.ask(machine.folder, PERSON, CHOSEN, CLOCK)
    read = files.read_request(request)
    other = bytes([8]) * 32
    pair = other, b64(public_of(other))
    foreign = kept_key.write("recovery", REALM, pair, OFFICERS, CLOCK.random)
    root = kept_key.write("root", REALM, PAIR, OFFICERS, CLOCK.random)
    wrong: list[tuple[Officer, bytes, type[AntinError]]] = [
        (replace(OFFICER, words=NEW), request, WrongPassphrase),
        (replace(OFFICER, kept=foreign), request, WrongKey),
        (replace(OFFICER, kept=root), request, WrongKey),
        (OFFICER, files.write_request(structs.replace(read, store=OTHER)), RecoveryForeign),
        (OFFICER, KEPT, OtherFile),
    ]
    for officer, data, error in wrong:
        with pytest.raises(error):
            recovery.answer(data, officer, CLOCK.now())


def test_what_cannot_be_asked(machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(WeakPassphrase):
        recovery.ask(machine.folder, PERSON, NewWords("mật khẩu mới", FLOOR), CLOCK)
    with pytest.raises(NotFound):
        recovery.ask(machine.folder, REALM, CHOSEN, CLOCK)
    bare = Vault(tmp_path / "bare", CLOCK.random)
    bare.create(PERSON, "Người", by_passphrase(OLD, CLOCK.random)).close()
    with pytest.raises(RecoveryAbsent):
        recovery.ask(tmp_path / "bare", PERSON, CHOSEN, CLOCK)
    assert recovery.waiting(tmp_path / "bare") is None


@pytest.mark.parametrize("damage", [b"", b"{}", bytes(100_000)])
def test_a_damaged_waiting_file_is_no_request(machine: Machine, damage: bytes) -> None:
    recovery.ask(machine.folder, PERSON, CHOSEN, CLOCK)
    (machine.folder / recovery.WAITING).write_bytes(damage)
    assert recovery.waiting(machine.folder) is None


def test_given_up(machine: Machine) -> None:
    recovery.ask(machine.folder, PERSON, CHOSEN, CLOCK)
    recovery.forget(machine.folder)
    recovery.forget(machine.folder)
    assert recovery.waiting(machine.folder) is None


def test_it_is_recorded_even_where_it_broke_off(made: Home, tmp_path: Path) -> None:
    home = copied(made, tmp_path)
    vault = home.vault()
    opened = home.unlock()
    header = vault.header()
    key = bytearray(opened.with_key(bytes))
    given = files.RecoveryAnswer(
        request=b64(bytes(32)), officer="Trần Thị Giả Lập", reason="quên", at=5, sealed="A" * 107
    )
    request = request_like(header.vault, header.store, home.person)
    for _ in range(2):  # broken off after the note, done again
        recovery._note(vault.reopen(home.person, bytearray(key)), request, given)
    store = opening.open_store(opened, "passphrase", "test", home.clock)
    assert vault_events.record(store) is not None
    device = ("vault", store.author.device)
    with store.engine.begin() as reading:
        state = facts.states(reading, [device])[device]
    [[_, entry]] = state["lists"]["recoveries"]
    assert (entry["person"], entry["label"]) == (home.person, "Trần Thị Giả Lập")
    assert (entry["reason"], entry["at"], len(entry["key"])) == ("quên", 5, 43)
    close(store.engine)


def request_like(vault: str, store: str, person: str) -> files.RecoveryRequest:
    return files.RecoveryRequest(
        vault=vault,
        store=store,
        person=person,
        label="Người van",
        public=PAIR[1],
        sealed="A" * 107,
        box=PAIR[1],
        nonce=b64(bytes(32)),
        at=1,
    )


def test_the_fingerprint_as_it_is_heard() -> None:
    request = request_like(PERSON, OTHER, REALM)
    shown = files.fingerprint(request)
    assert len(shown.replace(" ", "")) == 16
    heard = shown.lower().replace(" ", "-").replace("0", "o").replace("1", "l")
    assert files.same_fingerprint(request, heard)
    assert not files.same_fingerprint(structs.replace(request, nonce=b64(bytes([1]) * 32)), shown)
    assert not files.same_fingerprint(request, "")


def test_the_vector() -> None:
    request = files.read_request(bytes.fromhex(VECTOR["request"]))
    assert files.write_request(request).hex() == VECTOR["request"]
    assert files.request_hash(request) == VECTOR["hash"]
    assert files.fingerprint(request) == VECTOR["fingerprint"]
    given = files.read_answer(bytes.fromhex(VECTOR["answer"]), request)
    assert files.write_answer(given).hex() == VECTOR["answer"]
    assert files.key_in(given, bytes.fromhex(VECTOR["private"])).hex() == VECTOR["key"]
    assert request.box == b64(public_of(bytes.fromhex(VECTOR["private"])))
    kept = bytes.fromhex(VECTOR["kept"])
    officer = Officer("Trần Thị Giả Lập", "quên mật khẩu", kept, VECTOR["words"])
    again = files.read_answer(
        recovery.answer(bytes.fromhex(VECTOR["request"]), officer, 5), request
    )
    assert files.key_in(again, bytes.fromhex(VECTOR["private"])).hex() == VECTOR["key"]
    assert len(unb64(given.sealed)) == 80


def test_the_vector_by_hand() -> None:
    request, answer = (bytes.fromhex(VECTOR[name]) for name in ("request", "answer"))
    assert (request[:6], answer[:6]) == (b"ANTB\1\x08", b"ANTB\1\x09")
    name = by_hand.hash64(request[6:])
    assert name == VECTOR["hash"] == by_hand.parse(answer[6:])["request"]
    number = int.from_bytes(by_hand.unb64(name)[:10])
    letters = [ALPHABET[number >> shift & 31] for shift in range(75, -1, -5)]
    assert "".join(letters) == VECTOR["fingerprint"].replace(" ", "")
    told = {key: value for key, value in by_hand.parse(answer[6:]).items() if key != "sealed"}
    told.pop("v")
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    private = X25519PrivateKey.from_private_bytes(bytes.fromhex(VECTOR["private"]))
    sealed = by_hand.unb64(by_hand.parse(answer[6:])["sealed"])
    info = b"antin-recovery-1\0" + by_hand.spell(told)
    assert suite.decrypt(sealed, private, info).hex() == VECTOR["key"]
