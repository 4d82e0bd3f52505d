"""The dossiers screen: open, closed, due for the archive, handed over, and the year's list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from core.office.access import ACCESS, READERS
from core.office.dossiers import Stage
from core.office.terms import Act
from db.queries import dossiers as lists
from db.queries import office
from desktop.changes import touches
from desktop.dossiers.open_sheet import OpenSheet
from desktop.dossiers.plan_page import PlanPage
from desktop.dossiers.shelf import BADGE, ONLY, Shelf
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.layouts import Column, Divider, Row
from desktop.widgets.segmented import Option, Segmented
from desktop.widgets.view_tabs import View, ViewTabs
from desktop.words import bind, word

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from db.queries.dossiers import DossierLine
    from db.queries.rows import PersonRow
    from desktop.context import Context

PLAN: Final = "plan"
TABS: Final = (
    View("open", "dossiers.view.open"),
    View("closed", "dossiers.view.closed"),
    View("due", "dossiers.view.due", "warn"),
    View("archive", "dossiers.view.archive"),
    View(PLAN, "dossiers.view.plan"),
)
_STAGES: Final = {Stage.OPEN: "open", Stage.CLOSED: "closed"}
"""The tab on which a dossier of a stage is found; all others are in the archive."""


class DossiersScreen(ScreenView):
    """Tabs above; below a list with the dossier that is chosen, or the year's list."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._counts: dict[str, int] = {}
        self._may_open = False
        self.tabs = ViewTabs("dossiers.views", TABS)
        self.shelf, self.plan = Shelf(context, self._open_new), PlanPage(context)
        self.list, self.inside = self.shelf.list, self.shelf.pane.index
        options = tuple(Option(only, f"dossiers.only.{only}") for only in ONLY)
        self.only: Segmented[str] = Segmented("dossiers.only", options)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.shelf)
        self._stack.addWidget(self.plan)
        bar = Row(self.tabs, self.only, margins=(10, 6, 16, 6))
        bar.setStretch(0, 1)
        column = Column(bar, Divider(), gap=0)
        column.addWidget(self._stack, 1)
        self.setLayout(column)
        self._wire()

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        """Title and how many are open."""
        subtitle = word("dossiers.subtitle", n=self._counts.get("open", 0))
        return Head(word("frame.screen.dossiers"), subtitle)

    @override
    def commands(self) -> tuple[Command, ...]:
        """On the year's list what is done with it; elsewhere opening is the main act."""
        refresh = Command("refresh", "outgoing.refresh", self._read, shortcut="F5")
        if self.tabs.current() == PLAN:
            return (*self.plan.commands(), refresh)
        new = Command("open", "dossiers.open", self._open_new, "folder_add", "Ctrl+N", "primary")
        find = Command("filter", "filters.quick", self.shelf.filter.open, "filter", "Ctrl+F")
        return (*((new,) if self._may_open else ()), *self.shelf.commands(), find, refresh)

    @override
    def panes(self) -> tuple[QWidget, ...]:
        """List, then index."""
        return (self.plan.list.view,) if self.tabs.current() == PLAN else self.shelf.panes()

    @override
    def start(self) -> QWidget | None:
        """The rows."""
        return self.panes()[0]

    @override
    def open(self, argument: object) -> None:
        """Read anew; ``("dossier", id)`` or the id goes to a dossier, ``(tab, id)`` comes back."""
        match argument:
            case ("dossier", str(dossier)) | str(dossier) if dossier:
                self._context.read(lambda store: lists.named(store, [dossier]), self._go_to)
            case (str(tab), str(dossier)) if tab in self._names():
                self.tabs.choose(self._names().index(tab))
                if dossier and tab != PLAN:
                    self._context.read(lambda store: lists.named(store, [dossier]), self._go_to)
            case _:
                self._read()

    @override
    def place(self) -> object:
        """The tab and the chosen dossier."""
        return (self.tabs.current(), self.shelf.place())

    # -- inside --------------------------------------------------------------------------------

    def _wire(self) -> None:
        self.tabs.chosen.connect(lambda _tab: self._turn())
        self.only.chosen.connect(self.shelf.narrow)
        self.shelf.show_all = self._show_all
        self.shelf.changed.connect(self.commands_changed)
        self.shelf.counted.connect(self._count)
        self.plan.changed.connect(self.commands_changed)
        self._context.changes.happened.connect(self._changed)
        bind(self, self.head_changed.emit)
        self._context.read(office.me, self._know_me)
        self._turn()

    def _names(self) -> list[str]:
        return [tab.id for tab in TABS]

    def _go_to(self, found: list[DossierLine]) -> None:
        if found:
            self._show_all()
            stage = found[0].state
            tab = next((tab for at, tab in _STAGES.items() if at == stage), "archive")
            self.tabs.choose(self._names().index(tab))
            self.shelf.show_view(tab, found[0].n)

    def _show_all(self) -> None:
        self.only.set_value("all")
        self.shelf.search("")
        self.shelf.narrow("all")

    def _turn(self) -> None:
        plan = self.tabs.current() == PLAN
        self._stack.setCurrentIndex(1 if plan else 0)
        self.only.setVisible(not plan)
        if plan:
            self.plan.read()
        else:
            self.shelf.show_view(self.tabs.current())
        self.commands_changed.emit()

    def _changed(self, changed: object) -> None:
        if isinstance(changed, frozenset) and touches(changed, "dossier", "document", "plan"):
            self._read()

    def _read(self) -> None:
        self.shelf.read()
        self.plan.read()

    def _count(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._context.frame.set_badge("dossiers", counts.pop(BADGE))
        for name, count in counts.items():
            self.tabs.set_count(name, count)
        self.head_changed.emit()

    def _know_me(self, me: PersonRow) -> None:
        self._may_open = bool(ACCESS[Act.OPEN_DOSSIER].keys() & me.roles)
        self.commands_changed.emit()

    def _open_new(self) -> None:
        self._context.frame.open_sheet(OpenSheet(self._context))


SCREEN: Final = Screen(
    "dossiers", "daily", "folder_open", "frame.screen.dossiers", DossiersScreen, READERS
)
