"""Small pictures beside words: icons, a person's initials, the application's own mark."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

import resources
from desktop.theme.theme import theme
from desktop.widgets.layouts import fix_size
from desktop.wording import initials
from desktop.words import follow


class IconLabel(QLabel):
    """An icon beside words, in one colour token. It says nothing: the words beside it do."""

    def __init__(self, icon: str, tone: str, pixels: int = 16, style: str = "regular") -> None:
        super().__init__()
        self._icon, self._tone, self._pixels, self._style = icon, tone, pixels, style
        follow(self, theme.changed, self._draw)

    def show_icon(self, icon: str, tone: str, style: str = "regular") -> None:
        """Change drawing and colour."""
        self._icon, self._tone, self._style = icon, tone, style
        self._draw()

    def _draw(self) -> None:
        side = theme.icon_px(self._pixels)
        icon = theme.icon(self._icon, self._tone, self._style)
        self.setPixmap(icon.pixmap(QSize(side, side), self.devicePixelRatioF()))
        self.setFixedWidth(side)


class Avatar(QWidget):
    """A person's initials in a circle."""

    def __init__(self, pixels: int = 28) -> None:
        super().__init__()
        self._letters = ""
        fix_size(self, pixels, pixels)

    def show_person(self, name: str) -> None:
        """Show another person's letters."""
        self._letters = initials(name)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawEllipse(QRectF(self.rect()))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("accent"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letters)
        painter.end()


class AppMark(QLabel):
    """The application's own icon."""

    def __init__(self, pixels: int = 32) -> None:
        super().__init__()
        self._icon, self._pixels = QIcon(str(resources.path("icons/app.svg"))), pixels
        follow(self, theme.changed, self._draw)

    def _draw(self) -> None:
        side = theme.px(self._pixels)
        self.setPixmap(self._icon.pixmap(QSize(side, side), self.devicePixelRatioF()))
        self.setFixedSize(side, side + 4)
