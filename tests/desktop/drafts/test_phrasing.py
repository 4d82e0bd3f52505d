"""Phrases in a text, by keyboard: letters, gaps, the list, a person's own; one step of undo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from core.office.draft import Basis, Clause, Paragraph, Table
from core.office.phrasing import Phrase
from db.actions import desk as shelf
from desktop.drafts.body_edit import BlockEdit
from desktop.drafts.phrases_sheet import PhrasesSheet
from desktop.drafts.screen import SCREEN, DraftsScreen
from desktop.frame.command_palette import PaletteCard
from tests.desktop.desk_rig import CTRL, Desk, press, write
from tests.desktop.drafts.body_rig import compose
from tests.desktop.looks import settle

K = Qt.Key
CTRL_ALT = CTRL | Qt.KeyboardModifier.AltModifier
ORDER = "Thực hiện Chỉ thị số … ngày … của … về …"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("desk"))
    made.sit(made.day.officer, SCREEN)
    yield made
    made.close()


@pytest.fixture
def body(desk: Desk) -> Iterator[BlockEdit]:
    """The text of a new letter, empty, the keyboard in it."""
    view = desk.view()
    assert isinstance(view, DraftsScreen)
    view.open(("new", ""))
    settle()
    edit = view.writing.editor.body
    edit.set_blocks(())
    edit.setFocus()
    yield edit
    view.keep()
    desk.pages.stop()


def ask(edit: BlockEdit) -> None:
    press(K.Key_J, CTRL)
    settle()


def card(desk: Desk) -> PaletteCard | PhrasesSheet:
    found = desk.windows[-1].scrim.card
    assert isinstance(found, PaletteCard | PhrasesSheet)
    return found


def test_letters_become_the_phrase_gap_after_gap_and_one_undo_gives_them_back(
    body: BlockEdit,
) -> None:
    write("thct")
    ask(body)
    assert body.blocks() == (Paragraph(ORDER),)
    body.undo()
    assert body.blocks() == (Paragraph("thct"),)
    ask(body)
    write("05/CT")
    ask(body)
    write("20/11")
    assert body.blocks() == (
        Paragraph(f"{ORDER.replace('…', '05/CT', 1)}".replace("…", "20/11", 1)),
    )


def test_a_basis_stands_as_one_where_it_can(body: BlockEdit) -> None:
    write("cccn")
    ask(body)
    body.moveCursor(QTextCursor.MoveOperation.End)
    press(K.Key_Return)
    write("Nay cccn")
    ask(body)
    phrase = "Căn cứ chức năng, nhiệm vụ, quyền hạn của …"
    assert body.blocks() == (Basis(phrase), Basis(f"Nay {phrase}"))
    body.set_blocks((Clause("Giao"), Table((("", "tdn"),), 0)))
    body.moveCursor(QTextCursor.MoveOperation.End)
    body.moveCursor(QTextCursor.MoveOperation.PreviousCharacter)
    ask(body)
    assert body.blocks() == (Clause("Giao"), Table((("", "Theo đề nghị của …"),), 0))


def test_the_list_is_filtered_and_takes_the_place_of_what_is_chosen(
    desk: Desk, body: BlockEdit
) -> None:
    write("Xoa ")
    body.selectAll()
    ask(body)
    assert isinstance(card(desk), PaletteCard)
    write("hlk")  # letters that are no initials
    press(K.Key_Return)
    settle()
    assert body.hasFocus()
    assert body.blocks() == (Paragraph("Quyết định này có hiệu lực kể từ ngày ký."),)
    body.undo()
    assert body.blocks() == (Paragraph("Xoa"),)


def test_a_syllable_that_is_being_composed_is_left_alone(desk: Desk, body: BlockEdit) -> None:
    write("thct ")
    compose(body, "thct")
    ask(body)
    assert desk.windows[-1].scrim.card is None
    assert body.blocks() == (Paragraph("thct"),)
    compose(body, "")


def test_what_is_chosen_becomes_a_phrase_of_ones_own(desk: Desk, body: BlockEdit) -> None:
    write("Kinh bao cao Ban Giam doc.")
    body.selectAll()
    press(K.Key_J, CTRL_ALT)
    settle()
    write("kbc")
    press(K.Key_Return, CTRL)
    settle()
    assert desk.windows[-1].scrim.card is None
    own = (Phrase("Kinh bao cao Ban Giam doc.", "kbc"),)
    assert shelf.phrases(desk.day.officer) == own
    assert shelf.phrases(desk.day.commander) == ()
    body.moveCursor(QTextCursor.MoveOperation.End)
    write(" kbc")
    ask(body)
    assert body.blocks() == (Paragraph(f"{own[0].text} {own[0].text}"),)


def test_letters_that_stand_twice_are_told(desk: Desk, body: BlockEdit) -> None:
    press(K.Key_J, CTRL_ALT)
    settle()
    sheet = card(desk)
    assert isinstance(sheet, PhrasesSheet)
    sheet.edit.setText("ab = x\nAB = y")
    press(K.Key_Return, CTRL)
    assert sheet.field.wrong
    press(K.Key_Escape)
    settle()
    assert desk.windows[-1].scrim.card is None
