"""The outgoing screen: register, views, and the clerk's acts from numbering to filing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from core.office.access import ACCESS, READERS
from core.office.terms import Act, Kind, State
from db.queries import documents
from db.queries.documents import View as Asked
from db.queries.sorting import NEWEST
from desktop import clock
from desktop.bulk.acts import BulkActs
from desktop.bulk.bar import BulkBar
from desktop.bulk.chosen import Chosen
from desktop.changes import touches
from desktop.documents import faces
from desktop.documents.versions_sheet import versions_commands
from desktop.filters import register_filters
from desktop.filters.arranging import Arranging
from desktop.filters.grounds import OUTGOING
from desktop.filters.register_filters import RegisterFilters
from desktop.latest import Latest
from desktop.outgoing.clerk import Acts
from desktop.outgoing.detail import Detail
from desktop.outgoing.gathered import gather
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.buttons import IconButton
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.register.faces import RowFace
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.widgets.view_tabs import View, ViewTabs
from desktop.words import bind, word

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from db.acting import Store
    from db.queries.rows import DocumentPage, DocumentRow
    from desktop.context import Context
    from desktop.filters.register_filters import Found
    from desktop.outgoing.gathered import Gathered

KINDS: Final = (Kind.OUTGOING, Kind.INTERNAL)
VIEWS: Final = {
    "all": Asked(KINDS),
    "to_check": Asked(KINDS, (State.INITIALLED,)),
    "to_number": Asked(KINDS, (State.SIGNED,)),
    "to_seal": Asked(KINDS, (State.NUMBERED,)),
    "to_issue": Asked(KINDS, (State.SEALED, State.COPIED)),
    "issued": Asked(KINDS, (State.ISSUED, State.RECEIVED, State.FILED)),
    "stopped": Asked(KINDS, (State.RECALLED, State.CANCELLED)),
}
TABS: Final = tuple(View(name, f"outgoing.view.{name}") for name in VIEWS)
_EMPTY: Final = "outgoing.empty"
MINE: Final = ("to_number", "to_seal", "to_issue")
"""What needs the clerk now: the badge."""


def _overview(store: Store) -> tuple[dict[str, int], Found]:
    """What stands around the rows."""
    return documents.counts(store, VIEWS), register_filters.read(store, "outgoing", VIEWS)


def _face(row: DocumentRow) -> RowFace:
    return faces.face(row, clock.today())


class OutgoingScreen(ScreenView):
    """Register at the left, the document at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._asked, self._counted, self._page_asked = (Latest(context) for _ in range(3))
        self._row: DocumentRow | None = None
        self._total, self._wanted = 0, 0
        self.tabs = ViewTabs("outgoing.views", TABS)
        self.filters = RegisterFilters(context, OUTGOING, self.tabs, TABS)
        model = RegisterModel(self._fetch, lambda row: row.n, _face)
        clear = self.filters.bar.close_bar
        self._empty = EmptyState("mail_arrow_up", _EMPTY, "filters.clear", clear)
        plan = replace(faces.PLAN, marks=True)
        self.list, bar = RegisterList("outgoing.list", model, plan, self._empty), BulkBar()
        self.arranging = Arranging(context, "outgoing", self.list.view, NEWEST)
        self.detail = Detail(context)
        chosen, detail = Chosen(model, self.list.view), self.detail
        self.bulk = BulkActs(
            context, chosen, bar, lambda: found.sitting() if (found := detail.found) else None
        )
        self._acts = Acts(context, self.detail.show_follow_up)
        self._lay_out(bar)
        self.bulk.turned.connect(self.commands_changed)
        self.list.view.settled.connect(self._select)
        self.detail.follow_up.chosen.connect(self._go)
        context.changes.happened.connect(self._changed)
        bind(self, self.head_changed.emit)
        self._read()

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        """Title and how many there are."""
        subtitle = word("outgoing.subtitle", year=clock.today().year, n=self._total)
        return Head(word("frame.screen.outgoing"), subtitle)

    @override
    def commands(self) -> tuple[Command, ...]:
        """What the workflow allows on the chosen document, the main act first."""
        save = Command("save_pdf", "outgoing.save_pdf", self._save, "save", "Ctrl+S", "bar")
        refresh = Command("refresh", "outgoing.refresh", self._read, shortcut="F5")
        found = self.detail.found
        everywhere = Command("receipts", "outgoing.receipts", self._acts.receive_all, "mail_read")
        clerk = found is not None and bool(found.roles & ACCESS[Act.CONFIRM_RECEIPT].keys())
        last = (*((save,) if found else ()), *((everywhere,) if clerk else ()), refresh)
        several = self.bulk.chosen.several()
        acts = self.bulk.commands() if several else self._acts.commands(found)
        if found is not None and not several:
            versions = versions_commands(self._context, found.page.row.id)
            last = (*last, *self.detail.files.commands(), *versions)
        return (*acts, *last, *self.filters.commands(), *self.arranging.commands())

    @override
    def panes(self) -> tuple[ScreenView | ViewTabs, ...]:
        """List, then document."""
        return (self.list.view, self.detail.tabs)  # type: ignore[return-value]

    @override
    def start(self) -> QWidget | None:
        """The rows."""
        return self.list.view

    @override
    def open(self, argument: object) -> None:
        """Read anew; ``(view, number)`` goes to a document of a view, ``("document", id)`` to one
        wherever it is.
        """
        match argument:
            case ("document", str(document)):
                self.filters.choose(TABS[0].id)
                self._context.read(partial(documents.page, document=document), self._found)
            case (str(view), int(document)):
                self._wanted = document
                self.filters.choose(view)
            case _:
                self._read()

    @override
    def place(self) -> object:
        """View and document."""
        return (self.tabs.current(), self._row.n if self._row is not None else 0)

    @override
    def keep(self) -> None:
        """Nothing is being written here; what was decrypted is forgotten."""
        self.detail.drop()

    # -- reading -------------------------------------------------------------------------------

    def _changed(self, changed: object) -> None:
        if isinstance(changed, frozenset) and touches(changed, "document", "dossier", "register"):
            self._read()

    def _read(self) -> None:
        self._list()
        self.arranging.read()
        self._counted.read(_overview, self._count)

    def _list(self) -> None:
        """The rows of the view that is shown, as far as they fit what is asked."""
        asked, standing = self.filters.filter(), VIEWS.get(self.filters.base())
        listed = self.arranging.listing()
        self._asked.read(lambda store: listed(store, asked, standing), self._show_ids)

    def _show_ids(self, ids: array[int]) -> None:
        self.list.show_ids(ids)
        if self._wanted and self.list.view.go_to(self._wanted):
            self._wanted = 0
        filtered = self.filters.filtered()
        view = word(f"outgoing.view.{self.filters.base()}")
        self._empty.say(
            "filters.empty" if filtered else _EMPTY, view=view, what=self.filters.whole()
        )
        self._empty.button.setVisible(filtered)
        if filtered:
            self.filters.bar.show_count(len(ids), self._total)

    def _count(self, read: tuple[dict[str, int], Found]) -> None:
        counts, found = read
        for name, count in counts.items():
            self.tabs.set_count(name, count)
        self._total = counts["all"]
        self._context.frame.set_badge("outgoing", sum(counts[name] for name in MINE))
        self.filters.show_found(found)
        self.head_changed.emit()
        self.commands_changed.emit()

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[DocumentRow]], None]) -> None:
        self._context.read(lambda store: documents.rows(store, ids), done)

    def _select(self, row: object) -> None:
        self._row = row if row is None else self.list.view.current()
        if self._row is None:
            self._page_asked.drop()
            self._show(None)
        else:
            wanted = self._row.id
            self._page_asked.read(lambda store: gather(store, wanted), self._show)

    def _show(self, found: Gathered | None) -> None:
        self.detail.show_found(found)
        self.detail.show_commands(self._acts.commands(found))
        self.commands_changed.emit()

    def _found(self, page: DocumentPage | None) -> None:
        """A document that somebody asked for by its id."""
        if page is not None:
            self._wanted = page.row.n
            self._read()

    def _go(self, kind: str, document: str) -> None:
        """To a document that is linked to this one."""
        screen = "incoming" if kind == Kind.INCOMING else "outgoing"
        self._context.frame.go(screen, ("document", document))

    def _save(self) -> None:
        if self.detail.page is not None:
            self._acts.save(self.detail.page)

    # -- inside --------------------------------------------------------------------------------

    def _lay_out(self, bulk: BulkBar) -> None:
        left = QSplitter(Qt.Orientation.Horizontal)
        left.setChildrenCollapsible(False)
        left.setHandleWidth(1)
        button = IconButton("filters.quick", "filter", shortcut="Ctrl+F")
        button.clicked.connect(lambda _checked: self.filters.bar.open())
        bar = Row(self.tabs, button, self.arranging.button, gap=8, margins=(10, 5, 8, 5))
        bar.setStretch(0, 1)
        column = Column(bar, Divider(), self.filters.bar, gap=0)
        column.addWidget(self.list, 1)
        column.addWidget(bulk)
        left.addWidget(Panel("surface", column))
        left.addWidget(self.detail)
        left.setStretchFactor(0, 62)
        left.setStretchFactor(1, 38)
        left.setSizes([730, 440])
        self.filters.asked.connect(self._list)
        self.filters.stale.connect(self._read)
        self.arranging.changed.connect(self._list)
        self.list.ordered.connect(self.arranging.click)
        self.filters.bar.left.connect(self.list.view.setFocus)
        whole = Column(gap=0)
        whole.addWidget(left, 1)
        self.setLayout(whole)


SCREEN: Final = Screen(
    "outgoing", "daily", "mail_arrow_up", "frame.screen.outgoing", OutgoingScreen, READERS
)
