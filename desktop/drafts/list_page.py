"""The drafts of a person beside the pages of the one that the keyboard rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from core.office.terms import Kind, State
from db.queries import documents
from db.queries.documents import View
from desktop.changes import touches
from desktop.documents.files_pane import FilesPane
from desktop.drafts import faces, keeping
from desktop.latest import Latest
from desktop.widgets.banner import Banner
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Panel
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.wording import clock_time

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QShowEvent

    from db.queries.rows import DocumentPage, DocumentRow
    from desktop.context import Context
    from desktop.drafts.keeping import Task

VIEW: Final = View((Kind.OUTGOING, Kind.INTERNAL), (State.DRAFT, State.INITIALLED), mine=True)


class ListPage(QWidget):
    """``opened`` carries the row opened by Enter; ``turned`` says that another one is current."""

    opened = Signal(object)
    turned = Signal()

    def __init__(
        self, context: Context, begin: Callable[[], None], resume: Callable[[Task], None]
    ) -> None:
        super().__init__()
        self._context, self._resume = context, resume
        self._listed, self._paged, self._left = (Latest(context) for _ in range(3))
        self._wanted = ""
        self.page: DocumentPage | None = None
        self.count = 0
        self.banner = Banner()
        model = RegisterModel(self._fetch, lambda row: row.n, faces.face)
        empty = EmptyState("document_edit", "drafts.empty", "drafts.new", begin)
        self.list = RegisterList("drafts.list", model, faces.PLAN, empty)
        self.files = FilesPane(context, "drafts.pages", _nothing)
        self.pdf = self.files.pdf
        self.list.view.settled.connect(self._settle)
        self.list.view.opened.connect(self.opened)
        context.changes.happened.connect(self._changed)
        self._lay_out()

    def read(self) -> None:
        """Ask for the list and for what was left unsaved."""
        self._listed.read(lambda store: documents.ids(store, VIEW), self._show_ids)
        self._left.read(keeping.left, self._show_left)

    def select(self, document: str) -> None:
        """Put the keyboard on a document, now or as soon as the list has it."""
        self._wanted = document
        self.read()

    def drop(self) -> None:
        """Forget the decrypted file: the screen is left or the session locks."""
        self.files.drop()

    def _changed(self, changed: object) -> None:
        if isinstance(changed, frozenset) and touches(changed, "document"):
            self.read()

    def _show_ids(self, ids: array[int]) -> None:
        self.count = len(ids)
        self.list.show_ids(ids)
        self._context.frame.set_badge("drafts", self.count)
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self._paged.read(lambda store: documents.page(store, wanted), self._go)
        self.turned.emit()

    def _go(self, page: DocumentPage | None) -> None:
        if page is not None and self.list.view.go_to(page.row.n):
            self._show(page)

    def _show_left(self, left: tuple[Task, int] | None) -> None:
        self.banner.hush()
        if left is not None:
            task, at = left
            self.banner.say("info", "drafts.left", at=clock_time(at))
            self.banner.offer("drafts.left_open", lambda: self._resume(task))

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[DocumentRow]], None]) -> None:
        self._context.read(lambda store: documents.rows(store, ids), done)

    def _settle(self, row: DocumentRow | None) -> None:
        if row is None:
            self._paged.drop()
            self._show(None)
        else:
            document = row.id
            self._paged.read(lambda store: documents.page(store, document), self._show)

    def _show(self, page: DocumentPage | None) -> None:
        self.page = page
        self.files.show_files(page.row.id if page else "", page.files if page else ())
        self.turned.emit()

    def _lay_out(self) -> None:
        column = Column(gap=0)
        column.addLayout(Column(self.banner, gap=0, margins=(8, 0, 8, 0)))
        column.addWidget(self.list, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(Panel("surface", column))
        splitter.addWidget(self.files)
        splitter.setSizes([640, 530])
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        self.setLayout(Column(splitter, gap=0))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """After a lock or another screen the list and the file are read again."""
        super().showEvent(event)
        self._show(self.page)
        self.read()


def _nothing(_opened: object) -> None:
    """The pages are in sight, which is all."""
