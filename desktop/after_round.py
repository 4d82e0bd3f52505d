"""What follows a round of sync: evidence of signatures, then room on this machine. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.actions import evicting
from desktop.completing import complete
from desktop.sync import giving_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Store
    from db.ledger import Changed
    from desktop.keeper import Keeper
    from desktop.sync.client import Server

EVERY_MS: Final = 3_600_000


class AfterRound:
    """``keeper`` says for how long files that nobody opens stay on this machine."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper, self._due = keeper, 0

    def __call__(self, store: Store, server: Server, stop: Callable[[], bool]) -> Changed:
        """Do what is due; what changed."""
        changed = complete(store, server, stop)
        months = self._keeper.wishes.keep_months
        if stop() or store.now() < self._due:
            return changed
        self._due = store.now() + EVERY_MS
        evicting.recall(store)
        if not months:
            return changed
        return changed | giving_up.tidy(store, server, months * giving_up.MONTH_DAYS, stop).changed
