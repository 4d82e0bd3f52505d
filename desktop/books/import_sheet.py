"""Takes an old book over: which columns it has, what each row says, what stands against it. Nothing
is stored before the person says so; afterwards every row says what became of it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from core.errors import AntinError
from db.acting import Done
from db.actions import taking_over
from desktop import clock
from desktop.announce import announce_error
from desktop.books import old_book
from desktop.books.menu_button import MenuButton
from desktop.books.old_book import TARGETS, Flaw, OldBook, OldRow
from desktop.latest import Latest
from desktop.widgets.buttons import Button
from desktop.widgets.chips import ChipText
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Grid, Row, fix_size
from desktop.widgets.register.faces import TITLE, Cell, Plan, RowFace
from desktop.widgets.register.faces import Column as Heading
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.widgets.sheet import Sheet
from desktop.wording import day
from desktop.words import bind, explain, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from db.acting import Store
    from desktop.context import Context

WIDTH, HEIGHT = 1080, 300
AT_ONCE: Final = 20
"""Rows a piece of work in the database lane: other acts come in between."""
NONE: Final = "-"
PLAN: Final = Plan(
    columns=(
        Heading("books.import.place", 56, right=True),
        Heading("books.column.incoming.2", 64, right=True),
        Heading("books.column.incoming.1", 100),
        Heading("books.column.incoming.3", 150),
        Heading("books.column.incoming.4", 116),
        Heading("books.column.incoming.6", 0),
    ),
    heads=("books.import.place", "books.column.incoming.6", "books.column.incoming.4"),
    sorted_by=-1,
    tall=True,
)


class ImportSheet(Sheet):
    """``source`` names the old book, as its file does."""

    def __init__(self, context: Context, book: OldBook, source: str) -> None:
        self._context, self._book, self._source = context, book, source
        self._asked = Latest(context)
        self.rows: list[OldRow] = []
        self._waiting: list[OldRow] = []
        self._failed: dict[int, Flaw] = {}
        self.taken = 0
        self.columns = {target: MenuButton(f"books.import.{target}") for target in TARGETS}
        self._count = Label(role="sub", wrap=True)
        model = RegisterModel[OldRow](self._fetch, lambda row: row.place, _face)
        empty = EmptyState("document_text", "books.import.empty")
        self.list = RegisterList("books.import.rows", model, PLAN, empty)
        fix_size(self.list, height=HEIGHT)
        self.cancel = Button("widgets.cancel", "ghost", hint="Esc")
        self.accept = Button("books.import.do", "primary", n=0)
        body = Column(Label("books.import.about", "hint", wrap=True), 2, gap=8)
        body.addLayout(self._mapping())
        body.addWidget(self._count)
        body.addWidget(self.list)
        super().__init__("books.import", body, Row(STRETCH, self.cancel, self.accept))
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

    def _mapping(self) -> Grid:
        grid = Grid((0, 0, 0, 0, 1), gaps=(12, 6))
        named = {
            str(at): partial(str, heading or f"{at + 1}")
            for at, heading in enumerate(self._book.headings)
        }
        for place, (target, button) in enumerate(self.columns.items()):
            at = self._book.columns.get(target)
            offered = [(NONE, partial(word, "books.import.none")), *named.items()]
            button.offer(offered, NONE if at is None else str(at))
            button.chosen.connect(partial(self._map, target))
            row, column = divmod(place, 2)
            grid.addWidget(Label(f"books.import.{target}", "sub"), row, 2 * column)
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
        book, source, today = self._book, self._source, clock.today()
        self._asked.read(
            lambda store: old_book.checked(store, old_book.rows(book, source, today)), self._know
        )

    def _know(self, rows: list[OldRow]) -> None:
        self.rows = rows
        self._show_rows()

    def _show_rows(self) -> None:
        """The rows with something against them first: they are what a person looks for."""
        order = sorted(self.rows, key=lambda row: (row.good, row.place))
        self.list.show_ids(array("q", [row.place for row in order]))
        self._speak()

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[OldRow]], None]) -> None:
        by_place = {row.place: row for row in self.rows}
        done([by_place[place] for place in ids if place in by_place])

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
        source = self._source

        def work(store: Store) -> Done:
            return _take(store, now, source, self._failed)

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
            names = ", ".join(word(f"books.import.{target}") for target in lacking)
            self._count.say("books.import.lacking", names=names)
        elif not self.can_close:
            self._count.say("books.import.under_way", n=self.taken, total=good)
        else:
            self._count.say("books.import.count", n=good, bad=len(self.rows) - good)


def _take(store: Store, rows: Sequence[OldRow], source: str, failed: dict[int, Flaw]) -> Done:
    """Take rows over, each by itself: one that fails keeps none of the others out."""
    changed: frozenset[tuple[str, str]] = frozenset()
    for row in rows:
        try:
            done = taking_over.take_over(store, row.entry, source, row.number)
            changed |= done.changed
        except AntinError as error:
            announce_error(error)
            failed[row.place] = Flaw(error=error)
    return Done(changed, "")


def _face(row: OldRow) -> RowFace:
    entry = row.entry
    said = says(row.flaws[0]) if row.flaws else entry.subject
    chips = (ChipText(word("books.import.wrong"), "danger"),) if row.flaws else ()
    tone = "text2"
    return RowFace(
        said,
        f"{row.place}. {said}. {entry.subject}",
        chips=chips,
        number=Cell(str(row.place), tone, "num"),
        right_top=Cell(entry.code, tone),
        cells=(
            Cell(str(row.place), "text3", "num"),
            Cell(row.number, tone, "num"),
            Cell(day(date.fromisoformat(entry.arrived)) if entry.arrived else "", tone),
            Cell(entry.issuer, tone),
            Cell(entry.code, tone),
            TITLE,
        ),
    )


def says(flaw: Flaw) -> str:
    """What stands against a row, in a sentence."""
    if flaw.error is not None:
        return explain(flaw.error).sentence()
    facts = dict(flaw.facts)
    if flaw.about:
        facts["field"] = word(flaw.about)
    return word(flaw.key, **facts)
