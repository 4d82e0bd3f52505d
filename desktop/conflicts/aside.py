"""Deciding about what the server set aside, for a reason: it is taken, or let lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.acting import Done
from db.actions import reinstating
from db.queries.setting_aside import KIND
from desktop.screens import Command
from desktop.signing.reason_sheet import ReasonSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from db.acting import Store
    from db.actions.resolving import Settled
    from db.queries.conflicts import Waiting
    from db.queries.setting_aside import Item
    from desktop.conflicts.pane import ConflictPane
    from desktop.context import Context
    from desktop.widgets.register.view import RegisterView

    Decide = Callable[[Store, list[str], str], Settled]


class AsideActs:
    """What can be done about the item shown, or about all that are ticked in the list."""

    def __init__(self, context: Context, view: RegisterView[Waiting], pane: ConflictPane) -> None:
        self._context, self._view, self._pane = context, view, pane
        self.rows: Mapping[int, Waiting] = {}

    @property
    def item(self) -> Item | None:
        """The item shown."""
        return self._pane.item

    def commands(self) -> tuple[Command, ...]:
        """Take, let lie, and mark all that one machine has here."""
        return (
            Command("take", "conflicts.aside.take", self.take, "checkmark", "Ctrl+4",
                    "primary", self._takeable),
            Command("lie", "conflicts.aside.lie", self.let_lie, "archive", "Ctrl+5", "bar",
                    enabled=self._refusable),
            Command("machine", "conflicts.aside.machine", self.mark, shortcut="Ctrl+6",
                    place="bar"),
        )  # fmt: skip

    def take(self) -> None:
        """Ask why, and let them have their effect in the order in which they were made."""
        if self._takeable():
            self._ask("conflicts.aside.take", reinstating.take)

    def let_lie(self) -> None:
        """Ask why, and let nothing come of them."""
        if self._refusable():
            self._ask("conflicts.aside.lie", reinstating.let_lie)

    def mark(self) -> None:
        """Tick all of the same machine: one cause, one decision."""
        if self.item is not None:
            device = self.item.device
            same = {n for n, row in self.rows.items() if row.kind == KIND and device in row.devices}
            self._view.set_ticked(same)

    def chosen(self) -> list[str]:
        """Those ticked, else the one shown; the first made comes first."""
        ticked = [row for n, row in self.rows.items() if n in self._view.ticked]
        several = sorted((row for row in ticked if row.kind == KIND), key=_made)
        return [row.id for row in several] or ([self.item.id] if self.item else [])

    def _takeable(self) -> bool:
        return bool(self.item and self.item.may_take)

    def _refusable(self) -> bool:
        return bool(self.item and self.item.may_refuse)

    def _ask(self, key: str, decide: Decide) -> None:
        chosen, left = self.chosen(), 0

        def work(store: Store, reason: str) -> Done:
            nonlocal left
            done = decide(store, chosen, reason)
            if done.refused and not done.done:
                raise done.refused[0]
            left = len(done.refused)
            return Done(done.changed, chosen[0])

        def then() -> None:
            self._view.set_ticked(set())
            done = len(chosen) - left
            self._context.frame.toast("conflicts.aside.done", n=done, left=left)

        self._context.frame.open_sheet(ReasonSheet(self._context, key, work, then, chosen[0]))


def _made(row: Waiting) -> tuple[int, int]:
    return row.time, row.n


def of_kind(rows: Iterable[Waiting], *kinds: str) -> list[tuple[str, str]]:
    """Kind and id of those rows that are of some kinds."""
    return [(row.kind, row.id) for row in rows if row.kind in kinds]
