"""A person's own filters: kept under a name, renamed, moved, dropped and put back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from db.actions import filters
from db.actions.filters import Made
from desktop.home.filter_sheet import NameSheet
from desktop.home.overview import OWN
from desktop.screens import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Store
    from db.queries.asking import Filter
    from db.queries.filters import Saved
    from desktop.context import Context
    from desktop.home.lists_page import ListsPage


class Keeping(QObject):
    """Acts on the filter that is shown."""

    def __init__(self, context: Context, page: ListsPage) -> None:
        super().__init__(page)
        self._context, self._page = context, page

    def commands(self) -> tuple[Command, ...]:
        """Keep what was changed; rename, move or drop what is kept."""
        kept = self._shown() is not None
        save = Command("filter.save", "home.filter.save", self.save, "save", "Ctrl+S")
        on_kept = (
            Command("filter.rename", "home.filter.rename", self._rename, "document_edit", "F2"),
            Command("filter.up", "home.filter.up", partial(self._shift, -1), "arrow_up"),
            Command("filter.down", "home.filter.down", partial(self._shift, 1), "arrow_down"),
            Command("filter.drop", "home.filter.drop", self._drop, "delete"),
        )
        changed = self._page.working is not None
        return (*((save,) if changed else ()), *(on_kept if kept else ()))

    def save(self) -> None:
        """Keep the changed filter in its place; ask a name for a new one."""
        working, shown = self._page.working, self._shown()
        if working is None:
            return
        if shown is None:
            self._ask_name("", partial(self._keep_new, working.filter))
        else:
            one = shown
            self._do(
                lambda store: filters.save(store, one.name, Made(working.filter), one.id),
                lambda _: self._settle(one.id, "home.filter.saved", one.name),
            )

    def _keep_new(self, asked: Filter, name: str) -> None:
        self._do(
            lambda store: filters.save(store, name, Made(asked)),
            lambda new: self._settle(new, "home.filter.saved", name),
        )

    def _settle(self, filter_id: str, key: str, name: str) -> None:
        self._page.settle_on(OWN + filter_id)
        self._context.frame.toast(key, name=name)

    def _rename(self) -> None:
        if (shown := self._shown()) is not None:
            one = shown.id
            self._ask_name(
                shown.name,
                lambda name: self._do(
                    lambda store: filters.rename(store, one, name), lambda _: self._page.refresh()
                ),
            )

    def _shift(self, by: int) -> None:
        if (shown := self._shown()) is not None:
            one = shown.id
            self._do(lambda store: filters.shift(store, one, by), lambda _: self._page.refresh())

    def _drop(self) -> None:
        shown, overview = self._shown(), self._page.overview
        if shown is None or overview is None:
            return
        before, one = overview.saved, shown

        def undo() -> None:
            self._do(
                lambda store: filters.restore(store, before),
                lambda _: self._page.settle_on(OWN + one.id),
            )

        def dropped(_result: object) -> None:
            self._page.leave_filter()
            self._context.frame.toast("home.filter.dropped", undo, name=one.name)

        self._do(lambda store: filters.drop(store, one.id), dropped)

    def _ask_name(self, name: str, then: Callable[[str], None]) -> None:
        overview, shown = self._page.overview, self._shown()
        others = overview.saved if overview else ()
        rest = [each for each in others if shown is None or each.id != shown.id]
        self._context.frame.open_sheet(NameSheet(name, rest, then))

    def _shown(self) -> Saved | None:
        overview = self._page.overview
        return overview.named(self._page.shown_list()) if overview else None

    def _do(self, change: Callable[[Store], object], done: Callable[[str], None]) -> None:
        self._context.read(change, lambda result: done(str(result)))
