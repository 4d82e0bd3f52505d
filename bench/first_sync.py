"""A new machine and a unit's documents without their files: until the list of all of them is there,
and until every commit is here and checked, by the server's snapshot and by replaying alone; real
TLS, the server and each new machine processes of their own. ``--full`` takes 10,000 documents,
``--documents N`` as many as it says.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from measure import tell
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

NAMES = ("shown", "replayed")
MACHINE, DOCUMENTS = "--machine", "--documents"
LIST = View((Kind.INCOMING,))
GOAL_S, GOAL_MB, OF = 2, 300, 10_000
"""The list of so many documents is to be there after so many seconds; memory whatever there is."""


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


def alone(folder: Path, port: int, name: str, count: int) -> None:
    """What the process of a new machine does; it prints what it took."""
    unit = Town(folder, port)
    with unit.stack, no_snapshots(name == NAMES[1]):
        print(msgspec.json.encode(exchange(unit, name, count)).decode())


def taken(town: Town, name: str, count: int) -> Taken:
    """The same in a process of its own, whose memory nobody else used before."""
    words = [sys.executable, __file__, MACHINE, str(town.folder), str(town.port), name, str(count)]
    done = subprocess.run(words, capture_output=True, check=False)
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


def main(count: int) -> None:
    """Both machines, one after the other; the server has made its snapshot before."""
    with town() as unit:
        fill(unit, count)
        with served(unit) as server:
            clerk = unit.machine("clerk")
            with unit.road(clerk) as road:
                road.ask(wire.SNAPSHOT, wire.Snapshot(clerk.store.stream))
            shown, peer = (taken(unit, name, count) for name in NAMES)
            peaks = {"machine": max(shown.peak, peer.peak), "server": peak_mb(server)}
    words = f"of {count:,} documents"
    goal = GOAL_S * count / OF
    tell(f"the list {words}", shown.lists, "s", against="goal", peer=goal, limit=1)
    tell(f"the list {words}", shown.lists, "s", against="replay", peer=peer.whole, limit=0.5)
    tell(f"everything {words}", shown.whole, "s", against="replay", peer=peer.whole, limit=1.25)
    for side, held in peaks.items():
        tell(f"most memory, {side}, {words}", held, "MB", against="goal", peer=GOAL_MB, limit=1)


if __name__ == "__main__":
    if MACHINE in sys.argv:
        place, port, name, count = sys.argv[2:6]
        alone(Path(place), int(port), name, int(count))
    elif DOCUMENTS in sys.argv:
        main(int(sys.argv[sys.argv.index(DOCUMENTS) + 1]))
    else:
        main(OF if FULL in sys.argv else 2_100)
