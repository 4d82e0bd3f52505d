"""An event, said for eight seconds at the foot of the window, with an undo where there is one."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QWidget
from typing_extensions import override

from desktop.announce import announce
from desktop.theme.theme import theme
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Row
from desktop.widgets.marks import IconLabel
from desktop.words import follow, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.phrases import Fact

SECONDS: Final = 8
MOST: Final = 50
"""Acts that can be taken back one after the other."""


class Toast(QFrame):
    """One at a time; the next takes the place of the one before. It stays while hovered or
    focused; what it could take back can be taken back as long as the session lasts."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("ground", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._undos: deque[Callable[[], None]] = deque(maxlen=MOST)
        self._redos: list[Callable[[], None]] = []
        self._icon = IconLabel("checkmark_circle", "ok", style="filled")
        self._text = Label(role="body")
        self._button = Button("widgets.undo", "link", hint="Ctrl+Z")
        self._button.clicked.connect(self.undo)
        self.setLayout(Row(self._icon, self._text, 16, self._button, gap=8, margins=(14, 6, 10, 6)))
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._timer.timeout.connect(self._fade)
        follow(self, theme.changed, self._cast_shadow)
        window.installEventFilter(self)
        self.hide()

    def say(
        self,
        key: str,
        undo: Callable[[], None] | None = None,
        redo: Callable[[], None] | None = None,
        again: bool = False,
        **facts: Fact,
    ) -> None:
        """Show what was done. Its words may name counts and places, never a document's text.

        ``redo`` does again what was just taken back. A new act ends what could be done again; one
        done ``again`` does not.
        """
        if undo is not None:
            self._undos.append(undo)
            if not again:
                self._redos.clear()
        if redo is not None:
            self._redos.append(redo)
        self._text.say(key, **facts)
        self._button.setVisible(undo is not None)
        self._place()  # before it shows, or it would count as hovered where it was
        self.show()
        self.raise_()
        self._timer.start()
        announce(word(key, **facts))

    def undo(self) -> bool:
        """Take back the last act that can be, as Ctrl+Z does; returns whether there was any."""
        self.hide()
        if not self._undos:
            return False
        self._undos.pop()()
        return True

    def redo(self) -> bool:
        """Do again what was taken back last, as Ctrl+Y does; returns whether there was any."""
        self.hide()
        if not self._redos:
            return False
        self._redos.pop()()
        return True

    def dismiss(self) -> None:
        """Gone, and nothing can be taken back or done again any more; locking does it."""
        self._undos.clear()
        self._redos.clear()
        self._text.show_text("")
        self.hide()

    @override
    def event(self, event: QEvent) -> bool:
        """Its words took another size (theme, zoom, language) while it shows: so does it."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        return handled

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _fade(self) -> None:
        if self.underMouse() or self._button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _place(self) -> None:
        self.adjustSize()
        left = (self._window.width() - self.width()) // 2
        self.move(left, self._window.height() - self.height() - theme.px(44))

    def _cast_shadow(self) -> None:
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(theme.px(18))
        shadow.setOffset(0, theme.px(4))
        shadow.setColor(theme.colour("shadow"))
        self.setGraphicsEffect(shadow)
