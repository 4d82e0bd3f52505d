"""What an administrator does with the year shown: set a day, settle the year, open it again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from db.actions import reference as saying
from db.queries import reference
from desktop.catalogues.sheets import do_quietly
from desktop.screens import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.catalogues.year import YearView
    from desktop.context import Context


class YearActs:
    """``change`` asks for the day that the keyboard is on."""

    def __init__(self, context: Context, year: YearView, change: Callable[[], None]) -> None:
        self._context, self._year, self._change = context, year, change

    def commands(self) -> tuple[Command, ...]:
        """The years that the program knows of stay decided."""
        day = Command("day", "catalogues.day.set", self._change, "calendar", "F2", "primary")
        if self._year.grid.day.year in reference.shipped().days.covered:
            return (day,)
        key = "catalogues.year.reopen" if self._year.settled() else "catalogues.year.settle"
        icon = "arrow_undo" if self._year.settled() else "checkmark"
        return (day, Command("settle", key, self._settle, icon, "F9", "bar"))

    def _settle(self) -> None:
        """Say that the year is decided, or that it is not after all; both can be taken back."""
        year, settled = self._year.grid.day.year, not self._year.settled()
        act = partial(saying.settle_year, year=year, settled=settled)
        back = partial(saying.settle_year, year=year, settled=not settled)
        key = "catalogues.year.settle.done" if settled else "catalogues.year.reopen.done"
        undo = partial(do_quietly, self._context, back)
        toast = partial(self._context.frame.toast, key, undo, year=year)
        self._context.act(act, lambda _done: toast())
