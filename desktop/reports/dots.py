"""A dot for each unit around the line that is aimed at: a circle on or over it, a diamond below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen, QPolygonF

from core.office.reports import TARGET
from desktop.reports.chart import GOOD, WARN, Chart, Mark, tone, write
from desktop.reports.faces import percent
from desktop.theme.theme import theme
from desktop.words import word

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

_FOOT, _ROW, _LEAST_ROW = 24, 44, 22
_RIGHT: Final = 122
_WHOLE: Final = 10_000


@dataclass(frozen=True)
class Dot:
    """A unit, its share on time in hundredths of a per cent, and of how many."""

    name: str
    share: int
    count: str
    mark: Mark


class Dots(Chart):
    """As many units as fit; the table has all."""

    def __init__(self, name: str) -> None:
        self._dots: Sequence[Dot] = ()
        super().__init__(name, self._places_of, self._paint)

    def show_dots(self, dots: Sequence[Dot]) -> None:
        """Show these units."""
        self._dots = dots
        self.refresh()

    def _shown(self) -> Sequence[Dot]:
        room = self.height() - theme.px(_FOOT)
        return self._dots[: max(1, room // theme.px(_LEAST_ROW))]

    def _row(self, at: int) -> QRectF:
        room = self.height() - theme.px(_FOOT)
        high = min(theme.px(_ROW), room / max(1, len(self._shown())))
        return QRectF(0, at * high, self.width(), high)

    def _area(self) -> QRectF:
        names, right = self.width() * 0.30, theme.px(_RIGHT)
        left = names + theme.px(12)
        return QRectF(left, 0, self.width() - left - right, self.height() - theme.px(_FOOT))

    def _least(self) -> int:
        """Where the scale begins: 80 %, or a whole ten below the lowest."""
        lowest = min((dot.share for dot in self._dots), default=8_000)
        return min(8_000, lowest // 1_000 * 1_000)

    def _x(self, share: int) -> float:
        area, least = self._area(), self._least()
        return area.left() + area.width() * (share - least) / (_WHOLE - least)

    def _places_of(self) -> list[tuple[QRectF, Mark]]:
        return [(self._row(at), dot.mark) for at, dot in enumerate(self._shown())]

    def _paint(self, painter: QPainter) -> None:
        shown = self._shown()
        for at, dot in enumerate(shown):
            self._line(painter, self._row(at), dot)
        if shown:
            self._scale(painter, self._row(len(shown) - 1).bottom())

    def _line(self, painter: QPainter, row: QRectF, dot: Dot) -> None:
        area, middle, good = self._area(), row.center().y(), dot.share >= TARGET
        name = QRectF(0, row.top(), area.left() - theme.px(12), row.height())
        write(painter, name, dot.name, "body", "text", Qt.AlignmentFlag.AlignLeft)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))
        colour, radius = tone(GOOD if good else WARN), theme.px(6)
        x, target = self._x(dot.share), self._x(TARGET)
        painter.setPen(QPen(colour, theme.px(2)))
        painter.drawLine(QPointF(target, middle), QPointF(x, middle))
        painter.setPen(QPen(theme.colour("surface"), 2))
        painter.setBrush(colour)
        if good:
            painter.drawEllipse(QPointF(x, middle), radius, radius)
        else:
            wide = radius * 1.15
            painter.drawPolygon(QPolygonF([
                QPointF(x - wide, middle), QPointF(x, middle - wide),
                QPointF(x + wide, middle), QPointF(x, middle + wide),
            ]))  # fmt: skip
        right = QRectF(area.right() + theme.px(8), row.top(), theme.px(64), row.height())
        ink = "text" if good else "warn"
        write(painter, right, percent(dot.share), "num_unread", ink, Qt.AlignmentFlag.AlignRight)
        last = QRectF(right.right(), row.top(), self.width() - right.right(), row.height())
        write(painter, last, dot.count, "sub_num", "text3", Qt.AlignmentFlag.AlignRight)

    def _scale(self, painter: QPainter, bottom: float) -> None:
        least, high = self._least(), theme.px(_FOOT)
        step = (_WHOLE - least) // 4
        target = self._x(TARGET)
        painter.setPen(QPen(theme.colour("text2"), 1.4, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(target, 0), QPointF(target, bottom))
        wide = theme.px(90)
        for share in (least + step * at for at in range(5)):
            if abs(self._x(share) - target) < wide * 0.7:
                continue
            label = QRectF(self._x(share) - wide / 2, bottom, wide, high)
            text = f"{share // 100} %"
            write(painter, label, text, "sub_num", "text3", Qt.AlignmentFlag.AlignHCenter)
        label = QRectF(target - wide / 2, bottom, wide, high)
        text = word("reports.target", share=f"{TARGET // 100} %")
        write(painter, label, text, "sub_code", "text", Qt.AlignmentFlag.AlignHCenter)
