"""The dossiers screen: the list of dossiers, and the documents of the chosen one."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from core.office.access import READERS
from db.queries import documents, shelf
from desktop import clock, reference
from desktop.changes import touches
from desktop.documents import faces as papers
from desktop.dossiers.open_sheet import OpenSheet
from desktop.latest import Latest
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column as Pile
from desktop.widgets.register.faces import TITLE, Cell, Column, Plan, RowFace
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.words import bind, word, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from db.queries.rows import DocumentRow, DossierRow
    from desktop.context import Context

PLAN: Final = Plan(
    columns=(
        Column("dossiers.column.code", 110),
        Column("dossiers.column.title", 0),
        Column("dossiers.column.retention", 100),
        Column("dossiers.column.documents", 100, right=True),
    ),
    heads=("dossiers.column.code", "dossiers.column.title", "dossiers.column.documents"),
    lead=0,
)


class DossiersScreen(ScreenView):
    """Dossiers at the left, their documents at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._asked, self._inside_asked = Latest(context), Latest(context)
        self._rows: list[DossierRow] = []
        self._wanted = ""
        model = RegisterModel(self._fetch, self._number, self._face)
        empty = EmptyState("folder_open", "dossiers.empty", "dossiers.open", self._open_new)
        self.list = RegisterList("dossiers.list", model, PLAN, empty)
        inside = RegisterModel(self._fetch_inside, lambda row: row.n, self._face_inside)
        nothing = EmptyState("folder_open", "dossiers.empty_inside")
        self.inside = RegisterList("dossiers.documents", inside, papers.PLAN, nothing)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(self.list)
        parts.addWidget(self.inside)
        parts.setSizes([560, 620])
        self.setLayout(Pile(parts, gap=0))
        self.list.view.settled.connect(self._select)
        context.changes.happened.connect(self._changed)
        bind(self, self.head_changed.emit)
        self._read()

    @override
    def head(self) -> Head:
        """Title and how many there are."""
        subtitle = word("dossiers.subtitle", n=len(self._rows))
        return Head(word("frame.screen.dossiers"), subtitle)

    @override
    def commands(self) -> tuple[Command, ...]:
        """Opening one is the main act."""
        new = Command("open", "dossiers.open", self._open_new, "folder_add", "Ctrl+N", "primary")
        return (new, Command("refresh", "outgoing.refresh", self._read, shortcut="F5"))

    @override
    def panes(self) -> tuple[QWidget, ...]:
        """Dossiers, then documents."""
        return (self.list.view, self.inside.view)

    @override
    def start(self) -> QWidget | None:
        """The dossiers."""
        return self.list.view

    @override
    def open(self, argument: object) -> None:
        """Read anew; the id of a dossier goes to it."""
        self._wanted = argument if isinstance(argument, str) else ""
        self._read()

    @override
    def place(self) -> object:
        """The chosen dossier."""
        chosen = self.list.view.current()
        return chosen.id if chosen is not None else None

    def _changed(self, changed: object) -> None:
        if isinstance(changed, frozenset) and touches(changed, "dossier", "document"):
            self._read()

    def _read(self) -> None:
        self._asked.read(shelf.dossiers, self._know)

    def _know(self, rows: list[DossierRow]) -> None:
        self._rows = rows
        self.list.show_ids(array("q", range(1, len(rows) + 1)))
        places = [place for place, row in enumerate(rows, 1) if row.id == self._wanted]
        if places and self.list.view.go_to(places[0]):
            self._wanted = ""
        self.head_changed.emit()
        self._select(self.list.view.current())

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[DossierRow]], None]) -> None:
        done([self._rows[place - 1] for place in ids if 0 < place <= len(self._rows)])

    def _number(self, row: DossierRow) -> int:
        return self._rows.index(row) + 1 if row in self._rows else 0

    def _face(self, row: DossierRow) -> RowFace:
        kept = reference.named(reference.retentions().find(row.retention), words.language)
        count = word("dossiers.documents_count", n=row.documents)
        return RowFace(
            row.title,
            f"{row.code}. {row.title}. {count}",
            below=(Cell(row.code, "text2", "sub_code"), Cell(kept, "text3", "sub")),
            right_top=Cell(count, "text2"),
            cells=(Cell(row.code, "text2", "code"), TITLE, Cell(kept), Cell(count)),
        )

    def _select(self, row: object) -> None:
        chosen = self.list.view.current() if row is not None else None
        if chosen is None:
            self.inside.show_ids(array("q"))
            return
        wanted = chosen.id
        self._inside_asked.read(
            lambda store: array("q", shelf.dossier_documents(store, wanted)), self.inside.show_ids
        )

    def _fetch_inside(
        self, ids: Sequence[int], done: Callable[[Sequence[DocumentRow]], None]
    ) -> None:
        self._context.read(lambda store: documents.rows(store, ids), done)

    def _face_inside(self, row: DocumentRow) -> RowFace:
        return papers.face(row, clock.today())

    def _open_new(self) -> None:
        self._context.frame.open_sheet(OpenSheet(self._context))


SCREEN: Final = Screen(
    "dossiers", "daily", "folder_open", "frame.screen.dossiers", DossiersScreen, READERS
)
