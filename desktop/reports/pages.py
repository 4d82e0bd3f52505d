"""The two dashboards: how incoming documents are handled, how outgoing ones go out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.documents import faces
from desktop.reports import shown, shown_sent, tables
from desktop.reports.bars import Bars
from desktop.reports.board import PRESSING
from desktop.reports.cards import ChartCard, PressingLine
from desktop.reports.columns import Columns
from desktop.reports.dots import Dots
from desktop.reports.heat import MUCH, Heat
from desktop.reports.kpi import Kpi
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel, Row
from desktop.wording import due_words
from desktop.words import word

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from desktop.reports.board import Board
    from desktop.reports.chart import Chart, Mark
    from desktop.reports.kpi import Figure
    from desktop.reports.table_sheet import Table

_GAP: Final = 12
_KPIS: Final = 4


class Page(QScrollArea):
    """``behind`` carries a title and the documents of a number; ``table`` a maker of a table."""

    behind = Signal(str, object)
    table = Signal(object)

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self.setProperty("ground", "app")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.board: Board | None = None
        self.charts: list[Chart] = []
        self.kpis = tuple(Kpi() for _ in range(_KPIS))
        for kpi in self.kpis:
            kpi.clicked.connect(partial(self._open_figure, kpi))

    def lay(self, *rows: QLayout) -> None:
        """The numbers on top, the rows of charts below, as high as there is room."""
        column = Column(_row(self.kpis), gap=_GAP, margins=(16, 12, 16, 12))
        for row in rows:
            column.addLayout(row, 1)
        self.setWidget(Panel("app", column))

    def card(
        self,
        key: str,
        chart: Chart,
        table: Callable[[Board], Table],
        *,
        legend: bool = False,
    ) -> ChartCard:
        """A chart in its card, with the way to its table and to what stands behind its marks."""
        card = ChartCard(key, chart, legend=legend)
        self.charts.append(chart)
        chart.opened.connect(self._open_mark)
        card.table_wanted.connect(lambda: self.table.emit(table))
        return card

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """The numbers on top."""
        for kpi, figure in zip(self.kpis, figures, strict=True):
            kpi.show_figure(figure)

    def _open_figure(self, kpi: Kpi) -> None:
        if (figure := kpi.figure) is not None:
            self.behind.emit(figure.title, figure.behind())

    def _open_mark(self, mark: Mark) -> None:
        self.behind.emit(mark.said, mark.behind())


class IncomingPage(Page):
    """``document`` carries the row of a pressing document that somebody opened."""

    document = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.columns, self.dots = Columns("reports.weeks"), Dots("reports.dots")
        self.heat, self.ages = Heat("reports.heat"), Bars("reports.ages.chart")
        self.weeks_card = self.card("reports.weeks", self.columns, tables.weeks, legend=True)
        self.dots_card = self.card("reports.dots", self.dots, tables.units)
        self.heat_card = self.card("reports.heat", self.heat, tables.heat)
        self.ages_card = self.card("reports.ages.chart", self.ages, tables.ages)
        self._pressing = QWidget()
        self._lines = Column(gap=0)
        self._pressing.setLayout(self._lines)
        self.pressing_card = ChartCard("reports.pressing", self._pressing, link="reports.list")
        self.pressing_card.table_wanted.connect(self._open_pressing)
        upper = _row((self.weeks_card, self.dots_card), (6, 5))
        lower = _row((self.heat_card, self.ages_card, self.pressing_card), (8, 7, 8))
        self.lay(upper, lower)

    def show_board(self, board: Board) -> None:
        """Another board, or the same in another language."""
        self.board = board
        self.show_figures(shown.figures(board))
        self.columns.show_pairs(shown.pairs(board))
        self.weeks_card.show_any(any(week.handled.finished for week in board.weeks))
        dots = shown.dots(board)
        self.dots.show_dots(dots)
        self.dots_card.show_any(bool(dots))
        self.heat.show_weeks(shown.heat(board))
        self.heat_card.tell("reports.heat.note", n=MUCH)
        bars = shown.ages(board)
        self.ages.show_bars(bars)
        open_ = sum(bar.count for bar in bars)
        self.ages_card.tell("reports.ages.note", n=open_)
        self.ages_card.show_any(bool(open_))
        self._show_pressing(board)

    def _show_pressing(self, board: Board) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (line := item.widget()) is not None:
                line.deleteLater()
        for one, state in board.pressing[:PRESSING]:
            row = board.rows.get(one.n)
            if row is None:
                continue
            said, tone = due_words(state, one.due, board.today)
            icon = "warning" if tone == "danger" else "clock"
            lead = row.lead or word("reports.unit.none")
            line = PressingLine(icon, tone, f"{said} · {faces.code_of(row)}",
                                f"{faces.subject_of(row)} · {lead}")  # fmt: skip
            line.clicked.connect(partial(self.document.emit, row))
            self._lines.addWidget(line)
        if not board.pressing:
            self._lines.addWidget(Label("reports.pressing.none", "body", "text3", wrap=True))
        self._lines.addStretch(1)

    def _open_pressing(self) -> None:
        if (board := self.board) is not None:
            self.behind.emit(word("reports.pressing"), [one.n for one, _ in board.pressing])


class OutgoingPage(Page):
    """The same for what goes out."""

    def __init__(self) -> None:
        super().__init__()
        self.columns, self.dots = Columns("reports.sent_weeks"), Dots("reports.sent_dots")
        self.types = Bars("reports.types")
        self.weeks_card = self.card(
            "reports.sent_weeks", self.columns, tables.sent_weeks, legend=True
        )
        self.dots_card = self.card("reports.sent_dots", self.dots, tables.senders)
        self.types_card = self.card("reports.types", self.types, tables.types)
        self.lay(_row((self.weeks_card,)), _row((self.dots_card, self.types_card), (6, 5)))

    def show_board(self, board: Board) -> None:
        """Another board, or the same in another language."""
        self.board = board
        self.show_figures(shown_sent.figures(board))
        self.columns.show_pairs(shown_sent.pairs(board))
        self.weeks_card.show_any(any(count.issued for _, count in board.sent_weeks))
        self.weeks_card.tell("reports.sent_weeks.note")
        dots, bars = shown_sent.dots(board), shown_sent.bars(board)
        self.dots.show_dots(dots)
        self.dots_card.show_any(bool(dots))
        self.types.show_bars(bars)
        self.types_card.show_any(bool(bars))


def _row(parts: Sequence[QWidget], weights: Sequence[int] = ()) -> Row:
    row = Row(gap=_GAP)
    for at, part in enumerate(parts):
        row.addWidget(part, weights[at] if weights else 1)
    return row
