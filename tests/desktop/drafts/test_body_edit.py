"""The editor of blocks by keyboard: kinds, labels, tables, syllables, undo."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from core.office.draft import (
    Article,
    Basis,
    Block,
    Clause,
    Heading,
    Item,
    Paragraph,
    Point,
    Table,
    clean,
)
from core.office.draft_labels import labels
from desktop.drafts import body_tables
from desktop.drafts.body_document import tidy
from tests.desktop.drafts.body_rig import (
    ALT,
    BODIES,
    CTRL,
    SHIFT,
    K,
    commit,
    compose,
    editor,
    press,
    write,
)

QUICK = settings(max_examples=60, deadline=None)
GRID = Table((("TT", "Nội dung"), ("1", "Vật tư")), 1, (20, 80))


@QUICK
@given(body=BODIES)
def test_what_is_shown_is_what_stands_there(qapp: object, body: tuple[Block, ...]) -> None:
    edit = editor(*body)
    assert edit.blocks() == body
    assert not edit.document().isUndoAvailable()
    assert [one for one in edit.labels() if one] == [one for one in labels(body) if one]


@given(st.text(st.sampled_from("ae \u0301\u00a0\u200b\tẾ") | st.characters(), max_size=12))
def test_what_is_taken_as_clean_is_clean(text: str) -> None:
    assert tidy(text) == clean(text)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1. Giao vat tu", Clause("Giao vat tu")),
        ("12. Giao", Clause("Giao")),
        ("a) Du", Point("Du")),
        ("- Du", Item("Du")),
        ("+ Du", Item("Du")),
        ("2 Du", Paragraph("2 Du")),
        ("1.5 Du", Paragraph("1.5 Du")),
        ("x 1. Du", Paragraph("x 1. Du")),
    ],
)
def test_a_typed_beginning_becomes_a_kind(qapp: object, typed: str, found: Block) -> None:
    edit = editor()
    write(edit, typed)
    assert edit.blocks() == (found,)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Điều 1.", Article("x")),
        ("Chương II", Heading("chapter", "x")),
        ("Phần I.", Heading("part", "x")),
        ("Mục 3", Heading("section", "x")),
        ("Tiểu mục 1", Heading("subsection", "x")),
        ("đ)", Point("x")),
        ("Căn cứ", Basis("Căn cứ x")),
        ("điều 1.", Paragraph("điều 1. x")),
    ],
)
def test_a_beginning_that_an_input_method_gives_up(qapp: object, typed: str, found: Block) -> None:
    edit = editor()
    for letters in typed.partition(" "):
        compose(edit, letters.strip())
        commit(edit, letters)
    write(edit, " x")
    assert edit.blocks() == (found,)


def test_a_basis_stands_above_everything_else(qapp: object) -> None:
    edit = editor(Paragraph("x"))
    edit.moveCursor(QTextCursor.MoveOperation.End)
    press(edit, K.Key_Return)
    commit(edit, "Căn cứ ")
    write(edit, "y")
    assert edit.blocks() == (Paragraph("x"), Paragraph("Căn cứ y"))


@pytest.mark.parametrize("way", ["backspace", "undo"])
def test_one_key_gives_the_letters_back(qapp: object, way: str) -> None:
    edit = editor()
    write(edit, "1. ")
    assert edit.kind() == "clause"
    if way == "undo":
        edit.undo()
    else:
        press(edit, K.Key_Backspace)
    write(edit, "x")
    assert edit.blocks() == (Paragraph("1. x"),)


def test_backspace_at_the_beginning_makes_a_paragraph_then_joins(qapp: object) -> None:
    edit = editor(Paragraph("a"), Clause("b"))
    edit.moveCursor(QTextCursor.MoveOperation.End)
    press(edit, K.Key_Home)
    press(edit, K.Key_Backspace)
    assert edit.blocks() == (Paragraph("a"), Paragraph("b"))
    press(edit, K.Key_Backspace)
    assert edit.blocks() == (Paragraph("ab"),)


def test_enter_goes_on_as_the_kind_does(qapp: object) -> None:
    edit = editor()
    write(edit, "1. a")
    press(edit, K.Key_Return)
    write(edit, "b")
    press(edit, K.Key_Return)
    write(edit, "a) c")
    press(edit, K.Key_Return)
    press(edit, K.Key_Return)
    write(edit, "d")
    assert edit.blocks() == (Clause("a"), Clause("b"), Point("c"), Paragraph("d"))
    assert edit.labels() == ("1.", "2.", "a)", "")


def test_what_follows_a_heading_is_text(qapp: object) -> None:
    edit = editor(Clause("a", titled=True))
    edit.moveCursor(QTextCursor.MoveOperation.End)
    press(edit, K.Key_Return)
    write(edit, "b")
    assert edit.blocks() == (Clause("a", titled=True), Paragraph("b"))


def test_enter_inside_a_block_parts_it(qapp: object) -> None:
    edit = editor(Point("ab"))
    press(edit, K.Key_Right)
    press(edit, K.Key_Return)
    assert edit.blocks() == (Point("a"), Point("b"))


def test_levels_by_tab_and_by_arrows(qapp: object) -> None:
    edit = editor(Clause("a"), Clause("b"))
    edit.moveCursor(QTextCursor.MoveOperation.End)
    press(edit, K.Key_Home)
    press(edit, K.Key_Tab)
    assert edit.blocks() == (Clause("a"), Point("b"))
    press(edit, K.Key_Backtab, SHIFT)
    press(edit, K.Key_End)
    press(edit, K.Key_Right, ALT | SHIFT)
    press(edit, K.Key_Right, ALT | SHIFT)
    press(edit, K.Key_Right, ALT | SHIFT)
    assert edit.blocks() == (Clause("a"), Item("b"))


def test_kinds_of_several_blocks_are_one_step(qapp: object) -> None:
    body = (Paragraph("a"), GRID, Point("b"))
    edit = editor(*body)
    edit.selectAll()
    edit.change_kinds(lambda _kind: "clause")
    assert edit.blocks() == (Clause("a"), GRID, Clause("b"))
    edit.undo()
    assert edit.blocks() == body
    edit.redo()
    assert edit.blocks()[2] == Clause("b")


# -- tables ---------------------------------------------------------------------------------------


def test_a_table_is_filled_by_tab(qapp: object) -> None:
    edit = editor(Paragraph("a"))
    body_tables.begin_table(edit)
    for text in ("TT", "Ten", "So", "1"):
        write(edit, text)
        press(edit, K.Key_Tab)
    press(edit, K.Key_Tab)
    press(edit, K.Key_Tab)
    write(edit, "2")
    rows = (("TT", "Ten", "So"), ("1", "", ""), ("2", "", ""))
    assert edit.blocks() == (Paragraph("a"), Table(rows))
    press(edit, K.Key_Return)
    write(edit, "b")
    assert edit.blocks() == (Paragraph("a"), Table(rows), Paragraph("b"))


def test_rows_and_columns_come_and_go_as_single_steps(qapp: object) -> None:
    edit = editor(GRID, Paragraph("x"))
    edit.setTextCursor(QTextCursor(edit.document().findBlockByNumber(1)))
    for work in (
        body_tables.more_rows,
        body_tables.more_columns,
        body_tables.turn_head,
        body_tables.fewer_rows,
        body_tables.fewer_columns,
    ):
        before = edit.blocks()
        work(edit)
        after = edit.blocks()
        assert after != before
        edit.undo()
        assert edit.blocks() == before
        edit.redo()
        assert edit.blocks() == after
    table = edit.blocks()[0]
    assert isinstance(table, Table)
    assert (len(table.rows), len(table.rows[0]), table.head) == (2, 2, 0)


# -- syllables ------------------------------------------------------------------------------------


def test_a_syllable_is_not_disturbed_while_it_is_composed(qapp: object) -> None:
    edit = editor(Clause("Giao"), Point("đủ"))
    edit.moveCursor(QTextCursor.MoveOperation.End)
    for letters in (" vâ", " vật"):
        compose(edit, letters)
        edit.viewport().repaint()
        assert edit.blocks() == (Clause("Giao"), Point("đủ"))
        assert edit.labels() == ("1.", "a)")
    commit(edit, " vật")
    assert edit.blocks() == (Clause("Giao"), Point("đủ vật"))


def test_letters_are_put_right_behind_the_cursor(qapp: object) -> None:
    edit = editor()
    write(edit, "hoa")
    commit(edit, "hoà", instead_of=3)
    commit(edit, "hòa", instead_of=3)
    write(edit, " binh")
    commit(edit, "bình", instead_of=4)
    assert edit.blocks() == (Paragraph("hòa bình"),)


SENTENCE = "Điều động Trung đoàn ở Ẳ Ỗ Ế về khu vực quy định"


@QUICK
@given(st.lists(st.sampled_from(["compose", "read", "paint", "label"]), max_size=40))
def test_no_syllable_is_lost_while_others_read(qapp: object, acts: list[str]) -> None:
    edit = editor(Clause("x"), Paragraph(""))
    edit.moveCursor(QTextCursor.MoveOperation.End)
    work = {"read": edit.blocks, "paint": edit.viewport().repaint, "label": edit.labels}
    for syllable in SENTENCE.split(" "):
        for act in acts[:3]:
            compose(edit, syllable[:2])
            if act in work:
                work[act]()
        commit(edit, syllable)
        press(edit, K.Key_Space)
    assert edit.blocks() == (Clause("x"), Paragraph(SENTENCE))


# -- anything -------------------------------------------------------------------------------------

KEYS = st.sampled_from(
    [
        *((key, None) for key in (K.Key_Return, K.Key_Tab, K.Key_Backspace, K.Key_Delete)),
        *((key, None) for key in (K.Key_Left, K.Key_Right, K.Key_Up, K.Key_Down, K.Key_Home)),
        *((key, SHIFT) for key in (K.Key_Left, K.Key_Right, K.Key_Up, K.Key_Down, K.Key_Backtab)),
        *((key, ALT | SHIFT) for key in (K.Key_Left, K.Key_Right)),
        *((key, CTRL) for key in (K.Key_A, K.Key_Z, K.Key_Y, K.Key_C, K.Key_X, K.Key_V)),
    ]
)
WORDS = st.sampled_from(["a", "1. ", "a) ", "- ", "x y", "Mục 1 ", "Căn cứ "])
WORK = st.sampled_from(
    [
        body_tables.begin_table,
        body_tables.more_rows,
        body_tables.fewer_rows,
        body_tables.more_columns,
        body_tables.fewer_columns,
        body_tables.turn_head,
    ]
)


@settings(max_examples=120, deadline=None)
@given(body=BODIES, acts=st.lists(KEYS | WORDS | WORK, max_size=25))
def test_any_keys_leave_a_sound_text_and_undo_to_the_beginning(
    qapp: object, body: tuple[Block, ...], acts: list[object]
) -> None:
    edit = editor(*body)
    for act in acts:
        if isinstance(act, str):
            write(edit, act) if act.isascii() else commit(edit, act)
        elif isinstance(act, tuple):
            press(edit, act[0], act[1] or CTRL & SHIFT)
        else:
            act(edit)  # type: ignore[operator]
    fresh = editor(*edit.blocks())
    assert fresh.blocks() == edit.blocks()
    assert len(edit.labels()) == edit.document().blockCount()
    while edit.document().isUndoAvailable():
        edit.undo()
    assert edit.blocks() == body


def test_pasting_goes_on_in_the_line_or_begins_blocks(qapp: object, qtbot: QtBot) -> None:
    edit = editor(Clause("a"))
    edit.moveCursor(QTextCursor.MoveOperation.End)
    clip = QMimeData()
    clip.setText("và b\n\n2. c\n\na) d")
    edit.insertFromMimeData(clip)
    assert edit.blocks() == (Clause("avà b"), Clause("c"), Point("d"))
    edit.undo()
    assert edit.blocks() == (Clause("a"),)


def test_pasting_from_a_word_processor_takes_lists_and_tables(qapp: object, qtbot: QtBot) -> None:
    edit = editor()
    clip = QMimeData()
    clip.setText("Một")
    clip.setHtml("<ol><li><p>Một</p></li></ol><table><tr><td>a</td><td>b</td></tr></table><p>c</p>")
    edit.insertFromMimeData(clip)
    assert edit.blocks() == (Clause("Một"), Table(rows=(("a", "b"),)), Paragraph("c"))
