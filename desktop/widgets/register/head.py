"""The heads above a register, in line with whichever layout its rows have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
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
_MORE: Final = 60
"""A head may be wider than what stands under it."""


class _Head(NamedTuple):
    """Key, area, what a click orders by, at the right or left, and which arrow."""

    key: str
    area: QRect
    by: str
    right: bool
    arrow: str


class RegisterHead(QWidget):
    """``ordered`` carries by what a click on a head asks to order the rows, where its column can be
    ordered by; the keyboard has the sheet of columns for it.
    """

    ordered = Signal(str)

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
        plan = self._painter.plan
        return tuple(column for column in plan.columns if column.name in self._painter.shown)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        for head in self._heads():
            self._paint(painter, head)
        painter.end()

    def _heads(self) -> list[_Head]:
        """The heads from left to right with their areas."""
        bar = theme.px(12)  # of the list below
        area = self.rect().adjusted(0, 0, -theme.px(PAD) - bar, 0)
        found = self._two_lines(area) if self._painter.two_lines else self._one_line(area)
        return [head for head in found if head.key]

    def _two_lines(self, area: QRect) -> list[_Head]:
        plan = self._painter.plan
        keys, by = plan.heads, plan.orders
        lead = theme.px(DOT + plan.lead) if plan.lead else 0
        tail = area.right() - theme.px(plan.tail + _MORE)
        first = QRect(0, 0, max(lead - theme.px(PAD), 0), self.height())
        middle = area.adjusted(lead + theme.px(12) if lead else theme.px(EDGE), 0, 0, 0)
        middle.setRight(tail - theme.px(PAD))
        last = area.adjusted(tail - area.left(), 0, 0, 0)
        usual = plan.sorted_by >= 0 and bool(lead)
        return [
            _Head(keys[0] if lead else "", first, by[0], True, self._arrow(by[0], usual)),
            _Head(keys[1], middle, by[1], False, self._arrow(by[1])),
            _Head(keys[2], last, by[2], True, self._arrow(by[2])),
        ]

    def _one_line(self, area: QRect) -> list[_Head]:
        plan, pad, found = self._painter.plan, theme.px(PAD), []
        for place, rect in self._painter.columns(area):
            column, inside = plan.columns[place], rect.adjusted(pad, 0, -pad, 0)
            arrow = self._arrow(column.by, place == plan.sorted_by)
            found.append(_Head(column.key, inside, column.by, column.right, arrow))
        return found

    def _arrow(self, by: str, usual: bool = False) -> str:
        """Down where the highest or newest stand first; the order that the list has by itself
        shows at its own column.
        """
        order = self._painter.order
        if order is None or order[0] == "arrived":
            here, down = usual, order is None or order[1]
        else:
            here, down = by == order[0], order[1]
        return ("arrow_down" if down else "arrow_up") if here else ""

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks to order by that column."""
        point = event.position().toPoint()
        by = next((head.by for head in self._heads() if head.area.contains(point)), "")
        if by and event.button() == Qt.MouseButton.LeftButton:
            self.ordered.emit(by)

    def _paint(self, painter: QPainter, head: _Head) -> None:
        """Paint one head; an arrow before it says that the rows are ordered by it."""
        area, key, right, is_sorted = head.area, head.key, head.right, bool(head.arrow)
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
            paint_icon(painter, box, head.arrow, theme.hex("text"))
