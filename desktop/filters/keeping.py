"""A person's own filters: kept under a name, renamed, moved, dropped and put back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from db.actions import filters
from db.queries import filters as queries
from desktop.filters.naming import NameSheet
from desktop.screens import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Store
    from db.actions.filters import Made
    from db.queries.filters import Saved
    from desktop.context import Context


class Kept(Protocol):
    """The list whose filters are kept: what is shown of it, and what is tried."""

    def saved(self) -> tuple[Saved, ...]:
        """The filters kept there."""
        ...

    def shown(self) -> Saved | None:
        """The one whose list is shown."""
        ...

    def tried(self) -> Made | None:
        """What is asked and not kept."""
        ...

    def settle_on(self, filter_id: str) -> None:
        """A filter was kept: nothing is tried any more, its list is shown."""

    def leave(self) -> None:
        """To the list where a person begins."""

    def refresh(self) -> None:
        """Read everything again."""


class Keeping(QObject):
    """Acts on the filter that is shown; ``save_keys`` and ``rename_keys`` are their shortcuts."""

    def __init__(
        self, context: Context, kept: Kept, *, save_keys: str = "", rename_keys: str = ""
    ) -> None:
        super().__init__()
        self._context, self._kept = context, kept
        self._save_keys, self._rename_keys = save_keys, rename_keys

    def commands(self) -> tuple[Command, ...]:
        """Keep what was changed; rename, move or drop what is kept."""
        save = Command("filter.save", "filters.save", self.save, "save", self._save_keys)
        on_kept = (
            Command("filter.rename", "filters.rename", self._rename, "document_edit",
                    self._rename_keys),
            Command("filter.up", "filters.up", partial(self._shift, -1), "arrow_up"),
            Command("filter.down", "filters.down", partial(self._shift, 1), "arrow_down"),
            Command("filter.drop", "filters.drop", self._drop, "delete"),
        )  # fmt: skip
        changed, kept = self._kept.tried() is not None, self._kept.shown() is not None
        return (*((save,) if changed else ()), *(on_kept if kept else ()))

    def save(self) -> None:
        """Keep the changed filter in its place; ask a name for a new one."""
        tried, shown = self._kept.tried(), self._kept.shown()
        if tried is None:
            return
        if shown is None:
            self._ask_name("", partial(self._keep_new, tried))
        else:
            one = shown
            self._do(
                lambda store: filters.save(store, one.name, tried, one.id),
                lambda _: self._settle(one.name, one.id),
            )

    def _keep_new(self, tried: Made, name: str) -> None:
        self._do(lambda store: filters.save(store, name, tried), partial(self._settle, name))

    def _settle(self, name: str, filter_id: str) -> None:
        self._kept.settle_on(filter_id)
        self._context.frame.toast("filters.saved", name=name)

    def _rename(self) -> None:
        if (shown := self._kept.shown()) is not None:
            one = shown.id
            self._ask_name(
                shown.name,
                lambda name: self._do(
                    lambda store: filters.rename(store, one, name), lambda _: self._kept.refresh()
                ),
            )

    def _shift(self, by: int) -> None:
        if (shown := self._kept.shown()) is not None:
            one = shown.id
            self._do(lambda store: filters.shift(store, one, by), lambda _: self._kept.refresh())

    def _drop(self) -> None:
        """Forget it; taking that back puts everything back as it was."""
        if (shown := self._kept.shown()) is None:
            return
        one = shown

        def drop(store: Store) -> tuple[Saved, ...]:
            before = queries.saved(store)
            filters.drop(store, one.id)
            return before

        def undo(before: tuple[Saved, ...]) -> None:
            self._context.read(
                lambda store: filters.restore(store, before),
                lambda _: self._kept.settle_on(one.id),
            )

        def dropped(before: tuple[Saved, ...]) -> None:
            self._kept.leave()
            self._context.frame.toast("filters.dropped", partial(undo, before), name=one.name)

        self._context.read(drop, dropped)

    def _ask_name(self, name: str, then: Callable[[str], None]) -> None:
        shown = self._kept.shown()
        rest = [one for one in self._kept.saved() if shown is None or one.id != shown.id]
        self._context.frame.open_sheet(NameSheet(name, rest, then))

    def _do(self, change: Callable[[Store], object], done: Callable[[str], None]) -> None:
        self._context.read(change, lambda result: done(str(result)))
