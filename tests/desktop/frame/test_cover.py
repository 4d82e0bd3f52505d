"""The lock over the frame: nothing readable stays, and the same place comes back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from desktop.announce import announce_to
from desktop.unlock.lock_screen import Locking
from desktop.widgets.buttons import Button
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.sheet import Sheet
from tests.desktop.frame.keys import ALT, CTRL, press
from tests.desktop.looks import screenshot, settle, visible
from tests.desktop.sample import NOW, SampleScreen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.window import Window

READABLE = ("217/TM-TH", "kế hoạch bảo đảm", "Phòng Tham mưu")


def everything_readable(window: Window) -> str:
    """All words that a person or a screen reader finds in any window of ours."""
    found = [window.windowTitle()]
    for top in QApplication.topLevelWidgets():
        for widget in visible(top, QWidget):
            face = QAccessible.queryAccessibleInterface(widget)
            if face is not None:
                found += [
                    face.text(role) for role in (QAccessible.Text.Name, QAccessible.Text.Value)
                ]
            found.append(widget.toolTip())
    return "\n".join(found)


def test_the_lock_leaves_nothing_readable(window: Window, qtbot: QtBot) -> None:
    field = QLineEdit("217/TM-TH")
    field.setAccessibleName("x")
    close = Button("frame.close")
    window.open_sheet(Sheet("frame.keys_title", Column(field), Row(STRETCH, close)))
    window.toast("sample.done", lambda: None, n=3)
    other = QWidget()
    QLabel("kế hoạch bảo đảm", other)
    other.setWindowTitle("217/TM-TH")
    qtbot.addWidget(other)
    other.show()
    QGuiApplication.clipboard().setText("217/TM-TH")
    owned = QGuiApplication.clipboard().ownsClipboard()
    assert "217/TM-TH" in everything_readable(window)
    lines = io.StringIO()
    announce_to(lines)
    window.cover(Locking("idle", NOW, 5))
    settle()
    announce_to(None)
    text = everything_readable(window)
    assert not [part for part in READABLE if part in text]
    assert window.windowTitle() == "Ấn Tín"
    if owned:  # the off-screen platform does not say whose the clipboard is
        assert QGuiApplication.clipboard().text() == ""
    assert window.covered()
    assert lines.getvalue().splitlines()[-1] == "locked"
    assert not other.isVisible()
    picture = screenshot(window, "locked")
    alone = window._lock_screen.grab().toImage()
    assert picture.convertToFormat(alone.format()) == alone, (
        "the lock screen is all there is to see"
    )


def test_unlocking_brings_the_same_place_back(window: Window, qtbot: QtBot) -> None:
    view = window.stack.view()
    assert isinstance(view, SampleScreen)
    view.list.view.go_to(1279)
    view.list.view.setFocus()
    window.cover(Locking("idle", NOW, 5))
    settle()
    press(qtbot, window, Qt.Key.Key_3, ALT)
    assert window.stack.current_id == "incoming", "no shortcut counts under the lock"
    window.uncover()
    settle()
    assert view.list.view.hasFocus()
    assert view.list.view.chosen() == [1279]
    assert window.windowTitle() == "Văn bản đến – Ấn Tín"
    assert "keep" in view.done


def test_a_sheet_is_hidden_by_the_lock_and_comes_back(window: Window) -> None:
    close = Button("frame.close")
    sheet = Sheet("frame.keys_title", Column(QLabel("x")), Row(STRETCH, close))
    window.open_sheet(sheet)
    window.cover(Locking("wish", NOW))
    settle()
    assert not sheet.isVisible()
    window.uncover()
    settle()
    assert sheet.isVisible()
    assert window.scrim.card is sheet


def test_another_person_finds_nothing_of_the_one_before(window: Window) -> None:
    view = window.stack.view()
    window.open_sheet(
        Sheet("frame.keys_title", Column(QLabel("x")), Row(STRETCH, Button("frame.close")))
    )
    window.cover(Locking("wish", NOW))
    window.end_session()
    settle()
    assert window.scrim.card is None
    assert window.findChildren(SampleScreen) == []
    assert window.stack.view() is None
    assert window.nav.ordered() == []
    assert view is not None


def test_the_lock_wish_comes_from_key_button_and_status(window: Window, qtbot: QtBot) -> None:
    wishes: list[int] = []
    window.lock_wanted.connect(lambda: wishes.append(1))
    press(qtbot, window, Qt.Key.Key_L, CTRL)
    window.nav._card.lock.click()
    window.status.lock.click()
    assert wishes == [1, 1, 1]
