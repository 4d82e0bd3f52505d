"""The journal (Nhật ký): how far the chain goes and whether it holds, every act, and a question."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from core.office.access import ACCESS
from core.office.terms import Act
from db.queries import journal, office
from db.queries.journal import Asked
from desktop import clock
from desktop.audit.asking import AskBar
from desktop.audit.chain_card import ChainCard
from desktop.audit.check import ChainCheck
from desktop.audit.extracts import Extracts
from desktop.audit.faces import PLAN, face
from desktop.latest import Latest
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.wording import number
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from db.acting import Store
    from db.queries.journal import HeadRow, Line
    from db.queries.rows import PersonRow
    from desktop.changes import Changed
    from desktop.context import Context

Around = tuple["tuple[HeadRow, ...]", "list[PersonRow]"]


class AuditScreen(ScreenView):
    """Chain above, question below it, then the acts; read anew when something changed."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._listed, self._known = Latest(context), Latest(context)
        self.asked = Asked()
        self.card, self.bar = ChainCard(), AskBar(clock.today())
        self.checking = ChainCheck(context)
        self.extracts = Extracts(context, self, lambda: (self.asked, list(self.model.ids)))
        self.model = RegisterModel(self._fetch, lambda line: line.n, face)
        self.empty = EmptyState("history", "audit.empty", "audit.ask.clear", self.bar.forget)
        self.list = RegisterList("audit.list", self.model, PLAN, self.empty)
        column = Column(self.card, self.bar, gap=0)
        column.addWidget(self.list, 1)
        self.setLayout(column)
        self.bar.asked.connect(self._ask)
        self.card.check_wanted.connect(self._check)
        self.checking.moved.connect(self.card.show_under_way)
        self.checking.ended.connect(self._checked)
        context.changes.happened.connect(self._changed)
        bind(self, self.head_changed.emit)

    # -- what the frame asks -------------------------------------------------------------------

    @override
    def head(self) -> Head:
        """Title and how many acts are shown."""
        count = len(self.model.ids)
        return Head(word("frame.screen.history"), word("audit.subtitle", n=number(count)))

    @override
    def commands(self) -> tuple[Command, ...]:
        """Ask, check the chain, take an extract out or check one."""
        return (
            Command("ask", "audit.ask", self.bar.words.setFocus, "search", "Ctrl+F"),
            Command("check", "audit.check", self._check, "shield_checkmark", "F9"),
            Command("save", "audit.extract.save", self.extracts.save, "save", "Ctrl+S", "bar"),
            Command("print", "audit.extract.print", self.extracts.show_pages, "print", "Ctrl+P"),
            Command("verify", "audit.extract.check", self.extracts.check, "document_checkmark"),
            Command("clear", "audit.ask.clear", self.bar.forget, "dismiss"),
            Command("refresh", "audit.refresh", self._read, "arrow_sync", "F5"),
        )

    @override
    def panes(self) -> tuple[QWidget, ...]:
        """Chain, question, acts."""
        return (self.card.check, self.bar.words, self.list.view)

    @override
    def start(self) -> QWidget | None:
        """The acts."""
        return self.list.view

    @override
    def open(self, argument: object) -> None:
        """Read anew."""
        self._read()

    @override
    def keep(self) -> None:
        """Nothing is being written here; a check that is under way goes no further."""
        self.checking.drop()
        self.card.show_found(None)
        self._listed.drop()
        self._known.drop()

    # -- inside --------------------------------------------------------------------------------

    def _read(self) -> None:
        def around(store: Store) -> Around:
            return journal.heads(store), office.people(store)

        self._known.read(around, self._know)
        self._list()

    def _know(self, found: Around) -> None:
        heads, people = found
        self.card.show_heads(heads)
        self.bar.know(people)

    def _ask(self, asked: Asked) -> None:
        self.asked = asked
        self._list()
        self.list.view.setFocus()

    def _list(self) -> None:
        asked = self.asked
        self._listed.read(lambda store: journal.ids(store, asked), self._show_ids)

    def _show_ids(self, ids: array[int]) -> None:
        self.list.show_ids(ids)
        self.head_changed.emit()

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[Line]], None]) -> None:
        self._context.read(lambda store: journal.rows(store, ids), done)

    def _changed(self, _changed: Changed) -> None:
        if self.isVisible():
            self._read()

    def _check(self) -> None:
        if self.card.check.isEnabled():
            self.card.show_under_way(0)
            self.checking.begin()

    def _checked(self) -> None:
        self.card.show_found(self.checking.found, clock.now_ms())


SCREEN: Final = Screen(
    "audit",
    "system",
    "history",
    "frame.screen.history",
    AuditScreen,
    frozenset(ACCESS[Act.READ_JOURNAL]),
)
