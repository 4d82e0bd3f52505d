"""The file beside the form: its name and size above its pages; for a while the other document that
may be the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from desktop.incoming.faces import arrival_number
from desktop.incoming.gathered import gather
from desktop.incoming.scan_verdict import ScanVerdict
from desktop.latest import Latest
from desktop.pages import Opened
from desktop.stored_pdf import StoredPdf
from desktop.widgets.banner import Banner
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.layouts import Column, Divider, Panel, Row
from desktop.widgets.pdf_pane import PdfPane
from desktop.wording import file_size
from desktop.words import bind, word

if TYPE_CHECKING:
    from db.queries.rows import DocumentRow
    from desktop.context import Context
    from desktop.incoming.gathered import Gathered
    from desktop.intake.opening import Arrived


class ScanPane(Panel):
    """``import_wanted`` says that a file is to be chosen where there is none."""

    import_wanted = Signal()

    def __init__(self, context: Context) -> None:
        self._context = context
        self._arrived: Arrived | None = None
        self._asked = Latest(context)
        self._name, self._size = ElidedLabel(role="val"), Label(role="sub_num")
        self.other, self.verdict = Banner(), ScanVerdict(context)
        self.pdf = PdfPane("incoming.scan", context.background)
        self._empty = EmptyState(
            "document_add", "incoming.scan.none", "incoming.import", self._ask_import
        )
        self._stack = QStackedWidget()
        for page in (self.pdf, self._empty):
            self._stack.addWidget(page)
        head = Row(self._name, self._size, gap=8, margins=(12, 6, 10, 6))
        head.setStretch(0, 1)
        said = Column(self.other, self.verdict, gap=0, margins=(8, 0, 8, 0))
        column = Column(head, Divider(), said, gap=0)
        column.addWidget(self._stack, 1)
        super().__init__("surface", column)
        self._stored = StoredPdf(context, self._show_pages, self.pdf.show_problem)
        bind(self, self._speak)

    @property
    def comparing(self) -> bool:
        """Whether another document is shown instead of the file."""
        return bool(self.other.text)

    def show_file(self, arrived: Arrived | None) -> None:
        """Show a file, or that there is none."""
        self._arrived = arrived
        self._leave_other()
        self._show_own()

    def compare(self, row: DocumentRow) -> None:
        """Show the document that may be the same, and how to come back."""
        self.other.say("info", "incoming.compare.showing", n=arrival_number(row))
        self.other.offer("incoming.compare.back", self.show_own, hint="Alt+X")
        self.verdict.hush()
        self._name.setText(row.subject)
        self._size.setText(row.code)
        self._asked.read(lambda store: gather(store, row.id), self._show_other)

    def show_own(self) -> None:
        """Back to the file that is being registered."""
        self._leave_other()
        self._show_own()

    def put_away(self) -> None:
        """Nothing decrypted stays."""
        self._leave_other()
        self._arrived = None
        self.verdict.show_file(None)
        self.pdf.show_source(None)

    def _leave_other(self) -> None:
        self._asked.drop()
        self._stored.drop()
        self.other.hush()

    def _show_other(self, found: Gathered | None) -> None:
        file = found.main_file() if found else None
        if file is None:
            self.pdf.show_source(None)
        else:
            self._stored.want(file.blob)
        self._stack.setCurrentWidget(self.pdf)

    def _show_pages(self, opened: Opened | None) -> None:
        self.pdf.show_source(opened)

    def _show_own(self) -> None:
        self._speak()
        arrived = self._arrived
        self.verdict.show_file(arrived)
        self._stack.setCurrentWidget(self.pdf if arrived else self._empty)
        pages = self._context.pages
        self.pdf.show_source(Opened(pages, arrived.handle) if arrived else None)

    def _speak(self) -> None:
        arrived = self._arrived
        if self.comparing:
            return
        self._name.setText(arrived.name if arrived else word("incoming.scan.no_name"))
        count = word("incoming.fact.pages", n=arrived.handle.page_count) if arrived else ""
        self._size.setText(f"{count} · {file_size(len(arrived.content))}" if arrived else "")

    def _ask_import(self) -> None:
        self.import_wanted.emit()
