"""The pages exactly as they were signed, and beside them the pages of today where they differ:
drawn from the first bytes of the file, which nobody can have changed since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.shown_pdf import ShownPdf
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Row
from desktop.widgets.pdf_pane import PdfPane

if TYPE_CHECKING:
    from desktop.context import Context


class HeldPane(PdfPane):
    """Pages of bytes that are in hand."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__(name, context.background)
        shown = ShownPdf(context, self.show_source, self.show_problem)
        self.show_bytes, self.drop = shown.put, shown.drop


class RevisionPanes(QWidget):
    """``signed`` alone, or with ``current`` beside it, which follows it from page to page."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.signed = HeldPane(context, "verify.pages.signed")
        self.current = HeldPane(context, "verify.pages.current")
        self._said = Label(role="sub", tone="text2")
        left, right = Column(self._said, gap=4), Column(gap=4)
        left.addWidget(self.signed, 1)
        right.addWidget(Label("verify.pages.current", "sub", "danger"))
        right.addWidget(self.current, 1)
        self._beside = QWidget()
        self._beside.setLayout(right)
        row = Row(gap=12)
        row.addLayout(left, 1)
        row.addWidget(self._beside, 1)
        self.setLayout(row)
        self.signed.view.page_changed.connect(self.current.view.go_to)

    def show_revision(self, number: int, signed: bytes, current: bytes | None) -> None:
        """Show a revision, and today's pages where they are given."""
        self._said.say("verify.pages.revision", revision=number)
        self.signed.show_bytes(signed)
        self._beside.setVisible(current is not None)
        if current is None:
            self.current.drop()
        else:
            self.current.show_bytes(current)

    def drop(self) -> None:
        """Forget both."""
        self.signed.drop()
        self.current.drop()
