"""Checks the layout of a file that came and shows what deviates, and where; nothing can be changed
here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiboken6 import isValid
from typing_extensions import override

from core.errors import AntinError
from desktop import reference
from desktop.background import Lane
from desktop.documents.finding_list import FindingList
from desktop.documents.finding_places import FindingPlaces
from desktop.format_findings import findings_of
from desktop.latest import Latest
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QKeyEvent

    from core.office.format.finding import Finding, Record
    from db.acting import Store
    from desktop.context import Context

WIDE = 620


class FormatSheet(Sheet):
    """``content`` reads the file in the database lane; ``record`` is what is known beside it.
    Enter on a finding shows its place, Esc puts the page away again.
    """

    def __init__(self, context: Context, content: Callable[[Store], bytes], record: Record) -> None:
        self._record, self._asked = record, Latest(context)
        self._found: tuple[Finding, ...] = ()
        self._problem, self.list = Banner(), FindingList()
        self.places = FindingPlaces(context)
        self._count = Label("format.checking", "body", wrap=True)
        self._hint = Label("format.enter", "hint", wrap=True)
        self._hint.hide()
        close = Button("frame.close", "primary")
        left = Column(self._problem, self._count, self.list, self._hint, STRETCH, gap=8)
        body = Row(gap=16)
        body.addLayout(left, 1)
        body.addWidget(self.places, 1)
        super().__init__("format.check", body, Row(STRETCH, close), icon="checkmark_circle")
        close.clicked.connect(self.close_card)
        self.list.wanted.connect(lambda place: self.places.show_place(self._found[place]))
        self.list.chosen.connect(lambda place: self.places.follow_place(self._found[place]))
        self.places.turned.connect(self._turn)
        self._asked.read(content, self._check, self._fail)

    @override
    def adjustSize(self) -> None:
        self.places.fit(self.parentWidget())
        super().adjustSize()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.places.leave(event):
            super().keyPressEvent(event)

    @override
    def keep(self) -> None:
        self.places.drop()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Put away; a window that is only made small keeps what it shows."""
        if not event.spontaneous():
            self.places.drop()
        super().hideEvent(event)

    @override
    def _measure(self) -> None:
        self.setFixedWidth(self.places.wide(WIDE, self.parentWidget()))

    def _turn(self) -> None:
        self._measure()
        self.widened.emit()
        self.list.setFocus()

    def _check(self, pdf: bytes) -> None:
        types = reference.document_types().items
        self.places.hold(pdf)
        self._asked.run(
            Lane.WORKER, lambda: findings_of(pdf, types, self._record), self._show, self._fail
        )

    def _show(self, found: tuple[Finding, ...]) -> None:
        if isValid(self):
            self._found = found
            self._count.say("format.found" if found else "format.none", n=len(found))
            self.list.show_found(found)
            self._hint.setVisible(bool(found))
            if found:
                self.list.setFocus()
            self.widened.emit()

    def _fail(self, error: Exception) -> None:
        if not isValid(self):
            return
        if not isinstance(error, AntinError):
            raise error
        self._count.hide()
        self._problem.say_error(error)
        self.adjustSize()
