"""The commands of a text, by the keys of the whole window."""

from __future__ import annotations

from desktop.drafts.body_tools import body_commands
from desktop.drafts.parts_edit import PartsEdit


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
