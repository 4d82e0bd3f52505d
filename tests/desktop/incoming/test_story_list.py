"""A long history is laid out as one scrolls, so that a sync that brings more never holds up the
window; the same once more leaves it, and the place in it, as they are.
"""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from db.actions import incoming
from desktop.incoming.story_list import AT_ONCE, StoryList
from desktop.words import word
from tests.desktop.incoming.people_rig import reopen
from tests.desktop.incoming.rig import Rig, register
from tests.desktop.looks import settle

EDITS = 5 * AT_ONCE


def laid_out(story: StoryList) -> list[str]:
    """The acts that there are for the eye, from above."""
    names = {word(f"incoming.story.{name}") for name in ("registered", "edited")}
    labels = sorted(story.findChildren(QLabel), key=lambda each: each.mapTo(story, each.pos()).y())
    return [label.text() for label in labels if label.text() in names]


def test_a_long_history_is_laid_out_as_one_scrolls(clerk: Rig) -> None:
    document = register(clerk.world)
    for number in range(EDITS):
        incoming.edit(clerk.store, document, subject=f"V/v diễn tập lần {number}")
    reopen(clerk)
    pane = clerk.screen.register.pane
    pane.tabs.choose(1)
    clerk.rest()
    story, bar = pane.story, pane.story.verticalScrollBar()
    assert AT_ONCE <= len(laid_out(story)) < EDITS

    bar.setValue(bar.maximum() // 2)
    settle()
    assert pane.found is not None
    place, shown = bar.value(), story.widget()
    story.show_story(pane.found)
    settle()
    assert (bar.value(), story.widget()) == (place, shown)

    while bar.value() < bar.maximum():
        bar.setValue(bar.maximum())
        settle()
    edits, registered = [word("incoming.story.edited")] * EDITS, word("incoming.story.registered")
    assert laid_out(story) == [*edits, registered]
