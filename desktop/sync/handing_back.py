"""A recovering server gets back what it had ordered and this machine still has (sync.md §4.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from core.errors import CommitRefused, ServerAnsweredNonsense
from core.sync import receipt, segment
from core.sync.wire import Tip
from db.actions import syncing

if TYPE_CHECKING:
    from db.acting import Store
    from desktop.sync.client import Server

PAGE: Final = 200


def hand_back(
    store: Store, server: Server, stream: str, there: tuple[int, str], go_on: Callable[[], None]
) -> int:
    """Give back all of a stream beyond ``there``, the server's place and chain hash, and say so
    even where that is nothing; how many commits. What was given back stays so wherever it is cut.

    Raises CommitRefused where the server's order is not the one that this machine was told.
    """
    head = syncing.heads(store)[stream]
    mine = Tip(stream, head.gseq, head.chain)
    after, chain = there
    given = 0
    while True:
        go_on()
        if after <= head.gseq and syncing.chain_at(store, stream, after) != chain:
            raise CommitRefused(reason="order", seq=after)
        page = syncing.ordered(store, stream, after, PAGE)
        packs = tuple(pack.data for pack in receipt.packs(page.receipts))
        segments = tuple(run.data for run in segment.runs(page.commits))
        reached, chain = server.hand_back(mine, after, packs, segments)
        if reached >= head.gseq:
            return given + len(page.commits)
        if reached <= after:
            raise ServerAnsweredNonsense(what="hand_back")
        given += reached - after
        after = reached
