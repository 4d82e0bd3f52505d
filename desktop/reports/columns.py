"""Stacked columns week by week: on time below, late above, the total on top; from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPen

from desktop.reports.chart import BAD, GOOD, Chart, Mark, ceiling, fill, write
from desktop.theme.theme import theme
from desktop.wording import number

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

_LEFT, _FOOT, _TOP = 40, 20, 20
_PART = 0.52
"""What a column takes of its place."""


@dataclass(frozen=True)
class Pair:
    """A week: its day, what was on time, what was late."""

    head: str
    good: int
    bad: int
    mark: Mark


class Columns(Chart):
    """Nothing where no week has anything."""

    def __init__(self, name: str) -> None:
        self._pairs: Sequence[Pair] = ()
        super().__init__(name, self._places_of, self._paint)

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        """Show these weeks."""
        self._pairs = pairs
        self.refresh()

    def _area(self) -> QRectF:
        left, foot, top = theme.px(_LEFT), theme.px(_FOOT), theme.px(_TOP)
        return QRectF(left, top, self.width() - left - 2, self.height() - foot - top)

    def _top(self) -> int:
        return ceiling(max((pair.good + pair.bad for pair in self._pairs), default=1))

    def _places_of(self) -> list[tuple[QRectF, Mark]]:
        area, count = self._area(), max(1, len(self._pairs))
        wide = area.width() / count
        return [
            (QRectF(area.left() + at * wide + wide * (1 - _PART) / 2, 0, wide * _PART,
                    area.bottom()), pair.mark)
            for at, pair in enumerate(self._pairs)
        ]  # fmt: skip

    def _paint(self, painter: QPainter) -> None:
        area, top = self._area(), self._top()
        self._grid(painter, area, top)
        wide = area.width() / max(1, len(self._pairs))
        for at, pair in enumerate(self._pairs):
            left = area.left() + at * wide
            column = QRectF(left + wide * (1 - _PART) / 2, 0, wide * _PART, 0)
            good = area.height() * pair.good / top
            bad = area.height() * pair.bad / top
            gap = 2 if pair.good and pair.bad else 0
            if pair.good:
                fill(painter, QRectF(column.left(), area.bottom() - good, column.width(), good),
                     GOOD)  # fmt: skip
            if pair.bad:
                upper = QRectF(column.left(), area.bottom() - good - bad, column.width(),
                               max(2, bad - gap))  # fmt: skip
                fill(painter, upper, BAD, hatched=True)
            self._label(painter, area, left, wide, pair, area.bottom() - good - bad)

    def _label(
        self, painter: QPainter, area: QRectF, left: float, wide: float, pair: Pair, top: float
    ) -> None:
        last = pair is self._pairs[-1]
        above = QRectF(left, top - theme.px(18), wide, theme.px(18))
        role, ink = ("sub_code", "text") if last else ("sub_num", "text2")
        if total := pair.good + pair.bad:
            write(painter, above, number(total), role, ink, Qt.AlignmentFlag.AlignHCenter)
        below = QRectF(left, area.bottom() + 2, wide, theme.px(_FOOT) - 2)
        write(painter, below, pair.head, "sub_num", "text3", Qt.AlignmentFlag.AlignHCenter)

    def _grid(self, painter: QPainter, area: QRectF, top: int) -> None:
        for step in range(5):
            y = area.bottom() - area.height() * step / 4
            painter.setPen(QPen(theme.colour("line2" if step == 0 else "line"), 1))
            painter.drawLine(int(area.left()), int(y), int(area.right()), int(y))
            label = QRectF(0, y - theme.px(9), theme.px(_LEFT) - theme.px(8), theme.px(18))
            text = number(top * step // 4)
            write(painter, label, text, "sub_num", "text3", Qt.AlignmentFlag.AlignRight)
