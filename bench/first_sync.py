"""A new machine and a unit's documents without their files: until the list of all of them is there,
and until every commit is here and checked, by the server's snapshot and by replaying alone; real
TLS, the server and each new machine processes of their own. Where the system permits, also over a
road of 10 Mbit/s with a round trip of 100 ms. ``--full`` takes 10,000 documents, ``--documents N``
as many as it says.

The list counts as there once all of the snapshot is, not from its first rows on, so its time is
also that of everything that can be shown.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from measure import tell
from roads import inside, long_road
from sync_rig import FULL, peak_mb, served, town

from core.office.terms import Kind
from core.sync import wire
from db.actions import snapshots
from db.queries import documents
from db.queries.documents import View
from desktop.sync import rounds
from desktop.sync.client import Server
from tests.server.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("shown", "replayed", "far")
MACHINE, DOCUMENTS = "--machine", "--documents"
LIST = View((Kind.INCOMING,))
GOAL_S, FAR_GOAL_S, GOAL_MB, OF = 2, 4, 300, 10_000
"""The list of so many documents is to be there after so many seconds; memory whatever there is."""
FAR_MBIT, FAR_MS = 10, 100
GREETING_S = 1
"""Of the goal on a long road: ten round trips, which are as many for few documents."""


class Taken(NamedTuple):
    """Seconds until the list is there, and until all is; the most memory of the machine, MB."""

    lists: float
    whole: float
    peak: float


def fill(town: Town, count: int) -> None:
    """A server with so many documents; two machines without any of them."""
    clerk, admin = town.machine("clerk"), town.machine("admin")
    town.lease("Máy clerk", count + 10)
    for name in NAMES:
        town.join(admin, name, clerk.person, everything=False)
    with served(town):
        town.sync(admin, clerk)
        for number in range(count):
            clerk.register(subject=f"Văn bản giả lập số {number}")
        town.sync(clerk)


def exchange(town: Town, name: str, count: int) -> Taken:
    """The first exchange of a machine; the list is asked for as its screen does."""
    machine = town.machine(name)
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
    return Taken(lists or whole, whole, peak_mb(os.getpid()))


def alone(unit: Town, name: str, count: int) -> None:
    """What the process of a new machine does; it prints what it took."""
    with unit.stack, no_snapshots(name == NAMES[1]):
        print(msgspec.json.encode(exchange(unit, name, count)).decode())


def taken(town: Town, name: str, count: int) -> Taken:
    """The same in a process of its own, whose memory nobody else used before."""
    words = [sys.executable, __file__, MACHINE, str(town.folder), town.host, str(town.port)]
    done = subprocess.run([*words, name, str(count)], capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return msgspec.json.decode(done.stdout, type=Taken)


@contextmanager
def no_snapshots(wanted: bool) -> Iterator[None]:
    """A server of before there were any, where that is wanted."""
    ask = Server.ask

    def older(self: Server, endpoint: Any, *rest: Any) -> Any:
        if wanted and endpoint is wire.SNAPSHOT:
            endpoint = wire.Endpoint("/v1/unknown", endpoint.question, endpoint.answer)
        return ask(self, endpoint, *rest)

    Server.ask = older  # type: ignore[method-assign]
    try:
        yield
    finally:
        Server.ask = ask  # type: ignore[method-assign]


def far(unit: Town, count: int) -> Taken:
    """The same for a machine at the end of a long road."""
    with long_road(unit.port, FAR_MBIT, FAR_MS) as host:
        return taken(replace(unit, host=host), NAMES[2], count)


def main(count: int) -> None:
    """The machines one after the other; the server has made its snapshot before."""
    apart = inside()
    with town() as unit:
        fill(unit, count)
        anywhere = ["--listen", f"0.0.0.0:{unit.port}"] if apart else []
        with served(unit, *anywhere) as server:
            clerk = unit.machine("clerk")
            with unit.road(clerk) as road:
                road.ask(wire.SNAPSHOT, wire.Snapshot(clerk.store.stream))
            shown, peer = (taken(unit, name, count) for name in NAMES[:2])
            distant = far(unit, count) if apart else None
            peaks = {"machine": max(shown.peak, peer.peak), "server": peak_mb(server)}
    words = f"of {count:,} documents"
    goal = GOAL_S * count / OF
    tell(f"the list {words}", shown.lists, "s", against="goal", peer=goal, limit=1)
    tell(f"the list {words}", shown.lists, "s", against="replay", peer=peer.whole, limit=0.5)
    tell(f"everything {words}", shown.whole, "s", against="replay", peer=peer.whole, limit=1.25)
    if distant:
        far_goal = GREETING_S + (FAR_GOAL_S - GREETING_S) * count / OF
        road = f"{words}, {FAR_MBIT} Mbit/s, {FAR_MS} ms"
        tell(f"the list {road}", distant.lists, "s", against="goal", peer=far_goal, limit=1)
        tell(f"everything {road}", distant.whole, "s", against="replay", peer=peer.whole, limit=2)
    for side, held in peaks.items():
        tell(f"most memory, {side}, {words}", held, "MB", against="goal", peer=GOAL_MB, limit=1)


if __name__ == "__main__":
    if MACHINE in sys.argv:
        place, host, port, name, count = sys.argv[2:7]
        alone(Town(Path(place), int(port), host=host), name, int(count))
    elif DOCUMENTS in sys.argv:
        main(int(sys.argv[sys.argv.index(DOCUMENTS) + 1]))
    else:
        main(OF if FULL in sys.argv else 2_100)
