"""A whole line that can be chosen: icon, words cut where they do not fit, a remark at the right."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from typing_extensions import override

from desktop.theme.icons import paint_icon
from desktop.theme.theme import theme
from desktop.widgets.chips import text_width
from desktop.widgets.painted_button import PaintedButton

_HIGH = 32
_PAD = 10


class LineButton(PaintedButton):
    """Text of documents, not words of keys: whoever shows it makes it anew in another language."""

    def __init__(self, icon: str, text: str, remark: str = "", *, faint: bool = False) -> None:
        super().__init__()
        self._icon, self._remark, self._faint = icon, remark, faint
        self.setText(text)
        self.setAccessibleName(f"{text}, {remark}" if remark else text)
        self.setToolTip(text)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(_HIGH))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface2"))
            painter.drawRoundedRect(self.rect(), theme.px(6), theme.px(6))
        side, pad = theme.icon_px(20), theme.px(_PAD)
        box = QRect(pad, (self.height() - side) // 2, side, side)
        paint_icon(painter, box, self._icon, theme.hex("text3" if self._faint else "text2"))
        inside = self.rect().adjusted(box.right() + pad, 0, -pad, 0)
        painter.setFont(theme.font("sub"))
        painter.setPen(theme.colour("text3"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, self._remark)
        if self._remark:
            inside.setRight(inside.right() - text_width(self._remark, "sub") - pad)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text3" if self._faint else "text"))
        short = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, middle, short)
        painter.end()
