"""The month beside the list: how many deadlines end on each day, and what else is to be known."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop import clock
from desktop.deadlines.lists import day_face, per_day
from desktop.theme.theme import theme
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.day_grid import DayFace, DayGrid, month_text
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Panel, Row
from desktop.wording import day as day_text
from desktop.words import bind, follow, word

if TYPE_CHECKING:
    from db.queries.deadlines import Board


class MonthPane(Panel):
    """``chosen`` carries the day whose deadlines somebody wants to see."""

    chosen = Signal(object)

    def __init__(self) -> None:
        self._board: Board | None = None
        self._per_day = Counter[date]()
        self.grid = DayGrid("deadlines.month", 1, self._face, clock.today(), by_click=True)
        self.title = Label(role="panel")
        self.said = Label(role="body", tone="text2", wrap=True)
        self.facts = Label(role="sub", tone="text3", wrap=True)
        back = IconButton("deadlines.month.back", "chevron_left")
        on = IconButton("deadlines.month.on", "chevron_right")
        for button, by in ((back, -1), (on, 1)):
            button.clicked.connect(partial(self.turn, by))
        now = Button("deadlines.month.today", "ghost")
        now.clicked.connect(lambda _checked: self.grid.go_to(self.grid.today))
        column = Column(gap=4, margins=(14, 10, 14, 12))
        column.addLayout(Row(back, self.title, on, STRETCH, now, gap=6))
        column.addWidget(self.grid, 3)
        column.addWidget(self.said)
        column.addWidget(Divider())
        column.addWidget(self.facts)
        column.addStretch(1)
        super().__init__("surface", column)
        self.grid.moved.connect(lambda _day: self._speak())
        self.grid.opened.connect(self.chosen)
        bind(self, self._speak)
        follow(self, theme.changed, self._measure)

    def show_board(self, board: Board) -> None:
        """Count another board's days."""
        self._board, self._per_day = board, per_day(board)
        self.grid.today = board.today
        self.grid.refresh()
        self._speak()

    def turn(self, by: int) -> None:
        """Another month, on its first day."""
        first = self.grid.first()
        edge = first - timedelta(days=1) if by < 0 else self.grid.last() + timedelta(days=1)
        self.grid.go_to(edge.replace(day=1))

    def _face(self, day: date) -> DayFace:
        return day_face(day, self._board, self._per_day)

    def _speak(self) -> None:
        day, board = self.grid.day, self._board
        weekday = word(f"wording.weekday.{day.isoweekday()}")
        said = self._face(day).words or word("deadlines.day.none")
        self.title.show_text(month_text(day))
        self.said.show_text(f"{weekday} {day_text(day)} · {said}")
        if board is not None:
            self.facts.say(
                "deadlines.facts",
                dated=len(board.dues),
                undated=board.undated,
                risk=sum(one.at_risk for one in board.dues),
                version=board.calendar.version,
            )

    def _measure(self) -> None:
        self.grid.setMaximumHeight(theme.px(430))
