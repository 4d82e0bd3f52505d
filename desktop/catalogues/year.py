"""The working calendar as a year: days off, days made up, what they are called, and a legend."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop import clock
from desktop.catalogues.faces import day_face
from desktop.theme.theme import theme
from desktop.widgets.buttons import IconButton
from desktop.widgets.day_grid import DayFace, DayGrid
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Panel, Row
from desktop.wording import day as day_text
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from datetime import date

    from core.office.catalogue import HolidayTable
    from desktop.widgets.day_grid import Shape

_LEGEND: Final[tuple[tuple[str, Shape, str], ...]] = (
    ("off", "filled", "danger_soft"),
    ("worked", "boxed", "ok"),
    ("unsure", "dotted", "danger"),
)


class YearView(Panel):
    """``opened`` carries the day that somebody wants to change; ``turned`` says another is
    current.
    """

    opened = Signal(object)
    turned = Signal()

    def __init__(self) -> None:
        self._table: HolidayTable | None = None
        self.grid = DayGrid("catalogues.year", 12, self._face, clock.today())
        self.title, self.said = Label(role="doc"), Label(role="body", tone="text2", wrap=True)
        self.standing = Label(role="sub")
        back = IconButton("catalogues.year.back", "chevron_left", shortcut="Ctrl+PgUp")
        on = IconButton("catalogues.year.on", "chevron_right", shortcut="Ctrl+PgDown")
        for button, by in ((back, -1), (on, 1)):
            button.clicked.connect(partial(self.turn, by))
        top = Row(back, self.title, on, 8, self.standing, STRETCH, gap=6, margins=(12, 8, 12, 4))
        for kind, shape, tone in _LEGEND:
            top.addWidget(_Swatch(shape, tone))
            top.addWidget(Label(f"catalogues.day.{kind}", "sub", "text2"))
        column = Column(top, gap=0)
        column.addLayout(_padded(self.grid), 1)
        column.addWidget(Divider())
        column.addLayout(Row(self.said, margins=(14, 8, 14, 8)))
        super().__init__("surface", column)
        self.grid.moved.connect(lambda _day: self._speak())
        self.grid.opened.connect(self.opened)
        bind(self, self._speak)

    def show_table(self, table: HolidayTable, today: date) -> None:
        """Show these days."""
        self._table, self.grid.today = table, today
        self.grid.refresh()
        self._speak()

    def turn(self, by: int) -> None:
        """Another year; 29 February becomes the 28th."""
        day = self.grid.day
        last = 28 if (day.month, day.day) == (2, 29) else day.day
        self.grid.go_to(day.replace(year=day.year + by, day=last))

    def settled(self) -> bool:
        """Whether the days off of the year shown are decided."""
        return self._table is not None and self.grid.day.year in self._table.covered

    def kind(self) -> tuple[str, str]:
        """What the current day is said to be, and its name; ``plain`` where nothing was said."""
        days = self._table.days if self._table else ()
        found = next((each for each in days if each.date == self.grid.day), None)
        if found is None or found.kind == "unsettled":
            return "plain", found.vi if found else ""
        return found.kind, found.vi

    def _face(self, day: date) -> DayFace:
        return day_face(day, self._table) if self._table else DayFace()

    def _speak(self) -> None:
        day = self.grid.day
        weekday = word(f"wording.weekday.{day.isoweekday()}")
        said = self._face(day).words or word("catalogues.day.plain")
        self.title.show_text(str(day.year))
        self.standing.say("catalogues.year.settled" if self.settled() else "catalogues.year.open")
        self.standing.set_tone("ok" if self.settled() else "warn")
        self.said.show_text(f"{weekday} {day_text(day)} · {said}")
        self.turned.emit()


class _Swatch(QWidget):
    """A shape of the legend."""

    def __init__(self, shape: Shape, tone: str) -> None:
        super().__init__()
        self._shape, self._tone = shape, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow(self, theme.changed, self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(18), theme.px(18))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = theme.colour(self._tone)
        line = Qt.PenStyle.DotLine if self._shape == "dotted" else Qt.PenStyle.SolidLine
        filled = self._shape == "filled"
        painter.setPen(Qt.PenStyle.NoPen if filled else QPen(tone, 1.5, line))
        painter.setBrush(tone if filled else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 4, 4)
        painter.end()


def _padded(widget: QWidget) -> Row:
    row = Row(gap=0, margins=(12, 2, 12, 8))
    row.addWidget(widget, 1)
    return row
