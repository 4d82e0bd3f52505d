"""Accounts and rights: the unit's people, units and machines, as an administrator keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter
from typing_extensions import override

from core.office.terms import Role
from db.queries.accounts import (
    AccountRow,
    Accounts,
    MachineRow,
    UnitRow,
    accounts,
    history,
)
from db.queries.groups import GroupRow
from desktop.accounts.detail import Detail
from desktop.accounts.doing import Doing
from desktop.accounts.lists import Lists
from desktop.changes import touches
from desktop.latest import Latest
from desktop.screens import Command, Head, Screen, ScreenView
from desktop.widgets.layouts import Column
from desktop.words import bind, word

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.context import Context

_NEW: Final = {"units": ("accounts.unit.new", "add"), "groups": ("groups.new", "add")}
"""What Ctrl+N makes where not people are in front, with its icon."""
_SHOWN: Final = ("person", "grant", "device", "unit", "stream", "register")


class AccountsScreen(ScreenView):
    """Lists at the left, what is chosen at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._asked, self._told = Latest(context), Latest(context)
        self.lists = Lists()
        self._doing = Doing(context, self.lists)
        self.detail = Detail(self._doing.revoke)
        self._lay_out()
        self.lists.settled.connect(self._show)
        self.lists.opened.connect(self._doing.edit)
        context.changes.happened.connect(self._hear)
        bind(self, self._speak)

    @override
    def head(self) -> Head:
        """Title and how many there are."""
        known = self.lists.known
        counts = {"n": len(known.people), "units": len(known.units)}
        count = word("accounts.subtitle", **counts, machines=len(known.machines))
        return Head(word("frame.screen.accounts"), count)

    @override
    def commands(self) -> tuple[Command, ...]:
        """A new account is the main act; the others are about the chosen row."""
        named = _NEW.get(self.lists.tabs.current(), ("accounts.new", "person_add"))
        new = Command("new", named[0], self._doing.new, named[1], "Ctrl+N", "primary")
        refresh = Command("refresh", "outgoing.refresh", self._read, shortcut="F5")
        return (new, *self._doing.commands(), refresh)

    @override
    def panes(self) -> tuple[QWidget, ...]:
        """Filter, list, detail."""
        return (self.lists.search, self.lists.front().view, self.detail)

    @override
    def start(self) -> QWidget | None:
        """The rows."""
        return self.lists.front().view

    @override
    def open(self, argument: object) -> None:
        """Read anew; ``(list, id)`` goes to a row of it."""
        match argument:
            case (str(tab), str(wanted)):
                self.lists.want(tab, wanted)
        self._read()

    @override
    def place(self) -> object:
        """List and chosen row."""
        row = self.lists.row()
        return (self.lists.tabs.current(), row.id if row is not None else "")

    def _hear(self, changed: object) -> None:
        if isinstance(changed, frozenset) and touches(changed, *_SHOWN):
            self._read()

    def _read(self) -> None:
        self._asked.read(accounts, self._know)

    def _know(self, known: Accounts) -> None:
        self.lists.show_accounts(known)
        self.head_changed.emit()

    def _speak(self) -> None:
        self._show()
        self.head_changed.emit()

    def _show(self) -> None:
        row, commands = self.lists.row(), self._doing.commands()
        self._told.drop()
        match row:
            case AccountRow():
                self.detail.show_account(row, commands)
                self._tell("person", row.id)
            case UnitRow():
                self.detail.show_unit(row, commands)
                self._tell("unit", row.id)
            case GroupRow():
                self.detail.show_group(row, self.lists.known.people, commands)
            case MachineRow():
                self.detail.show_machine(row, self.lists.names(), commands)
            case _:
                self.detail.show_nothing()
        self.commands_changed.emit()

    def _tell(self, kind: str, entity: str) -> None:
        """The history follows: it is read from the commits."""
        self._told.read(
            lambda store: history(store, kind, entity),
            lambda rows: self.detail.add_history(kind, rows),
        )

    def _lay_out(self) -> None:
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(self.lists)
        parts.addWidget(self.detail)
        parts.setStretchFactor(0, 60)
        parts.setStretchFactor(1, 40)
        parts.setSizes([640, 530])
        whole = Column(gap=0)
        whole.addWidget(parts, 1)
        self.setLayout(whole)


SCREEN: Final = Screen(
    "accounts",
    "system",
    "person",
    "frame.screen.accounts",
    AccountsScreen,
    frozenset({Role.ADMINISTRATOR}),
)
