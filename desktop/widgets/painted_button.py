"""A button that paints itself: a line, a card; Tab reaches it, Enter opens it as in lists."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.words import follow


class PaintedButton(QAbstractButton):
    """As wide as there is room, as high as its ``sizeHint`` says in the size of letters chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow(self, theme.changed, self.updateGeometry)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, as in lists."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)
