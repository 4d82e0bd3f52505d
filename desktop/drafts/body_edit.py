"""The editor of a draft's blocks: text with labels that count themselves.

What is typed at the beginning of a block (``1.``, ``a)``, ``Điều 1.``) becomes its kind once the
space behind it is there; Backspace or Ctrl+Z gives the letters back. Nothing is written into the
document while an input method composes a syllable.
"""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit
from typing_extensions import override

from desktop.drafts import body_kinds, body_paste, body_tables, body_typing
from desktop.drafts.body_document import (
    STEP,
    Reading,
    insert,
    kind_at,
    style,
    table_at,
)
from desktop.drafts.body_kinds import PARAGRAPH
from desktop.drafts.body_paint import Dress, paint_labels
from desktop.drafts.list_edit import ENTER
from desktop.theme.theme import theme
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.office.draft import Block

_TABS: Final = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
_ARROWS: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_LEVEL: Final = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


class BlockEdit(QTextEdit):
    """``edited`` says that the text changed, or the kind of a block; ``pasted`` carries what is to
    be known of what was pasted (body_paste.Notice), or None.
    """

    edited, pasted = Signal(), Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "blocks")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._reading = Reading(self.document())
        self._dress = Dress(self.document())
        self._recognised = -1
        self.set_blocks(())
        self.textChanged.connect(self.edited)
        bind(self, lambda: self.setPlaceholderText(word("drafts.body_example")))
        follow(self, theme.changed, partial(_measure, self))

    # -- what stands there ---------------------------------------------------------------------

    def set_blocks(self, body: Sequence[Block]) -> None:
        """Show these blocks; there is nothing to undo then."""
        document = self.document()
        document.setUndoRedoEnabled(False)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        cursor.setBlockFormat(style(PARAGRAPH))
        insert(cursor, body, fresh=True)
        cursor.endEditBlock()
        document.setUndoRedoEnabled(True)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def blocks(self) -> tuple[Block, ...]:
        """The blocks that stand there, empty ones left out."""
        return self._reading.blocks()

    def labels(self) -> tuple[str, ...]:
        """The label of each block of the document, empty ones too."""
        return self._reading.labels()

    def kind(self) -> str:
        """The kind of the block with the cursor (desktop.drafts.body_kinds)."""
        block = self.textCursor().block()
        return body_kinds.CELL if table_at(block) is not None else kind_at(block)

    # -- commands ------------------------------------------------------------------------------

    def change_kinds(self, change: Callable[[str], str]) -> None:
        """Give each of the chosen blocks the kind that follows from its kind."""
        self.finish_syllable()
        body_typing.change_kinds(self.textCursor(), change)

    def put(self, body: Sequence[Block]) -> None:
        """Write blocks in place of what is chosen."""
        self._change(lambda cursor: body_typing.put(cursor, body))

    def finish_syllable(self) -> None:
        """Let the input method give up what it composes, before anything else changes the text."""
        QGuiApplication.inputMethod().commit()

    # -- keys ----------------------------------------------------------------------------------

    @override
    def event(self, event: QEvent) -> bool:
        """Tab goes on to the next cell, or deeper at the beginning of a numbered block; elsewhere
        to the next field."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _TABS
            and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            and self._tab(_TABS[Qt.Key(event.key())])
        ):
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        if key in ENTER:
            if held & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
                event.ignore()
            else:
                self._break()
        elif key in _ARROWS and held == _LEVEL:
            _step(self, _ARROWS[Qt.Key(key)])
        elif key == Qt.Key.Key_Backspace and not held and self._take_back():
            pass
        else:
            super().keyPressEvent(event)
            if event.text() == " ":
                self._recognise()

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        if event.commitString().endswith(" ") and not event.preeditString():
            self._recognise()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_labels(self, self.labels())

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied has its labels; a table goes as Qt writes it."""
        cursor = self.textCursor()
        if any(table_at(block) is not None for block, _, _ in body_typing.chosen(cursor)):
            return super().createMimeDataFromSelection()
        lines, clip = body_typing.copied(cursor, self.labels()), QMimeData()
        clip.setText("\n\n".join(lines))
        clip.setHtml("".join(f"<p>{escape(line)}</p>" for line in lines))
        return clip

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files are the window's."""
        return source.hasText() and not source.hasUrls()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """What a person should know of it goes out with ``pasted``."""
        body, notice = body_paste.taken(source, len(self.blocks()))
        self.put(body)
        self.pasted.emit(notice)

    # -- inside --------------------------------------------------------------------------------

    def _tab(self, by: int) -> bool:
        cursor = self.textCursor()
        if (table := table_at(cursor.block())) is not None:
            return body_tables.go_on(self, table, by)
        if cursor.hasSelection() or not cursor.atBlockStart():
            return False
        kind = kind_at(cursor.block())
        if body_kinds.stepped(kind, by) == kind:
            return False
        self.change_kinds(lambda kind: body_kinds.stepped(kind, by))
        return True

    def _break(self) -> None:
        """Enter: the next block; in a table the cell below."""
        if (table := table_at(self.textCursor().block())) is not None:
            body_tables.go_down(self, table)
        else:
            self._change(body_typing.break_block)

    def _change(self, work: Callable[[QTextCursor], object]) -> None:
        """Change the text where the cursor stands, and keep it in sight."""
        self.finish_syllable()
        cursor = self.textCursor()
        work(cursor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _take_back(self) -> bool:
        """Backspace at the beginning of a block: the letters of what was just recognised, or a
        paragraph, or the block above goes on; Qt would take the indent away. Tells whether it was
        any of these."""
        cursor = self.textCursor()
        if cursor.hasSelection() or not cursor.atBlockStart() or composes(self):
            return False
        if self.document().revision() == self._recognised:
            self.undo()
            return True
        block, above = cursor.block(), cursor.block().previous()
        if table_at(block) is not None:
            return False
        if kind_at(block) != PARAGRAPH:
            self.change_kinds(lambda _kind: PARAGRAPH)
        elif above.isValid() and table_at(above) is not None:
            self.moveCursor(QTextCursor.MoveOperation.PreviousCharacter)
        else:
            cursor.deletePreviousChar()
        return True

    def _recognise(self) -> None:
        """After a space."""
        if not composes(self) and body_typing.recognise(self.textCursor()):
            self._recognised = self.document().revision()


def _step(edit: BlockEdit, by: int) -> None:
    """A level deeper or higher; in a table its column wider or narrower."""
    if edit.kind() == body_kinds.CELL:
        edit.finish_syllable()
        body_tables.widen(edit, by * body_tables.STEP)
    else:
        edit.change_kinds(lambda kind: body_kinds.stepped(kind, by))


def _measure(edit: BlockEdit) -> None:
    edit.setMinimumHeight(theme.px(140))
    edit.document().setIndentWidth(theme.px(STEP))


def composes(edit: BlockEdit) -> bool:
    """Whether an input method holds letters that are not in the text yet."""
    return bool(edit.textCursor().block().layout().preeditAreaText())
