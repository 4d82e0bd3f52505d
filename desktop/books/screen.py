"""The books screen: a register for a year or a month, exactly as it is printed, and the acts on its
numbers.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from core.office.access import READERS
from core.office.book_lines import Fate
from core.office.books import Form
from desktop import clock
from desktop.books import choosing, faces
from desktop.books.acts import Acts
from desktop.books.bar import Bar, name_of, period_words
from desktop.books.choosing import Choice, Page, Shelf
from desktop.books.plans import PLANS
from desktop.changes import touches
from desktop.latest import Latest
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from core.office.book_lines import Line
    from desktop.context import Context

NOTHING: Final = Page((), ())
Numbered = tuple[int, "Line"]


class BooksScreen(ScreenView):
    """The bar that chooses, and a table for each form, of which one is in sight."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._asked, self._read_asked = Latest(context), Latest(context)
        self.shelf, self._page, self._typed = Shelf(), NOTHING, ""
        self._wanted, self._period = "", f"{clock.today().year:04}"
        self.bar, self._stack = Bar(), QStackedWidget()
        self.tables = {form: self._table(form) for form in PLANS}
        self._acts = Acts(context, self._read)
        for table in self.tables.values():
            self._stack.addWidget(table)
        column = Column(self.bar, gap=0)
        column.addWidget(self._stack, 1)
        self.setLayout(column)
        self.bar.changed.connect(self._choose)
        self.bar.searched.connect(self._filter)
        context.changes.happened.connect(self._changed)
        bind(self, self.head_changed.emit)

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        """The book, and how many lines it has for the period."""
        shown = self.shown()
        if shown is None:
            return Head(word("frame.screen.books"))
        subtitle = word(
            "books.subtitle", period=period_words(self._period), n=len(self._page.lines)
        )
        return Head(name_of(shown), subtitle)

    @override
    def commands(self) -> tuple[Command, ...]:
        """What the person may do with the book in sight."""
        find = Command("find", "books.find", self._find, "search", "Ctrl+F")
        refresh = Command("refresh", "outgoing.refresh", self._read, shortcut="F5")
        acts = self._acts.commands(self.shelf, self.shown(), self._period, self._line())
        return (*acts, find, refresh)

    @override
    def panes(self) -> tuple[QWidget, ...]:
        """What chooses, the words to filter by, the lines."""
        return (self.bar.book, self.bar.box, self.table().view)

    @override
    def start(self) -> QWidget | None:
        """The lines."""
        return self.table().view

    @override
    def open(self, argument: object) -> None:
        """Read anew; ``(book, period)`` as ``place`` says them."""
        match argument:
            case (str(wanted), str(period)):
                self._wanted, self._period = wanted, period
        self._read()

    @override
    def place(self) -> object:
        """Book and period."""
        return (self._wanted, self._period)

    @override
    def keep(self) -> None:
        """Nothing is being written here; printed pages in sight are forgotten."""
        self._acts.drop()

    def shown(self) -> Choice | None:
        """The book in sight."""
        return self.shelf.find(self._wanted)

    def table(self) -> RegisterList[Numbered]:
        """The table in sight."""
        shown = self.shown()
        return self.tables[shown.form if shown else Form.INCOMING]

    # -- reading -------------------------------------------------------------------------------

    def _changed(self, changed: object) -> None:
        if isinstance(changed, frozenset) and touches(changed, "document", "register"):
            self._read()

    def _read(self) -> None:
        self._asked.read(choosing.shelf, self._know)

    def _know(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._show_choice()

    def _choose(self) -> None:
        """Another book or period was chosen; of another year the whole year is shown first."""
        self._wanted = self.bar.book.now
        self._period = self.bar.period.now or self._period
        self._show_choice()
        self.table().view.setFocus()

    def _show_choice(self) -> None:
        shown = self.shown()
        if shown is None:
            return
        self._wanted = shown.id
        if not self._period.startswith(f"{shown.year:04}"):
            self._period = f"{shown.year:04}"
        self.bar.show_shelf(self.shelf, shown, self._period)
        self._stack.setCurrentWidget(self.table())
        query = partial(choosing.page, choice=shown, period=self._period)
        self._read_asked.read(query, self._show_page)

    def _show_page(self, page: Page) -> None:
        self._page = page
        self._filter(self._typed)
        self.head_changed.emit()
        self.commands_changed.emit()

    def _filter(self, typed: str) -> None:
        self._typed = typed
        places = self._page.fitting(typed)
        self.table().show_ids(array("q", places))
        self.table().empty.say("books.none_fit" if typed else "books.empty")
        self.bar.show_count(len(places), len(self._page.lines))

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[Numbered]], None]) -> None:
        lines = self._page.lines
        done([(place, lines[place - 1]) for place in ids if 0 < place <= len(lines)])

    # -- inside --------------------------------------------------------------------------------

    def _table(self, form: Form) -> RegisterList[Numbered]:
        model = RegisterModel[Numbered](
            self._fetch, lambda row: row[0], lambda row: faces.face(row[1], form)
        )
        empty = EmptyState("book", "books.empty")
        made = RegisterList("books.table", model, PLANS[form], empty)
        made.view.opened.connect(self._open_line)
        made.view.settled.connect(lambda _: self.commands_changed.emit())
        return made

    def _line(self) -> Line | None:
        row = self.table().view.current()
        return row[1] if row else None

    def _open_line(self, row: Numbered) -> None:
        """Enter: to the document; a kept or next number to what can be done with it."""
        line, shown = row[1], self.shown()
        if line.entity:
            self._acts.show_document(line.entity)
        elif line.fate is Fate.RESERVED and shown is not None:
            self._acts.ask_void(shown, line)

    def _find(self) -> None:
        self.bar.box.setFocus()
        self.bar.box.selectAll()


SCREEN: Final = Screen("books", "look_up", "book", "frame.screen.books", BooksScreen, READERS)
