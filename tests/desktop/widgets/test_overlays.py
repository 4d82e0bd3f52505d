"""What lies over the window: sheets keep the keyboard and give it back, toasts undo, the ring
follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.widgets.buttons import Button
from desktop.widgets.field import LineEdit
from desktop.widgets.focus_ring import FocusRing
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.sheet import Scrim, Sheet
from desktop.widgets.toast import SECONDS, Toast
from tests.desktop.looks import (
    Setting,
    assert_contrast,
    assert_named,
    assert_not_clipped,
    dressed,
    settle,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@dataclass
class Room:
    """A window with a field, a button and everything that can lie over them."""

    window: QWidget
    edit: QLineEdit
    button: QPushButton
    scrim: Scrim
    toast: Toast
    ring: FocusRing


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    window = QWidget()
    qtbot.addWidget(window)
    edit, button = QLineEdit(), Button("frame.lock")
    box = QVBoxLayout(window)
    box.addWidget(edit)
    box.addWidget(button)
    box.addStretch(1)
    made = Room(window, edit, button, Scrim(window), Toast(window), FocusRing(window))
    window.resize(800, 600)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    edit.setFocus()
    return made


def question() -> tuple[Sheet, LineEdit, Button, Button]:
    field, cancel, go = (
        LineEdit(),
        Button("frame.close", big=True),
        Button("unlock.unlock", "primary", big=True),
    )
    field.setAccessibleName("x")
    sheet = Sheet("frame.keys_title", Column(field), Row(STRETCH, cancel, go), icon="info")
    cancel.clicked.connect(sheet.close_card)
    return sheet, field, cancel, go


def test_a_sheet_takes_the_keyboard_keeps_it_and_gives_it_back(room: Room, qtbot: QtBot) -> None:
    sheet, field, cancel, go = question()
    room.scrim.open(sheet)
    settle()
    assert field.hasFocus()
    seen = []
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == [cancel, go, field, cancel]
    qtbot.keyClick(cancel, Qt.Key.Key_Backtab)
    assert field.hasFocus()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    settle()
    assert room.scrim.card is None
    assert not room.scrim.isVisible()
    assert room.edit.hasFocus()


def test_what_happens_beneath_a_sheet_does_not_take_the_keyboard(room: Room, qtbot: QtBot) -> None:
    sheet, field, _cancel, _go = question()
    room.scrim.open(sheet)
    settle()
    room.button.setFocus()
    settle()
    assert field.hasFocus()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    settle()
    assert not room.scrim.isVisible()
    assert room.button.hasFocus()


def test_a_sheet_with_work_under_way_does_not_close(room: Room, qtbot: QtBot) -> None:
    sheet, field, cancel, _ = question()
    room.scrim.open(sheet)
    sheet.can_close = False
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    cancel.click()
    assert room.scrim.card is sheet
    sheet.can_close = True
    cancel.click()
    assert room.scrim.card is None


def test_a_sheet_looks_right_and_stays_in_the_middle(room: Room) -> None:
    sheet, *_ = question()
    room.scrim.open(sheet)
    settle()
    assert_named(sheet)
    assert_not_clipped(sheet)
    assert_contrast(sheet)
    room.window.resize(1000, 700)
    settle()
    assert room.scrim.size() == room.window.size()
    assert abs(sheet.geometry().center().x() - 500) <= 1


def test_the_next_sheet_takes_the_place_of_the_one_before(room: Room) -> None:
    first, *_ = question()
    second, *_ = question()
    room.scrim.open(first)
    room.scrim.open(second)
    assert room.scrim.card is second
    room.scrim.close_card()
    settle()
    assert room.edit.hasFocus()


def test_a_toast_undoes_once(room: Room) -> None:
    undone: list[int] = []
    room.toast.say("sample.done", lambda: undone.append(1), n=3)
    settle()
    assert room.toast.isVisible()
    assert_not_clipped(room.toast)
    assert room.toast.undo()
    assert not room.toast.undo()
    assert undone == [1]
    assert not room.toast.isVisible()


def test_a_toast_keeps_its_words_whole_when_they_change_under_it(room: Room) -> None:
    with dressed(Setting("light", (800, 600), "vi")):
        room.toast.say("sample.done", lambda: None, n=3)
        settle()
        before = room.toast.size()
        for look in (Setting("dark", (800, 600), "en", 1.5), Setting("light", (800, 600), "vi")):
            with dressed(look):
                settle()
                assert_not_clipped(room.toast)
                assert room.window.rect().contains(room.toast.geometry())
        assert room.toast.size() == before


def test_a_dismissed_toast_undoes_nothing(room: Room) -> None:
    undone: list[int] = []
    room.toast.say("sample.done", lambda: undone.append(1), n=3)
    room.toast.dismiss()
    assert not room.toast.undo()
    assert undone == []


def test_a_toast_without_undo_shows_no_button_and_goes_by_itself(room: Room) -> None:
    room.toast.say("sample.done", n=1)
    settle()
    assert [b for b in room.toast.findChildren(Button) if b.isVisible()] == []
    assert SECONDS == 8
    room.toast._timer.timeout.emit()
    assert not room.toast.isVisible()


def test_a_toast_stays_while_the_keyboard_is_on_it(room: Room) -> None:
    room.toast.say("sample.done", lambda: None, n=1)
    settle()
    room.toast.findChild(Button).setFocus()
    room.toast._timer.timeout.emit()
    assert room.toast.isVisible()


def test_the_ring_follows_the_keyboard_but_not_into_fields(room: Room, qtbot: QtBot) -> None:
    assert room.ring.around() is None
    qtbot.keyClick(room.edit, Qt.Key.Key_Tab)
    settle()
    assert room.ring.around() is room.button
    outside = room.ring.geometry().adjusted(1, 1, -1, -1)
    assert outside.contains(room.button.geometry())
    room.window.resize(900, 640)
    settle()
    assert room.ring.geometry().contains(room.button.geometry())
    room.edit.setFocus()
    assert room.ring.around() is None


def test_a_mouse_click_draws_no_ring(room: Room, qtbot: QtBot) -> None:
    qtbot.mouseClick(room.button, Qt.MouseButton.LeftButton)
    settle()
    assert room.ring.around() is None
