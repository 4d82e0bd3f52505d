"""Months painted day by day: a year of them, or one with counts; the keyboard walks the days.

Arrows go by a day and a week, PgUp and PgDn by a month, Home and End to the ends of the month;
Enter or a double click opens a day. A meaning is never colour alone: each has its shape too.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.announce import announce
from desktop.theme.theme import theme
from desktop.widgets.chips import paint_badge
from desktop.wording import day as day_text
from desktop.wording import number
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.widgets.chips import BadgeTone

Shape = Literal["plain", "filled", "boxed", "dotted"]
_WEEKS: Final = 6
_TITLE, _HEADS = 22, 18
_GAP: Final = 18
_LEAST_BLOCK: Final = 176
_BESIDE: Final = 4
"""Months of a year beside each other."""
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class DayFace:
    """How a day looks: the token of its ink, its shape with the token of its ground or line, a
    count, and what it is in words.
    """

    ink: str = "text"
    shape: Shape = "plain"
    tone: str = "line"
    count: int = 0
    badge: BadgeTone = "neutral"
    words: str = ""


class DayGrid(QWidget):
    """``moved`` carries the day that the keyboard is on, ``opened`` the one opened; ``by_click``
    opens it by one click, not two.
    """

    moved = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        name: str,
        months: int,
        face: Callable[[date], DayFace],
        day: date,
        *,
        by_click: bool = False,
    ) -> None:
        super().__init__()
        self._by_click = by_click
        self._name, self._months, self._face = name, months, face
        self._day, self.today = day, day
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        bind(self, self._speak)
        follow(self, theme.changed, self.update)

    @property
    def day(self) -> date:
        """The day that the keyboard is on."""
        return self._day

    def go_to(self, day: date) -> None:
        """Put the keyboard on a day; other months come into sight where it needs them."""
        if day == self._day:
            return
        self._day = day
        self._speak()
        self.update()
        self.moved.emit(day)

    def first(self) -> date:
        """The first day in sight: of the year, or of the month."""
        month = 1 if self._months == 12 else self._day.month
        return date(self._day.year, month, 1)

    def last(self) -> date:
        """The last day in sight."""
        first = self.first()
        end = date(first.year, 12, 1) if self._months == 12 else first
        return end.replace(day=calendar.monthrange(end.year, end.month)[1])

    def refresh(self) -> None:
        """The faces changed."""
        self._speak()
        self.update()

    # -- Qt ------------------------------------------------------------------------------------

    @override
    def minimumSizeHint(self) -> QSize:
        columns = min(self._months, _BESIDE)
        rows = -(-self._months // columns)
        height = self._head() + _WEEKS * theme.px(19)
        return QSize(columns * theme.px(_LEAST_BLOCK), rows * (height + theme.px(8)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self._day)
        elif plain and (there := _step(self._day, Qt.Key(event.key()))) is not None:
            self.go_to(there)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if (there := self._day_at(event.position())) is not None:
            self.go_to(there)
            if self._by_click:
                self.opened.emit(there)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._by_click and self._day_at(event.position()) == self._day:
            self.opened.emit(self._day)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(self._months):
            self._paint_month(painter, self._block(place), self._month(place))
        painter.end()

    # -- inside --------------------------------------------------------------------------------

    def _month(self, place: int) -> date:
        return self.first() if self._months == 1 else date(self._day.year, place + 1, 1)

    def _head(self) -> int:
        """What stands above the days: one month alone is named by whoever shows it."""
        return theme.px(_HEADS) + (theme.px(_TITLE) if self._months > 1 else 0)

    def _block(self, place: int) -> QRect:
        """Where a month stands."""
        columns = min(self._months, _BESIDE)
        rows = -(-self._months // columns)
        width = (self.width() - (columns - 1) * theme.px(_GAP)) // columns
        height = (self.height() - (rows - 1) * theme.px(8)) // rows
        left = place % columns * (width + theme.px(_GAP))
        return QRect(left, place // columns * (height + theme.px(8)), width, height)

    def _cell(self, block: QRect, day: date) -> QRect:
        head = self._head()
        place = day.replace(day=1).weekday() + day.day - 1
        width, height = block.width() / 7, (block.height() - head) / _WEEKS
        left, top = place % 7 * width, head + place // 7 * height
        return QRectF(block.left() + left, block.top() + top, width, height).toRect()

    def _day_at(self, point: QPointF) -> date | None:
        for place in range(self._months):
            block = self._block(place)
            if block.contains(point.toPoint()):
                return next(
                    (d for d in _days(self._month(place))
                     if self._cell(block, d).contains(point.toPoint())),
                    None,
                )  # fmt: skip
        return None

    def _paint_month(self, painter: QPainter, block: QRect, month: date) -> None:
        title = self._head() - theme.px(_HEADS)
        if title:
            painter.setFont(theme.font("panel"))
            painter.setPen(theme.colour("text"))
            area = QRect(block.left() + theme.px(6), block.top(), block.width(), title)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, month_text(month))
        painter.setFont(theme.font("key"))
        width = block.width() / 7
        for weekday in range(7):
            left, top = block.left() + weekday * width, block.top() + title
            painter.setPen(theme.colour("danger" if weekday > 4 else "text3"))
            head = QRectF(left, top, width, theme.px(_HEADS))
            painter.drawText(head, _CENTRE, word(f"widgets.days.head.{weekday + 1}"))
        for day in _days(month):
            self._paint_day(painter, self._cell(block, day), day)

    def _paint_day(self, painter: QPainter, cell: QRect, day: date) -> None:
        face, inside = self._face(day), cell.adjusted(1, 1, -1, -1)
        self._paint_shape(painter, inside, face)
        if day == self._day:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus" if self.hasFocus() else "control"), 2))
            painter.drawRoundedRect(inside, theme.px(4), theme.px(4))
        painter.setFont(theme.font("num_unread" if day == self.today else "num"))
        painter.setPen(theme.colour(face.ink))
        text = inside
        if face.count:
            text = QRect(inside.left(), inside.top(), inside.width(), inside.height() // 2)
            below = inside.adjusted(0, inside.height() // 2 - 1, 0, -1)
            label = number(face.count)
            wide = theme.px(22)
            spot = QRect(below.center().x() - wide // 2, below.top(), wide, below.height())
            paint_badge(painter, spot, label, face.badge)
        painter.drawText(text, _CENTRE, str(day.day))
        if day == self.today:
            line = QRectF(text.center().x() - theme.px(7), text.center().y() + theme.px(9),
                          theme.px(14), 2)  # fmt: skip
            painter.fillRect(line, theme.colour("accent"))

    def _paint_shape(self, painter: QPainter, inside: QRect, face: DayFace) -> None:
        if face.shape == "plain":
            return
        tone = theme.colour(face.tone)
        filled = face.shape == "filled"
        line = Qt.PenStyle.DotLine if face.shape == "dotted" else Qt.PenStyle.SolidLine
        painter.setPen(Qt.PenStyle.NoPen if filled else QPen(tone, 1.5, line))
        painter.setBrush(tone if filled else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inside.adjusted(1, 1, -1, -1), theme.px(4), theme.px(4))

    def _speak(self) -> None:
        """What the day is, for a screen reader: it may name a document's day, so aloud only."""
        said = self._face(self._day).words
        weekday = word(f"wording.weekday.{self._day.isoweekday()}")
        parts = (f"{weekday} {day_text(self._day)}", said)
        text = ". ".join(part for part in parts if part)
        self.setAccessibleName(word(self._name))
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        if self.hasFocus():
            announce(text, content=True)


def month_text(month: date) -> str:
    """A month with its year, in the language of now."""
    return word(f"widgets.days.month.{month.month}", year=month.year)


def _days(month: date) -> list[date]:
    count = calendar.monthrange(month.year, month.month)[1]
    return [month.replace(day=day) for day in range(1, count + 1)]


def _step(day: date, key: Qt.Key) -> date | None:
    """Where a key leads from a day; None for any other key."""
    days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
    if key in days:
        return day + timedelta(days=days[key])
    last = calendar.monthrange(day.year, day.month)[1]
    ends = {Qt.Key.Key_Home: 1, Qt.Key.Key_End: last}
    if key in ends:
        return day.replace(day=ends[key])
    months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
    if key not in months:
        return None
    place = day.year * 12 + day.month - 1 + months[key]
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
