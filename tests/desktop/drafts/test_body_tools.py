"""The commands of a text, by the keys of the whole window."""

from __future__ import annotations

from core.office.draft import Clause, Paragraph, Point, Table
from desktop.drafts.body_tools import body_commands
from desktop.drafts.parts_edit import PartsEdit
from tests.desktop.drafts.body_rig import editor


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
