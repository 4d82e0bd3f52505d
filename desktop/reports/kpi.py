"""One number that matters: value and unit, how it changed, and how it went over twelve weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from typing_extensions import override

from desktop.reports.chart import GOOD, tone, write
from desktop.theme.icons import paint_icon
from desktop.theme.theme import theme
from desktop.widgets.chips import text_width
from desktop.widgets.painted_button import PaintedButton

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from desktop.reports.chart import Behind

HEIGHT: Final = 94
_PAD: Final = 14


@dataclass(frozen=True)
class Figure:
    """``change`` in words with the icon of its direction, ``good`` whether it is one for the better
    (None: neither); ``line`` are the values of the weeks, None where there was nothing.
    """

    title: str
    value: str
    unit: str
    change: str
    icon: str
    good: bool | None
    remark: str
    line: Sequence[int | None]
    behind: Behind

    @property
    def said(self) -> str:
        """All of it in words."""
        parts = (f"{self.title}: {self.value} {self.unit}".strip(), self.change, self.remark)
        return ". ".join(part for part in parts if part)


class Kpi(PaintedButton):
    """A card that is one button: it opens the documents that were counted."""

    def __init__(self) -> None:
        super().__init__()
        self.figure: Figure | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_figure(self, figure: Figure) -> None:
        """Show another number."""
        self.figure = figure
        self.setAccessibleName(figure.said)
        self.setToolTip(figure.said)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(220), theme.px(HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._card(painter)
        if (figure := self.figure) is not None:
            self._words(painter, figure)
        painter.end()

    def _card(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.colour("line2" if self.underMouse() else "line"), 1))
        painter.setBrush(theme.colour("surface"))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, theme.px(8), theme.px(8))

    def _words(self, painter: QPainter, figure: Figure) -> None:
        pad, left = theme.px(_PAD), Qt.AlignmentFlag.AlignLeft
        wide = self.width() - 2 * pad
        line = min(wide * 0.36, theme.px(124))
        text = wide - line - theme.px(10)
        top = QRectF(pad, theme.px(8), wide, theme.px(20))
        write(painter, top, figure.title, "label", "text2", left)
        number = min(text_width(figure.value, "kpi") + theme.px(5), text)
        value = QRectF(pad, theme.px(26), number, theme.px(38))
        write(painter, value, figure.value, "kpi", "text", left)
        unit = QRectF(pad + number, theme.px(32), text - number, theme.px(32))
        write(painter, unit, figure.unit, "body", "text2", left)
        self._spark(painter, figure, QRectF(self.width() - pad - line, theme.px(30), line,
                                            theme.px(30)))  # fmt: skip
        self._change(painter, figure, QRectF(pad, theme.px(66), wide, theme.px(20)))

    def _change(self, painter: QPainter, figure: Figure, row: QRectF) -> None:
        """A chip with an arrow and the change, and what it is compared with."""
        ink = {True: "ok", False: "danger", None: "text2"}[figure.good]
        ground = {True: "ok_soft", False: "danger_soft", None: "neutral_soft"}[figure.good]
        side = theme.icon_px(16)
        wide = min(text_width(figure.change, "sub_code") + theme.px(12), row.width())
        wide += side if figure.icon else 0
        box = QRectF(row.left(), row.top(), wide, row.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        inside = box.adjusted(theme.px(5), 0, -theme.px(4), 0)
        if figure.icon:
            place = inside.toRect()
            place.setRect(place.left(), int(box.center().y() - side / 2), side, side)
            paint_icon(painter, place, figure.icon, theme.hex(ink))
            inside.setLeft(inside.left() + side)
        left = Qt.AlignmentFlag.AlignLeft
        write(painter, inside, figure.change, "sub_code", ink, left)
        rest = QRectF(box.right() + theme.px(7), row.top(), row.right() - box.right() - theme.px(7),
                      row.height())  # fmt: skip
        write(painter, rest, figure.remark, "sub", "text3", left)

    def _spark(self, painter: QPainter, figure: Figure, box: QRectF) -> None:
        """The weeks as a line on a faint ground; a week without anything is passed over."""
        known = [(at, value) for at, value in enumerate(figure.line) if value is not None]
        if len(known) < 2:
            return
        low, high = min(value for _, value in known), max(value for _, value in known)
        last = max(1, len(figure.line) - 1)
        points = [
            QPointF(
                box.left() + box.width() * at / last,
                box.bottom() - box.height() * ((value - low) / (high - low) if high > low else 0.5),
            )
            for at, value in known
        ]
        ends = (QPointF(points[-1].x(), box.bottom() + 4), QPointF(points[0].x(), box.bottom() + 4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone(GOOD))
        painter.setOpacity(0.12)
        painter.drawPolygon(QPolygonF([*points, *ends]))
        painter.setOpacity(1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tone(GOOD), theme.px(1.5)))
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(tone(GOOD))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(points[-1], theme.px(3), theme.px(3))
