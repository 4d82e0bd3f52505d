"""The keys of an open store: a token beside the passphrase, another database key."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import LastKey, StoreClosed, WorkStopped
from db import facts
from db.acting import Store
from db.keys.protectors import ARGON2ID, RSA_OAEP
from desktop.keys import token_modules
from desktop.people import protections
from desktop.session import Session
from desktop.signing import tokens
from tests.desktop.app.homes import PASSPHRASES, Homes, make_homes
from tests.pki import softhsm
from tests.pki.softhsm import PIN

WORDS = PASSPHRASES["chi"]


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    return make_homes(tmp_path)


@pytest.fixture
def session(homes: Homes) -> Session:
    session = Session(homes.commander)
    session.unlock(session.people()[0].person, WORDS)
    return session


def rekeys(store: Store) -> list[str]:
    with store.engine.begin() as reading:
        key = ("vault", store.author.device)
        state = facts.states(reading, [key]).get(key, {})
    return [entry["reason"] for _, entry in state.get("lists", {}).get("rekeys", [])]


def test_a_new_key_leaves_the_person_at_work_and_is_written_down(session: Session) -> None:
    before, opened = session.store(), session.open_vault()
    key = opened.with_key(bytes)
    session.rekey("khóa bị lộ", lambda _done, _total: True)
    assert session.store() is not before
    assert session.store().author.person == before.author.person
    assert session.store().author.session.how == "passphrase"
    assert rekeys(session.store()) == ["khóa bị lộ"]
    assert session.open_vault().with_key(bytes) != key
    with pytest.raises(StoreClosed):
        opened.connect()
    holder = session.people()[0].person
    session.end()
    session.unlock(holder, WORDS)
    assert rekeys(session.store()) == ["khóa bị lộ"]
    session.end()


def test_a_stopped_one_leaves_the_store_open(session: Session) -> None:
    key = session.open_vault().with_key(bytes)
    with pytest.raises(WorkStopped):
        session.rekey("", lambda _done, _total: False)
    assert session.open_vault().with_key(bytes) == key
    assert rekeys(session.store()) == []
    session.end()


def test_a_token_beside_the_passphrase_and_in_its_place(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = softhsm.make(tmp_path / "token")
    monkeypatch.setenv("SOFTHSM2_CONF", token.environ["SOFTHSM2_CONF"])
    policy = tmp_path / "modules.txt"
    policy.write_text(token.module)
    monkeypatch.setattr(token_modules.modules, "__defaults__", (policy, ()))
    holder = session.open_vault().person
    assert protections.protector(session, holder, RSA_OAEP) is None
    [face] = tokens.plugged_in()
    protections.add_token(session, WORDS, face.keys[0], PIN)
    fields = protections.protector(session, holder, RSA_OAEP)
    assert fields is not None
    assert fields["key"] == face.keys[0].name
    session.end()
    session.unlock_by_token(holder, PIN)
    assert session.store().author.session.how == "token"
    protections.remove(session, ARGON2ID)
    with pytest.raises(LastKey):
        protections.remove(session, RSA_OAEP)
    protections.set_passphrase(session, PIN, "xoong rỉ đội mưa kể chuyện")
    session.rekey("thử", lambda _done, _total: True)
    session.end()
    session.unlock(holder, "xoong rỉ đội mưa kể chuyện")
    session.end()
    session.unlock_by_token(holder, PIN)
    session.end()
