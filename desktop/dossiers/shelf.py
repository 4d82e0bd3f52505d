"""A list of dossiers and the pane of the one that the keyboard is on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from core.office.dossiers import Stage, is_handed_over
from db.queries import dossiers as lists
from db.queries import office
from db.queries.dossiers import Asked
from desktop import clock, reference
from desktop.dossiers import faces
from desktop.dossiers.acts import Acts
from desktop.dossiers.pane import DossierPane
from desktop.dossiers.targets import target
from desktop.filters.bar import FilterBar
from desktop.latest import Latest
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Panel
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from db.queries.dossiers import DossierLine, DossierPage, IndexRow
    from desktop.context import Context
    from desktop.screens import Command
    from desktop.widgets.register.faces import RowFace

BUTTONS: Final = 3
"""Buttons under a dossier; what does not fit there stands in the menu and the palette."""


BADGE: Final = "badge"
"""Among the views those that are due whatever the list is narrowed to."""
ONLY: Final = ("all", "mine", "this_year", "last_year")
"""What the lists can be narrowed to."""


def views(only: str = "all", words: str = "") -> dict[str, Asked]:
    """The lists by the id of their tab, and what the badge counts."""
    kept = tuple(item.code for item in reference.retentions().items if is_handed_over(item.years))
    year = clock.today().year
    narrowed = {
        "all": Asked(words=words),
        "mine": Asked(mine=True, words=words),
        "this_year": Asked(year=year, words=words),
        "last_year": Asked(year=year - 1, words=words),
    }[only]
    return {
        "open": replace(narrowed, states=(Stage.OPEN,)),
        "closed": replace(narrowed, states=(Stage.CLOSED,)),
        "due": replace(narrowed, due=kept),
        "archive": replace(narrowed, states=(Stage.HANDED_OVER, Stage.ARCHIVED)),
        BADGE: Asked(due=kept),
    }


class Shelf(Panel):
    """``changed`` follows every other dossier and page; ``counted`` carries the counts of all
    views.
    """

    changed = Signal()
    counted = Signal(object)

    def __init__(self, context: Context, open_new: Callable[[], None]) -> None:
        self._context, self._open_new = context, open_new
        self._only, self._words = "all", ""
        self.filter = FilterBar(sheet=False)
        self.show_all: Callable[[], None] = lambda: self.narrow("all")
        self._asked, self._counting, self._page_asked = (Latest(context) for _ in range(3))
        self._view, self._wanted, self._row = "open", 0, ""
        model = RegisterModel(self._fetch, lambda row: row.n, self._face)
        self._empty = EmptyState("folder_open", "dossiers.empty.open", "dossiers.open", self._go_on)
        self.list = RegisterList("dossiers.list", model, faces.DOSSIERS, self._empty)
        self.pane = DossierPane(context)
        self._acts = Acts(context, self.pane, self.list.view.chosen)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(self.list)
        parts.addWidget(self.pane)
        parts.setStretchFactor(0, 55)
        parts.setStretchFactor(1, 45)
        parts.setSizes([640, 530])
        column = Column(self.filter, gap=0)
        column.addWidget(parts, 1)
        super().__init__("surface", column)
        self._wire()
        context.read(office.unit_name, self._know_agency)

    def _wire(self) -> None:
        self.filter.searched.connect(self.search)
        self.filter.clear_wanted.connect(lambda: self.search(""))
        self.filter.left.connect(self.list.view.setFocus)
        self.list.view.settled.connect(self._select)
        self.list.view.opened.connect(lambda _row: self.pane.index.view.setFocus())
        self.pane.index.view.opened.connect(self._open_paper)

    def commands(self) -> list[Command]:
        """What can be done with the dossier that is shown."""
        return self._acts.commands(self.pane.page)

    def panes(self) -> tuple[QWidget, ...]:
        """List, index."""
        return (self.list.view, self.pane.index.view)

    def place(self) -> str:
        """The id of the dossier that is shown."""
        return self.pane.page.row.id if self.pane.page else ""

    def show_view(self, view: str, wanted: int = 0) -> None:
        """Show another list; ``wanted`` is the row number to go to."""
        if view != self._view:
            self._show(None)  # nothing is done with what is not in sight any more
        self._view, self._wanted = view, wanted or self._wanted
        self._speak_empty()
        self.read()

    def narrow(self, only: str) -> None:
        """Show only the person's own, or those of a year; ``all`` shows every one."""
        self._only = only
        self._speak_empty()
        self.read()

    def search(self, text: str) -> None:
        """Show only those that are called so."""
        self._words = text
        self.filter.show_asked(text, (), filtered=bool(text), changed=False)
        self._speak_empty()
        self.read()

    def _speak_empty(self) -> None:
        """Nothing there at all, or nothing of what the list is narrowed to."""
        every = self._only == "all" and not self._words
        key = f"dossiers.empty.{self._view}" if every else f"dossiers.empty_only.{self._only}"
        self._empty.say("dossiers.empty_words" if self._words else key, what=self._words)
        self._empty.button.say("dossiers.open" if every else "dossiers.only.clear")
        self._empty.button.setVisible(self._view == "open" or not every)

    def _go_on(self) -> None:
        """What the empty list offers."""
        if self._words:
            self.filter.close_bar()
        elif self._only == "all":
            self._open_new()
        else:
            self.show_all()

    def read(self) -> None:
        """Read list, counts and page anew."""
        asked = views(self._only, self._words)
        self._asked.read(partial(lists.ids, asked=asked[self._view]), self._show_ids)
        self._counting.read(partial(lists.counts, asked=asked), self.counted.emit)

    def _open_paper(self, row: IndexRow) -> None:
        screen, argument = target(row.row)
        self._context.frame.go(screen, argument)

    def _know_agency(self, name: str) -> None:
        self.pane.agency = name

    def _show_ids(self, ids: array[int]) -> None:
        self.list.show_ids(ids)
        if self._wanted and self.list.view.go_to(self._wanted):
            self._wanted = 0

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[DossierLine]], None]) -> None:
        self._context.read(lambda store: lists.rows(store, ids), done)

    def _face(self, row: DossierLine) -> RowFace:
        return faces.dossier(row, clock.today())

    def _select(self, row: object) -> None:
        chosen = self.list.view.current() if row is not None else None
        if chosen is None:
            self._page_asked.drop()
            self._show(None)
        else:
            wanted = chosen.id
            self._page_asked.read(lambda store: lists.page(store, wanted), self._show)

    def _show(self, page: DossierPage | None) -> None:
        self.pane.show_page(page)
        mine = [one for one in self.commands() if one.place != "bar"]
        self.pane.show_commands(mine[:BUTTONS])
        self.changed.emit()

    @override
    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.list.view.setFocus(reason)
