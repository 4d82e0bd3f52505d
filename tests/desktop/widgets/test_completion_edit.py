"""Completion by keyboard: Tab takes, arrows choose, Esc closes; the list is part of the window."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.announce import announce_to
from desktop.widgets.completion_edit import CompletionEdit, CompletionList
from desktop.widgets.matching import Candidate
from tests.desktop.looks import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

OFFERS = (Candidate("Phòng Tác huấn", "dùng 41 lần", 41), Candidate("Phòng Thông tin", used=2))


class Form(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.edit, self.next = CompletionEdit(lambda _: OFFERS), QLineEdit()
        box = QVBoxLayout(self)
        box.addWidget(self.edit)
        box.addWidget(self.next)
        box.addStretch(1)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.edit.setFocus()
    return made


def listed(form: Form) -> CompletionList | None:
    return next((w for w in form.findChildren(CompletionList) if w.isVisible()), None)


def test_tab_takes_the_first_offer_and_moves_on(form: Form, qtbot: QtBot) -> None:
    taken: list[Candidate] = []
    form.edit.taken.connect(taken.append)
    qtbot.keyClicks(form.edit, "pth")
    assert listed(form) is not None
    qtbot.keyClick(form.edit, Qt.Key.Key_Tab)
    assert taken == [OFFERS[0]]
    assert form.edit.text() == "Phòng Tác huấn"
    assert form.edit.chosen == OFFERS[0]
    assert form.next.hasFocus()
    assert listed(form) is None


def test_arrows_choose_and_enter_takes(form: Form, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.edit, "p")
    qtbot.keyClick(form.edit, Qt.Key.Key_Down)
    qtbot.keyClick(form.edit, Qt.Key.Key_Return)
    assert form.edit.text() == "Phòng Thông tin"
    assert form.edit.hasFocus()


def test_escape_closes_the_offers_and_keeps_the_text(form: Form, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.edit, "p")
    qtbot.keyClick(form.edit, Qt.Key.Key_Escape)
    assert listed(form) is None
    assert form.edit.text() == "p"


def test_typing_on_means_something_else(form: Form, qtbot: QtBot) -> None:
    form.edit.choose(OFFERS[0])
    qtbot.keyClicks(form.edit, "x")
    assert form.edit.chosen is None
    assert listed(form) is None


def test_a_click_takes_an_offer(form: Form, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.edit, "p")
    offers = listed(form)
    assert offers is not None
    qtbot.mouseClick(offers, Qt.MouseButton.LeftButton, pos=QPoint(20, 50))
    assert form.edit.text() == "Phòng Thông tin"


def test_leaving_the_field_closes_the_offers(form: Form, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.edit, "p")
    form.next.setFocus()
    assert listed(form) is None


def test_the_list_goes_with_its_edit(form: Form, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.edit, "p")
    form.edit.deleteLater()
    settle()
    assert form.findChildren(CompletionList) == []


def test_names_are_not_written_to_a_watching_program(form: Form, qtbot: QtBot) -> None:
    lines = io.StringIO()
    announce_to(lines)
    try:
        qtbot.keyClicks(form.edit, "p")
        qtbot.keyClick(form.edit, Qt.Key.Key_Down)
    finally:
        announce_to(None)
    assert "Phòng" not in lines.getvalue()
