"""Blocks as a drafter makes them, an editor that holds them, and the keys of a keyboard."""

from __future__ import annotations

from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

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
from desktop.drafts.body_edit import BlockEdit

K = Qt.Key
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)

TEXTS = st.text(
    st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyẾỖẲ \u00a012.)-;,") | st.characters(), max_size=30
).map(clean)
SAID = TEXTS.filter(bool)
_LEVELS = st.sampled_from(("part", "chapter", "section", "subsection"))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Rows of one length; widths for each column or for none."""
    columns = draw(st.integers(1, 4))
    row = st.tuples(*[TEXTS] * columns)
    rows = tuple(draw(st.lists(row, min_size=1, max_size=4)))
    widths = draw(st.just(()) | st.tuples(*[st.integers(1, 100)] * columns))
    return Table(rows, draw(st.integers(0, min(4, len(rows)))), widths)


BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, SAID),
    st.builds(Basis, SAID),
    st.builds(Heading, _LEVELS, TEXTS),
    st.builds(Article, SAID, st.booleans()),
    st.builds(Clause, SAID, st.booleans()),
    st.builds(Point, SAID),
    st.builds(Item, SAID),
    tables(),
)
BODIES = st.lists(BLOCKS, max_size=8).map(tuple)


def editor(*body: Block) -> BlockEdit:
    """An editor on the screen, the keyboard at the beginning of these blocks."""
    edit = BlockEdit()
    edit.resize(520, 300)
    edit.set_blocks(body)
    edit.show()
    edit.setFocus()
    QApplication.processEvents()
    return edit


def write(edit: BlockEdit, text: str) -> None:
    """Press the keys of a text, one after another."""
    QTest.keyClicks(edit, text)


def press(edit: BlockEdit, key: Qt.Key, held: Qt.KeyboardModifier = PLAIN) -> None:
    """Press one key."""
    QTest.keyClick(edit, key, held)


def compose(edit: BlockEdit, syllable: str) -> None:
    """What an input method shows while it composes a syllable."""
    QApplication.sendEvent(edit, QInputMethodEvent(syllable, []))


def commit(edit: BlockEdit, syllable: str, *, instead_of: int = 0) -> None:
    """What an input method gives up, for so many letters before the cursor (ibus-unikey)."""
    event = QInputMethodEvent()
    event.setCommitString(syllable, -instead_of, instead_of)
    QApplication.sendEvent(edit, event)
