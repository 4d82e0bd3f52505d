"""Settling what competes: the values chosen stand, those of one machine everywhere, what came too
late is closed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from db.actions import resolving
from desktop.conflicts.aside import of_kind
from desktop.conflicts.back_sheet import BackSheet
from desktop.conflicts.closing import close_late
from desktop.conflicts.machine_sheet import MachineSheet
from desktop.screens import Command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from db.acting import Done
    from db.actions.resolving import Settled
    from db.queries.conflicts import Waiting
    from desktop.conflicts.pane import ConflictPane
    from desktop.context import Context
    from desktop.widgets.register.view import RegisterView

_KINDS: Final = ("document", "dossier")


class ChoiceActs:
    """What can be done about what is shown, or about all that are ticked in the list."""

    def __init__(self, context: Context, view: RegisterView[Waiting], pane: ConflictPane) -> None:
        self._context, self._view, self._pane = context, view, pane
        self._in_pane = False
        self.rows: Mapping[int, Waiting] = {}

    def commands(self) -> tuple[Command, ...]:
        """Save what was chosen, all of one version, close what came too late; keep all versions,
        give it back to an author.
        """
        first, second = (partial(self.take_all, place) for place in (0, 1))
        pane = self._pane
        return (
            Command("resolve", "conflicts.resolve", self.resolve, "checkmark", "Ctrl+Return",
                    "primary", lambda: bool(pane.choices())),
            Command("first", "conflicts.first", first, shortcut="Ctrl+1", place="bar",
                    enabled=lambda: pane.machine(0) is not None),
            Command("second", "conflicts.second", second, shortcut="Ctrl+2", place="bar",
                    enabled=lambda: pane.machine(1) is not None),
            Command("close", "conflicts.close", partial(close_late, self._context, pane.found),
                    "archive", "Ctrl+3", "bar",
                    enabled=lambda: bool(pane.found and pane.found.late)),
            Command("both", "conflicts.both", pane.keep_both, "copy", "Ctrl+B",
                    enabled=lambda: pane.both() is not None),
            Command("back", "conflicts.back", self.give_back, "arrow_reply", "F8",
                    enabled=lambda: bool(pane.found and pane.found.authors)),
        )  # fmt: skip

    def resolve(self) -> None:
        """Let what was chosen stand."""
        found, choices = self._pane.found, self._pane.choices()
        if found is not None and choices:
            focused = QApplication.focusWidget()
            self._in_pane = focused is not None and self._pane.isAncestorOf(focused)
            self._context.act(
                lambda store: resolving.resolve(store, found.kind, found.id, choices), self._done
            )

    def give_back(self) -> None:
        """Ask whose decision it shall be among the authors, and why."""
        if self._pane.found is not None and self._pane.found.authors:
            self._context.frame.open_sheet(BackSheet(self._context, self._pane.found))

    def leaves_pane(self) -> bool:
        """Whether the keyboard was among the values when they were saved; asked once."""
        inside, self._in_pane = self._in_pane, False
        return inside

    def take_all(self, place: int) -> None:
        """One machine's version everywhere: of what is shown it is only chosen; where several are
        ticked, it is asked and done.
        """
        machine, ticked = self._pane.machine(place), self._view.ticked
        if machine is None:
            return
        device, label = machine
        if not ticked:
            self._pane.choose_machine(device)
            return
        chosen = of_kind((row for n, row in self.rows.items() if n in ticked), *_KINDS)
        sheet = MachineSheet(label, len(chosen), partial(self._take, chosen, device))
        self._context.frame.open_sheet(sheet)

    def _take(self, chosen: list[tuple[str, str]], device: str) -> None:
        def tell(done: Settled) -> None:
            self._view.set_ticked(set())
            left = len(chosen) - done.done
            self._context.changes.emit(done.changed)
            self._context.frame.toast("conflicts.all.done", n=done.done, left=left)

        self._context.read(lambda store: resolving.take_machine(store, chosen, device), tell)

    def _done(self, _done: Done) -> None:
        self._context.frame.toast("conflicts.done")
