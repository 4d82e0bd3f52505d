"""Takes an old book over into a register: which columns it has, what each row says, what stands
against it. Nothing is stored before the person says so; afterwards every row says what became of
it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from typing_extensions import override

from core.errors import AntinError
from db.acting import Done
from db.actions import taking_over
from desktop import clock
from desktop.announce import announce_error
from desktop.books import old_book, old_faces
from desktop.books.menu_button import MenuButton
from desktop.books.old_book import OldBook
from desktop.books.old_columns import TARGETS
from desktop.books.old_rows import Flaw, OldRow
from desktop.latest import Latest
from desktop.widgets.buttons import Button
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Grid, Row, fix_size
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.widgets.sheet import Sheet
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from db.acting import Store
    from db.queries.numbers import RegisterRow
    from desktop.context import Context

WIDTH, HEIGHT = 1080, 300
AT_ONCE: Final = taking_over.AT_ONCE
"""Rows a piece of work in the database lane: other acts come in between."""
NONE: Final = "-"
SOURCE_LIMIT: Final = 200


class ImportSheet(Sheet):
    """``register`` takes it over; ``source`` names the old book, as its file does."""

    def __init__(self, context: Context, register: RegisterRow, book: OldBook, source: str) -> None:
        self._context, self._register, self._book = context, register, book
        self._source = source[:SOURCE_LIMIT]
        self._asked = Latest(context)
        self.rows: list[OldRow] = []
        self._by_place: dict[int, OldRow] = {}
        self._waiting: list[OldRow] = []
        self._failed: dict[int, Flaw] = {}
        self.taken = 0
        self.columns = {target.name: MenuButton(target.key) for target in TARGETS[book.kind]}
        self._count = Label(role="sub", wrap=True)
        self.list = self._preview(book.kind)
        self.cancel = Button("widgets.cancel", "ghost", hint="Esc")
        self.accept = Button("books.import.do", "primary", hint="Ctrl+Enter", n=0)
        buttons = Row(STRETCH, self.cancel, self.accept)
        super().__init__("books.import", self._body(), buttons)
        self.set_width(WIDTH)
        self.cancel.clicked.connect(self._leave)
        self.accept.clicked.connect(self._begin)
        self._look()
        bind(self, self._speak)

    @override
    def first(self) -> QWidget | None:
        return self.list.view if self.rows else None

    @override
    def close_card(self) -> None:
        """Esc while rows are taken over stops after those under way; what is in stays."""
        self._waiting = []
        super().close_card()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter takes over what can be."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept.click()
        else:
            super().keyPressEvent(event)

    def _preview(self, kind: str) -> RegisterList[OldRow]:
        face = partial(old_faces.face, kind)
        model = RegisterModel[OldRow](self._fetch, lambda row: row.place, face)
        empty = EmptyState("document_text", "books.import.empty")
        made = RegisterList("books.import.rows", model, old_faces.plan(kind), empty)
        fix_size(made, height=HEIGHT)
        return made

    def _body(self) -> Column:
        name, year = self._register.name, str(self._register.year)
        about = Label("books.import.about", "hint", wrap=True, book=name, year=year)
        body = Column(about, 2, gap=8)
        body.addLayout(self._mapping())
        body.addWidget(self._count)
        body.addWidget(self.list)
        return body

    def _mapping(self) -> Grid:
        grid = Grid((0, 0, 0, 0, 1), gaps=(12, 6))
        named = {
            str(at): partial(str, heading or f"{at + 1}")
            for at, heading in enumerate(self._book.headings)
        }
        for place, target in enumerate(TARGETS[self._book.kind]):
            at, button = self._book.columns.get(target.name), self.columns[target.name]
            offered = [(NONE, partial(word, "books.import.none")), *named.items()]
            button.offer(offered, NONE if at is None else str(at))
            button.chosen.connect(partial(self._map, target.name))
            row, column = divmod(place, 2)
            grid.addWidget(Label(target.key, "sub"), row, 2 * column)
            grid.addWidget(button, row, 2 * column + 1)
        return grid

    def _map(self, target: str, chosen: str) -> None:
        """Another column for a target; the one that had it before has it no more."""
        columns = {name: at for name, at in self._book.columns.items() if name != target}
        if chosen != NONE:
            columns = {name: at for name, at in columns.items() if at != int(chosen)}
            columns[target] = int(chosen)
        self._book = replace(self._book, columns=columns)
        for name, button in self.columns.items():
            if name != target and name not in columns and button.now != NONE:
                button.tell(NONE)
        self._look()

    def _look(self) -> None:
        """Read the rows with the columns of now, and look which documents are here already."""
        if old_book.missing(self._book):
            self._know([])
            return
        book, register, today = self._book, self._register.id, clock.today()
        self._asked.read(
            lambda store: old_book.checked(store, register, old_book.rows(book, today)), self._know
        )

    def _know(self, rows: list[OldRow]) -> None:
        self.rows = rows
        self._show_rows()

    def _show_rows(self) -> None:
        """The rows with something against them first: they are what a person looks for."""
        self._by_place = {row.place: row for row in self.rows}
        order = sorted(self.rows, key=lambda row: (row.good, row.place))
        self.list.show_ids(array("q", [row.place for row in order]))
        self._speak()

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[OldRow]], None]) -> None:
        done([self._by_place[place] for place in ids if place in self._by_place])

    def _begin(self) -> None:
        self._waiting = [row for row in self.rows if row.good]
        self.can_close = False
        self.accept.setEnabled(False)
        for button in self.columns.values():
            button.setEnabled(False)
        self._go_on()

    def _leave(self) -> None:
        """Closes, or stops after the rows under way."""
        if self.can_close:
            self.close_card()
        else:
            self._waiting = []

    def _go_on(self) -> None:
        now, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        if not now:
            self._end()
            return
        register, source = self._register.id, self._source

        def work(store: Store) -> Done:
            return _take(store, register, source, now, self._failed)

        self._context.act(work, lambda _done: self._took(len(now)), self._stop)

    def _took(self, count: int) -> None:
        self.taken += count
        self._speak()
        self._go_on()

    def _stop(self, error: Exception) -> None:
        self._waiting = []
        self._context.frame.show_error(error)

    def _end(self) -> None:
        """Every row says what became of it; when all are in, the sheet goes."""
        done = self.taken - len(self._failed)
        self.can_close = True
        self._context.frame.toast("books.import.done", n=done)
        self.rows = [
            replace(row, flaws=(self._failed[row.place],)) if row.place in self._failed else row
            for row in self.rows
            if not row.good or row.place in self._failed
        ]
        if not self.rows:
            self.close_card()
            return
        self._show_rows()
        self.accept.setEnabled(False)

    def _speak(self) -> None:
        good = sum(row.good for row in self.rows)
        lacking = old_book.missing(self._book)
        self.accept.say("books.import.do", n=good)
        self.accept.setEnabled(bool(good) and self.can_close)
        if lacking:
            names = ", ".join(map(word, lacking))
            self._count.say("books.import.lacking", names=names)
        elif not self.can_close:
            self._count.say("books.import.under_way", n=self.taken, total=good)
        else:
            self._count.say("books.import.count", n=good, bad=len(self.rows) - good)


def _take(
    store: Store, register: str, source: str, rows: Sequence[OldRow], failed: dict[int, Flaw]
) -> Done:
    """Take rows over in one act; where one of them fails each by itself, so that it keeps none of
    the others out.
    """
    try:
        return taking_over.take_over(store, register, source, [row.entry for row in rows])
    except AntinError as error:
        if len(rows) == 1:
            announce_error(error)
            failed[rows[0].place] = Flaw(error=error)
            return Done(frozenset(), "")
    each = [_take(store, register, source, [row], failed) for row in rows]
    return Done(frozenset().union(*(done.changed for done in each)), "")
