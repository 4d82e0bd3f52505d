"""The books screen: a register for a year or a month, exactly as it is printed, and the acts on its
numbers.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from core.office.access import READERS
from core.office.book_lines import Fate, Line
from desktop import clock
from desktop.books import choosing
from desktop.books.acts import Acts
from desktop.books.bar import Bar, name_of, period_words
from desktop.books.choosing import Choice, Page, Shelf
from desktop.books.tables import Tables
from desktop.changes import touches
from desktop.latest import Latest
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.layouts import Column
from desktop.words import bind, word

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.context import Context


class BooksScreen(ScreenView):
    """The bar that chooses above the table of what is chosen."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._asked, self._page_asked = Latest(context), Latest(context)
        self.shelf, self._typed = Shelf(), ""
        self._wanted, self._period = "", f"{clock.today().year:04}"
        self.bar, self.tables = Bar(), Tables()
        self._acts = Acts(context)
        column = Column(self.bar, gap=0)
        column.addWidget(self.tables, 1)
        self.setLayout(column)
        self.bar.changed.connect(self._choose)
        self.bar.searched.connect(self._filter)
        self.tables.opened.connect(self._open_line)
        self.tables.settled.connect(self.commands_changed.emit)
        context.changes.happened.connect(self._changed)
        bind(self, self.head_changed.emit)

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        """The book, and how many lines it has for the period."""
        shown = self.shown()
        if shown is None:
            return Head(word("frame.screen.books"))
        count = len(self.tables.page.lines)
        said = word("books.subtitle", period=period_words(self._period), n=count)
        return Head(name_of(shown), said)

    @override
    def commands(self) -> tuple[Command, ...]:
        """What the person may do with the book in sight."""
        find = Command("find", "books.find", self._find, "search", "Ctrl+F")
        refresh = Command("refresh", "outgoing.refresh", self._read, shortcut="F5")
        acts = self._acts.commands(self.shelf, self.shown(), self._period, self.tables.line())
        return (*acts, find, refresh)

    @override
    def panes(self) -> tuple[QWidget, ...]:
        """What chooses, the words to filter by, the lines."""
        return (self.bar.book, self.bar.box, self.tables.view)

    @override
    def start(self) -> QWidget | None:
        """The lines."""
        return self.tables.view

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

    def shown(self) -> Choice | None:
        """The book in sight."""
        return self.shelf.find(self._wanted)

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

    def _show_choice(self) -> None:
        shown = self.shown()
        if shown is None:
            return
        self._wanted = shown.id
        if not self._period.startswith(f"{shown.year:04}"):
            self._period = f"{shown.year:04}"
        self.bar.show_shelf(self.shelf, shown, self._period)
        self.tables.show_form(shown.form)
        query = partial(choosing.page, choice=shown, period=self._period)
        self._page_asked.read(query, self._show_page)

    def _show_page(self, page: Page) -> None:
        fitting = self.tables.show_page(page, self._typed)
        self.bar.show_count(fitting, len(page.lines))
        self.head_changed.emit()
        self.commands_changed.emit()

    def _filter(self, typed: str) -> None:
        self._typed = typed
        self._show_page(self.tables.page)

    # -- acts ----------------------------------------------------------------------------------

    def _open_line(self, line: Line) -> None:
        """Enter: to the document; of a kept number to what can be done with it."""
        shown = self.shown()
        if line.entity:
            self._acts.show_document(line.entity)
        elif line.fate is Fate.RESERVED and shown is not None and shown.register is not None:
            self._acts.ask_void(shown.register, line)

    def _find(self) -> None:
        self.bar.box.setFocus()
        self.bar.box.selectAll()


SCREEN: Final = Screen("books", "look_up", "book", "frame.screen.books", BooksScreen, READERS)
