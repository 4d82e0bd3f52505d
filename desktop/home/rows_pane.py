"""The documents of the list that is shown, with its name above them, or why there are none."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from db.queries import documents
from desktop import clock
from desktop.bulk.bar import BulkBar
from desktop.filters.bar import FilterBar
from desktop.home.faces import PLAN, face
from desktop.home.list_strip import ListStrip
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column, Panel
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.view import RegisterView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.queries.rows import DocumentRow
    from desktop.context import Context
    from desktop.widgets.register.faces import RowFace


class RowsPane(Panel):
    """``turned`` says that other rows are shown, ``clear_wanted`` that the filter is to go;
    ``today`` is the day on which deadlines are shown."""

    turned = Signal()
    clear_wanted = Signal()

    def __init__(self, context: Context) -> None:
        self._context = context
        self.today = clock.today()
        self.strip = ListStrip()
        self.model = RegisterModel(self._fetch, lambda row: row.n, self._face)
        self.view = RegisterView("home.rows", self.model, PLAN)
        self.empty = EmptyState("checkmark_circle", "home.empty.now", "filters.clear", self._clear)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self.filter = FilterBar()
        column = Column(self.strip, self.filter, gap=0)
        column.addWidget(self._stack, 1)
        self.bar = BulkBar()
        column.addWidget(self.bar)
        super().__init__("surface", column)
        self.strip.filter.clicked.connect(lambda _checked: self.filter.open())

    def show_ids(self, ids: array[int], number: int = 0) -> None:
        """Show these rows, the keyboard on one of them."""
        self.view.show_ids(ids)
        self._stack.setCurrentWidget(self.view if ids else self.empty)
        if number:
            self.view.go_to(number)
        self.turned.emit()

    def say_empty(self, key: str, name: str, what: str, *, filtered: bool) -> None:
        """Why there are no rows; a filter can be cleared."""
        self.empty.say(key, name=name, view=name, what=what)
        self.empty.button.setVisible(filtered)

    def current(self) -> DocumentRow | None:
        """The row that the keyboard is on."""
        return self.view.current()

    def first_stop(self) -> QWidget | None:
        """What takes the keyboard, if there are rows."""
        return self.view if self.model.ids else None

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[DocumentRow]], None]) -> None:
        self._context.read(lambda store: documents.rows(store, ids), done)

    def _face(self, row: DocumentRow) -> RowFace:
        return face(row, self.today)

    def _clear(self) -> None:
        self.clear_wanted.emit()
