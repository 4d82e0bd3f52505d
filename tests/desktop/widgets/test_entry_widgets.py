"""Small promises of the entry widgets that forms lean on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.matching import Candidate
from desktop.widgets.phrase_edit import PhraseEdit
from tests.desktop.looks import settle

OFFERS = [Candidate("Sở Giả Lập Thành phố Mô Phỏng"), Candidate("Sở Mẫu")]


def shown_edit(qtbot: QtBot, *, free: bool) -> CompletionEdit:
    edit = CompletionEdit(lambda _typed: OFFERS, free=free)
    qtbot.addWidget(edit)
    edit.show()
    edit.activateWindow()
    edit.setFocus()
    settle()
    return edit


def test_enter_in_a_free_edit_leaves_what_was_typed(qtbot: QtBot) -> None:
    edit = shown_edit(qtbot, free=True)
    QTest.keyClicks(edit, "So Gia Lap")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "So Gia Lap"
    QTest.keyClicks(edit, " ")
    QTest.keyClick(edit, Qt.Key.Key_Down)
    QTest.keyClick(edit, Qt.Key.Key_Up)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == OFFERS[0].text


def test_enter_in_a_closed_edit_takes_the_offer(qtbot: QtBot) -> None:
    edit = shown_edit(qtbot, free=False)
    QTest.keyClicks(edit, "sm")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "Sở Mẫu"


def test_a_hint_comes_back_with_its_facts_when_the_error_is_gone(qtbot: QtBot) -> None:
    field = Field("incoming.field.due", LineEdit())
    qtbot.addWidget(field)
    field.set_hint("incoming.directive.due_days", weekday="Thứ năm", n=5)
    field.set_error("incoming.wrong.past", day="15/11/2026")
    assert "15/11/2026" in field._below.text()
    field.set_error()
    assert field._below.text() == "Thứ năm · còn 5 ngày làm việc"


def test_a_phrase_takes_the_place_of_the_sentence_begun(qtbot: QtBot) -> None:
    edit = PhraseEdit(["Chủ trì nghiên cứu.", "Báo cáo kết quả."])
    qtbot.addWidget(edit)
    edit.show()
    edit.activateWindow()
    edit.setFocus()
    settle()
    QTest.keyClicks(edit, "ctn")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    QTest.keyClicks(edit, " bck")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.toPlainText() == "Chủ trì nghiên cứu. Báo cáo kết quả."
    QTest.keyClicks(edit, " A text of one's own goes on without offers, however long it is")
    assert not edit._list.isVisible()
