"""A table for each form of book, of which one is in sight: its lines, those that fit the words
typed.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from core.office.books import Form
from desktop.books import faces
from desktop.books.choosing import Page
from desktop.books.plans import PLANS
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.office.book_lines import Line
    from desktop.widgets.register.view import RegisterView

NOTHING: Final = Page((), ())
Numbered = tuple[int, "Line"]


class Tables(QStackedWidget):
    """``opened`` carries the line that Enter opens, ``settled`` says that the keyboard rests on
    another.
    """

    opened = Signal(object)
    settled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.page = NOTHING
        self._lists = {form: self._list(form) for form in PLANS}
        self._form = Form.INCOMING
        for made in self._lists.values():
            self.addWidget(made)

    @property
    def current(self) -> RegisterList[Numbered]:
        """The table in sight."""
        return self._lists[self._form]

    @property
    def view(self) -> RegisterView[Numbered]:
        """Its rows."""
        return self.current.view

    def show_form(self, form: Form) -> None:
        """Another book is in sight, whose lines are still to come."""
        self._form = form
        self.setCurrentWidget(self.current)

    def show_page(self, page: Page, typed: str) -> int:
        """Show the lines in which the words typed stand; returns how many."""
        self.page = page
        places = page.fitting(typed)
        self.current.show_ids(array("q", places))
        self.current.empty.say("books.none_fit" if typed else "books.empty")
        return len(places)

    def line(self) -> Line | None:
        """The line that the keyboard is on."""
        row = self.view.current()
        return row[1] if row else None

    def _list(self, form: Form) -> RegisterList[Numbered]:
        model = RegisterModel[Numbered](
            self._fetch, lambda row: row[0], lambda row: faces.face(row[1], form)
        )
        made = RegisterList("books.table", model, PLANS[form], EmptyState("book", "books.empty"))
        made.view.opened.connect(lambda row: self.opened.emit(row[1]))
        made.view.settled.connect(lambda _: self.settled.emit())
        return made

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[Numbered]], None]) -> None:
        lines = self.page.lines
        done([(place, lines[place - 1]) for place in ids if 0 < place <= len(lines)])
