"""What an administrator does with restricted groups: opens one, lets people in and out. He need not
read a group himself.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from typing_extensions import override

from db.actions import groups
from db.queries.groups import GroupRow
from desktop.screens import Command
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column
from desktop.widgets.matching import Candidate
from desktop.widgets.one_edit import OneEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from db.acting import Done
    from db.queries.accounts import AccountRow, Accounts
    from desktop.context import Context
    from desktop.widgets.sheet import Sheet

    Open = Callable[[Sheet], None]


_SAID: Final = {
    "groups.let_in": ("what",),
    "groups.let_out": ("what", "purge", "never"),
}
"""What is said before: its consequences one after the other."""


class Groups:
    """The acts on groups; ``open_`` puts up a sheet, ``go_to`` shows one in the list."""

    def __init__(self, context: Context, open_: Open, go_to: Callable[[str], None]) -> None:
        self._context, self._open, self._go_to = context, open_, go_to

    def commands(self, known: Accounts, row: object) -> Iterator[Command]:
        """Somebody can be let in who is not in it, somebody out who is."""
        if not isinstance(row, GroupRow):
            return
        inside = [one for one in known.people if one.id in row.people]
        outside = [one for one in known.people if one.id not in row.people]
        if outside:
            let_in = partial(self._ask, "groups.let_in", row, outside)
            yield Command("let_in", "groups.let_in", let_in, "person_add", "F4")
        if inside:
            let_out = partial(self._ask, "groups.let_out", row, inside)
            yield Command("let_out", "groups.let_out", let_out, "dismiss", "F9")

    def new(self) -> None:
        """Ask what a new group is called."""
        self._open(NewGroup(self._context, self._go_to))

    def _ask(self, key: str, row: GroupRow, people: Sequence[AccountRow]) -> None:
        self._open(MemberSheet(self._context, key, row, people))


class NewGroup(AskSheet):
    """Its name, which everybody may know."""

    def __init__(self, context: Context, go_to: Callable[[str], None]) -> None:
        self._context, self._go_to = context, go_to
        self.name = LineEdit()
        self.field = Field("groups.name", self.name, "groups.name.hint")
        what = Label("groups.new.what", "body", "text2", wrap=True)
        body = Column(what, self.field, gap=8)
        super().__init__("groups.new", body, "groups.new.do", icon="people")
        self.name.returnPressed.connect(self.try_answer)

    @override
    def answer(self) -> None:
        """Open it, or say what is missing."""
        name = " ".join(self.name.text().split())
        self.field.set_error("" if name else "groups.name.missing")
        if not name:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.carry_out(self._context, partial(groups.open_group, name=name), self._done)

    def _done(self, done: Done) -> None:
        self._go_to(done.entity)
        self._context.frame.toast("groups.new.done", name=self.name.text())


class MemberSheet(AskSheet):
    """Lets one of some people into a group (``groups.let_in``) or out of it (``groups.let_out``);
    what that does, and what it cannot do, stands above the name.
    """

    def __init__(
        self, context: Context, key: str, row: GroupRow, people: Sequence[AccountRow]
    ) -> None:
        self._context, self._key, self._row = context, key, row
        self._people = {one.id: one for one in people}
        self.person = OneEdit(
            [Candidate(one.name, one.post, id=one.id.encode()) for one in people if one.name]
        )
        self.field = Field("groups.person", self.person)
        about = Label(role="doc", wrap=True)
        about.show_text(row.name)
        said = (Label(f"{key}.{what}", "body", "text2", wrap=True) for what in _SAID[key])
        body = Column(about, *said, self.field, gap=8)
        icon = "people" if key == "groups.let_in" else "error_circle"
        super().__init__(key, body, f"{key}.do", icon=icon)
        self.set_width(560)
        self.person.taken.connect(lambda _one: self._tell_machines())

    @override
    def answer(self) -> None:
        """Do it, or say who is missing."""
        person = self.person.id()
        self.field.set_error("" if person else "groups.person.missing")
        if not person:
            self.person.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        act = groups.let_in if self._key == "groups.let_in" else groups.let_out
        name, group = self._people[person].name, self._row.name
        done = partial(self._context.frame.toast, f"{self._key}.done", name=name, group=group)
        self.carry_out(
            self._context, partial(act, group=self._row.id, person=person), lambda _done: done()
        )

    def _tell_machines(self) -> None:
        """On which machines it takes effect."""
        row = self._people.get(self.person.id())
        machines = ", ".join(row.machines) if row else ""
        if machines:
            self.field.set_hint("groups.machines.named", names=machines)
        else:
            self.field.set_hint("groups.machines.none")
