"""F1: every key that works now, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.widgets.buttons import Button, shortcut_text
from desktop.widgets.chips import key_cap_width, paint_key_cap
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Grid, Row
from desktop.widgets.sheet import Sheet
from desktop.words import follow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.screens import Command

_COLUMNS = 2


class KeyCap(QWidget):
    """A key combination as a small cap."""

    def __init__(self, shortcut: str) -> None:
        super().__init__()
        self._text = shortcut_text(shortcut)
        self.setAccessibleName(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow(self, theme.changed, self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(key_cap_width(self._text), theme.px(22))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_key_cap(painter, QRect(0, 0, self.width(), self.height()), self._text, "text2")
        painter.end()


def keys_sheet(commands: Sequence[Command]) -> Sheet:
    """The sheet with the shortcuts of these commands, two columns of them."""
    shown = [command for command in commands if command.shortcut]
    grid = Grid((0, 1, 0, 1), gaps=(12, 3))
    half = -(-len(shown) // _COLUMNS)
    for place, command in enumerate(shown):
        column, row = divmod(place, half)
        grid.addWidget(KeyCap(command.shortcut), row, column * 2)
        grid.addWidget(Label(command.key), row, column * 2 + 1)
    close = Button("frame.close", big=True)
    sheet = Sheet("frame.keys_title", grid, Row(STRETCH, close))
    close.clicked.connect(sheet.close_card)
    sheet.set_width(680)
    return sheet
