"""A person to choose on the lock screen: initials, name, post; whatever is too long is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.wording import initials
from desktop.words import follow

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


class PersonButton(QAbstractButton):
    """Says name and post to a screen reader, whole."""

    def __init__(self, name: str, post: str) -> None:
        super().__init__()
        self._name, self._post = name, post
        said = f"{name} · {post}" if post else name
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow(self, theme.changed, self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(260), theme.px(48))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line2"), 1))
        painter.setBrush(theme.colour("surface2" if self.underMouse() else "surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        side = theme.px(30)
        badge = QRect(theme.px(10), (self.height() - side) // 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawEllipse(badge)
        painter.setPen(theme.colour("accent"))
        painter.setFont(theme.font("caption"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, initials(self._name))
        left = badge.right() + theme.px(12)
        words = self.rect().adjusted(left, theme.px(5), -theme.px(10), -theme.px(5))
        half = words.height() // 2 if self._post else words.height()
        self._write(painter, QRect(words.topLeft(), QSize(words.width(), half)), "row", self._name)
        words.setTop(words.top() + half)
        self._write(painter, words, "sub", self._post)
        painter.end()

    @staticmethod
    def _write(painter: QPainter, area: QRect, role: str, text: str) -> None:
        painter.setFont(theme.font(role))
        painter.setPen(theme.colour("text" if role == "row" else "text3"))
        side = Qt.TextElideMode.ElideRight
        painter.drawText(area, _MIDDLE, painter.fontMetrics().elidedText(text, side, area.width()))
