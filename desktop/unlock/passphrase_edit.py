"""The field for a passphrase: hidden, with an eye to show it and a word about Caps Lock."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.widgets.field import LineEdit
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAKING: Final = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)
_Held = Qt.KeyboardModifier
_COMMANDS: Final = _Held.ControlModifier | _Held.AltModifier | _Held.MetaModifier
_MODIFIERS: Final = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr)
_HINTS: Final = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText


class PassphraseEdit(LineEdit):
    """``caps_lock`` carries whether Caps Lock seems on, as far as typed letters tell.

    Shown or hidden, nothing of it gets on the clipboard or into the selection that a middle click
    pastes.
    """

    caps_lock = Signal(bool)

    def __init__(self) -> None:
        super().__init__(big=True)
        self._shown = False
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDragEnabled(False)
        self._eye = QAction(self)
        self._eye.triggered.connect(self._toggle)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        bind(self, self._dress)

    def take(self) -> str:
        """What was typed; the field is empty afterwards."""
        text = self.text()
        self.forget()
        return text

    def forget(self) -> None:
        """Empty, hidden, and nothing to undo."""
        self._shown = False
        self._dress()
        self.clear()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if any(event.matches(taking) for taking in _TAKING):
            return  # a secret that is shown is still not for the clipboard
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps_lock.emit(False)
        elif letter.isalpha() and letter.upper() != letter.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit(letter.isupper() != shifted)
        if _types(event):
            super().keyPressEvent(event)
        else:
            with self._hidden():
                super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        with self._hidden():
            super().mouseReleaseEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.forget()
        super().hideEvent(event)

    @contextmanager
    def _hidden(self) -> Iterator[None]:
        """For what copies on the side, as each selection does under X11: Qt copies no hidden
        text."""
        mode = self.echoMode()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        try:
            yield
        finally:
            self.setEchoMode(mode)
            self.setInputMethodHints(self.inputMethodHints() | _HINTS)

    def _toggle(self) -> None:
        self._shown = not self._shown
        self._dress()

    def _dress(self) -> None:
        mode = QLineEdit.EchoMode
        self.setEchoMode(mode.Normal if self._shown else mode.Password)
        self.setInputMethodHints(self.inputMethodHints() | _HINTS)
        self._eye.setIcon(theme.icon("eye_off" if self._shown else "eye", "text2"))
        text = word("unlock.hide" if self._shown else "unlock.reveal")
        self._eye.setText(text)
        self._eye.setToolTip(text)


def _types(event: QKeyEvent) -> bool:
    """Whether a key can only type or delete. An input method in the middle of a syllable is not to
    be disturbed by those."""
    held = event.modifiers() & (_Held.ShiftModifier | _COMMANDS)
    if event.key() in _MODIFIERS or not held:
        return True
    return not held & _COMMANDS and bool(event.text()) and event.text().isprintable()
