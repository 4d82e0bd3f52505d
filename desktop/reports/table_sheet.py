"""The numbers of a chart as a table: what a screen reader reads and what can be checked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea
from typing_extensions import override

from desktop.theme.theme import theme
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Grid, Panel, Row
from desktop.widgets.sheet import Sheet
from desktop.words import follow, word

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WIDTH, _HEIGHT = 900, 420
_BESIDE = 64
_ROW = 20


@dataclass(frozen=True)
class Table:
    """Heads and rows in words already; the first column is a name, the rest are numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


class TableSheet(Sheet):
    """Esc closes it; arrows and PgDn go through what does not fit."""

    def __init__(self, table: Table) -> None:
        self.area = QScrollArea(widgetResizable=True)
        self.area.setProperty("ground", "clear")
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(table.title)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self._inside = Panel("clear", _grid(table))
        self.area.setWidget(self._inside)
        self.close_button = Button("reports.table.close", "primary", hint="Esc")
        name = Label(role="sub", tone="text2")
        name.show_text(table.title)
        super().__init__(
            "reports.table", Column(name, self.area, gap=8), Row(STRETCH, self.close_button)
        )
        self.table = table
        self.set_width(_WIDTH)
        follow(self, theme.changed, self._fit)
        self.setAccessibleDescription(spoken(table))
        self.close_button.clicked.connect(self.close_card)

    @override
    def first(self) -> QWidget | None:
        return self.area

    def _fit(self) -> None:
        """As high as the rows, up to a limit."""
        wide = theme.px(_WIDTH - _BESIDE)
        high = self._inside.heightForWidth(wide)
        self.area.setFixedHeight(min(theme.px(_HEIGHT), high + theme.px(4)))


def _grid(table: Table) -> Grid:
    grid = Grid((2, *(1 for _ in table.heads[1:])), gaps=(14, 6), margins=(2, 2, 12, 2))
    for column, head in enumerate(table.heads):
        _put(grid, 0, column, head, "header", "text2")
    grid.addWidget(Divider(), 1, 0, 1, len(table.heads))
    for row, cells in enumerate(table.rows, 2):
        for column, cell in enumerate(cells):
            _put(grid, row, column, cell, "num" if column else "body", "")
    end = 2 + len(table.rows)
    if table.total:
        grid.addWidget(Divider(), end, 0, 1, len(table.heads))
        for column, cell in enumerate(table.total):
            _put(grid, end + 1, column, cell, "num_unread" if column else "unread", "")
    grid.setRowStretch(end + 2, 1)
    return grid


def _put(grid: Grid, row: int, column: int, text: str, role: str, tone: str) -> None:
    label = Label(role=role, tone=tone, wrap=True)
    label.show_text(text)
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    label.setMinimumHeight(theme.px(_ROW))
    grid.addWidget(label, row, column)


def spoken(table: Table) -> str:
    """The table row by row, each number with its head."""
    lines = (
        ", ".join(
            cell if not at else f"{head} {cell}"
            for at, (head, cell) in enumerate(zip(table.heads, cells, strict=True))
        )
        for cells in (*table.rows, *([table.total] if table.total else []))
    )
    return ". ".join(lines) or word("reports.nothing")
