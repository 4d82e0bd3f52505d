"""A sheet that asks a few things and does one act: Enter goes on, Ctrl+Enter does it, Esc closes.

While the act is under way the sheet stays and takes nothing; when it fails the sheet says why and
everything entered is still there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton
from typing_extensions import override

from core.errors import AntinError
from desktop.kept_text import Kept, KeptText
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QLayout, QPlainTextEdit

    from db.acting import Done, Store
    from desktop.context import Context

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AskSheet(Sheet):
    """Subclasses say in ``answer`` what is done; ``done_key`` names it on the button. ``other`` is
    another way to answer, at the left of the foot.
    """

    def __init__(
        self,
        key: str,
        body: QLayout,
        done_key: str,
        *,
        icon: str = "",
        other: Button | None = None,
    ) -> None:
        self.problem = Banner()
        self.cancel = Button("widgets.cancel", "ghost")
        self.accept = Button(done_key, "primary", hint="Ctrl ↵")
        column = Column(self.problem, gap=8)
        column.addLayout(body)
        self._other = other
        first = (other,) if other is not None else ()
        super().__init__(key, column, Row(*first, STRETCH, self.cancel, self.accept), icon=icon)
        self._kept: Kept | None = None
        self.cancel.clicked.connect(self.close_card)
        self.accept.clicked.connect(self.try_answer)

    def answer(self) -> None:
        """Check what was entered and ``carry_out`` the act."""
        raise NotImplementedError

    def try_answer(self) -> None:
        """The button or Ctrl+Enter; the input method gives up its last syllable first."""
        if self.accept.isEnabled():
            QGuiApplication.inputMethod().commit()
            self.problem.hush()
            self.answer()
            self.adjustSize()

    def carry_out(
        self, context: Context, action: Callable[[Store], Done], then: Callable[[Done], None]
    ) -> None:
        """Do the act; close and call ``then`` once it is done, else say why and stay."""

        def done(result: Done) -> None:
            if self._kept is not None:
                self._kept.done()
                self._kept = None
            self.finish()
            then(result)

        def failed(error: Exception) -> None:
            if isinstance(error, AntinError):
                self.fail(error)
            else:
                self.finish()
                context.frame.show_error(error)

        self.set_busy(True)
        context.act(self.ending(action), done, failed)

    def ending(self, action: Callable[[Store], Done]) -> Callable[[Store], Done]:
        """The act, with which the draft that stands here ends."""
        return self._kept.ending(action) if self._kept else action

    def keep_text(self, context: Context, place: str, edit: QPlainTextEdit) -> None:
        """From now on what stands in ``edit`` is a draft until the act is done."""
        self.keep_with(KeptText(context, place, edit))

    def keep_with(self, kept: Kept) -> None:
        """The same of what is no single text."""
        self._kept = kept

    @override
    def keep(self) -> None:
        if self._kept is not None:
            self._kept.keep()

    @override
    def close_card(self) -> None:
        """Esc loses nothing."""
        if self.can_close:
            self.keep()
        super().close_card()

    def set_busy(self, busy: bool) -> None:
        """The act is under way: nothing can be changed and nothing closes the sheet."""
        self.can_close = not busy
        self.accept.setEnabled(not busy)
        self.cancel.setEnabled(not busy)
        if self._other is not None:
            self._other.setEnabled(not busy)

    def finish(self) -> None:
        """It is done, once: Ctrl+Enter in an edit is its Enter too."""
        self.can_close = True
        self.close_card()

    def fail(self, error: AntinError) -> None:
        """Say why it was not done; everything entered stays."""
        self.set_busy(False)
        self.problem.say_error(error)
        self.adjustSize()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.try_answer()
        elif isinstance(button := self.focusWidget(), QAbstractButton):
            button.click()
        else:
            self._next_field()

    def _next_field(self) -> None:
        """The next thing to enter; buttons on the way, as one that browses, are for Tab."""
        self.focusNextPrevChild(True)
        while isinstance(now := self.focusWidget(), QPushButton) and now is not self.accept:
            self.focusNextPrevChild(True)
            if self.cancel.hasFocus():  # after the last field Enter means "do it", not "leave"
                self.accept.setFocus(Qt.FocusReason.TabFocusReason)
