"""What an administrator does with machines: renews certificates that end, reports one lost."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea
from typing_extensions import override

from db.actions import authority, renewing, replacing
from db.queries.accounts import MachineRow
from db.queries.certificates import ending
from desktop import clock
from desktop.accounts import faces
from desktop.accounts.sheets import EndSheet
from desktop.clock import local_time
from desktop.screens import Command
from desktop.terms import term
from desktop.theme.theme import theme
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.check_box import CheckBox
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel
from desktop.wording import day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from db.acting import Done, Store
    from db.actions.replacing import Held
    from db.queries.accounts import Accounts
    from db.queries.certificates import Ending
    from desktop.context import Context
    from desktop.widgets.sheet import Sheet

    Open = Callable[[Sheet], None]

ROOM: Final = 320
"""The most height of the list, in pixels of the drawing."""


class Machines:
    """The acts on machines; ``open_`` puts up a sheet."""

    def __init__(self, context: Context, open_: Open) -> None:
        self._context, self._open = context, open_

    def commands(self, known: Accounts, row: object) -> Iterator[Command]:
        """What can be done: certificates end soon and this machine may renew them; a machine is
        chosen that is another's.
        """
        administers = any(one.own and one.kind == "administrator" for one in known.machines)
        soon = (faces.ends_soon(one) and one.kind == "device" for one in known.machines)
        if administers and any(soon):
            yield Command("renew", "accounts.renew", self._renew, "certificate", "F8")
        if isinstance(row, MachineRow) and not (row.revoked or row.own or row.kind == "server"):
            lose = partial(self._lose, known, row)
            yield Command("away", "accounts.machine_end", lose, "dismiss", "F9")

    def _renew(self) -> None:
        self._context.read(ending, lambda found: self._open(RenewSheet(self._context, found)))

    def _lose(self, known: Accounts, row: MachineRow) -> None:
        person = next((one.name for one in known.people if one.id == row.person), "")

        def ask(held: list[Held]) -> None:
            end = partial(_revoke, device=row.id)
            sheet = EndSheet(
                self._context,
                "accounts.machine_end",
                row.label,
                end,
                dated=False,
                more=tuple(_follows(held, person)),
                hint="accounts.machine_end.hint",
            )
            self._open(sheet)

        self._context.read(lambda store: replacing.leases(store, row.id), ask)


class RenewSheet(AskSheet):
    """Which machines, until when they hold now, and what the renewal does; of whom nothing was
    heard for long is not chosen.
    """

    def __init__(self, context: Context, rows: Sequence[Ending]) -> None:
        self._context = context
        self.boxes: dict[str, CheckBox] = {}
        lines = Column(gap=10, margins=(0, 0, 8, 0))
        for row in rows:
            lines.addLayout(self._line(row))
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setProperty("ground", "surface")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(Panel("surface", lines))
        area.setFixedHeight(min(lines.sizeHint().height(), theme.px(ROOM)))
        column = Column(Label("accounts.renew.text", "body", "text2", wrap=True), area, gap=10)
        super().__init__("accounts.renew", column, "accounts.renew.go", icon="certificate")

    @override
    def answer(self) -> None:
        """Renew those that are chosen, in one act."""
        chosen = [device for device, box in self.boxes.items() if box.isChecked()]
        if not chosen:
            self.problem.say("warn", "accounts.renew.none")
            return
        done = partial(self._context.frame.toast, "accounts.renew.done", n=len(chosen))
        act = partial(renewing.renew, devices=chosen)
        self.carry_out(self._context, act, lambda _done: done())

    def _line(self, row: Ending) -> Column:
        left = term(row.end, clock.now_ms())
        box = self.boxes[row.device] = CheckBox("accounts.renew.row", name=row.label)
        box.setChecked(not row.silent)
        key = "accounts.renew.silent" if row.silent else f"accounts.renew.{left.state}"
        until = day(local_time(row.end).date())
        told = Label(key, "sub", "text2", wrap=True, day=until, n=left.days)
        told.setContentsMargins(theme.px(26), 0, 0, 0)
        return Column(box, told, gap=0)


def _follows(held: Sequence[Held], person: str) -> Iterator[Label]:
    """What becomes of the numbers, what its person does next, and what cannot be undone."""
    for one in held:
        first, last = max(one.first, one.top + 1), one.last
        key = "accounts.machine_end.numbers"
        yield Label(key, wrap=True, name=one.register, first=first, last=last)
    if person:
        yield Label("accounts.machine_end.person", wrap=True, name=person)
    yield Label("accounts.machine_end.for_good", "body", "warn", wrap=True)


def _revoke(store: Store, reason: str, _day: str | None, device: str) -> Done:
    return authority.revoke_device(store, device, reason)
