"""A new machine and a unit's documents without their files: until the list of all of them is there,
and until every commit is here and checked, by the server's snapshot and by replaying alone; real
TLS, the server a process of its own. ``--full`` takes 10,000 documents.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from measure import tell
from sync_rig import FULL, peak_mb, served, town

from core.office.terms import Kind
from core.sync import wire
from db.actions import snapshots
from db.queries import documents
from db.queries.documents import View
from desktop.sync import rounds
from desktop.sync.client import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.town import Machine, Town

NAMES = ("shown", "replayed")
LIST = View((Kind.INCOMING,))
GOAL_S, GOAL_MB, OF = 2, 300, 10_000
"""The list of so many documents is to be there after so many seconds."""


class Taken(NamedTuple):
    """Seconds until the list is there, and until all is."""

    lists: float
    whole: float


def fill(town: Town, count: int) -> list[Machine]:
    """A server with so many documents; two machines without any of them."""
    clerk, admin = town.machine("clerk"), town.machine("admin")
    town.lease("Máy clerk", count + 10)
    new = [town.join(admin, name, clerk.person, everything=False) for name in NAMES]
    with served(town):
        town.sync(admin, clerk)
        for number in range(count):
            clerk.register(subject=f"Văn bản giả lập số {number}")
        town.sync(clerk)
    return new


def timed(town: Town, machine: Machine, count: int) -> Taken:
    """The first exchange of a machine; the list is asked for as its screen does."""
    begun, lists = time.perf_counter(), 0.0
    stream = machine.store.stream

    def look() -> bool:
        nonlocal lists
        shown = None if lists else snapshots.shown(machine.store, stream)
        if shown and snapshots.lacking(machine.store, stream) is None:
            found = documents.ids(machine.store, LIST)
            if len(found) != count or not documents.rows(machine.store, found[:50]):
                raise SystemExit(f"the list shows {len(found)}")
            lists = time.perf_counter() - begun
        return False

    with town.road(machine) as server:
        done = rounds.exchange(machine.store, server, look)
    if done.problems or not done.equal:
        raise SystemExit(f"the exchange failed: {done.problems}")
    whole = time.perf_counter() - begun
    return Taken(lists or whole, whole)


@contextmanager
def no_snapshots() -> Iterator[None]:
    """A server of before there were any."""
    ask = Server.ask

    def older(self: Server, endpoint: Any, *rest: Any) -> Any:
        if endpoint is wire.SNAPSHOT:
            endpoint = wire.Endpoint("/v1/unknown", endpoint.question, endpoint.answer)
        return ask(self, endpoint, *rest)

    Server.ask = older  # type: ignore[method-assign]
    try:
        yield
    finally:
        Server.ask = ask  # type: ignore[method-assign]


def main(count: int) -> None:
    """Both machines, one after the other; the server has made its snapshot before."""
    with town() as unit:
        one, other = fill(unit, count)
        with served(unit) as server:
            with unit.road(one) as road:
                road.ask(wire.SNAPSHOT, wire.Snapshot(one.store.stream))
            shown = timed(unit, one, count)
            with no_snapshots():
                peer = timed(unit, other, count)
            peaks = {"machine": peak_mb(os.getpid()), "server": peak_mb(server)}
    words = f"of {count:,} documents"
    goal = GOAL_S * count / OF
    tell(f"the list {words}", shown.lists, "s", against="goal", peer=goal, limit=1)
    tell(f"the list {words}", shown.lists, "s", against="replay", peer=peer.whole, limit=0.5)
    tell(f"everything {words}", shown.whole, "s", against="replay", peer=peer.whole, limit=1.25)
    for side, held in peaks.items():
        tell(f"most memory, {side}, {words}", held, "MB", against="goal", peer=GOAL_MB, limit=1)


if __name__ == "__main__":
    main(OF if FULL in sys.argv else 2_100)
