"""The built-in Vietnamese typing: real keys in real texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from desktop.frame.frame_commands import look_commands
from desktop.frame.status_bar import StatusBar
from desktop.keeper import Keeper
from desktop.preferences.screen import PreferencesScreen
from desktop.settings import read_wishes
from desktop.unlock.passphrase_edit import PassphraseEdit
from desktop.widgets.typing import VietnameseTyping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

Edit = QLineEdit | QPlainTextEdit | QTextEdit
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def typing(qapp: QApplication) -> Iterator[VietnameseTyping]:
    made = VietnameseTyping()
    made.use("telex", "old")
    yield made
    qapp.focusChanged.disconnect(made._follow)
    made.deleteLater()


@pytest.fixture(params=[QLineEdit, QPlainTextEdit, QTextEdit])
def edit(request: pytest.FixtureRequest, typing: VietnameseTyping, qtbot: QtBot) -> Edit:
    return focused(request.param(), qtbot)


def focused(made: Edit, qtbot: QtBot) -> Edit:
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def said(edit: Edit) -> str:
    return edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("Coongj hoaf xax hooij", "Cộng hòa xã hội"),
        ("tieengs Vieetj, DDieeuf 5", "tiếng Việt, Điều 5"),
        ("user data windows vanthu@sudoan.vn ", "user data windows vanthu@sudoan.vn "),
        ("SDD999-TM", "SĐ999-TM"),
        ("05/QDD-SDD", "05/QĐ-SĐ"),
        ("aaa ass", "aa as"),
    ],
)
def test_typed_text(edit: Edit, qtbot: QtBot, keys: str, text: str) -> None:
    qtbot.keyClicks(edit, keys)
    assert said(edit) == text


def test_vni(edit: Edit, typing: VietnameseTyping, qtbot: QtBot) -> None:
    typing.use("vni", "new")
    qtbot.keyClicks(edit, "D9ie6u2 9 ho2a 2026 thuy3 ")
    assert said(edit) == "Điều 9 hoà 2026 thuỷ "


def test_backspace_takes_composed_letters(edit: Edit, qtbot: QtBot) -> None:
    qtbot.keyClicks(edit, "vieetj")
    qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert said(edit) == "việ"
    qtbot.keyClicks(edit, "cs")
    assert said(edit) == "viếc"


def test_undo_goes_back_to_nothing_and_forward_again(edit: Edit, qtbot: QtBot) -> None:
    qtbot.keyClicks(edit, "thuowngf")
    assert said(edit) == "thường"
    for _ in range(20):
        edit.undo()
    assert said(edit) == ""
    for _ in range(20):
        edit.redo()
    assert said(edit) == "thường"


def test_what_is_selected_is_replaced(edit: Edit, qtbot: QtBot) -> None:
    qtbot.keyClicks(edit, "ban")
    edit.selectAll()
    qtbot.keyClicks(edit, "ddi")
    assert said(edit) == "đi"


def test_a_word_in_the_middle_of_a_line(edit: Edit, qtbot: QtBot) -> None:
    qtbot.keyClicks(edit, "ban ban")
    for _ in range(4):
        qtbot.keyClick(edit, Qt.Key.Key_Left)
    qtbot.keyClicks(edit, "j")
    assert said(edit) == "bạn ban"


def test_off_and_shortcuts_are_left_alone(
    edit: Edit, typing: VietnameseTyping, qtbot: QtBot
) -> None:
    qtbot.keyClicks(edit, "aa")
    qtbot.keyClick(edit, Qt.Key.Key_A, CTRL)
    typing.use("off", "old")
    qtbot.keyClicks(edit, "aas")
    assert said(edit) == "aas"


def test_the_systems_input_method_has_the_word(edit: Edit, qtbot: QtBot) -> None:
    QApplication.sendEvent(edit, QInputMethodEvent("tie", []))
    done = QInputMethodEvent()
    done.setCommitString("tiế")
    QApplication.sendEvent(edit, done)
    qtbot.keyClicks(edit, "aas")
    assert said(edit) == "tiếaas"


def test_secrets_are_never_composed(typing: VietnameseTyping, qtbot: QtBot) -> None:
    secret = PassphraseEdit()
    focused(secret, qtbot)
    qtbot.keyClicks(secret, "aasdd")
    assert secret.text() == "aasdd"
    pin = QLineEdit()
    pin.setEchoMode(QLineEdit.EchoMode.Password)
    focused(pin, qtbot)
    qtbot.keyClicks(pin, "aasdd")
    assert pin.text() == "aasdd"


def test_a_full_line_loses_nothing(typing: VietnameseTyping, qtbot: QtBot) -> None:
    line = QLineEdit(maxLength=4)
    focused(line, qtbot)
    qtbot.keyClicks(line, "user ")
    assert line.text() == "user"


def test_the_wish_is_kept_and_seen(tmp_path: Path, qtbot: QtBot) -> None:
    keeper = Keeper(tmp_path)
    screen, status = PreferencesScreen(keeper), StatusBar()
    qtbot.addWidget(screen)
    qtbot.addWidget(status)
    keeper.changed.connect(lambda: status.show_typing(keeper.wishes.typing))
    screen.typing.chosen.emit("vni")
    screen.tones.chosen.emit("new")
    assert read_wishes(tmp_path).typing == "vni"
    assert read_wishes(tmp_path).tones == "new"
    assert status.typing.text().strip() == "VI · VNI"
    switch = next(each for each in look_commands(keeper) if each.id == "switch_typing")
    switch.run()
    assert read_wishes(tmp_path).typing == "off"
    assert status.typing.isHidden()
    switch.run()
    assert keeper.wishes.typing == "vni"
