"""Deciding about what the server set aside, for a reason: it is taken, or let lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from db.acting import Done
from db.actions import redoing, reinstating
from db.queries.setting_aside import KIND
from desktop.conflicts import aside_faces
from desktop.screens import Command
from desktop.signing.reason_sheet import ReasonSheet
from desktop.words import word

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
        """Take, let lie or give back, mark all that one machine has here; write it once more, copy
        its words.
        """
        item = self.item
        lie = "lie" if item is None or item.mine else "back"
        return (
            Command("take", "conflicts.aside.take", self.take, "checkmark", "Ctrl+4",
                    "primary", self._takeable),
            Command("lie", "conflicts.aside.seen" if item and item.decided
                    else f"conflicts.aside.{lie}", self.let_lie, "archive", "Ctrl+5", "bar",
                    enabled=self._refusable),
            Command("machine", "conflicts.aside.machine", self.mark, shortcut="Ctrl+6",
                    place="bar"),
            Command("again", "conflicts.aside.again", self.again, "document_add", "Ctrl+7",
                    enabled=lambda: bool(self.item and self.item.again)),
            Command("copy", "conflicts.copy", self.copy, "copy", "Ctrl+8",
                    enabled=lambda: bool(self.item and self.item.said)),
        )  # fmt: skip

    def take(self) -> None:
        """Ask why, and let them have their effect in the order in which they were made."""
        if self._takeable():
            self._ask("conflicts.aside.take", reinstating.take)

    def let_lie(self) -> None:
        """Ask why, and let nothing come of them; what another let lie is only put away."""
        if self.item is not None and self.item.decided:
            chosen, seen = [self.item.id], word("conflicts.aside.seen")
            self._context.act(
                lambda store: _one(reinstating.let_lie(store, chosen, seen)),
                lambda _done: self._context.frame.toast("conflicts.aside.seen"),
            )
        elif self.item is not None and self._refusable():
            key = "conflicts.aside.lie" if self.item.mine else "conflicts.aside.back"
            self._ask(key, reinstating.let_lie)

    def again(self) -> None:
        """Ask why, write it once more as the person's own act, and open what came of it."""
        item = self.item
        if item is None or not item.again:
            return

        def work(store: Store, reason: str) -> Done:
            return redoing.again(store, item.id, reason)

        def then() -> None:
            self._context.frame.toast("conflicts.aside.again.done")

        self._context.frame.open_sheet(
            ReasonSheet(self._context, "conflicts.aside.again", work, then, item.id)
        )

    def copy(self) -> None:
        """All that was typed, as text, until the session ends or locks."""
        if self.item is not None:
            text = "\n".join(f"{name}: {said}" for name, said in aside_faces.said(self.item))
            QGuiApplication.clipboard().setText(text)
            self._context.frame.toast("conflicts.copy.done")

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


def _one(done: Settled) -> Done:
    """The same of one; raises why it was refused."""
    for error in done.refused:
        raise error
    return Done(done.changed, "")


def _made(row: Waiting) -> tuple[int, int]:
    return row.time, row.n


def of_kind(rows: Iterable[Waiting], *kinds: str) -> list[tuple[str, str]]:
    """Kind and id of those rows that are of some kinds."""
    return [(row.kind, row.id) for row in rows if row.kind in kinds]
