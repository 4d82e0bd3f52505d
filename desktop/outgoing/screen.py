"""The outgoing screen: register, views, and the clerk's acts from numbering to filing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from core.office.terms import Act, Kind, State
from db.actions import outgoing
from db.queries import documents, office
from db.queries.documents import View as Asked
from desktop import clock
from desktop.announce import announce
from desktop.changes import touches
from desktop.documents import faces
from desktop.documents.faces import code_of
from desktop.dossiers.choose import ChooseDossier
from desktop.latest import Latest
from desktop.outgoing.detail import Detail
from desktop.outgoing.export import export_pdf
from desktop.screens import Command, Head, Place, Screen, ScreenView
from desktop.signing import acts
from desktop.signing.pin_sheet import PinSheet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.path_sheet import PathSheet
from desktop.widgets.register.faces import RowFace
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.widgets.view_tabs import View, ViewTabs
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Done, Store
    from db.queries.rows import DocumentPage, DocumentRow
    from desktop.context import Context

KINDS: Final = (Kind.OUTGOING, Kind.INTERNAL)
VIEWS: Final = {
    "all": Asked(KINDS),
    "to_number": Asked(KINDS, (State.SIGNED,)),
    "to_seal": Asked(KINDS, (State.NUMBERED,)),
    "to_issue": Asked(KINDS, (State.SEALED,)),
    "issued": Asked(KINDS, (State.ISSUED, State.RECEIVED, State.FILED)),
}
TABS: Final = tuple(View(name, f"outgoing.view.{name}") for name in VIEWS)
MINE: Final = ("to_number", "to_seal", "to_issue")
"""What needs the clerk now: the badge."""
CLERKS: Final = {
    Act.NUMBER: ("outgoing.number", "ribbon"),
    Act.SEAL: ("outgoing.seal", "shield_checkmark"),
    Act.ISSUE: ("outgoing.issue", "send"),
}
"""The clerk's main act at each state; all are on F9, one after the other."""


