"""Bars side by side below one another, each with its words before it and its number behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt

from desktop.reports.chart import BAD, Chart, Mark, fill, write
from desktop.theme.theme import theme
from desktop.widgets.chips import text_width
from desktop.wording import number

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

_ROW, _HIGH, _LEAST_ROW = 46, 12, 22
_GAP: Final = 12
_MOST_NAME: Final = 0.42
"""What the names may take of the width."""


@dataclass(frozen=True)
class Bar:
    """A class with its count; ``tone`` is a place in the colours of charts."""

    name: str
    count: int
    tone: int
    mark: Mark


class Bars(Chart):
    """As many as fit; the table has all."""

    def __init__(self, name: str) -> None:
        self._bars: Sequence[Bar] = ()
        super().__init__(name, self._places_of, self._paint)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these classes."""
        self._bars = bars
        self.refresh()

    def _shown(self) -> Sequence[Bar]:
        return self._bars[: max(1, self.height() // theme.px(_LEAST_ROW))]

    def _row(self, at: int) -> QRectF:
        high = min(theme.px(_ROW), self.height() / max(1, len(self._shown())))
        return QRectF(0, at * high, self.width(), high)

    def _places_of(self) -> list[tuple[QRectF, Mark]]:
        return [(self._row(at), bar.mark) for at, bar in enumerate(self._shown())]

    def _paint(self, painter: QPainter) -> None:
        shown, gap = self._shown(), theme.px(_GAP)
        widest = max((text_width(bar.name, "body") for bar in shown), default=0)
        names = min(widest + 2, self.width() * _MOST_NAME)
        most = max((bar.count for bar in shown), default=0)
        behind = text_width(number(most), "num_unread") + gap
        room = self.width() - names - gap - behind
        for at, bar in enumerate(shown):
            row, high = self._row(at), theme.px(_HIGH)
            name = QRectF(0, row.top(), names, row.height())
            write(painter, name, bar.name, "body", "text", Qt.AlignmentFlag.AlignLeft)
            wide = room * bar.count / most if most else 0
            box = QRectF(names + gap, row.center().y() - high / 2, wide, high)
            if bar.count:
                fill(painter, box, bar.tone, hatched=bar.tone == BAD)
            count = QRectF(box.right() + gap / 2, row.top(), behind, row.height())
            text = number(bar.count)
            write(painter, count, text, "num_unread", "text", Qt.AlignmentFlag.AlignLeft)
