"""Four weeks by days: how many deadlines end on each, the more the darker; much is framed, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPen
from typing_extensions import override

from desktop.reports.chart import GOOD, WARN, Chart, Mark, tone, write
from desktop.theme.theme import theme
from desktop.wording import number
from desktop.words import word

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

MUCH: Final = 9
"""From so many deadlines on a day is marked."""
_DAYS, _HEAD = 7, 20
_WEEK_WIDTH: Final = 106


@dataclass(frozen=True)
class Day:
    """A day: how many deadlines end on it."""

    count: int
    mark: Mark


@dataclass(frozen=True)
class HeatWeek:
    """Seven days from Monday, and how the week is called."""

    head: str
    days: tuple[Day, ...]


class Heat(Chart):
    """Arrows walk it by days and weeks."""

    def __init__(self, name: str) -> None:
        self._weeks: Sequence[HeatWeek] = ()
        super().__init__(name, self._places_of, self._paint)

    def show_weeks(self, weeks: Sequence[HeatWeek]) -> None:
        """Show these weeks."""
        self._weeks = weeks
        self.refresh()

    @override
    def step(self, key: Qt.Key) -> int:
        by_week = {Qt.Key.Key_Up: -_DAYS, Qt.Key.Key_Down: _DAYS}
        return by_week.get(key, super().step(key))

    def _cell(self, week: int, day: int) -> QRectF:
        left, head = theme.px(_WEEK_WIDTH), theme.px(_HEAD)
        wide = (self.width() - left) / _DAYS
        high = (self.height() - head) / max(1, len(self._weeks))
        return QRectF(left + day * wide, head + week * high, wide, high).adjusted(2, 2, -2, -2)

    def _places_of(self) -> list[tuple[QRectF, Mark]]:
        return [
            (self._cell(at, place), day.mark)
            for at, week in enumerate(self._weeks)
            for place, day in enumerate(week.days)
        ]

    def _paint(self, painter: QPainter) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        most = max((day.count for week in self._weeks for day in week.days), default=1)
        for place in range(_DAYS):
            box = self._cell(0, place)
            head = QRectF(box.left(), 0, box.width(), theme.px(_HEAD))
            write(painter, head, word(f"widgets.days.head.{place + 1}"), "key", "text3", centre)
        for at, week in enumerate(self._weeks):
            row = self._cell(at, 0)
            name = QRectF(0, row.top(), theme.px(_WEEK_WIDTH) - 6, row.height())
            write(painter, name, week.head, "sub_num", "text3", Qt.AlignmentFlag.AlignLeft)
            for place, day in enumerate(week.days):
                self._paint_day(painter, self._cell(at, place), day, most)

    def _paint_day(self, painter: QPainter, box: QRectF, day: Day, most: int) -> None:
        corner = theme.px(3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface2"))
        painter.drawRoundedRect(box, corner, corner)
        if not day.count:
            return
        much = day.count >= MUCH
        painter.setOpacity(0.55 if much else 0.14 + 0.31 * day.count / max(most, MUCH))
        painter.setBrush(tone(WARN if much else GOOD))
        painter.drawRoundedRect(box, corner, corner)
        painter.setOpacity(1)
        if much:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tone(WARN), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), corner, corner)
        role = "num_unread" if much else "num"
        write(painter, box, number(day.count), role, "text", Qt.AlignmentFlag.AlignHCenter)
