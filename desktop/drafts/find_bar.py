"""Find and replace in the text that is written: a bar below it, never over it.

Marks count ("hoa" does not find "hóa"); replacing everything is one step of undo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget
from typing_extensions import override

from desktop.announce import announce
from desktop.drafts.finding import Sought, places
from desktop.drafts.list_edit import ENTER
from desktop.theme.theme import theme
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.check_box import CheckBox
from desktop.widgets.field import LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.drafts.body_edit import BlockEdit

_MARKED: Final = 1000
"""Places that are marked at once: more cannot be told apart."""
_KEEP: Final = QTextCursor.MoveMode.KeepAnchor


class _Line(LineEdit):
    """Enter asks for the next place, with Shift for the one before; Esc closes."""

    stepped, left = Signal(int), Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        bind(self, lambda: self._speak(key))

    def _speak(self, key: str) -> None:
        self.setPlaceholderText(word(key))
        self.setAccessibleName(word(key))

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.left.emit()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.stepped.emit(-1 if event.modifiers() else 1)
        else:
            super().keyPressEvent(event)


class FindBar(QWidget):
    """Hidden until it is asked for."""

    def __init__(self, edit: BlockEdit) -> None:
        super().__init__()
        self._edit = edit
        self.line, self.other = _Line("drafts.find_text"), _Line("drafts.find_other")
        self.case, self.whole = CheckBox("drafts.find_case"), CheckBox("drafts.find_whole")
        self.told = Label("", "status")
        self._one = Button("drafts.find_one", "ghost")
        self._all = Button("drafts.find_all", "ghost")
        self._second = QWidget()
        self._lay_out()
        self._connect()
        self.hide()

    def open(self, *, replacing: bool = False) -> None:
        """Show the bar with the chosen words, ready to be typed over."""
        self._edit.finish_syllable()
        chosen = self._edit.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.line.setText(chosen)
        self._second.setVisible(replacing)
        self.show()
        self.line.setFocus()
        self.line.selectAll()
        self._mark()

    def close_bar(self) -> None:
        """Back to the text."""
        self.hide()
        self._edit.setExtraSelections([])
        self._edit.setFocus()

    def step(self, by: int) -> None:
        """Choose the next place or the one before, around the end."""
        found, cursor = self._places(), self._edit.textCursor()
        if by > 0:
            there = [one for one in found if one[0] >= cursor.selectionEnd()] or found
            self._choose(there[:1])
        else:
            there = [one for one in found if one[1] <= cursor.selectionStart()] or found
            self._choose(there[-1:])

    def replace_one(self) -> None:
        """Replace the chosen place, and go on to the next."""
        cursor = self._edit.textCursor()
        if (cursor.selectionStart(), cursor.selectionEnd()) in self._places():
            cursor.insertText(self.other.text())
            self._edit.setTextCursor(cursor)
        self.step(1)

    def replace_all(self) -> None:
        """Replace every place, as one step; says how many there were."""
        found = self._places()
        cursor = QTextCursor(self._edit.document())
        cursor.beginEditBlock()
        for start, end in reversed(found):
            cursor.setPosition(start)
            cursor.setPosition(end, _KEEP)
            cursor.insertText(self.other.text())
        cursor.endEditBlock()
        self._mark()
        self._say(word("drafts.find_replaced", n=len(found)))

    # -- inside --------------------------------------------------------------------------------

    def _sought(self) -> Sought:
        return Sought(self.line.text(), self.case.isChecked(), self.whole.isChecked())

    def _places(self) -> list[tuple[int, int]]:
        return list(_found(self._edit, self._sought()))

    def _choose(self, there: list[tuple[int, int]]) -> None:
        for start, end in there:
            cursor = self._edit.textCursor()
            cursor.setPosition(start)
            cursor.setPosition(end, _KEEP)
            self._edit.setTextCursor(cursor)
            self._edit.ensureCursorVisible()
        self._mark()

    def _mark(self) -> None:
        """Mark every place and say how many there are; a syllable being composed stays alone."""
        if self.isHidden():
            return
        found = self._places()
        self._edit.setExtraSelections([self._marked(*one) for one in found[:_MARKED]])
        self._say(word("drafts.find_count", n=len(found)) if self.line.text() else "")

    def _marked(self, start: int, end: int) -> QTextEdit.ExtraSelection:
        mark, form = QTextEdit.ExtraSelection(), QTextCharFormat()
        form.setBackground(theme.colour("warn_soft"))
        form.setForeground(theme.colour("warn"))
        cursor = QTextCursor(self._edit.document())
        cursor.setPosition(start)
        cursor.setPosition(end, _KEEP)
        mark.cursor, mark.format = cursor, form
        return mark

    def _say(self, text: str) -> None:
        if text != self.told.text():
            self.told.setText(text)
            if text:
                announce(text)

    def _connect(self) -> None:
        for line in (self.line, self.other):
            line.stepped.connect(self.step)
            line.left.connect(self.close_bar)
        self.line.textChanged.connect(self._mark)
        self.case.toggled.connect(self._mark)
        self.whole.toggled.connect(self._mark)
        self._one.clicked.connect(self.replace_one)
        self._all.clicked.connect(self.replace_all)
        self._edit.edited.connect(self._mark)
        follow(self, theme.changed, self._mark)

    def _lay_out(self) -> None:
        back = IconButton("drafts.find_previous", "chevron_up", shortcut="Shift+F3")
        on = IconButton("drafts.find_next", "chevron_down", shortcut="F3")
        away = IconButton("drafts.find_close", "dismiss", shortcut="Esc")
        back.clicked.connect(lambda: self.step(-1))
        on.clicked.connect(lambda: self.step(1))
        away.clicked.connect(self.close_bar)
        first = Row(gap=4)
        first.addWidget(self.line, 1)
        for tool in (back, on, away):
            first.addWidget(tool)
        second = Row(gap=4)
        second.addWidget(self.other, 1)
        second.addWidget(self._one)
        second.addWidget(self._all)
        self._second.setLayout(second)
        third = Row(self.case, self.whole, STRETCH, self.told, gap=12)
        self.setLayout(Column(first, self._second, third, gap=4))


def _found(edit: BlockEdit, sought: Sought) -> Iterator[tuple[int, int]]:
    """The places in the whole text, cells too, as positions of the document."""
    block = edit.document().begin()
    while block.isValid():
        for start, end in places(block.text(), sought):
            yield block.position() + start, block.position() + end
        block = block.next()
