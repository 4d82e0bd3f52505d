"""The heads above a register, in line with whichever layout its rows have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.theme.icons import paint_icon
from desktop.theme.theme import theme
from desktop.widgets.layouts import fix_size
from desktop.widgets.register.painter import DOT, EDGE, PAD
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from desktop.widgets.register.faces import Column
    from desktop.widgets.register.painter import RowPainter

HEIGHT: Final = 30
TALL: Final = 44


class RegisterHead(QWidget):
    """Paints only; the order of a register is its own."""

    def __init__(self, painter: RowPainter) -> None:
        super().__init__()
        self._painter = painter
        fix_size(self, height=TALL if painter.plan.tall else HEIGHT)
        bind(self, self._speak)
        follow(self, theme.changed, self.update)

    def _speak(self) -> None:
        self.setAccessibleName(", ".join(word(column.key) for column in self._columns()))
        self.update()

    def _columns(self) -> tuple[Column, ...]:
        return self._painter.plan.columns

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        bar = theme.px(12)  # of the list below
        area = self.rect().adjusted(0, 0, -theme.px(PAD) - bar, 0)
        if self._painter.two_lines:
            self._paint_two_lines(painter, area)
        else:
            self._paint_columns(painter, area)
        painter.end()

    def _paint_two_lines(self, painter: QPainter, area: QRect) -> None:
        plan = self._painter.plan
        first, middle, last = plan.heads
        if not plan.lead:
            self._paint(painter, area.adjusted(theme.px(EDGE), 0, 0, 0), middle, False, False)
            self._paint(painter, area, last, True, False)
            return
        lead = theme.px(DOT + plan.lead)
        self._paint(painter, QRect(0, 0, lead - theme.px(PAD), self.height()), first, True, True)
        rest = area.adjusted(lead + theme.px(12), 0, 0, 0)
        self._paint(painter, rest, middle, False, False)
        self._paint(painter, area, last, True, False)

    def _paint_columns(self, painter: QPainter, area: QRect) -> None:
        plan = self._painter.plan
        for place, rect in enumerate(self._painter.columns(area)):
            column = plan.columns[place]
            inside = rect.adjusted(theme.px(PAD), 0, -theme.px(PAD), 0)
            self._paint(painter, inside, column.key, column.right, place == plan.sorted_by)

    def _paint(
        self, painter: QPainter, area: QRect, key: str, right: bool, is_sorted: bool
    ) -> None:
        """Paint one head; an arrow before it says that the newest stand first."""
        if not key:
            return
        painter.setFont(theme.font("unread" if is_sorted else "header"))
        painter.setPen(theme.colour("text" if is_sorted else "text2"))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        text = word(key)
        wrap = Qt.TextFlag.TextWordWrap if self._painter.plan.tall else Qt.TextFlag(0)
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter | wrap, text)
        if is_sorted:
            width = painter.fontMetrics().horizontalAdvance(text)
            size = theme.icon_px(16)
            left = (area.right() - width if right else area.left()) - size - theme.px(2)
            box = QRect(max(left, 0), (self.height() - size) // 2, size, size)
            paint_icon(painter, box, "arrow_down", theme.hex("text"))
