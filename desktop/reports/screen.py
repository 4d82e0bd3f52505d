"""Statistics and reports: two dashboards over a period, and the documents behind each number."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from core.office.terms import Role
from desktop import clock
from desktop.changes import touches
from desktop.latest import Latest
from desktop.reports import bar, board, tables
from desktop.reports.bar import Pickers
from desktop.reports.board import Asked, Board
from desktop.reports.days_sheet import DaysSheet
from desktop.reports.faces import days_words
from desktop.reports.listing import Listing, target
from desktop.reports.pages import IncomingPage, OutgoingPage
from desktop.reports.printing import Printing
from desktop.reports.table_sheet import TableSheet
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import ElidedLabel
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.view_tabs import View, ViewTabs
from desktop.wording import clock_time, number
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.context import Context
    from desktop.reports.pages import Page
    from desktop.reports.table_sheet import Table

TABS: Final = (View("incoming", "reports.view.incoming"), View("outgoing", "reports.view.outgoing"))


class ReportsScreen(ScreenView):
    """``open`` takes ``(view, period, unit, below)`` as ``place`` says them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._asked_store = context, Latest(context)
        self.asked, self._at = bar.first(clock.today()), 0
        self.board: Board | None = None
        self.pickers, self.tabs = Pickers(), ViewTabs("reports.views", TABS)
        self.incoming, self.outgoing = IncomingPage(), OutgoingPage()
        self.listing = Listing(context)
        self._empty = EmptyState("data_histogram", "reports.empty")
        self._printing = Printing(context)
        self._stack = QStackedWidget()
        for page in (self.incoming, self.outgoing, self.listing, self._empty):
            self._stack.addWidget(page)
        self.scope = ElidedLabel(role="sub", tone="text2")
        self.scope.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = Row(self.tabs, self.scope, margins=(10, 4, 16, 4), gap=12)
        row.setStretch(0, 2)
        row.setStretch(1, 5)
        self._tab_row = Panel("surface", row)
        column = Column(self._tab_row, Divider(), gap=0)
        column.addWidget(self._stack, 1)
        self.setLayout(column)
        self._connect()
        bind(self, self._show)

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda _view: self._show())
        self.pickers.chosen.connect(self._ask)
        self.pickers.days_wanted.connect(self._ask_days)
        for page in (self.incoming, self.outgoing):
            page.behind.connect(self._show_behind)
            page.table.connect(self._show_table)
        for opened in (self.incoming.document, self.listing.opened):
            opened.connect(lambda row: self._context.frame.go(*target(row)))
        self._context.changes.happened.connect(self._hear)

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        """What is counted and as of when; in a list, what it holds and the way back."""
        title, found = word("frame.screen.reports"), self.board
        if self._listing():
            back = Command("back", "frame.back", self._back, "arrow_left", "Esc")
            count = word("reports.list.count", n=len(self.listing.ids))
            return Head(self.listing.title, count, back)
        if found is None:
            return Head(title, search=False)
        return Head(title, days_words(found.period), search=False, extra=self.pickers)

    @override
    def commands(self) -> tuple[Command, ...]:
        """Print and export what is counted; the views by number."""
        refresh = Command("refresh", "outgoing.refresh", self._read, "arrow_sync", "F5")
        found = self.board
        if self._listing() or found is None:
            return (refresh,)
        views = (
            Command(f"view.{view.id}", view.key, partial(self.tabs.choose, at),
                    shortcut=f"Ctrl+{at + 1}")
            for at, view in enumerate(TABS)
        )  # fmt: skip
        people = Command("people", "reports.people", partial(self._show_table, tables.people))
        choose = (
            Command("period", "reports.period", self.pickers.period.open, "calendar", "Ctrl+F"),
            Command("unit", "reports.unit", self.pickers.unit.open, "building"),
        )
        reports = self._printing.commands(found, self.tabs.current())
        named = (people,) if len(found.figures.people) > 1 else ()
        return (*reports, *choose, *named, refresh, *views)

    @override
    def panes(self) -> tuple[QWidget, ...]:
        """The views, the numbers, the charts; or the list."""
        if self._listing():
            return (self.listing.list.view,)
        if self._stack.currentWidget() is self._empty:
            return (self.tabs,)
        page = self._page()
        return (self.tabs, page.kpis[0], *page.charts)

    @override
    def start(self) -> QWidget | None:
        """The first number, or the list."""
        return self.listing.list.view if self._listing() else self.panes()[:2][-1]

    @override
    def open(self, argument: object) -> None:
        """See the class."""
        match argument:
            case (str(view), str(period), str(unit), bool(below)):
                self.tabs.choose([one.id for one in TABS].index(view))
                self.asked = Asked(period, unit, below)
        self._read()

    @override
    def place(self) -> object:
        """View, period and unit."""
        return (self.tabs.current(), self.asked.period, self.asked.unit, self.asked.below)

    @override
    def keep(self) -> None:
        """Nothing is written here; no answer comes any more."""
        self._asked_store.drop()

    # -- reading -------------------------------------------------------------------------------

    def _ask(self, asked: Asked) -> None:
        """Another period or unit of the same figures."""
        self.asked = asked
        known = self.board.figures if self.board is not None else None
        self._asked_store.read(partial(board.gather, asked=asked, known=known), self._know)

    def _read(self) -> None:
        self._asked_store.read(partial(board.gather, asked=self.asked), self._know)

    def _know(self, found: Board) -> None:
        if self.board is None or self.board.figures is not found.figures:
            self._at = clock.now_ms()
        self.board = found
        self.pickers.show_choice(found.figures, found.asked)
        if self._listing():
            self.listing.refresh()
        self._show(stay=self._listing())

    def _show(self, *, stay: bool = False) -> None:
        found = self.board
        if found is None:
            return
        if not stay:
            has = bool(found.figures.incoming or found.figures.outgoing)
            self._stack.setCurrentWidget(self._page() if has else self._empty)
        self._tab_row.setVisible(not self._listing())
        self.scope.say(
            "reports.scope" if found.figures.whole else "reports.scope.part",
            at=clock_time(self._at),
            incoming=number(found.handled.whole),
            outgoing=number(found.sent.issued),
        )
        self.incoming.show_board(found)
        self.outgoing.show_board(found)
        self.head_changed.emit()
        self.commands_changed.emit()

    def _hear(self, changed: object) -> None:
        """Out of sight nothing is read: opening the screen does."""
        if not self.isVisible() or not isinstance(changed, frozenset):
            return
        if touches(changed, "document", "register", "unit", "person", "calendar"):
            self._read()

    # -- acts ----------------------------------------------------------------------------------

    def _show_behind(self, title: str, numbers: list[int]) -> None:
        """The documents of a number take the place of the charts; Esc goes back."""
        self.listing.show_documents(title, numbers)
        self._stack.setCurrentWidget(self.listing)
        self._tab_row.hide()
        self.head_changed.emit()
        self.commands_changed.emit()
        self.listing.list.view.setFocus()

    def _back(self) -> None:
        self._show()
        self._page().kpis[0].setFocus()

    def _show_table(self, make: Callable[[Board], Table]) -> None:
        if (found := self.board) is not None:
            self._context.frame.open_sheet(TableSheet(make(found)))

    def _ask_days(self) -> None:
        found = self.board
        if found is None:
            return

        def show(period: str) -> None:
            self._ask(Asked(period, self.asked.unit, self.asked.below))

        self._context.frame.open_sheet(DaysSheet(found.period, found.today, show))

    # -- inside --------------------------------------------------------------------------------

    def _listing(self) -> bool:
        return self._stack.currentWidget() is self.listing

    def _page(self) -> Page:
        return self.incoming if self.tabs.current() == "incoming" else self.outgoing


SCREEN: Final = Screen(
    "reports",
    "look_up",
    "data_histogram",
    "frame.screen.reports",
    ReportsScreen,
    frozenset({Role.CLERK, Role.HEAD_OF_SECTION, Role.COMMANDER}),
)
"""Of those who see every document of the unit; the others would count a part."""
