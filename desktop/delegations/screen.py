"""Delegations: who signs and stands in for whom; commanders give, others read their own."""

from __future__ import annotations

from array import array
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from core.office import access
from core.office.delegation import Standing, offers
from core.office.terms import Act, Role
from db.queries import delegations
from desktop.changes import touches
from desktop.delegations.changes_sheet import ChangesSheet
from desktop.delegations.detail import Detail
from desktop.delegations.faces import PLAN, face
from desktop.delegations.give_sheet import GiveSheet
from desktop.delegations.sheets import AbsenceSheet, EndSheet, SeparationsSheet
from desktop.latest import Latest
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.banner import Banner
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.layouts import Column
from desktop.widgets.register.model import RegisterModel
from desktop.widgets.register.register_list import RegisterList
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from db.queries.delegations import Board, DelegationRow
    from desktop.context import Context
    from desktop.screens import Place


CHANGES: Final = "changes"
"""What the screen is handed to show at once what waits to be confirmed."""


class DelegationsScreen(ScreenView):
    """The list at the left, what is chosen at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._asked = context, Latest(context)
        self.board: Board | None = None
        self._wanted = ""
        model = RegisterModel(self._fetch, lambda row: row.n, face)
        empty = EmptyState("document_signature", "delegations.empty")
        self.list = RegisterList("delegations.list", model, PLAN, empty)
        self.detail = Detail(self._end)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(self.list)
        parts.addWidget(self.detail)
        parts.setSizes([640, 530])
        self.waiting = Banner()
        whole = Column(self.waiting, gap=0)
        whole.addWidget(parts, 1)
        self.setLayout(whole)
        self.list.view.settled.connect(lambda _row: self._show())
        context.changes.happened.connect(self._hear)
        bind(self, self._speak)

    @override
    def head(self) -> Head:
        """Title and how many hold today."""
        rows = self.board.rows if self.board else ()
        now = sum(row.standing is Standing.NOW for row in rows)
        return Head(word("frame.screen.delegations"), word("delegations.subtitle", n=now))

    @override
    def commands(self) -> tuple[Command, ...]:
        """Giving and being away, by the rights of the person; ending what is chosen."""
        found = [Command("refresh", "outgoing.refresh", self._read, shortcut="F5")]
        if self._may(Act.NAME_SUBSTITUTE):
            place: Place = "bar" if self._gives() else "primary"
            absence = "delegations.absence"
            found.insert(
                0,
                Command(
                    "absence", absence, partial(self._ask, AbsenceSheet), "person_swap", "F4", place
                ),
            )
        if self._gives():
            give = "delegations.give"
            found.insert(
                0,
                Command(
                    "give",
                    give,
                    partial(self._ask, GiveSheet),
                    "document_signature",
                    "Ctrl+N",
                    "primary",
                ),
            )
        if (row := self.chosen()) is not None and row.mine:
            found.append(Command("end", "delegations.end", self._end, "dismiss", "F8"))
        if self.board is not None and self.board.changes:
            key = "delegations.changes"
            found.append(Command("changes", key, self._confirm, "key", "F9"))
        if self.board is not None and Role.ADMINISTRATOR in self.board.me.roles:
            key = "delegations.separations"
            found.append(
                Command(
                    "separations", key, partial(self._ask, SeparationsSheet), "shield_checkmark"
                )
            )
        return tuple(found)

    @override
    def panes(self) -> tuple[QWidget, ...]:
        """List, detail."""
        return (self.list.view, self.detail)

    @override
    def start(self) -> QWidget | None:
        """The rows."""
        return self.list.view

    @override
    def open(self, argument: object) -> None:
        """Read anew; the id of a delegation goes to it, ``CHANGES`` to what waits."""
        self._wanted = argument if isinstance(argument, str) else ""
        self._read()

    @override
    def place(self) -> object:
        """The chosen row."""
        row = self.chosen()
        return row.id if row is not None else ""

    def chosen(self) -> DelegationRow | None:
        """The row that is chosen."""
        return self.list.view.current()

    # -- inside --------------------------------------------------------------------------------

    def _may(self, act: Act) -> bool:
        return self.board is not None and bool(access.ACCESS[act].keys() & self.board.me.roles)

    def _gives(self) -> bool:
        board = self.board
        return board is not None and self._may(Act.DELEGATE) and bool(offers(board.held))

    def _hear(self, changed: object) -> None:
        if isinstance(changed, frozenset) and touches(
            changed, "delegation", "person", "grant", "catalogue"
        ):
            self._read()

    def _read(self) -> None:
        self._asked.read(delegations.board, self._know)

    def _know(self, board: Board) -> None:
        self.board = board
        self.list.show_ids(array("q", (row.n for row in board.rows)))
        number = next((row.n for row in board.rows if row.id == self._wanted), 0)
        if number and self.list.view.go_to(number):
            self._wanted = ""
        self._speak()
        if self._wanted == CHANGES:
            self._wanted = ""
            if board.changes:
                self._confirm()

    def _speak(self) -> None:
        if self.board is not None and self.board.changes:
            self.waiting.say("warn", "delegations.changes.waiting", n=len(self.board.changes))
            self.waiting.offer("delegations.changes.look", self._confirm, hint="F9")
        else:
            self.waiting.hush()
        self._show()
        self.head_changed.emit()

    def _show(self) -> None:
        self.detail.show_row(self.chosen())
        self.commands_changed.emit()

    def _fetch(self, ids: Sequence[int], done: Callable[[Sequence[DelegationRow]], None]) -> None:
        wanted = set(ids)
        done([row for row in (self.board.rows if self.board else ()) if row.n in wanted])

    def _ask(self, sheet: type[GiveSheet | AbsenceSheet | SeparationsSheet]) -> None:
        if self.board is not None:
            self._context.frame.open_sheet(sheet(self._context, self.board))

    def _end(self) -> None:
        if (row := self.chosen()) is not None:
            self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self._context.frame.open_sheet(EndSheet(self._context, row))

    def _confirm(self) -> None:
        if self.board is not None:
            self._context.frame.open_sheet(ChangesSheet(self._context, self.board.changes))


SCREEN: Final = Screen(
    "delegations",
    "system",
    "certificate",
    "frame.screen.delegations",
    DelegationsScreen,
)
