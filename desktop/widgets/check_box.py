"""A check box drawn from tokens, for forms and for rows of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy
from typing_extensions import override

from desktop.theme.icons import paint_icon
from desktop.theme.theme import theme
from desktop.widgets.chips import text_width
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from desktop.phrases import Fact


def paint_box(painter: QPainter, area: QRect, state: Qt.CheckState) -> None:
    """Paint an empty, ticked or half-ticked box of 16 px in the middle of an area."""
    side = theme.px(16)
    box = QRect(0, 0, side, side)
    box.moveCenter(area.center())
    empty = state == Qt.CheckState.Unchecked
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("control" if empty else "accent"), 1))
    painter.setBrush(theme.colour("surface" if empty else "accent"))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4))
    if not empty:
        icon = "checkmark" if state == Qt.CheckState.Checked else "subtract"
        paint_icon(painter, box.adjusted(1, 1, -1, -1), icon, theme.hex("on_accent"))
    painter.restore()


class CheckBox(QCheckBox):
    """A box and the words of a key, with what these name."""

    def __init__(self, key: str, **facts: Fact) -> None:
        super().__init__()
        self._key, self._facts = key, facts
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        bind(self, self._speak)
        follow(self, theme.changed, self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(28) + text_width(self.text(), "body"), theme.px(26))

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, QRect(0, 0, theme.px(20), self.height()), self.checkState())
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text" if self.isEnabled() else "disabled"))
        words = self.rect().adjusted(theme.px(26), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()

    def _speak(self) -> None:
        self.setText(word(self._key, **self._facts))
        self.setAccessibleName(self.text())
