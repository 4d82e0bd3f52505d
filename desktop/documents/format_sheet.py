"""Checks the layout of a file that came and shows what deviates; nothing can be changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiboken6 import isValid

from core.errors import AntinError
from desktop import reference
from desktop.background import Lane
from desktop.documents.finding_list import FindingList
from desktop.format_findings import findings_of
from desktop.latest import Latest
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.office.format.finding import Finding, Record
    from db.acting import Store
    from desktop.context import Context


class FormatSheet(Sheet):
    """``content`` reads the file in the database lane; ``record`` is what is known beside it."""

    def __init__(self, context: Context, content: Callable[[Store], bytes], record: Record) -> None:
        self._record, self._asked = record, Latest(context)
        self._problem, self._list = Banner(), FindingList()
        self._count = Label("format.checking", "body", wrap=True)
        close = Button("frame.close", "primary")
        body = Column(self._problem, self._count, self._list, gap=8)
        super().__init__("format.check", body, Row(STRETCH, close), icon="checkmark_circle")
        self.set_width(620)
        close.clicked.connect(self.close_card)
        self._asked.read(content, self._check, self._fail)

    def _check(self, pdf: bytes) -> None:
        types = reference.document_types().items
        self._asked.run(
            Lane.WORKER, lambda: findings_of(pdf, types, self._record), self._show, self._fail
        )

    def _show(self, found: tuple[Finding, ...]) -> None:
        if isValid(self):
            self._count.say("format.found" if found else "format.none", n=len(found))
            self._list.show_found(found)
            self.adjustSize()

    def _fail(self, error: Exception) -> None:
        if not isValid(self):
            return
        if not isinstance(error, AntinError):
            raise error
        self._count.hide()
        self._problem.say_error(error)
        self.adjustSize()
