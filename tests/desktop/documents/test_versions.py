"""Versions of a draft by keyboard on real stores: compared, jumped through, since one saw it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from core.commits.ids import b64
from core.office import anchoring
from core.office.comparing import Row, Run, compare
from core.office.draft import Document
from core.office.draft_lines import Line
from core.office.terms import Urgency
from db.acting import acting
from db.actions import comments as acts
from db.queries import comments, versions
from db.queries.comments import Comment
from desktop.documents.versions_sheet import VersionsSheet
from desktop.documents.versions_text import VersionsText, folded
from desktop.drafts.screen import SCREEN as DRAFTS
from desktop.drafts.screen import DraftsScreen
from desktop.signing.screen import SCREEN as SIGNING
from desktop.widgets.buttons import IconButton
from desktop.widgets.labels import Label
from tests.desktop.desk_rig import CTRL, Desk, press, write
from tests.desktop.documents import versions_rig as rig
from tests.desktop.looks import settle
from tests.desktop.signing.test_outgoing_life import LETTER

K = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def sheet_of(desk: Desk) -> VersionsSheet:
    settle()
    card = desk.windows[-1].scrim.card
    assert isinstance(card, VersionsSheet)
    return card


def officer(desk: Desk, document: str) -> None:
    desk.sit(desk.day.officer, DRAFTS)
    desk.view().open(("at", document))
    settle()


def test_the_two_newest_versions_are_compared(desk: Desk) -> None:
    officer(desk, rig.saved_again(desk))
    press(K.Key_F12)
    sheet = sheet_of(desk)
    assert (sheet.lists.older.value(), sheet.lists.newer.value()) == ("1", "2")
    kinds = [row.kind for row in sheet.rows if row.kind != "same"]
    assert kinds == ["changed", "added", "changed", "removed"]
    assert sheet.count.text() == "3 chỗ thay đổi"
    sheet.choose(1, 1)
    assert "bổ sung việc chuẩn bị thao trường" in sheet.lists.told.text()
    assert sheet.count.text() == "Không có gì thay đổi"


def test_the_keys_go_from_change_to_change_and_around(desk: Desk) -> None:
    officer(desk, rig.saved_again(desk))
    press(K.Key_F12)
    sheet = sheet_of(desk)
    seen = []
    for _ in range(4):
        press(K.Key_F7)
        seen.append(sheet.text.textCursor().block().text())
    assert seen[0].endswith("năm 2027")
    assert "thao trường" in seen[1]
    assert seen[3] == seen[0]
    press(K.Key_F7, SHIFT)
    assert sheet.text.textCursor().block().text() == seen[2]
    assert desk.heard.lines[-1] == "announce Chỗ đổi 3 / 3"


def test_side_by_side_shows_each_version_whole_in_its_column(desk: Desk) -> None:
    officer(desk, rig.saved_again(desk))
    press(K.Key_F12)
    sheet = sheet_of(desk)
    sheet.way.set_value(True)
    sheet.way.chosen.emit(True)
    settle()
    sides = {
        newer: [shown.line.text for shown in sheet.text.shown.values() if shown.newer is newer]
        for newer in (False, True)
    }
    assert sides[True].count(rig.SECOND.subject) == 1
    assert sides[False].count(rig.FIRST.subject) == 1
    assert len(sides[False]) == len([row for row in sheet.rows if row.left])
    assert len(sides[True]) == len([row for row in sheet.rows if row.right])


def test_the_signer_sees_what_changed_since_he_gave_it_back(desk: Desk) -> None:
    rig.submitted_again(desk)
    desk.sit(desk.day.commander, SIGNING)
    settle()
    press(K.Key_F12, SHIFT)
    sheet = sheet_of(desk)
    assert (sheet.lists.older.value(), sheet.lists.newer.value()) == ("1", "2")
    assert sheet.text.count() == 3


def test_who_saw_no_version_is_told(desk: Desk) -> None:
    rig.submitted(desk)
    desk.sit(desk.day.commander, SIGNING)
    settle()
    press(K.Key_F12, SHIFT)
    sheet = sheet_of(desk)
    assert not sheet.since.isVisible()
    assert any("Chưa ký nháy" in line for line in desk.heard.lines)
    assert sheet.text.toPlainText()


def test_a_version_whose_text_is_not_here_says_so(desk: Desk) -> None:
    document = rig.saved_again(desk)
    with acting(desk.day.officer) as act:
        file = {"slot": "draft", "role": "draft", "order": 0, "name": "draft.json", "size": 9}
        kind = "application/vnd.antin.draft+json"
        act.add("document.file", document, **file, blob=b64(bytes(32)), type=kind)
        act.append()
    officer(desk, document)
    press(K.Key_F12)
    sheet = sheet_of(desk)
    assert sheet.lists.newer.value() == "3"
    assert sheet.problem.isVisible()
    sheet.choose(1, 2)
    settle()
    assert sheet.text.count() == 3


def test_a_long_text_leaves_out_what_did_not_change() -> None:
    line = Line("body", 0, "paragraph", "", "x")
    same, other = Row("same", line, line), Row("added", None, line)
    rows = [*[same] * 150, other, *[same] * 150]
    assert list(folded(rows)) == [147, same, same, same, other, same, same, same, 147]
    assert list(folded(rows[:100])) == rows[:100]
    assert list(folded(rows, frozenset({0}))) == [
        *[same] * 4,
        143,
        *[same] * 3,
        other,
        *[same] * 3,
        147,
    ]


def test_what_was_left_out_is_shown_when_one_goes_there(qtbot: object) -> None:
    lines = [
        Line("body", at, "paragraph", "", f"Nội dung thứ {at} của văn bản") for at in range(300)
    ]
    rows = [
        Row("same", one, one, (Run("same", one.text),), (Run("same", one.text),)) for one in lines
    ]
    came = lines[0]._replace(text="Điểm mới")
    rows.insert(0, Row("added", None, came, (), (Run("added", came.text),)))
    text = VersionsText()
    text.show_rows(rows, beside=False)
    place = anchoring.place(lines[250], 0, 12)
    assert text.letters_of(place) is None
    assert text.unfold(place)
    found = text.letters_of(place)
    assert found is not None
    assert found.selectedText() == "Nội dung thứ"
    assert not text.unfold(anchoring.place(lines[9]._replace(text="Không có ở đây"), 0, 9))
    text.show_rows(list(rows), beside=True)
    assert text.letters_of(place) is None
    text.deleteLater()


def test_codes_are_shown_by_their_names_and_take_no_comment(qtbot: object) -> None:
    one = Document(template="quyet-dinh", type="quyet-dinh")
    other = replace(one, template="van-ban-khac", type="bao-cao", urgency=Urgency.URGENT)
    text = VersionsText()
    text.show_rows(compare(one, other), beside=True)
    said = text.toPlainText()
    assert "Quyết định" in said
    assert "Báo cáo" in said
    assert "Khẩn" in said
    assert "quyet-dinh" not in said
    assert text.shown == {}
    text.show_rows(compare(LETTER, replace(LETTER, subject="")), beside=False)
    assert text.shown
    text.deleteLater()


# -- comments -------------------------------------------------------------------------------------


def select(sheet: VersionsSheet, words: str) -> None:
    """Put the keyboard before some words and select them with Shift and the arrows."""
    sheet.text.moveCursor(QTextCursor.MoveOperation.Start)
    assert sheet.text.find(words)
    cursor = sheet.text.textCursor()
    cursor.setPosition(cursor.selectionStart())
    sheet.text.setTextCursor(cursor)
    for _ in words:
        press(K.Key_Right, SHIFT, at=sheet.text)


def said(desk: Desk, document: str) -> list[Comment]:
    return comments.comments(desk.day.officer, document)


def test_selected_words_are_commented_on_by_keyboard(desk: Desk) -> None:
    document = rig.saved_again(desk)
    officer(desk, document)
    press(K.Key_F12)
    sheet = sheet_of(desk)
    select(sheet, "tháng 12 năm 2026")
    assert "tháng 12 năm 2026" in sheet.panel.told.text()
    sheet.panel.edit.setFocus()
    write("Ghi ro gio nop.")
    press(K.Key_Return, CTRL)
    [found] = said(desk, document)
    assert found.text == "Ghi ro gio nop."
    assert found.blob == sheet.versions[1].text
    assert found.place is not None
    assert (found.place.part, found.place.quote) == ("body", "tháng 12 năm 2026")
    assert sheet.panel.edit.toPlainText() == ""
    [mark] = sheet.text.extraSelections()
    assert mark.cursor.selectedText() == "tháng 12 năm 2026"


def test_the_letters_of_a_changed_line_are_counted_in_the_version_that_is_shown(
    desk: Desk,
) -> None:
    document = rig.saved_again(desk)
    officer(desk, document)
    press(K.Key_F12)
    sheet = sheet_of(desk)
    sheet.text.moveCursor(QTextCursor.MoveOperation.Start)
    assert sheet.text.find(" 20 tháng")
    found = sheet.text.selected()
    assert found is not None
    shown, start, end = found
    assert shown.line.text[start:end] == " 20 tháng"
    for beside in (True, False):
        sheet.way.set_value(beside)
        sheet.way.chosen.emit(beside)
        place = anchoring.place(shown.line, start, end)
        assert place is not None
        cursor = sheet.text.letters_of(place)
        assert cursor is not None
        assert cursor.selectedText() == " 20 tháng"


def test_a_comment_is_answered_settled_and_opened_again(desk: Desk) -> None:
    document = rig.saved_again(desk)
    blob = versions.versions(desk.day.officer, document)[0].text
    place = anchoring.Place("body", 3, 0, "Mọi vướng mắc", "", " báo cáo")
    acts.comment(desk.day.officer, document, blob, "Bỏ khoản này?", place)
    officer(desk, document)
    press(K.Key_F12)
    sheet = sheet_of(desk)
    [comment] = sheet.panel.shown()
    sheet.panel.cards.going.emit(comment)
    assert sheet.problem.isVisible()
    buttons = sheet.panel.cards.findChildren(IconButton)
    assert [one.accessibleName() for one in buttons] == [
        "Đến chỗ này", "Trả lời", "Đánh dấu đã xong",
    ]  # fmt: skip
    press(K.Key_Space, at=buttons[1])
    write("Da bo.")
    press(K.Key_Return, CTRL)
    assert [one.text for one in said(desk, document)[0].answers] == ["Da bo."]
    press(K.Key_Space, at=sheet.panel.cards.findChildren(IconButton)[2])
    assert said(desk, document)[0].resolved
    assert sheet.panel.shown() == []
    sheet.panel.which.set_value(True)
    sheet.panel.which.chosen.emit(True)
    settle()
    press(K.Key_Space, at=sheet.panel.cards.findChildren(IconButton)[2])
    assert not said(desk, document)[0].resolved


def test_what_was_typed_and_not_sent_is_there_again(desk: Desk) -> None:
    document = rig.saved_again(desk)
    officer(desk, document)
    press(K.Key_F12)
    sheet = sheet_of(desk)
    sheet.panel.edit.setFocus()
    press(K.Key_Return, CTRL)
    assert sheet.panel.problem.isVisible()
    write("Can xem lai")
    press(K.Key_Escape)
    press(K.Key_F12)
    assert sheet_of(desk).panel.edit.toPlainText() == "Can xem lai"
    assert said(desk, document) == []


def test_the_signer_comments_and_the_drafter_has_it_after_the_exchange(desk: Desk) -> None:
    document = rig.submitted(desk)
    desk.sit(desk.day.commander, SIGNING)
    settle()
    press(K.Key_F12)
    sheet = sheet_of(desk)
    select(sheet, "15 tháng 12")
    sheet.panel.edit.setFocus()
    write("Lui mot tuan.")
    press(K.Key_Return, CTRL)
    desk.day.carry()
    [found] = said(desk, document)
    assert (found.text, found.name) == ("Lui mot tuan.", "Nguyễn Văn Giả Lập")


def test_what_came_back_shows_its_comments_beside_the_text(desk: Desk) -> None:
    document = rig.given_back(desk)
    day = desk.day
    blob = versions.versions(day.commander, document)[0].text
    acts.comment(day.commander, document, blob, "Thiếu căn cứ pháp lý.")
    day.carry()
    desk.sit(day.officer, DRAFTS)
    screen = desk.view()
    assert isinstance(screen, DraftsScreen)
    screen.open(("open", document))
    settle()
    strip = screen.writing.comments
    assert strip.isVisible()
    assert strip.count.text() == "1 góp ý chưa xong"
    assert any("căn cứ" in one.text() for one in strip.findChildren(Label))
    press(K.Key_Space, at=strip.more)
    sheet = sheet_of(desk)
    sheet.panel.settle(sheet.panel.comments[0])
    settle()
    assert not strip.isVisible()
