"""What an administrator can do with the chosen row, and the sheets that ask for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from db.actions import authority
from db.queries.accounts import (
    AccountRow,
    GrantRow,
    NamedRow,
    UnitRow,
    history,
)
from desktop.accounts.faces import role_word
from desktop.accounts.groups import Groups
from desktop.accounts.invite import InviteSheet
from desktop.accounts.machines import Machines
from desktop.accounts.naming import PersonSheet, UnitSheet
from desktop.accounts.sheets import EndSheet, GrantSheet
from desktop.screens import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Done, Store
    from desktop.accounts.lists import Lists
    from desktop.context import Context
    from desktop.widgets.sheet import Sheet

    History = tuple[NamedRow, ...]


class Doing:
    """Opens the sheet of an act for the row that is chosen in the lists."""

    def __init__(self, context: Context, lists: Lists) -> None:
        self._context, self._lists = context, lists
        self._machines = Machines(context, self._open)
        self._groups = Groups(context, self._open, partial(lists.want, "groups"))

    def commands(self) -> tuple[Command, ...]:
        """What can be done with the chosen row."""
        row = self._lists.row()
        if isinstance(row, AccountRow):
            held = any(grant.standing != "over" for grant in row.grants)
            return (
                Command("edit", "accounts.edit", self.edit, "person", "F2"),
                Command("grant", "accounts.grant", self._grant, "key", "F4"),
                Command("invite", "accounts.invite", self._invite, "desktop", "F7"),
                *((Command("end", "accounts.end", self._end_person, "dismiss"),) if held else ()),
            )
        if isinstance(row, UnitRow):
            return (Command("edit", "accounts.unit.edit", self.edit, "building", "F2"),)
        if self._lists.tabs.current() == "machines":
            return tuple(self._machines.commands(self._lists.known, row))
        if self._lists.tabs.current() == "groups":
            return tuple(self._groups.commands(self._lists.known, row))
        return ()

    def new(self) -> None:
        """Ask for a new unit or group where these are in front, else for a new account."""
        if self._lists.tabs.current() == "units":
            self._open_unit(None, ())
            return
        if self._lists.tabs.current() == "groups":
            self._groups.new()
            return
        self._lists.want("people", "")
        self._open_person(None, ())

    def edit(self) -> None:
        """Change the names of the chosen person or unit."""
        match self._lists.row():
            case AccountRow() as row:
                self._read("person", row.id, lambda found: self._open_person(row, found))
            case UnitRow() as unit:
                self._read("unit", unit.id, lambda found: self._open_unit(unit, found))

    def revoke(self, grant: GrantRow) -> None:
        """End one grant of the chosen one."""
        if isinstance(row := self._lists.row(), AccountRow):
            about = f"{row.name} – {role_word(grant.role)}"
            end = partial(_revoke_grant, grant=grant.id)
            self._open(EndSheet(self._context, "accounts.revoke", about, end))

    def _read(self, kind: str, entity: str, then: Callable[[History], None]) -> None:
        self._context.read(lambda store: history(store, kind, entity), then)

    def _open_person(self, row: AccountRow | None, found: History) -> None:
        def done(person: str) -> None:
            self._lists.want("people", person)
            self._context.frame.toast("accounts.edited" if row else "accounts.made")

        self._open(PersonSheet(self._context, self._lists.known.units, row, found, done))

    def _open_unit(self, row: UnitRow | None, found: History) -> None:
        def done(unit: str) -> None:
            self._lists.want("units", unit)
            self._context.frame.toast("accounts.edited" if row else "accounts.unit.made")

        self._open(UnitSheet(self._context, self._lists.known.units, row, found, done))

    def _grant(self) -> None:
        if isinstance(row := self._lists.row(), AccountRow):
            self._open(GrantSheet(self._context, row))

    def _invite(self) -> None:
        if isinstance(row := self._lists.row(), AccountRow):
            self._open(InviteSheet(self._context, row))

    def _end_person(self) -> None:
        if isinstance(row := self._lists.row(), AccountRow):
            end = partial(_revoke_person, person=row.id)
            self._open(EndSheet(self._context, "accounts.end", row.name, end))

    def _open(self, sheet: Sheet) -> None:
        """The keyboard comes back to the rows: the buttons of the detail are made anew."""
        self._lists.front().view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._context.frame.open_sheet(sheet)


def _revoke_grant(store: Store, reason: str, day: str | None, grant: str) -> Done:
    return authority.revoke_grant(store, grant, reason, day)


def _revoke_person(store: Store, reason: str, day: str | None, person: str) -> Done:
    return authority.revoke_person(store, person, reason, day)
