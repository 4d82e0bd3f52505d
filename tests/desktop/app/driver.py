"""Hands and eyes of a test: keys into the focused widget, waiting until nothing is under way."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Application
from tests.desktop import looks

CONTROL = Qt.KeyboardModifier.ControlModifier
Press = tuple[Qt.Key, Qt.KeyboardModifier]


class Driver:
    """One running program and who drives it."""

    def __init__(self, application: Application, qtbot: QtBot) -> None:
        self.application, self.window = application, application.window
        self._qtbot, self._open, self._busy = qtbot, True, False
        application.lanes.busy.connect(lambda: self._mark(True))
        application.lanes.idle.connect(lambda: self._mark(False))

    def settle(self) -> None:
        """Wait until no lane has anything under way."""
        for _ in range(3):  # what came back may ask again
            looks.settle()
            self._qtbot.waitUntil(lambda: not self._busy, timeout=20_000)

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait for something that comes by itself."""
        self._qtbot.waitUntil(until, timeout=20_000)
        self.settle()

    def keys(self, *presses: Press | Qt.Key | str) -> None:
        """Press keys or type text where the focus is, and let everything happen."""
        for press in presses:
            target = self.focus() or self.window
            if isinstance(press, str):
                QTest.keyClicks(target, press)
            elif isinstance(press, tuple):
                QTest.keyClick(target, *press)
            else:
                QTest.keyClick(target, press)
            self.settle()

    def unlock(self, passphrase: str) -> None:
        """Type a passphrase at the door and press Enter."""
        self.fill(passphrase)

    def fill(self, *texts: str) -> None:
        """Put texts into the field that has the keyboard and those after it, Enter after each."""
        for text in texts:
            edit = self.focus()
            assert isinstance(edit, QLineEdit), edit
            edit.setText(text)  # marks need an input method
            self.keys(Qt.Key.Key_Return)

    def click(self, words: str) -> None:
        """Press the button with these words by keyboard."""
        buttons = looks.visible(self.window, QAbstractButton)
        [button] = [each for each in buttons if words in each.accessibleName()]
        button.setFocus()
        self.keys(Qt.Key.Key_Space)

    def go(self, screen: str) -> None:
        """Open a screen."""
        self.window.go(screen)
        self.settle()

    def sheet(self) -> QWidget | None:
        """The sheet that is open."""
        return self.window.scrim.card

    def focus(self) -> QWidget | None:
        """Who has the keyboard."""
        return QApplication.focusWidget()

    def locked(self) -> bool:
        """Whether the lock screen is up."""
        return self.window.covered()

    def screen(self) -> str:
        """The id of the current screen."""
        return self.window.stack.current_id

    def texts(self) -> str:
        """All words that can be read or heard in the window now."""
        found = looks.visible(self.window, QWidget)
        read = [str(each.text()) for each in found if callable(getattr(each, "text", None))]
        return "\n".join((*read, *(each.accessibleName() for each in found)))

    def close(self) -> None:
        """Close the window as a person does."""
        if self._open:
            self._open = False
            self.window.close()
            self.window.deleteLater()
            sys.excepthook = sys.__excepthook__
            looks.settle()

    def _mark(self, busy: bool) -> None:
        self._busy = busy
