"""What keys do to the blocks of a document, each as one step of undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from core.office.draft_text import words
from core.office.phrasing import GAP
from desktop.drafts import body_kinds
from desktop.drafts.body_document import insert, kind_at, only_bases_above, style, table_at
from desktop.drafts.body_kinds import BASIS, HEADINGS, PARAGRAPH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QTextBlock

    from core.office.draft import Block


def change_kinds(cursor: QTextCursor, change: Callable[[str], str]) -> None:
    """Give each of the chosen blocks the kind that follows from its kind; cells stay cells."""
    last = cursor.selectionEnd()
    block = cursor.document().findBlock(cursor.selectionStart())
    cursor.beginEditBlock()
    while block.isValid() and block.position() <= last:
        now = kind_at(block)
        if table_at(block) is None and change(now) != now:
            QTextCursor(block).setBlockFormat(style(change(now)))
        block = block.next()
    cursor.endEditBlock()


def break_block(cursor: QTextCursor) -> None:
    """Begin the next block; an empty numbered one becomes a paragraph instead."""
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    kind, text = kind_at(cursor.block()), cursor.block().text()
    if not text and kind != PARAGRAPH and kind not in HEADINGS:
        cursor.setBlockFormat(style(PARAGRAPH))
    else:
        before_all = cursor.atBlockStart() and bool(text)
        cursor.insertBlock(style(kind if before_all else body_kinds.after(kind)))
    cursor.endEditBlock()


def put(cursor: QTextCursor, body: Sequence[Block]) -> None:
    """Write blocks in place of what is chosen: a paragraph first goes on in its line, an empty
    numbered block keeps its kind for it, and a cell takes words only.
    """
    if not body:
        return
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    block = cursor.block()
    kind, goes_on = kind_at(block), body_kinds.kind_of(body[0]) == PARAGRAPH
    if table_at(block) is not None:
        cursor.insertText(" ".join(map(words, body)))
    elif goes_on and (block.text() or kind != PARAGRAPH):
        cursor.insertText(words(body[0]))
        insert(cursor, body[1:], fresh=False)
    else:
        insert(cursor, body, fresh=not block.text())
    cursor.endEditBlock()


def write_phrase(cursor: QTextCursor, letters: int, text: str) -> None:
    """Write a phrase in place of so many letters before the cursor, or of what is chosen; its first
    gap is chosen then. One that begins so is a basis where a basis can stand.
    """
    cursor.beginEditBlock()
    if letters:
        cursor.setPosition(cursor.position() - letters, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    start, block = cursor.position(), cursor.block()
    begins = cursor.atBlockStart() and kind_at(block) == PARAGRAPH and table_at(block) is None
    cursor.insertText(text)
    if begins and text.startswith(body_kinds.BASES) and only_bases_above(block):
        cursor.setBlockFormat(style(BASIS))
    cursor.endEditBlock()
    end = cursor.position()
    cursor.setPosition(start)
    if not choose_gap(cursor) or cursor.position() > end:
        cursor.setPosition(end)


def choose_gap(cursor: QTextCursor) -> bool:
    """Choose the next gap of the block, if there is one; not one that is chosen already."""
    start = cursor.selectionEnd() - cursor.block().position()
    place = cursor.block().text().find(GAP, start)
    if place < 0:
        return False
    cursor.setPosition(cursor.block().position() + place)
    cursor.setPosition(cursor.position() + len(GAP), QTextCursor.MoveMode.KeepAnchor)
    return True


def recognise(cursor: QTextCursor) -> bool:
    """Let a typed beginning that stands for a kind become it; tells whether letters went."""
    block = cursor.block()
    typed = block.text()[: cursor.positionInBlock()]
    if len(typed) > body_kinds.LONGEST or cursor.hasSelection() or table_at(block) is not None:
        return False
    found = body_kinds.begun(typed, at_top=only_bases_above(block))
    if found is None or found[0] == kind_at(block) == BASIS:
        return False
    kind, letters = found
    cursor.beginEditBlock()
    cursor.setPosition(block.position())
    cursor.setPosition(block.position() + letters, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    cursor.setBlockFormat(style(kind))
    cursor.endEditBlock()
    return bool(letters)


def rewrite(cursor: QTextCursor, change: Callable[[str], str]) -> None:
    """Put what follows from each chosen text in its place; all of it where nothing is chosen."""
    if not cursor.hasSelection():
        cursor.select(QTextCursor.SelectionType.Document)
    found = [one for one in chosen(cursor) if change(one[2]) != one[2]]
    cursor.beginEditBlock()
    for block, start, text in reversed(found):
        cursor.setPosition(block.position() + start)
        cursor.setPosition(cursor.position() + len(text), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(change(text))
    cursor.endEditBlock()


def chosen(cursor: QTextCursor) -> list[tuple[QTextBlock, int, str]]:
    """The blocks that are chosen: each with its first chosen letter, and those that are."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    block = cursor.document().findBlock(start)
    found = []
    while block.isValid() and block.position() <= end:
        first = max(start - block.position(), 0)
        found.append((block, first, block.text()[first : end - block.position()]))
        block = block.next()
    return found


def copied(cursor: QTextCursor, labels: Sequence[str]) -> list[str]:
    """The chosen texts, each with its label where it is chosen from its beginning."""
    return [
        f"{'' if first else labels[block.blockNumber()]} {text}".strip()
        for block, first, text in chosen(cursor)
    ]
