"""Finding and replacing in the text of a draft, and the line that follows it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from core.office.draft import Block, Clause, Paragraph, Table
from desktop.drafts import body_tools
from desktop.drafts.finding import Sought, places, word_count
from desktop.drafts.parts_edit import OWN, PartPage
from tests.desktop.drafts.body_rig import SHIFT, K, compose, press

BODY: tuple[Block, ...] = (
    Clause("Hòa bình, hòa hợp"),
    Paragraph("hoà và hóa"),
    Table((("Hòa", "tiếng"), ("thủy hòa", "")), 1),
)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought("hòa"), ["Hòa", "hòa"]),
        (Sought("hòa", case=True), ["hòa"]),
        (Sought("ho\u0300a", case=True), ["hòa"]),
        (Sought("h", whole=True), []),
        (Sought("hòa hợp"), ["hòa\u00a0hợp"]),
        (Sought("."), []),
        (Sought(""), []),
    ],
)
def test_what_is_found(sought: Sought, found: list[str]) -> None:
    text = "Hòa bình, hòa\u00a0hợp, hoà"
    assert [text[start:end] for start, end in places(text, sought)] == found


def test_words_are_groups_of_letters() -> None:
    assert word_count("Căn cứ  Quy\u00a0chế số 12/QC-TM;") == 6


@pytest.fixture
def page(qapp: object) -> PartPage:
    made = PartPage(OWN)
    made.resize(520, 420)
    made.body.set_blocks(BODY)
    made.show()
    made.finder.open(replacing=True)
    QTest.keyClicks(made.finder.line, "x")
    made.finder.line.setText("hòa")
    return made


def chosen(page: PartPage) -> tuple[str, int]:
    cursor: QTextCursor = page.body.textCursor()
    return cursor.selectedText(), cursor.blockNumber()


def test_enter_goes_from_place_to_place_and_around(page: PartPage) -> None:
    assert page.finder.told.text() == "Thấy 4 chỗ"
    seen = []
    for _ in range(5):
        QTest.keyClick(page.finder.line, K.Key_Return)
        seen.append(chosen(page))
    assert [text for text, _ in seen] == ["Hòa", "hòa", "Hòa", "hòa", "Hòa"]
    assert seen[0] == seen[4]
    QTest.keyClick(page.finder.line, K.Key_Return, SHIFT)
    assert chosen(page) == seen[3]


def test_everything_is_replaced_in_one_step(page: PartPage) -> None:
    page.finder.other.setText("yên")
    page.finder.case.setChecked(True)
    page.finder.replace_all()
    assert page.body.blocks() == (
        Clause("Hòa bình, yên hợp"),
        Paragraph("hoà và hóa"),
        Table((("Hòa", "tiếng"), ("thủy yên", "")), 1),
    )
    page.body.undo()
    assert page.body.blocks() == BODY
    assert not page.body.document().isUndoAvailable()


def test_one_after_another(page: PartPage) -> None:
    page.finder.other.setText("yên")
    page.finder.step(1)
    page.finder.replace_one()
    assert page.body.blocks()[0] == Clause("yên bình, hòa hợp")
    assert chosen(page) == ("hòa", 0)


def test_escape_goes_back_to_the_text(page: PartPage) -> None:
    QTest.keyClick(page.finder.line, K.Key_Escape)
    assert page.finder.isHidden()
    assert page.body.extraSelections() == []


def test_the_line_below_follows_the_cursor_and_counts(page: PartPage) -> None:
    assert page.tools.kind.now == "clause"
    page.body.moveCursor(QTextCursor.MoveOperation.Down)
    assert page.tools.kind.now == "paragraph"
    page.tools.kind.choose("item")
    assert page.body.labels()[1] == "-"
    page.tools.show_pages(3)
    assert page.tools.count.text() == "11 từ · 3 trang"
    QTest.qWait(body_tools.PAUSE_MS + 50)
    press(page.body, K.Key_A)
    compose(page.body, "ắ")
    QTest.qWait(body_tools.PAUSE_MS + 50)
    assert page.tools.count.text() == "11 từ · 3 trang"
