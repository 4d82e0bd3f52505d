"""What follows a round of sync: signatures are completed that are due. What signing needs loads
only then. No Qt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.queries import completing

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Store
    from db.ledger import Changed
    from desktop.sync.client import Server


def complete(store: Store, server: Server, stop: Callable[[], bool] = lambda: False) -> Changed:
    """Complete the evidence of some signatures that are due, or take it over; what changed."""
    if not completing.due(store, 1) and not completing.orphans(store, 1):
        return frozenset()
    from desktop.signing.completing import by_server

    return by_server(store, server, stop)
