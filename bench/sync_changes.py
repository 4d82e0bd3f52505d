"""What a round costs: without changes, and for some changes on stores of different sizes; the bytes
of a commit with all that goes with it. A machine, the server's process and another machine, over
real TLS; bytes are those of HTTP bodies, both ways.

The stores are filled by rows put in directly: copies of a real commit and its receipt under other
ids, at places before the first, where no round reads them but every index holds them, and looked at
for the planner as after a large round. Measured is the second exchange of a program that started on
such a store: the first one reads cold pages. ``--full`` goes to 1,000,000 commits and 500 changes.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import sqlalchemy as sa
from measure import tell
from sync_rig import FULL, cpu_of_process, served, town
from typing_extensions import override

from core.commits.ids import b64
from db import models
from db.acting import Store
from db.actions import incoming
from db.engine import tune, writes
from desktop import clock
from desktop.session import APP
from desktop.sync import rounds
from desktop.sync.client import Identity, Server
from tests.server.town import Machine, Town

STEP = 10_000


class Counting(Server):
    """A road that counts questions and the bytes of their bodies, both ways."""

    asked = up = down = 0

    @override
    def _sent(self, path: str, body: bytes) -> tuple[int, str, bytes]:
        status, kind, data = super()._sent(path, body)
        self.asked, self.up, self.down = self.asked + 1, self.up + len(body), self.down + len(data)
        return status, kind, data


@dataclass
class Cost:
    """A round: questions, bytes each way, processor seconds of both ends, seconds."""

    asked: int
    up: int
    down: int
    cpu: float
    wall: float


def fill(store: Store, count: int) -> None:
    """Rows of further commits and receipts."""
    commits, receipts = models.Commit.__table__, models.Receipt.__table__
    with writes(store.engine).begin() as connection:
        one = connection.execute(sa.select(commits).where(commits.c.gseq > 0)).mappings().first()
        assert one is not None
        where = receipts.c.commit == one["id"]
        two = connection.execute(sa.select(receipts).where(where)).mappings().one()
        low = connection.execute(sa.select(sa.func.min(commits.c.gseq))).scalar_one()
        high = connection.execute(sa.select(sa.func.max(commits.c.n))).scalar_one()
        for start in range(0, count, STEP):
            ids = [b64(clock.random_bytes(32)) for _ in range(min(STEP, count - start))]
            places = [low - 1 - start - at for at in range(len(ids))]
            rows = [
                {**one, "id": name, "gseq": place, "seq": place, "n": high + 1 + start + at}
                for at, (name, place) in enumerate(zip(ids, places, strict=True))
            ]
            connection.execute(sa.insert(commits), rows)
            given = zip(ids, places, strict=True)
            said = [{**two, "commit": name, "gseq": place} for name, place in given]
            connection.execute(sa.insert(receipts), said)
    tune(store.engine)


class Bench:
    """A unit whose server runs."""

    def __init__(self, unit: Town, server: int, changes: int) -> None:
        self.unit, self.server, self.changes = unit, server, changes
        self.clerk, self.commander = unit.machine("clerk"), unit.machine("commander")
        self.roads = {each.name: self._road(each) for each in (self.clerk, self.commander)}

    def _road(self, machine: Machine) -> Counting:
        author = machine.store.author
        who = Identity(machine.store.realm.provision.realm, author.device, author.sign)
        return Counting(self.unit.place(machine), who, APP)

    def close(self) -> None:
        """Hang up."""
        for road in self.roads.values():
            road.close()

    def round(self, machine: Machine) -> Cost:
        """One round, and what it cost."""
        road = self.roads[machine.name]
        road.asked = road.up = road.down = 0
        wall, cpu = time.perf_counter(), time.process_time() + cpu_of_process(self.server)
        done = rounds.exchange(machine.store, road)
        if done.problems or not done.complete:
            raise SystemExit(f"the round failed: {done}")
        cpu = time.process_time() + cpu_of_process(self.server) - cpu
        return Cost(road.asked, road.up, road.down, cpu, time.perf_counter() - wall)

    def quiet(self) -> None:
        """A round in which nothing has changed anywhere."""
        for _ in range(2):
            cost = self.round(self.clerk)
        tell(
            "a round without changes", cost.up + cost.down, "B", against="goal", peer=1000, limit=1
        )
        tell("its questions", cost.asked, "", against="goal", peer=1, limit=1)

    def exchange(self) -> tuple[Cost, Cost]:
        """Changes of one machine go up and come down to another."""
        document = self.clerk.register()
        for number in range(1, self.changes):
            subject = f"Về việc bảo đảm thông tin liên lạc cho diễn tập lần thứ {number}"
            incoming.edit(self.clerk.store, document, subject=subject)
        return self.round(self.clerk), self.round(self.commander)


def main(sizes: tuple[int, ...], changes: int) -> None:
    """``sizes`` are in commits, rising."""
    with town() as unit:
        found = []
        have = 0
        for size in sizes:
            with unit.opened() as home:
                stores = [home.store, *(unit.machine(name).store for name in NAMES)]
                for store in stores:
                    fill(store, size - have)
                have = size
            with served(unit) as server:
                bench = Bench(unit, server, changes)
                bench.round(bench.commander)
                if size == sizes[-1]:
                    bench.quiet()
                bench.exchange()
                found.append((size, *bench.exchange()))
                bench.close()
        report(found, changes)


NAMES = ("clerk", "commander")


def report(found: list[tuple[int, Cost, Cost]], changes: int) -> None:
    """Each size against the smallest."""
    least, up, down = found[0]
    tell("a commit on its way up", up.up / changes, "B", against="goal", peer=150, limit=1)
    both = "goal + hash and signature of a receipt"
    tell("a commit and its receipt down", down.down / changes, "B", against=both, peer=246, limit=1)
    for size, *costs in found[1:]:
        for word, ours, base in zip(("up", "down"), costs, (up, down), strict=True):
            what, peer = f"{changes} changes {word} on {size:,} commits", f"on {least:,}"
            ours_kb, base_kb = (ours.up + ours.down) / 1000, (base.up + base.down) / 1000
            tell(what, ours_kb, "kB", against=peer, peer=base_kb, limit=1.01)
            tell(what, ours.cpu, "s CPU, both ends", against=peer, peer=base.cpu, limit=1.25)


if __name__ == "__main__":
    if FULL in sys.argv:
        main((10_000, 100_000, 1_000_000), 500)
    else:
        main((10_000, 100_000), 100)
