"""Locking on screen: nothing readable stays, in no window; unlocking brings the same place back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from desktop import clipboard
from desktop.announce import milestone
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.unlock.lock_screen import Locking, LockScreen
    from desktop.widgets.sheet import Scrim
    from desktop.widgets.toast import Toast


class Cover:
    """Puts the lock screen over the window and takes everything else out of sight."""

    def __init__(
        self, content: QWidget, scrim: Scrim, toasts: Toast, lock_screen: LockScreen
    ) -> None:
        self._content, self._scrim, self._toasts = content, scrim, toasts
        self._screen = lock_screen
        self._before: QWidget | None = None
        self._late: list[Callable[[], None]] = []
        self._holder = ""

    def covers(self) -> bool:
        """Whether the lock screen is up."""
        return self._content.isHidden()

    def close(self, locking: Locking) -> None:
        """Hide everything readable, forget what we copied, say why."""
        window = self._content.window()
        if not self.covers():
            self._before = QApplication.focusWidget()
        self._close_others(window)
        self._toasts.dismiss()
        self._scrim.hide()
        self._content.hide()
        clipboard.forget()
        window.setWindowTitle(word("frame.product"))
        self._screen.setGeometry(window.rect())
        self._screen.show()
        self._screen.raise_()
        self._screen.show_locking(locking)
        milestone("locked")

    def hold(self) -> None:
        """Something came after the lock, such as an answer: keep it out of sight until it is
        opened."""
        if self.covers():
            self._toasts.dismiss()
            self._scrim.hide()
            self._screen.raise_()
            self._screen.take_focus()

    def leave(self) -> QWidget | None:
        """Forget who had the keyboard, and say it: what was covered is about to be destroyed."""
        found = (self._scrim.before, self._before)
        self._before = None
        return next((one for one in found if one is not None and isValid(one)), None)

    def open(self) -> None:
        """Everything as it was, the focus too."""
        self._screen.hide()
        self._content.show()
        if self._scrim.card is not None:
            self._scrim.show()
            self._scrim.raise_()
        before, self._before = self._before, None
        window = self._content.window()
        if before is not None and isValid(before) and window.isAncestorOf(before):
            before.setFocus()
        milestone("unlocked")

    def later(self, say: Callable[[], None]) -> None:
        """Something came under the lock that the person has to know: say it once he is back."""
        self._late.append(say)

    def say_late(self, holder: str) -> None:
        """Say it now, in the order in which it came. What came while another person was away is not
        for ``holder`` and is dropped."""
        late, self._late = self._late, []
        whose, self._holder = self._holder, holder
        for say in late if whose in ("", holder) else ():
            say()

    @staticmethod
    def _close_others(window: QWidget) -> None:
        """Menus and system dialogs are windows of their own: they must not stay open over the
        lock."""
        for widget in QApplication.topLevelWidgets():
            if widget is not window and widget.isVisible():
                widget.close()
