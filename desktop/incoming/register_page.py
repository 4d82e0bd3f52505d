"""The register of incoming documents: saved views, filter, rows, and the chosen one beside them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from core.office.access import READERS
from core.office.terms import Role
from db.queries import documents, office
from db.queries.rows import DocumentRow
from db.queries.sorting import NEWEST
from desktop import clock
from desktop.bulk.bar import BulkBar
from desktop.bulk.chosen import Chosen, Sitting
from desktop.changes import touches
from desktop.filters import register_filters
from desktop.filters.arranging import Arranging
from desktop.filters.grounds import INCOMING
from desktop.filters.register_filters import RegisterFilters
from desktop.incoming import views
from desktop.incoming.document_pane import DocumentPane
from desktop.incoming.faces import PLAN, face
from desktop.latest import Latest
from desktop.theme.theme import theme
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import IconButton
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.widgets.view_tabs import ViewTabs
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from db.acting import Store
    from db.queries.rows import BookRow, PersonRow
    from desktop.changes import Changed
    from desktop.context import Context
    from desktop.filters.register_filters import Found
    from desktop.widgets.register.faces import RowFace

_WIDE_FROM: Final = 1600
_EMPTY: Final = "incoming.empty.book"
ALL: Final = "all"
_EMPTIES: Final = {ALL: _EMPTY, "open": "incoming.empty.done"}


@dataclass(frozen=True)
class Overview:
    """What stands around the rows: the day, the person, the book, the counts of the views."""

    today: date
    me: PersonRow
    book: BookRow | None
    counts: dict[str, int]
    needing: int
    found: Found

    def sitting(self) -> Sitting:
        """Who is before the register."""
        return Sitting(self.me.roles, self.today)


def overview(store: Store) -> Overview:
    """Read it in the database lane."""
    today, me = store.today(), office.me(store)
    asked = views.asked(today) if READERS & me.roles else {}
    needing = dict(enumerate(views.needing(me.roles)))
    counts = documents.counts(store, {str(place): view for place, view in needing.items()})
    return Overview(
        today,
        me,
        next(iter(office.books(store, "incoming")), None),
        {"all": 0} | documents.counts(store, asked),
        sum(counts.values()),
        register_filters.read(store, "incoming", asked),
    )


class RegisterPage(QWidget):
    """``overviewed`` says that the counts are new, ``register_wanted`` that somebody with an empty
    book wants to begin."""

    overviewed = Signal()
    register_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._counted, self._listed, self._placed = (Latest(context) for _ in range(3))
        self.overview: Overview | None = None
        self._wanted, self._arriving = "", False
        self.banner = Banner()
        self.tabs = ViewTabs("incoming.views", views.TABS)
        self.filters = RegisterFilters(context, INCOMING, self.tabs, views.TABS)
        self.filter_button = IconButton("filters.quick", "filter", shortcut="Ctrl+F")
        self.model = RegisterModel(self._fetch, lambda row: row.n, self._face)
        self._empty = EmptyState("mail_inbox", _EMPTY, "incoming.register", self._leave_empty)
        self.list = RegisterList("incoming.list", self.model, PLAN, self._empty)
        self.chosen = Chosen(self.model, self.list.view)
        self.arranging = Arranging(context, "incoming", self.list.view, NEWEST)
        self.pane, self.bar = DocumentPane(context), BulkBar()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        buttons = (self.filter_button, self.arranging.button)
        top = Row(self.tabs, *buttons, gap=8, margins=(10, 5, 8, 5))
        top.setStretch(0, 1)
        column = Column(top, Divider(), self.filters.bar, gap=0)
        column.addLayout(Row(self.banner, margins=(10, 0, 10, 0)))
        column.addWidget(self.list, 1)
        column.addWidget(self.bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(Panel("surface", column))
        self.splitter.addWidget(self.pane)
        self.splitter.setStretchFactor(0, 1)
        self.setLayout(Column(self.splitter, gap=0))

    def _connect(self) -> None:
        self.filters.asked.connect(self._list)
        self.filters.stale.connect(self.refresh)
        self.arranging.changed.connect(self._list)
        self.list.ordered.connect(self.arranging.click)
        self.filters.bar.left.connect(self.list.view.setFocus)
        self.filter_button.clicked.connect(lambda _checked: self.filters.bar.open())
        self.list.view.settled.connect(self._settled)
        self.list.view.opened.connect(lambda _row: self.pane.pdf.view.setFocus())
        self.pane.opened.connect(self.model.refresh)
        self._context.changes.happened.connect(self._changed)

    # -- what is shown -------------------------------------------------------------------------

    def arrive(self) -> None:
        """The screen was opened: read everything, then give the rows the keyboard."""
        self._arriving = True
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        self._counted.read(overview, self._show_overview)
        self.arranging.read()
        self._list()

    def go_to(self, document: str, view: str = ALL) -> None:
        """Put the keyboard on a document, in the view of all of them or in another one."""
        self._wanted = document
        self.filters.choose(view)

    def put_away(self) -> None:
        """The screen is left or locked: nothing decrypted stays, no answer comes any more."""
        for asked in (self._counted, self._listed, self._placed):
            asked.drop()
        self.pane.put_away()

    def first_stop(self) -> QWidget:
        """What takes the keyboard: the rows once there are some."""
        if self.list.view.isVisible():
            return self.list.view
        return self._empty.button if self._empty.button.isVisible() else self.tabs

    def current(self) -> DocumentRow | None:
        """The row that the keyboard is on."""
        return self.list.view.current()

    def _list(self) -> None:
        base, asked, wanted = self.filters.base(), self.filters.filter(), self._wanted
        self._wanted, listed = "", self.arranging.listing()

        def query(store: Store) -> tuple[array[int], int]:
            if not READERS & office.me(store).roles:
                return array("q"), 0
            standing = views.asked(store.today()).get(base)
            page = documents.page(store, wanted) if wanted else None
            return listed(store, asked, standing), page.row.n if page else 0

        self._listed.read(query, self._show_ids)

    def _show_ids(self, found: tuple[array[int], int]) -> None:
        ids, wanted = found
        waiting = self._arriving and (self.tabs.hasFocus() or self._empty.button.hasFocus())
        self._arriving = False
        self.list.show_ids(ids)
        if waiting:
            self.first_stop().setFocus()
        if wanted:
            self.list.view.go_to(wanted)
        self._show_filter(len(ids))
        if not ids:
            self._show_empty()
            self.pane.show_row(None)

    def _show_empty(self) -> None:
        """Why there are no rows, and the one way on."""
        view, filtered = self.filters.base(), self.filters.filtered()
        roles = self.overview.me.roles if self.overview else frozenset()
        key = "filters.empty" if filtered else _EMPTIES.get(view, "incoming.empty.view")
        if self.overview and not READERS & roles:
            key, filtered = "incoming.empty.no_right", False
        what = self.filters.whole()
        self._empty.say(key, what=what, view=word(f"incoming.view.{view}"))
        self._empty.button.say("filters.clear" if filtered else "incoming.register")
        self._empty.button.setVisible(filtered or (view == ALL and Role.CLERK in roles))

    def _leave_empty(self) -> None:
        if self.filters.filtered():
            self.filters.bar.close_bar()
        else:
            self.register_wanted.emit()

    def _show_overview(self, found: Overview) -> None:
        self.overview = found
        for view, count in found.counts.items():
            self.tabs.set_count(view, (count or None) if view != ALL else None)
        self.pane.roles = found.me.roles
        self.filters.show_found(found.found)
        self._show_empty()
        self._context.frame.set_badge("incoming", found.needing)
        self._show_filter(len(self.model.ids))
        self.overviewed.emit()

    def _show_filter(self, shown: int) -> None:
        if self.filters.filtered():
            total = self.overview.counts[ALL] if self.overview else shown
            self.filters.bar.show_count(shown, total)

    def _settled(self, row: object) -> None:
        """Only rows that are here: one that is still being read settles again when it came."""
        if isinstance(row, DocumentRow):
            self.pane.show_row(self.current() or row)

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[DocumentRow]], None]) -> None:
        self._context.read(lambda store: documents.rows(store, ids), done)

    def _face(self, row: DocumentRow) -> RowFace:
        return face(row, self.overview.today if self.overview else clock.today())

    def _changed(self, changed: Changed) -> None:
        if touches(changed, "document", "register", "person", "grant"):
            self.refresh()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """List and document share the width as 730 to 440, on a wide screen as 2 to 1."""
        super().resizeEvent(event)
        width = self.width()
        detail = max(theme.px(400), width // 3 if width > theme.px(_WIDE_FROM) else theme.px(440))
        if event.oldSize().width() != width:
            self.splitter.setSizes([max(width - detail, 1), detail])
