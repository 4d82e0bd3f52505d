"""The commands of a text, by the keys of the whole window."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.office.draft import MAX_COLUMNS, Clause, Paragraph, Point, Table
from desktop.drafts.body_tables import LEAST, STEP, widened
from desktop.drafts.body_tools import body_commands
from desktop.drafts.parts_edit import PartsEdit
from tests.desktop.drafts.body_rig import ALT, SHIFT, K, editor, press


def test_every_command_works_on_the_text_in_front(qapp: object) -> None:
    parts = PartsEdit()
    parts.add_appendix()
    front = parts.front()
    assert front is parts.appended(0)
    commands = {command.id: command for command in body_commands(parts)}
    commands["drafts.block.article"].run()
    commands["drafts.block_title"].run()
    assert front.body.kind() == "article+"
    commands["drafts.table_new"].run()
    assert front.body.kind() == "cell"
    assert parts.own.body.kind() == "paragraph"
    commands["drafts.replace"].run()
    assert not front.finder.isHidden()
    keys = [command.shortcut for command in commands.values() if command.shortcut]
    assert len(keys) == len(set(keys))


def test_tones_are_moved_on_request_as_one_step(qapp: object) -> None:
    parts = PartsEdit()
    body = (Clause("Hoà bình, khoẻ"), Table((("thuỷ", "hoa"),), 0), Paragraph("hòa"))
    parts.own.body.set_blocks(body)
    commands = {command.id: command for command in body_commands(parts)}
    commands["drafts.tones_old"].run()
    moved = (Clause("Hòa bình, khỏe"), Table((("thủy", "hoa"),), 0), Paragraph("hòa"))
    assert parts.own.body.blocks() == moved
    parts.own.body.undo()
    assert parts.own.body.blocks() == body
    commands["drafts.tones_new"].run()
    assert parts.own.body.blocks() == (*body[:2], Paragraph("hoà"))


def test_what_is_copied_has_its_labels_and_comes_back_as_blocks(qapp: object) -> None:
    body = (Paragraph("Giao <các> phòng:"), Clause("Vật tư"), Point("Đủ"), Paragraph("Hết"))
    edit = editor(*body)
    edit.selectAll()
    clip = edit.createMimeDataFromSelection()
    assert clip.text() == "Giao <các> phòng:\n\n1. Vật tư\n\na) Đủ\n\nHết"
    assert "<p>Giao &lt;các&gt; phòng:</p><p>1. Vật tư</p>" in clip.html()
    other = editor()
    other.insertFromMimeData(clip)
    assert other.blocks() == body


WIDTHS = st.lists(st.integers(1, 100), min_size=1, max_size=MAX_COLUMNS)


@given(WIDTHS, st.integers(0, MAX_COLUMNS - 1), st.sampled_from((STEP, -STEP, 100, -100)))
def test_widths_are_whole_and_fill_the_page(widths: list[int], column: int, by: int) -> None:
    place = column % len(widths)
    found = widened(widths, place, by)
    assert sum(found) == 100
    assert len(found) == len(widths)
    assert min(found) >= LEAST
    back = widened(found, place, -by)
    assert (back[place] <= found[place]) if by > 0 else (back[place] >= found[place])


def test_a_column_is_widened_by_keys_as_one_step(qapp: object) -> None:
    before = Table((("TT", "Nội dung"), ("1", "x")))
    edit = editor(before)
    press(edit, K.Key_Down)
    press(edit, K.Key_Left, ALT | SHIFT)
    press(edit, K.Key_Left, ALT | SHIFT)
    assert edit.blocks() == (Table(before.rows, 1, (40, 60)),)
    edit.undo()
    assert edit.blocks() == (Table(before.rows, 1, (45, 55)),)
    press(edit, K.Key_Right, ALT | SHIFT)
    assert edit.blocks() == (Table(before.rows, 1, (50, 50)),)
