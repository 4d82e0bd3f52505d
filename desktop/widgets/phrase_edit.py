"""A few lines of text that offer whole sentences by their first letters; Tab takes one and goes
on. One that ends in ``…`` is taken without these dots, and the keyboard stays for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from typing_extensions import override

from desktop.widgets.completion_edit import CompletionList
from desktop.widgets.field import TextEdit
from desktop.widgets.matching import Candidate, find

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST: Final = 24
"""Letters after which a text is being written, not a sentence looked for."""
OPEN: Final = "…"
"""At the end of an offer that a person completes."""
_TAKE: Final = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PhraseEdit(TextEdit):
    """``phrases`` are the sentences offered for the words after the last full stop.

    ``free`` takes any text: Enter then leaves what was typed alone, unless an arrow chose an offer.
    """

    def __init__(self, phrases: Sequence[str], lines: int = 3, *, free: bool = False) -> None:
        super().__init__(lines)
        self._phrases, self._free = [Candidate(text) for text in phrases], free
        self._list = CompletionList(self)
        self._list.picked.connect(self._take)
        self._typing = False

    def offer(self, phrases: Sequence[Candidate]) -> None:
        """Offer these from now on."""
        self._phrases = list(phrases)

    @override
    def event(self, event: QEvent) -> bool:
        """Tab and Esc belong to the offers while they are open."""
        if isinstance(event, QKeyEvent) and self._list.isVisible():
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            tab = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab
            if tab and not self._take(self._list.place):
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if not self._list.isVisible():
            super().keyPressEvent(event)
            self._look(bool(event.text().strip()))
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in _TAKE and not event.modifiers():
            if self._free and not self._list.stepped:
                self._list.hide()
                super().keyPressEvent(event)
            else:
                self._take(self._list.place)
        elif key == Qt.Key.Key_Escape:
            self._list.hide()
        else:
            super().keyPressEvent(event)
            self._look(asked=True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._list.hide()
        super().focusOutEvent(event)

    def _begun(self) -> tuple[int, str]:
        """Where the sentence begins that is being typed, and its letters so far."""
        before = self.toPlainText()[: self.textCursor().position()]
        start = max(before.rfind(". ") + 2, before.rfind("\n") + 1, 0) if ". " in before else 0
        return start, before[start:]

    def _look(self, asked: bool) -> None:
        _, typed = self._begun()
        wanted = asked and 1 < len(typed.strip()) <= LONGEST
        self._list.show_matches(find(typed, self._phrases, limit=6) if wanted else ())

    def _take(self, place: int) -> bool:
        """Put an offer where it was begun; tells whether it is whole."""
        text = self._list.matches[place].candidate.text
        start, typed = self._begun()
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(start + len(typed), cursor.MoveMode.KeepAnchor)
        cursor.insertText(text.removesuffix(OPEN))
        self._list.show_matches(())
        return not text.endswith(OPEN)
