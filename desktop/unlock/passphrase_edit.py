"""The field for a passphrase: hidden, with an eye to show it and a word about Caps Lock."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.widgets.field import LineEdit
from desktop.words import bind, word

_TAKING: Final = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)


class PassphraseEdit(LineEdit):
    """``caps_lock`` carries whether Caps Lock seems on, as far as typed letters tell."""

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
        super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.forget()
        super().hideEvent(event)

    def _toggle(self) -> None:
        self._shown = not self._shown
        self._dress()

    def _dress(self) -> None:
        mode = QLineEdit.EchoMode
        self.setEchoMode(mode.Normal if self._shown else mode.Password)
        self._eye.setIcon(theme.icon("eye_off" if self._shown else "eye", "text2"))
        text = word("unlock.hide" if self._shown else "unlock.reveal")
        self._eye.setText(text)
        self._eye.setToolTip(text)
