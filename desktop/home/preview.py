"""What the row is about, with its pages: beside the rows where there is room."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from core.office.terms import Kind
from db.actions import desk
from db.queries import documents
from desktop.documents.faces import code_of, subject_of
from desktop.documents.head_chips import head_chips
from desktop.incoming.faces import due_of
from desktop.latest import Latest
from desktop.stored_pdf import StoredPdf
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import STRETCH, Column, Divider, Panel, Row
from desktop.widgets.pdf_pane import PdfPane
from desktop.wording import due_words
from desktop.words import bind

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from db.acting import Store
    from db.queries.rows import DocumentPage, DocumentRow
    from desktop.context import Context

_SHOWN = ("received", "main")


class Preview(Panel):
    """Reads nothing while it is out of sight."""

    def __init__(self, context: Context) -> None:
        self._asked, self._today = Latest(context), date.min
        self._shown: DocumentRow | None = None
        self._code, self._chips = Label(role="code"), Row(gap=6)
        self._subject, self._facts = Label(role="doc", wrap=True), ElidedLabel(role="sub")
        self.pdf = PdfPane("home.pages", context.background)
        self._stored = StoredPdf(context, self.pdf.show_source, self.pdf.show_problem)
        top = Row(self._code, self._chips, STRETCH, gap=8)
        head = Column(top, self._subject, self._facts, gap=4, margins=(16, 10, 16, 10))
        column = Column(head, Divider(), gap=0)
        self._no_file = EmptyState("document_pdf", "home.no_file")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.pdf)
        self._pages.addWidget(self._no_file)
        column.addWidget(self._pages, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("mail_inbox", "home.none_chosen"))
        self._stack.addWidget(Panel("surface", column))
        super().__init__("surface", Column(self._stack, gap=0))
        bind(self, self._speak)

    def show_row(self, row: DocumentRow | None, today: date) -> None:
        """Show a document, or that none is chosen."""
        self._shown, self._today = row, today
        self._speak()
        self._read()

    def put_away(self) -> None:
        """Forget the decrypted file."""
        self._asked.drop()
        self._stored.drop()

    def _read(self) -> None:
        row = self._shown
        if row is None or not self.isVisible():
            self.put_away()
            return
        wanted = row.id

        def query(store: Store) -> DocumentPage | None:
            page = documents.page(store, wanted)
            if page is not None:
                desk.mark_read(store, wanted)
            return page

        self._asked.read(query, self._show_page)

    def _show_page(self, page: DocumentPage | None) -> None:
        files = [file for file in page.files if file.role in _SHOWN and file.here] if page else []
        self._pages.setCurrentWidget(self.pdf if files else self._no_file)
        self._stored.want(files[0].blob if files else "")

    def _speak(self) -> None:
        row = self._shown
        self._stack.setCurrentIndex(0 if row is None else 1)
        _clear(self._chips)
        if row is None:
            return
        self._code.show_text(code_of(row))
        self._subject.show_text(subject_of(row))
        for chip in head_chips(row):
            self._chips.addWidget(chip)
        facts = [row.issuer, row.lead]
        if row.kind == Kind.INCOMING and row.due:
            due, stands = due_of(row, self._today)
            facts.append(due_words(stands, due, self._today)[0])
        self._facts.show_text(" · ".join(part for part in facts if part))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()


def _clear(row: Row) -> None:
    while (item := row.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
