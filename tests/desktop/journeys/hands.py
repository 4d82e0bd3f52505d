"""Hands on a keyboard: every key event that a person would send is sent to the window, and counted.

A chord is one event, as ux.md counts it; a Vietnamese letter costs what Telex needs for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from desktop.widgets.pdf_view import PdfView
from desktop.widgets.register.view import RegisterView
from tests.desktop import looks
from tests.desktop.seat import Seat

_MARKS: Final = dict.fromkeys("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b", 1)
"""Tones and the marks of letters: one key each in Telex."""


def telex(text: str) -> int:
    """How many keys an input method needs for a text."""
    parts = unicodedata.normalize("NFD", text)
    return len(text) + sum(_MARKS.get(part, 0) + (part in "đĐ") for part in parts)


class Hands:
    """``keys`` counts what was sent since ``begin``."""

    def __init__(self, seat: Seat) -> None:
        self.seat, self.keys = seat, 0

    def begin(self) -> None:
        """The journey begins here: what was pressed before led up to it."""
        self.seat.rest()
        self.keys = 0

    def press(self, *chords: str) -> None:
        """Chords one after the other, each where the keyboard is then."""
        for chord in chords:
            self.keys += 1
            key = QKeySequence(chord)[0]
            QTest.keyClick(self._focus(), key.key(), key.keyboardModifiers())
            looks.settle()

    def type(self, text: str) -> None:
        """Letters; those that are no ASCII come from the input method, at what they cost in it."""
        for letter in text:
            self.keys += telex(letter)
            focus = self._focus()
            if letter.isascii():
                QTest.keyClick(focus, letter)
            elif isinstance(focus, QLineEdit):
                focus.insert(letter)
            elif isinstance(focus, QPlainTextEdit):
                focus.insertPlainText(letter)
        looks.settle()

    def rest(self, until: Callable[[], bool] = lambda: True) -> None:
        """The person looks; lists and pages settle."""
        for _ in range(50):
            self.seat.rest()
            if not self._under_way() and until():
                return
        raise AssertionError("it never happened")

    def said(self, words: str) -> bool:
        """Whether this was announced."""
        return f"announce {words}" in self.seat.heard

    def _under_way(self) -> bool:
        window = self.seat.window
        lists = (*window.findChildren(RegisterView), *window.findChildren(PdfView))
        return any(one._pause.isActive() for one in lists)

    def _focus(self):
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        return widget
