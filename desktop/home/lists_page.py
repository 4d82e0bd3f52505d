"""The lists, the rows of the one that is shown, and the pages of a row where there is room."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from db.queries.sorting import BY_DUE
from db.queries.worklists import BY_ID
from desktop.changes import touches
from desktop.filters.arranging import Arranging
from desktop.home.badge import TOUCHING
from desktop.home.filters import HomeFilters
from desktop.home.list_pane import ListPane
from desktop.home.overview import Overview, first_list, read, sections
from desktop.home.preview import Preview
from desktop.home.rows_pane import RowsPane
from desktop.latest import Latest
from desktop.theme.theme import theme
from desktop.widgets.layouts import Column
from desktop.words import bind

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.changes import Changed
    from desktop.context import Context

_PREVIEW_FROM: Final = 1400


class ListsPage(QWidget):
    """``overviewed`` says that the counts are new, ``turned`` that another list, row or filter is
    shown."""

    overviewed = Signal()
    turned = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._counted, self._listed = Latest(context), Latest(context)
        self.overview: Overview | None = None
        self._wanted, self._number, self._hidden = "", 0, False
        self.pane, self.rows, self.preview = ListPane(), RowsPane(context), Preview(context)
        self.filters = HomeFilters(context, self)
        self.arranging = Arranging(context, "home", self.rows.view, BY_DUE)
        self.rows.strip.add(self.arranging.button)
        self.arranging.changed.connect(lambda: self.pane.choose(self.shown_list()))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for part in (self.pane, self.rows, self.preview):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.setLayout(Column(self.splitter, gap=0))
        self.pane.chosen.connect(self._choose)
        self.rows.clear_wanted.connect(self.filters.bar.close_bar)
        self.filters.asked.connect(self._ask)
        self.filters.bar.left.connect(self.rows.view.setFocus)
        self.rows.turned.connect(self.turned)
        self.rows.view.settled.connect(self._settled)
        context.changes.happened.connect(self._changed)
        bind(self, self._name)

    # -- what is shown -------------------------------------------------------------------------

    def arrive(self, list_id: str = "", number: int = 0) -> None:
        """The screen was opened: read everything; go to a list, and to a document in it."""
        self._wanted, self._number = list_id or self._wanted, number
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        self.arranging.read()
        self._counted.read(read, self._show_overview)

    def shown_list(self) -> str:
        """The id of the list that is shown."""
        return self.pane.current()

    def put_away(self) -> None:
        """The screen is left or locked: nothing decrypted stays, no answer comes any more."""
        self._counted.drop()
        self._listed.drop()
        self.preview.put_away()

    def toggle_preview(self) -> None:
        """Show or hide the pages beside the rows."""
        self._hidden = self.preview.isVisible()
        self.preview.setVisible(not self._hidden)

    def begin(self) -> None:
        """To the list where a person begins."""
        self.arrive(first_list(self.overview) if self.overview else "")

    # -- inside --------------------------------------------------------------------------------

    def _show_overview(self, found: Overview) -> None:
        self.overview, self.rows.today = found, found.today
        self._show_sections()
        wanted, self._wanted = self._wanted, ""
        lists = self.pane.ids()
        chosen = next((one for one in (wanted, self.pane.current()) if one in lists), "")
        self.pane.choose(chosen or first_list(found))
        self.overviewed.emit()

    def _show_sections(self) -> None:
        if self.overview is not None:
            shown = self._wanted or self.shown_list()
            self.pane.show_sections(sections(self.overview, self.filters.working, shown))

    def _ask(self, list_id: str) -> None:
        """Another filter on a list."""
        self._show_sections()
        self.pane.choose(list_id)

    def _choose(self, list_id: str) -> None:
        if self.filters.working is not None and self.filters.working.list_id != list_id:
            self.filters.turn(list_id)
            self._show_sections()
        asked, base = self.filters.filter(), self.filters.base() or None
        listed = self.arranging.listing()
        self._listed.read(lambda store: listed(store, asked, base), self._show_ids)

    def _show_ids(self, ids: array[int]) -> None:
        number, self._number = self._number, 0
        self.rows.show_ids(ids, number)
        self._name()
        if not ids:
            self._settled()

    def _name(self) -> None:
        """Say above the rows what is shown, or in their place why there are none."""
        shown, name = self.shown_list(), self.pane.words(self.shown_list())
        count, filtered = len(self.rows.model.ids), self.filters.filtered()
        self.rows.strip.show_list(name, None if filtered else count)
        known = BY_ID.get(shown)
        key = "home.empty.now" if known and known.now else "home.empty.list"
        key = "filters.empty" if filtered else key
        self.rows.say_empty(key, name, self.filters.whole(), filtered=filtered)
        self.filters.show()

    def _settled(self, _row: object = None) -> None:
        self.preview.show_row(self.rows.current(), self.rows.today)
        self.turned.emit()

    def _changed(self, changed: Changed) -> None:
        """Out of sight nothing is read: opening the screen does."""
        if self.isVisible() and touches(changed, *TOUCHING):
            self.refresh()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pages come beside the rows only where the rows keep their room."""
        super().resizeEvent(event)
        width = self.width()
        if event.oldSize().width() == width:
            return
        self.preview.setVisible(width >= theme.px(_PREVIEW_FROM) and not self._hidden)
        pane, detail = self.pane.width(), width // 3
        self.splitter.setSizes([pane, max(width - pane - detail, 1), detail])
