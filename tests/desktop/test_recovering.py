"""A forgotten passphrase at a machine, as the lock screen goes through it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.commits.ids import b64
from core.errors import RecoveryAbsent, StoreClosed, WrongPassphrase
from core.recipients import public_of
from core.sync import recovery as files
from db import opening, recovery, vault_events
from db.keys import kept_key
from db.keys.passphrase import FLOOR
from db.keys.protectors import by_passphrase
from db.recovery import Officer
from db.vault import Vault
from desktop import clock, recovering
from desktop.session import Session
from tests.db.unit_of_three import Unit

OLD, NEW, OFFICERS = "ngựa pin kẹp đúng", "xoong rỉ đội mưa", "két thép chôn dưới gốc sung"
PRIVATE = bytes([9]) * 32


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A machine of a unit whose recovery key is known to the test."""
    unit = Unit(tmp_path / "unit")
    vault = Vault(opening.folder_of(tmp_path / "home"), unit.dice)
    words = by_passphrase(OLD, unit.dice)
    opened = vault.create(unit.new_id(), "Người quên", words, public_of(PRIVATE))
    opening.prepare(opened, unit.provision, unit.clock)
    opened.close()
    return Session(tmp_path / "home", lambda: FLOOR)


def answered(asked: recovering.Asked) -> bytes:
    """What the security officer sends back."""
    pair = PRIVATE, b64(public_of(PRIVATE))
    kept = kept_key.write("recovery", asked.person, pair, OFFICERS, clock.random_bytes)
    officer = Officer("Trần Thị Giả Lập", "quên mật khẩu", kept, OFFICERS)
    return recovery.answer(asked.file, officer, clock.now_ms())


def test_asked_answered_and_in(session: Session) -> None:
    assert recovering.asked(session) is None
    [holder] = session.people()
    asked = recovering.ask(session, holder.person, NEW)
    assert recovering.asked(session) == asked  # after a restart it can be shown and saved again
    assert (asked.label, asked.person) == ("Người quên", holder.person)
    assert files.same_fingerprint(files.read_request(asked.file), asked.fingerprint)
    answer = answered(asked)
    with pytest.raises(WrongPassphrase):
        recovering.take(session, answer, OLD)
    with pytest.raises(StoreClosed):
        session.store()
    assert recovering.take(session, answer, NEW) == holder.person
    assert session.store().author.session.how == "recovery"
    with session.store().engine.begin() as reading:  # the unit does not know him yet: it waits
        [event] = vault_events.waiting(reading)
    assert (event.what, event.label) == ("recover", "Trần Thị Giả Lập")
    session.end()
    session.unlock(holder.person, NEW)
    session.end()


def test_given_up_nothing_has_changed(session: Session) -> None:
    [holder] = session.people()
    answer = answered(recovering.ask(session, holder.person, NEW))
    recovering.forget(session)
    assert recovering.asked(session) is None
    with pytest.raises(RecoveryAbsent):
        recovering.take(session, answer, NEW)
    session.unlock(holder.person, OLD)
    session.end()
