"""Other ways past the lock screen: a real token, and the recovery of a forgotten passphrase."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from core.commits.ids import b64
from core.recipients import public_of
from db import opening, recovery
from db.keys import kept_key, vault_copies, vault_entries
from db.recovery import Officer
from db.vault import Vault
from desktop import clock, recovering, token_ways
from desktop.keys import token_modules
from desktop.people.recover_card import RecoverCard
from desktop.session import Session
from desktop.signing import tokens
from desktop.unlock.token_way import TokenWatch
from tests.desktop import looks
from tests.desktop.app.conftest import Start
from tests.desktop.app.driver import Driver
from tests.desktop.app.homes import PASSPHRASES, Homes
from tests.pki import softhsm
from tests.pki.softhsm import Token

NEW, OFFICERS = "xoong rỉ đội mưa", "két thép chôn dưới gốc sung"
PRIVATE = bytes([9]) * 32


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Token:
    made = softhsm.make(tmp_path / "token")
    monkeypatch.setenv("SOFTHSM2_CONF", made.environ["SOFTHSM2_CONF"])
    policy = tmp_path / "modules.txt"
    policy.write_text(f"{made.module}\n")
    monkeypatch.setattr(token_modules.modules, "__defaults__", (policy, ()))
    return made


@pytest.fixture
def chief(homes: Homes, start: Start, token: Token) -> Driver:
    """A commander's machine whose person may come in by passphrase or token."""
    [face] = tokens.plugged_in()
    protection = tokens.protection(face.keys[0], softhsm.PIN, clock.random_bytes)
    vault = Vault(opening.folder_of(homes.commander), clock.random_bytes)
    person = homes.people["chi"]
    vault.change_protection(person, PASSPHRASES["chi"], protection, clock.now_ms())
    return start(homes.commander)


def ready(app: Driver) -> bool:
    focus = app.focus()
    return isinstance(focus, QLineEdit) and focus.isEnabled() and "Đã thấy" in app.texts()


def test_a_token_lets_in_and_locks_when_it_is_taken_away(chief: Driver, token: Token) -> None:
    chief.click("Dùng USB Token")
    chief.wait(lambda: ready(chief))
    chief.unlock("000000")
    assert chief.locked()
    assert "Sai mã PIN" in chief.texts()
    chief.unlock(softhsm.PIN)
    assert not chief.locked()
    session = chief.application.session
    assert session.store().author.session.how == "token"
    chief.application.token.look()
    chief.settle()
    assert not chief.locked(), "it is there"
    token.unplug()
    chief.application.token.look()
    chief.settle()
    assert chief.locked()
    assert "vì USB Token đã rút" in chief.texts()
    chief.click("Dùng USB Token")
    chief.wait(lambda: "Cắm USB Token" in chief.texts())
    assert not chief.application.lock_screen._door.edit.isEnabled()
    token.plug_in()
    chief.wait(lambda: ready(chief))
    chief.unlock(softhsm.PIN)
    assert not chief.locked()


def test_a_passphrase_needs_no_token_and_no_watch(chief: Driver) -> None:
    chief.unlock(PASSPHRASES["chi"])
    assert token_ways.watch(chief.application.session) is None


def test_a_driver_that_does_not_answer_locks_and_a_second_question_waits() -> None:
    from core.errors import WorkerTimeout
    from desktop.background import Inline

    def silent() -> bool:
        raise WorkerTimeout(seconds=5)

    watch, heard = TokenWatch(Inline()), list[str]()
    watch.gone.connect(lambda: heard.append("gone"))
    watch.begin(silent, lambda: heard.append("stopped"))
    watch.look()
    watch.end()
    watch.look()
    watch.end()
    assert heard == ["gone", "stopped"]


@pytest.fixture
def forgetful(homes: Homes, start: Start) -> Driver:
    """A machine of a unit whose recovery key is known to the test."""
    vault = Vault(opening.folder_of(homes.commander), clock.random_bytes)
    opened = vault.unlock(homes.people["chi"], PASSPHRASES["chi"], clock.now_ms())
    header = vault.header()

    def write(key: bytearray) -> None:
        share = vault_entries.recovery(header, key, public_of(PRIVATE))
        vault_copies.write(opened.folder, replace(header, recovery=share), key)

    opened.with_key(write)
    opened.close()
    return start(homes.commander)


def card(app: Driver) -> RecoverCard:
    [found] = looks.visible(app.window, RecoverCard)
    return found


def test_a_forgotten_passphrase_is_set_anew_by_two_files(forgetful: Driver, tmp_path: Path) -> None:
    app = forgetful
    app.click("Quên cụm mật khẩu")
    looks.screenshot(app.window, "recover-ask")
    app.fill(NEW)
    app.keys(Qt.Key.Key_Tab)
    found = card(app)
    found.secret.again.edit.setText(NEW + "x")
    app.click("Lập yêu cầu")
    assert "khác nhau" in app.texts()
    found.secret.again.edit.setText(NEW)
    app.click("Lập yêu cầu")
    asked = recovering.asked(app.application.session)
    assert asked is not None
    assert asked.fingerprint in app.texts()
    looks.screenshot(app.window, "recover-wait")
    looks.assert_named(app.window)
    looks.assert_not_clipped(app.window)
    looks.assert_contrast(app.window)
    app.click("Quay lại")
    app.click("Quên cụm mật khẩu")
    assert asked.fingerprint in app.texts(), "it waits"
    found = card(app)
    found.answer.setText(str(tmp_path / "none"))
    found.take.click()
    app.settle()
    assert found.answer_field.wrong
    (tmp_path / "answer.antin").write_bytes(answered(asked))
    found.answer.setText(str(tmp_path / "answer.antin"))
    found.words.setText("không phải câu đó")
    found.take.click()
    app.settle()
    assert app.locked()
    assert found.problem.text
    found.words.setText(NEW)
    arrived: list[tuple[str, str, bool, str | None]] = []

    def note(person: str) -> None:
        screen, how = app.application.lock_screen, app.application.session.store().author.session
        arrived.append((person, how.how, screen._door.edit.isEnabled(), screen.postponed))

    app.application.entry.enrolled.connect(note)
    found.take.click()
    app.application.watch.noticed.emit("sleep")
    app.wait(lambda: bool(arrived))
    assert arrived == [(asked.person, "recovery", False, "sleep")], "nothing else can be begun"
    app.settle()
    assert app.locked(), "as was asked for meanwhile"
    app.unlock(PASSPHRASES["chi"])
    assert app.locked()
    app.unlock(NEW)
    assert not app.locked()
    assert app.application.session.store().author.session.how == "passphrase"


def answered(asked: recovering.Asked) -> bytes:
    """What the security officer sends back."""
    pair = PRIVATE, b64(public_of(PRIVATE))
    kept = kept_key.write("recovery", asked.person, pair, OFFICERS, clock.random_bytes)
    officer = Officer("Trần Thị Giả Lập", "quên mật khẩu", kept, OFFICERS)
    return recovery.answer(asked.file, officer, clock.now_ms())


def test_a_request_is_given_up(forgetful: Driver) -> None:
    session: Session = forgetful.application.session
    [holder] = session.people()
    recovering.ask(session, holder.person, NEW)
    forgetful.click("Quên cụm mật khẩu")
    forgetful.click("Bỏ yêu cầu")
    assert recovering.asked(session) is None
    assert card(forgetful).ask.isVisible()