class OutgoingScreen(ScreenView):
    """Register at the left, the document at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._asked, self._counted, self._page_asked = (Latest(context) for _ in range(3))
        self._row: DocumentRow | None = None
        self._total = 0
        model = RegisterModel(self._fetch, lambda row: row.n, self._face)
        empty = EmptyState("mail_arrow_up", "outgoing.empty")
        self.list = RegisterList("outgoing.list", model, faces.PLAN, empty)
        self.tabs = ViewTabs("outgoing.views", TABS)
        self.detail = Detail(context)
        self._lay_out()
        self.tabs.chosen.connect(lambda _view: self._read())
        self.list.view.settled.connect(self._select)
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
        save = Command("save_pdf", "outgoing.save_pdf", self._ask_save, "save", "Ctrl+S", "bar")
        refresh = Command("refresh", "outgoing.refresh", self._read, shortcut="F5")
        main = tuple(self._main_acts())
        return (*main, *((save,) if self.detail.page else ()), refresh)

    @override
    def panes(self) -> tuple[ScreenView | ViewTabs, ...]:
        """List, then document."""
        return (self.list.view, self.detail.tabs)  # type: ignore[return-value]

    @override
    def open(self, argument: object) -> None:
        """Read anew; a document's id goes to it."""
        self._read()

    @override
    def keep(self) -> None:
        """Nothing is being written here; what was decrypted is forgotten."""
        self.detail.drop()
        self._row = None

    # -- reading -------------------------------------------------------------------------------

    def _changed(self, changed: object) -> None:
        if isinstance(changed, frozenset) and touches(changed, "document", "dossier", "register"):
            self._read()

    def _read(self) -> None:
        view = VIEWS[self.tabs.current()]
        self._asked.read(partial(documents.ids, view=view), self.list.show_ids)
        self._counted.read(partial(documents.counts, views=VIEWS), self._count)

    def _count(self, counts: dict[str, int]) -> None:
        for name, count in counts.items():
            self.tabs.set_count(name, count)
        self._total = counts["all"]
        self._context.frame.set_badge("outgoing", sum(counts[name] for name in MINE))
        self.head_changed.emit()

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[DocumentRow]], None]) -> None:
        self._context.read(lambda store: documents.rows(store, ids), done)

    def _face(self, row: DocumentRow) -> RowFace:
        return faces.face(row, clock.today())

    def _select(self, row: object) -> None:
        self._row = row if row is None else self.list.view.current()
        if self._row is None:
            self._page_asked.drop()
            self._show(None)
        else:
            wanted = self._row.id
            self._page_asked.read(lambda store: documents.page(store, wanted), self._show)

    def _show(self, page: DocumentPage | None) -> None:
        self.detail.show_page(page)
        self.detail.show_commands([*self._main_acts()])
        self.commands_changed.emit()

    # -- acts ----------------------------------------------------------------------------------

    def _main_acts(self) -> list[Command]:
        page = self.detail.page
        if page is None:
            return []
        allowed = {move.act for move in page.moves}
        found = [
            Command(act.value, key, partial(self._begin, act), icon, "F9", "primary")
            for act, (key, icon) in CLERKS.items()
            if act in allowed
        ]
        if Act.FILE in allowed:
            place: Place = "bar" if found else "primary"
            found.append(
                Command("file", "outgoing.file", self._ask_dossier, "folder_add", "Ctrl+H", place)
            )
        return found

    def _begin(self, act: Act) -> None:
        page = self.detail.page
        if page is None:
            return
        if act is Act.ISSUE:
            document = page.row.id
            self._context.act(lambda store: outgoing.issue(store, document), self._issued)
        else:
            self._ask_pin(act, page)

    def _ask_pin(self, act: Act, page: DocumentPage) -> None:
        key, _icon = CLERKS[act]
        summary = (
            ("outgoing.pin.document", page.row.subject),
            ("outgoing.pin.code", code_of(page.row)),
        )
        sheet = PinSheet(key, summary, key, lambda pin: self._sign(act, page.row.id, pin, sheet))
        self._context.frame.open_sheet(sheet)

    def _sign(self, act: Act, document: str, pin: str, sheet: PinSheet) -> None:
        ring = self._context.ring

        def work(store: Store) -> Done:
            if act is Act.SEAL:
                return acts.seal(store, ring, document, pin)
            return acts.number(store, ring, document, office.books(store, "outgoing")[0].id, pin)

        def done(result: Done) -> None:
            sheet.close_card()
            key = "outgoing.numbered" if result.number else "outgoing.sealed"
            self._say(key, n=result.number or 0)

        self._context.act(work, done, sheet.refuse)

    def _issued(self, _done: Done) -> None:
        self._say("outgoing.issued")

    def _say(self, key: str, n: int = 0) -> None:
        self._context.frame.toast(key, n=n)
        announce(word(key, n=n))

    def _ask_dossier(self) -> None:
        page = self.detail.page
        if page is not None:
            self._context.frame.open_sheet(ChooseDossier(self._context, [page.row.id]))

    def _ask_save(self) -> None:
        page = self.detail.page
        if page is None:
            return
        start = Path.home() / f"{code_of(page.row).replace('/', '-').replace('…', 'du-thao')}.pdf"
        document = page.row.id

        def write(paths: list[Path]) -> None:
            self._context.read(
                lambda store: export_pdf(store, document, paths[0]),
                lambda _: self._say("outgoing.saved"),
            )

        sheet = PathSheet(
            "outgoing.save_pdf", write, filters="PDF (*.pdf)", saving=True, start=start
        )
        self._context.frame.open_sheet(sheet)

    # -- inside --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QSplitter(Qt.Orientation.Horizontal)
        left.setChildrenCollapsible(False)
        bar = Row(self.tabs, margins=(10, 6, 10, 6))
        column = Column(bar, Divider(), gap=0)
        column.addWidget(self.list, 1)
        left.addWidget(Panel("surface", column))
        left.addWidget(self.detail)
        left.setStretchFactor(0, 62)
        left.setStretchFactor(1, 38)
        left.setSizes([730, 440])
        whole = Column(gap=0)
        whole.addWidget(left, 1)
        self.setLayout(whole)


SCREEN: Final = Screen(
    "outgoing", "daily", "mail_arrow_up", "frame.screen.outgoing", OutgoingScreen
)
