"""Versions of a draft by keyboard on real stores: compared, jumped through, since one saw it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from core.commits.ids import b64
from core.office.comparing import Row
from core.office.draft_lines import Line
from db.acting import acting
from desktop.documents.versions_sheet import VersionsSheet
from desktop.documents.versions_text import folded
from desktop.drafts.screen import SCREEN as DRAFTS
from desktop.signing.screen import SCREEN as SIGNING
from tests.desktop.desk_rig import Desk, press
from tests.desktop.documents import versions_rig as rig
from tests.desktop.looks import settle

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
    assert (sheet.older.value(), sheet.newer.value()) == ("1", "2")
    kinds = [row.kind for row in sheet.rows if row.kind != "same"]
    assert kinds == ["changed", "added", "changed", "removed"]
    assert sheet.count.text() == "3 chỗ thay đổi"
    sheet.choose(1, 1)
    assert "bổ sung việc chuẩn bị thao trường" in sheet.told.text()
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
    assert (sheet.older.value(), sheet.newer.value()) == ("1", "2")
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
    assert sheet.newer.value() == "3"
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
