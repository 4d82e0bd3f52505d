"""The lock screen: right and wrong passphrases, waiting, choosing a person; nothing typed stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from core.errors import AntinError, DiskFailing, UnlockDelayed, WrongPassphrase
from desktop.background import Inline
from desktop.phrases import LANGUAGES
from desktop.theme.theme import Look, theme
from desktop.unlock.door import Holder
from desktop.unlock.lock_screen import Locking, LockScreen
from desktop.unlock.person_button import PersonButton
from desktop.unlock.token_way import TokenWay
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel
from desktop.words import word, words
from tests.desktop.looks import (
    LAPTOP,
    assert_contrast,
    assert_named,
    assert_not_clipped,
    settle,
    shown,
    visible,
)
from tests.desktop.sample import NOW

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.unlock.token_way import TokenState

CLERK = Holder("p1", "Nguyễn Thị Hư Cấu", "Văn thư · Phòng Tham mưu")
CHIEF = Holder("p2", "Trần Giả Định", "Chỉ huy")


class Vault:
    """Knows one passphrase; raises what it is told to raise for the others."""

    def __init__(self) -> None:
        self.tried: list[tuple[str, str]] = []
        self.error: Exception = WrongPassphrase(remaining=4, wait=60)

    def unlock(self, person: str, passphrase: str) -> None:
        self.tried.append((person, passphrase))
        if passphrase != "đúng":
            raise self.error


@pytest.fixture
def vault() -> Vault:
    return Vault()


@pytest.fixture
def screen(vault: Vault, qtbot: QtBot) -> LockScreen:
    made = LockScreen(Inline(), vault.unlock, lambda: NOW)
    qtbot.addWidget(made)
    shown(made, LAPTOP)
    made.show_holders([CLERK, CHIEF], "p1")
    made.show_locking(Locking("idle", NOW, 5, 1))
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    settle()
    return made


def edit(screen: LockScreen) -> QLineEdit:
    return screen.findChild(QLineEdit)


def said(screen: LockScreen) -> str:
    return " | ".join(
        label.text()
        for label in screen.findChildren(object)
        if hasattr(label, "setBuddy") and label.isVisible()
    )


def try_words(screen: LockScreen, qtbot: QtBot, text: str) -> None:
    edit(screen).setText(text)
    qtbot.keyClick(edit(screen), Qt.Key.Key_Return)
    settle()


def test_the_right_passphrase_unlocks_once(screen: LockScreen, vault: Vault, qtbot: QtBot) -> None:
    opened: list[str] = []
    screen.unlocked.connect(opened.append)
    try_words(screen, qtbot, "đúng")
    assert opened == ["p1"]
    assert vault.tried == [("p1", "đúng")]
    assert edit(screen).text() == ""


def test_it_says_why_and_since_when(screen: LockScreen) -> None:
    assert "Phiên làm việc đã khóa" in said(screen)
    assert "Tự khóa lúc 10:41 sau 5 phút không thao tác" in said(screen)
    assert "Đã tự lưu 1 bản nháp" in said(screen)
    assert "Chủ nhật 22/11/2026" in said(screen)


def test_a_wrong_passphrase_tells_how_many_tries_are_left(screen: LockScreen, qtbot: QtBot) -> None:
    try_words(screen, qtbot, "sai")
    assert "Còn 4 lần" in said(screen)
    assert edit(screen).text() == ""
    assert edit(screen).isEnabled()
    assert edit(screen).hasFocus()
    qtbot.keyClicks(edit(screen), "a")
    assert "Còn 4 lần" not in said(screen), "typing on takes the sentence back"


@pytest.mark.parametrize("error", [UnlockDelayed(wait=2), WrongPassphrase(remaining=0, wait=2)])
def test_after_too_many_tries_one_has_to_wait(
    screen: LockScreen, vault: Vault, qtbot: QtBot, error: AntinError
) -> None:
    vault.error = error
    try_words(screen, qtbot, "sai")
    assert "00:02" in said(screen)
    assert not edit(screen).isEnabled()
    try_words(screen, qtbot, "đúng")
    assert len(vault.tried) == 1, "no try while waiting"
    for _ in range(2):
        screen._door._timer.timeout.emit()
    assert edit(screen).isEnabled()
    assert "00:0" not in said(screen)


def test_another_error_is_explained_or_handed_on(
    screen: LockScreen, vault: Vault, qtbot: QtBot
) -> None:
    handed: list[Exception] = []
    screen.failed.connect(handed.append)
    vault.error = DiskFailing()
    try_words(screen, qtbot, "x")
    assert handed == []
    assert any(word in said(screen) for word in ("đĩa", "Đĩa"))
    vault.error = KeyError("x")
    try_words(screen, qtbot, "x")
    assert handed == [vault.error]
    assert edit(screen).isEnabled()


def test_an_empty_passphrase_is_not_tried(screen: LockScreen, vault: Vault, qtbot: QtBot) -> None:
    try_words(screen, qtbot, "")
    assert vault.tried == []


def test_one_may_be_another_person(screen: LockScreen, vault: Vault, qtbot: QtBot) -> None:
    edit(screen).setText("của người trước")
    screen._door.change.click()
    settle()
    assert edit(screen).text() == ""
    people = [b for b in screen.findChildren(PersonButton) if CHIEF.name in b.accessibleName()]
    people[0].click()
    settle()
    try_words(screen, qtbot, "đúng")
    assert vault.tried == [("p2", "đúng")]


def test_nobody_known_has_to_choose_and_the_only_one_has_not(screen: LockScreen) -> None:
    screen.show_holders([CLERK, CHIEF])
    assert not edit(screen).isVisible()
    screen.show_holders([CLERK])
    assert edit(screen).isVisible()
    assert not screen._door.change.isVisible()


def shown_cards(screen: LockScreen) -> list[QWidget]:
    return [card for card in visible(screen, Panel) if card.property("ground") == "card"]


def test_of_the_cards_one_is_visible(screen: LockScreen) -> None:
    assert shown_cards(screen) == [screen._door]
    first, second = (Panel("card", Column(Label("unlock.who"))) for _ in range(2))
    screen.show_way_in(first, "unlock.title.start", "unlock.reason.start")
    screen.show_holders([CLERK, CHIEF], "p2")
    assert shown_cards(screen) == [first], "it stays until it ends"
    screen.choose_person()
    assert shown_cards(screen) == [first]
    screen.show_way_in(second, "unlock.title.start", "unlock.reason.start")
    assert shown_cards(screen) == [second]
    screen.end_way_in()
    settle()
    assert shown_cards(screen) == [screen._choice]
    screen.show_holder(CHIEF)
    assert shown_cards(screen) == [screen._door]


def test_the_passphrase_is_hidden_and_can_be_looked_at(screen: LockScreen, qtbot: QtBot) -> None:
    field = edit(screen)
    qtbot.keyClicks(field, "abc")
    assert field.echoMode() == QLineEdit.EchoMode.Password
    field.actions()[0].trigger()
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    screen.hide()
    assert (field.text(), field.echoMode()) == ("", QLineEdit.EchoMode.Password)
    assert not field.isUndoAvailable()


def test_caps_lock_is_noticed(screen: LockScreen, qtbot: QtBot) -> None:
    qtbot.keyClick(edit(screen), "A")
    assert "Caps Lock đang bật" in said(screen)
    qtbot.keyClick(edit(screen), "b")
    assert "Caps Lock" not in said(screen)
    qtbot.keyClick(edit(screen), "B", Qt.KeyboardModifier.ShiftModifier)
    assert "Caps Lock" not in said(screen)


@pytest.mark.parametrize("state", ["absent", "fine", "low", "final", "locked"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_token_says_what_its_pin_can_bear_before_it_is_typed(
    vault: Vault, qtbot: QtBot, state: TokenState, language: str
) -> None:
    words.set_language(language)  # type: ignore[arg-type]
    pins: list[tuple[str, str]] = []
    way = TokenWay(lambda _person: state, lambda person, pin: pins.append((person, pin)))
    made = LockScreen(Inline(), vault.unlock, lambda: NOW, way)
    qtbot.addWidget(made)
    shown(made, LAPTOP)
    made.show_holders([Holder("p1", CLERK.name, CLERK.post, ("rsa-oaep",))])
    settle()
    try:
        ready = state not in ("absent", "locked")
        assert word(f"unlock.token.{state}") in said(made)
        assert edit(made).isEnabled() == ready
        assert not made._door.other.isVisible(), "there is no other way"
        edit(made).setText("1234")
        qtbot.keyClick(edit(made), Qt.Key.Key_Return)
        assert pins == ([("p1", "1234")] if ready else [])
        assert vault.tried == []
        assert_named(made)
        assert_not_clipped(made)
        assert_contrast(made)
    finally:
        words.set_language("vi")


def test_one_may_turn_from_passphrase_to_token_and_back(screen: LockScreen) -> None:
    screen.show_holder(Holder("p1", CLERK.name, "", ("argon2id", "rsa-oaep")))
    settle()
    assert "Cụm mật khẩu" in said(screen)
    screen._door.other.click()
    assert "Mã PIN của USB Token" in said(screen)
    assert not screen._door.forgotten.isVisible()
    screen._door.other.click()
    assert edit(screen).isEnabled()
    assert screen._door.forgotten.isVisible()


def test_a_forgotten_passphrase_is_told_on_with_the_person(screen: LockScreen) -> None:
    heard: list[str] = []
    screen.forgotten.connect(heard.append)
    screen._door.forgotten.click()
    assert heard == ["p1"]


def test_a_passphrase_that_is_shown_cannot_be_copied(screen: LockScreen, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("cũ")
    field = edit(screen)
    field.setText("bí mật")
    field.actions()[0].trigger()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "cũ"
    assert field.text() == "bí mật"


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_looks_right(screen: LockScreen, qtbot: QtBot, name: str, language: str) -> None:
    words.set_language(language)  # type: ignore[arg-type]
    theme.show(Look(name))  # type: ignore[arg-type]
    try:
        try_words(screen, qtbot, "sai")
        assert_named(screen)
        assert_not_clipped(screen)
        assert_contrast(screen)
        screen.choose_person()
        settle()
        assert_named(screen)
        assert_not_clipped(screen)
    finally:
        theme.show(Look("light"))
        words.set_language("vi")
