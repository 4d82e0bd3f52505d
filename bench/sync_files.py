"""Files of 200 kB from a machine to its server and from there to another, over real TLS, durable at
both ends, against one raw TCP stream of the same bytes on the same loopback, shaped to 1 Gbit/s and
to 100 Mbit/s; and a file of 20 MB that grows by a signature.

Files are named by rows put in directly, without the acts around them, so only their own way is
measured. ``--full`` takes 10,000 files at 1 Gbit/s, once.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass

from measure import tell
from roads import carried, inside, raw_tcp, shape
from sync_rig import (
    FULL,
    contents,
    cpu_of_process,
    hold_back,
    name_files,
    peak_mb,
    put_files,
    served,
    sign,
    town,
)

from core.commits.ids import text_id
from desktop import clock
from tests.server.town import Machine, Town

SIZE, MANY = 200_000, 10_000
WIRE_MS = SIZE * 8 / 1e6
"""What a file takes on a road of 1 Gbit/s."""
LONG, GROWN = 20_000_000, 40_000
DOCUMENT = text_id(bytes(16))


@dataclass
class Taken:
    """Seconds of a round, and processor seconds of the machine and of the server."""

    wall: float
    client: float
    server: float


def timed(unit: Town, machine: Machine, server: int) -> Taken:
    """One round of a machine."""
    wall, client, theirs = time.perf_counter(), time.process_time(), cpu_of_process(server)
    [done] = unit.sync(machine)
    if done.problems or not done.complete:
        raise SystemExit(f"the round failed: {done}")
    ended = time.perf_counter() - wall
    return Taken(ended, time.process_time() - client, cpu_of_process(server) - theirs)


@dataclass
class Way:
    """One road's measurements: both ways and the raw stream in turns, the best of each."""

    mbit: int
    files: int
    up: list[Taken]
    down: list[Taken]
    raw: list[float]

    def tell(self, limit: float) -> None:
        """Print its rows."""
        road = f"{self.mbit} Mbit/s"
        for name, taken in (("up", self.up), ("down", self.down)):
            tell(
                f"{self.files} files of 200 kB {name}, {road}", min(each.wall for each in taken),
                "s", against="raw TCP, same bytes", peer=min(self.raw), limit=limit,
            )  # fmt: skip
            if self.mbit == 1000:
                for side in ("client", "server"):
                    spent = min(getattr(each, side) for each in taken) / self.files * 1000
                    tell(
                        f"of it for a file {name}, {side}", spent, "ms CPU",
                        against="on the road at 1 Gbit/s", peer=WIRE_MS, limit=1.25,
                    )  # fmt: skip


def measured(unit: Town, server: int, way: Way, batches: list[list[str]]) -> None:
    """Send some batches to the server and on to another machine."""
    clerk, commander = unit.machine("clerk"), unit.machine("commander")
    for blobs in batches:
        way.raw.append(raw_tcp(way.files * SIZE))
        hold_back(clerk.store, blobs, held=False)
        way.up.append(timed(unit, clerk, server))
        name_files(commander.store, clerk.store.stream, blobs)
        way.down.append(timed(unit, commander, server))


def grown(unit: Town, server: int, long: list[str]) -> None:
    """The file that grew by a signature, to a server that has the one before."""
    clerk = unit.machine("clerk")
    before = 0
    for blob in long:
        hold_back(clerk.store, [blob], held=False)
        before = carried()
        timed(unit, clerk, server)
    tell(
        "a signature on a PDF of 20 MB", (carried() - before) / 1e6, "MB sent",
        against="one chunk + what was appended", peer=((1 << 20) + GROWN) / 1e6, limit=1.05,
    )  # fmt: skip


def main(plan: list[tuple[int, float, int, int]]) -> None:
    """``plan``: speed in Mbit/s, limit, files, rounds."""
    with town() as unit:
        clerk = unit.machine("clerk")
        batches = [
            [put_files(clerk, contents(files, SIZE)) for _ in range(rounds)]
            for _, _, files, rounds in plan
        ]
        old = clock.random_bytes(LONG)
        long = put_files(clerk, iter((old, old + clock.random_bytes(GROWN))))
        every = [blob for made in batches for batch in made for blob in batch] + long
        hold_back(clerk.store, every, held=True)
        with unit.opened() as home:
            name_files(home.store, clerk.store.stream, every)
            sign(home.store, DOCUMENT, *long)
        with served(unit) as server:
            timed(unit, clerk, server)
            for (mbit, limit, files, _), made in zip(plan, batches, strict=True):
                shape(mbit)
                way = Way(mbit, files, [], [], [])
                measured(unit, server, way, made)
                way.tell(limit)
            grown(unit, server, long)
            for side, number in (("machine", os.getpid()), ("server", server)):
                held = peak_mb(number)
                tell(f"most memory, {side}", held, "MB", against="goal", peer=300, limit=1)


if __name__ == "__main__":
    if inside():
        usual = [(1000, 1.25, 250, 3), (100, 1.05, 250, 2)]
        main([(1000, 1.25, MANY, 1)] if FULL in sys.argv else usual)
