"""The deadlines screen: what is late, due today and soon at the left, the month at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from core.office.access import READERS
from db.queries import documents
from desktop import clock
from desktop.changes import touches
from desktop.deadlines import lists, printing
from desktop.deadlines.digest import DigestWatch
from desktop.deadlines.lists import TABS, Found, Listed
from desktop.deadlines.month import MonthPane
from desktop.latest import Latest
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.banner import Banner
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.widgets.view_tabs import ViewTabs
from desktop.wording import day as day_text
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from db.queries.deadlines import Board
    from db.queries.rows import DocumentRow
    from desktop.context import Context
    from desktop.widgets.register.faces import RowFace

_DATED: Final = ("mine", "unit")
"""The views that one day of the month narrows."""


class DeadlinesScreen(ScreenView):
    """``open`` takes the id of a view."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._asked = context, Latest(context)
        self._found: Found | None = None
        self._listed = Listed()
        self._day: date | None = None
        self._moved = False
        self.tabs, self.banner = ViewTabs("deadlines.views", TABS), Banner()
        model = RegisterModel(self._fetch, lambda row: row.n, self._face)
        self._empty = EmptyState("checkmark_circle", "deadlines.empty.mine")
        self.list = RegisterList("deadlines.list", model, lists.PLAN, self._empty)
        self.month = MonthPane()
        self._lay_out()
        self.tabs.chosen.connect(lambda _view: self._clear())
        self.list.view.opened.connect(lambda row: context.frame.go(*lists.target(row)))
        self.month.chosen.connect(self._choose_day)
        context.changes.happened.connect(self._hear)
        bind(self, self._show)

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        """How many open documents have a deadline; while narrowed, the way back."""
        found, back = self._found, None
        subtitle = word("deadlines.subtitle", n=len(self._board().dues)) if found else ""
        if self._narrowed():
            back = Command("back", "frame.back", self._clear, "arrow_left", "Esc")
        return Head(word("frame.screen.deadlines"), subtitle, back)

    @override
    def commands(self) -> tuple[Command, ...]:
        """Opening the document is Enter; the views by number."""
        views = (
            Command(f"view.{view.id}", view.key, partial(self.tabs.choose, place),
                    shortcut=f"Ctrl+{place + 1}")
            for place, view in enumerate(TABS)
        )  # fmt: skip
        months = (
            Command("back_month", "deadlines.month.back", partial(self.month.turn, -1),
                    shortcut="Ctrl+PgUp"),
            Command("on_month", "deadlines.month.on", partial(self.month.turn, 1),
                    shortcut="Ctrl+PgDown"),
        )  # fmt: skip
        refresh = Command("refresh", "outgoing.refresh", self._read, "arrow_sync", "F5")
        show = partial(printing.show, self._context, self._listed, self.tabs.current())
        paper = Command("print", "deadlines.print", show, "print", "Ctrl+P", "bar")
        return (*((paper,) if self._listed.ids else ()), refresh, *months, *views)

    @override
    def panes(self) -> tuple[QWidget, ...]:
        """Views, rows, month."""
        return (self.tabs, self.list.view, self.month.grid)

    @override
    def start(self) -> QWidget | None:
        """The rows, or the views while there are none."""
        return self.list.view if self._listed.ids else self.tabs

    @override
    def open(self, argument: object) -> None:
        """See the class."""
        names = [view.id for view in TABS]
        if isinstance(argument, str) and argument in names:
            self.tabs.choose(names.index(argument))
        self._read()

    @override
    def place(self) -> object:
        """The view."""
        return self.tabs.current()

    # -- acts ----------------------------------------------------------------------------------

    def _choose_day(self, day: date) -> None:
        """Only the deadlines of a day; the keyboard goes to them."""
        if self.tabs.current() not in _DATED:
            self.tabs.choose(_DATED.index("unit"))
        self._day, self._moved = day, False
        self._show()
        if self._listed.ids:
            self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_moved(self) -> None:
        self._day, self._moved = None, True
        self._show()

    def _clear(self) -> None:
        """The whole view again."""
        self._day, self._moved = None, False
        self._show()

    # -- inside --------------------------------------------------------------------------------

    def _board(self) -> Board:
        if self._found is None:
            raise RuntimeError("nothing was read yet")
        return self._found.board(self.tabs.current())

    def _narrowed(self) -> bool:
        return self._moved or self._day is not None

    def _hear(self, changed: object) -> None:
        """In sight it is read anew; out of sight it is, when it comes up."""
        kinds = ("document", "calendar", "catalogue", "grant", "person")
        if self.isVisible() and isinstance(changed, frozenset) and touches(changed, *kinds):
            self._read()

    def _read(self) -> None:
        self._asked.read(lists.gather, self._know)

    def _know(self, found: Found) -> None:
        """Who handles nothing himself, as a clerk, begins with the unit's."""
        others = self._found is None and not found.mine.dues and bool(found.unit.dues)
        self._found = found
        if others and self.tabs.current() == "mine":
            self.tabs.choose(_DATED.index("unit"))
        for view, count in lists.counts(found).items():
            self.tabs.set_count(view, count or None)
        self._show()

    def _show(self) -> None:
        """The rows of the view as it is narrowed, the month, and what is said above them."""
        if (found := self._found) is None:
            return
        view, board = self.tabs.current(), self._board()
        only: frozenset[int] | None = None
        if self._moved:
            only = frozenset(one.n for one in board.differing)
        elif self._day is not None:
            only = frozenset(one.n for one in board.dues if one.due == self._day)
        self._listed = lists.listed(found, view, only)
        self.list.show_ids(self._listed.ids, self._listed.sections)
        self._empty.say("deadlines.empty.day" if only is not None else f"deadlines.empty.{view}",
                        days=board.limits.escalated)  # fmt: skip
        self.month.show_board(board)
        self._say_above(board)
        self.head_changed.emit()
        self.commands_changed.emit()

    def _say_above(self, board: Board) -> None:
        if self._day is not None:
            n = sum(one.due == self._day for one in board.dues)
            self.banner.say("info", "deadlines.only_day", day=day_text(self._day), n=n)
            self.banner.offer("deadlines.whole", self._clear, "Esc")
        elif self._moved:
            self.banner.say("info", "deadlines.only_moved", version=board.calendar.version)
            self.banner.offer("deadlines.whole", self._clear, "Esc")
        elif board.differing and self.tabs.current() in _DATED:
            self.banner.say("warn", "deadlines.moved", n=len(board.differing))
            self.banner.offer("deadlines.moved.show", self._show_moved)
        else:
            self.banner.hush()

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[DocumentRow]], None]) -> None:
        self._context.read(lambda store: documents.rows(store, ids), done)

    def _face(self, row: DocumentRow) -> RowFace:
        today = self._found.mine.today if self._found else clock.today()
        return lists.face(row, self._listed.told.get(row.n), today)

    def _lay_out(self) -> None:
        top = Row(self.tabs, gap=8, margins=(10, 5, 8, 5))
        left = Column(top, Divider(), gap=0)
        left.addLayout(Row(self.banner, margins=(10, 4, 10, 0)))
        left.addWidget(self.list, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(Panel("surface", left))
        parts.addWidget(self.month)
        parts.setStretchFactor(0, 1)
        parts.setSizes([790, 380])
        self.setLayout(Column(parts, gap=0))


SCREEN: Final = Screen(
    "deadlines",
    "look_up",
    "calendar_clock",
    "frame.screen.deadlines",
    DeadlinesScreen,
    READERS,
    DigestWatch,
)
