"""Lists of a form, an entry a line; agencies and people are offered by their first letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from typing_extensions import override

from desktop.widgets.phrase_edit import PhraseEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ListEdit(PhraseEdit):
    """Enter begins a new line, or takes the offer that an arrow chose; Tab takes the offer and
    moves on.
    """

    def __init__(self, lines: int = 2) -> None:
        super().__init__((), lines, free=True)
        if lines == 1:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in ENTER or (self._list.isVisible() and self._list.stepped):
            super().keyPressEvent(event)
            return
        self._list.hide()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            QPlainTextEdit.keyPressEvent(self, event)

    @override
    def _begun(self) -> tuple[int, str]:
        """The entry that is being typed: the line, or what follows its last semicolon."""
        before = self.toPlainText()[: self.textCursor().position()]
        start = max(before.rfind("\n"), before.rfind(";")) + 1
        start += len(before[start:]) - len(before[start:].lstrip())
        return start, before[start:]


class NamesEdit(ListEdit):
    """A line of text in which names are offered; Enter goes on to the next field."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not (self._list.isVisible() and self._list.stepped):
            self._list.hide()
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def _begun(self) -> tuple[int, str]:
        start, typed = super()._begun()
        comma = typed.rfind(",") + 1
        comma += len(typed[comma:]) - len(typed[comma:].lstrip())
        return start + comma, typed[comma:]
