"""A small unit at work: machines, server, sticks, and all that may happen to them, from one seed.

Every event goes into the trace; two runs of a seed have the same.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from core.commits import canonical
from core.errors import AntinError
from core.sync.receipt import Receipt
from core.sync.volumes import LIMIT
from db import models
from db.acting import Store
from db.actions import bundles, syncing, transfers
from desktop.sync import rounds
from server import snapshots
from tests.sim import people, years
from tests.sim.hosts import Central, Device, Host, Time, heads
from tests.sim.net import Net, Road
from tests.sim.storage import Crash, Storage, watched
from tests.sim.template import LEASED, PEOPLE, Template, lease, shelf, template

SMALL = ((rounds, "PAGE", 5), (snapshots, "LEAST", 5))
"""Commits taken at a time, so that a round has many places to be cut at, and those from which a
snapshot is made.
"""
ROUNDS = 8
MOST_FILES = 1000
"""Rounds of everybody after which a unit at rest is in step."""


@dataclass
class World:
    """One history. What machines promised is kept here, to be asked for in the end."""

    seed: int
    made: Template
    folder: Path
    events: list[str] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    """Commits that were confirmed to a person, and at which machine."""
    lost: set[str] = field(default_factory=set)
    """Those of them whose every copy was destroyed."""
    taken_back: set[str] = field(default_factory=set)
    """Those that a machine lacks since its disk went back, until a sync brings them."""
    burnt: set[str] = field(default_factory=set)
    """Commits that the server alone had when its database and its journal were lost."""
    sealed: set[str] = field(default_factory=set)
    """Devices whose holes were sealed."""
    hostile: set[str] = field(default_factory=set)
    """Commits that nobody was entitled to write."""
    paper: dict[tuple[str, int], str] = field(default_factory=dict)
    """The document that each number was handed out for."""
    receipts: dict[str, tuple[str, int, str, str]] = field(default_factory=dict)
    leases: list[tuple[int, int]] = field(default_factory=lambda: [(1, 1 + LEASED)])
    """Ranges as they were given, whatever the server remembers."""
    wrong: list[str] = field(default_factory=list)
    """What was seen to be wrong on the way: the invariant's name and why."""
    newer: list[str] = field(default_factory=list)
    """Commits of a later version of the product."""
    cloned: bool = False
    sticks: dict[str, list[bytes]] = field(default_factory=dict)
    saved: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"world/{self.seed}")
        self._hash = sha256()
        self.time = Time(self.made.time)
        self.storage = Storage(random.Random(f"storage/{self.seed}"))
        self._seen: dict[tuple[str, str], int] = {}
        self._roads: dict[str, Road] = {}
        self.net = Net(random.Random(f"net/{self.seed}"), self.note)
        seed = f"host/{self.seed}"
        self.central = Central(self.folder, "server", self.time, seed)
        names = ("admin", *PEOPLE)
        self.devices = {name: Device(self.folder, name, self.time, seed) for name in names}

    # -- the trace ---------------------------------------------------------------------------------

    def note(self, *said: object) -> None:
        """One event of the trace."""
        line = " ".join(map(str, said))
        self.events.append(line)
        self._hash.update(line.encode() + b"\n")

    @property
    def trace(self) -> str:
        """The hash of all events."""
        return self._hash.hexdigest()[:16]

    def breach(self, invariant: str, why: str) -> None:
        """Something is wrong already."""
        self.note("breach", invariant, why)
        self.wrong.append(f"{invariant} {why}")

    # -- machines ----------------------------------------------------------------------------------

    def __getitem__(self, name: str) -> Device:
        return self.devices[name]

    @property
    def working(self) -> list[Device]:
        """The machines that take part, in a fixed order; the latecomer waits until the end."""
        found = (self.devices[name] for name in sorted(self.devices))
        return [each for each in found if each.name != "late" and not each.revoked]

    def do(self, device: Device, what: Callable[..., object], *args: object) -> object:
        """A person's act at a machine; None where the product says no or the machine dies."""
        return self._alive(device, getattr(what, "__name__", "act"), lambda: what(*args))

    def _alive(self, device: Device, name: str, work: Callable[[], object]) -> object:
        result: object = None
        try:
            result = work()
        except AntinError as error:
            self.note(device.name, name, "refused", error.code)
        except Crash as crash:
            self.note(device.name, name, "crash", crash)
            self.storage.fuse = 0
            self.restart(device)
        except Exception as error:  # noqa: BLE001 - no fault may look like this to a person
            self.breach("I12", f"{device.name} {name}: {type(error).__name__}: {error}")
        else:
            self.note(device.name, name, "done")
        self.storage.fuse = 0
        self.remember(device)
        return result

    def restart(self, device: Device) -> None:
        """The machine starts again; what it confirmed has to be there."""
        device.stop()
        self.opened(device)
        missing = {each for each, at in self.written.items() if at == device.name} - device.has()
        for each in sorted(missing - self.lost - self.taken_back):
            self.breach("I1", f"{each} is gone from {device.name} after a crash")

    def opened(self, device: Device) -> None:
        """Open a machine, however often it dies meanwhile."""
        try:
            device.open()
        except Crash:
            self.note(device.name, "crash", "opening")
            self.storage.fuse = 0
            device.open()

    def remember(self, device: Device) -> None:
        """Keep in mind what a machine confirmed, and which receipts it has."""
        with device.store.engine.begin() as connection:
            table = models.Commit
            mine = sa.select(table.id, table.stream, table.inc, table.seq).where(
                table.device == device.store.author.device, table.gseq.is_(None)
            )
            for row in connection.execute(mine.order_by(table.n)):
                if row.id not in self.written and row.id not in self.hostile:
                    self.written[row.id] = device.name
                    self.note(device.name, "wrote", row.id)
        self.witness(device.store, device.name)

    def witness(self, store: Store, name: str) -> None:
        """Compare the receipts that a store got since the last look with those ever seen."""
        table = models.Receipt
        with store.engine.begin() as connection:
            for stream in store.realm.provision.streams:
                after = self._seen.get((name, stream.id), 0)
                query = sa.select(table.body).where(table.stream == stream.id, table.gseq > after)
                for body in connection.execute(query.order_by(table.gseq)).scalars():
                    found = canonical.decode_as(Receipt, body)
                    self._seen[name, stream.id] = found.gseq
                    said = (found.stream, found.gseq, found.verdict, found.chain)
                    if self.receipts.setdefault(found.commit, said) != said:
                        self.breach("I5", f"{name} has another receipt of {found.commit}")

    def forget(self, host: Host) -> None:
        """The machine's disk is another: look at all of it again."""
        for stream in host.store.realm.provision.streams:
            self._seen.pop((host.name, stream.id), None)

    # -- sync --------------------------------------------------------------------------------------

    def sync(self, *devices: Device) -> list[rounds.Round]:
        """One round of each machine in turn."""
        found = [self.do(device, self._exchange, device) for device in devices]
        return [each for each in found if isinstance(each, rounds.Round)]

    def road(self, device: Device) -> Road:
        """A machine's road to the server; a program that starts anew opens another."""
        found = self._roads.get(device.name)
        if found is None or found.store is not device.store:
            found = self._roads[device.name] = Road(self.net, self.central, device)
        return found

    def _exchange(self, device: Device) -> rounds.Round:
        done = rounds.exchange(device.store, self.road(device))
        problems = [each.code for each in done.problems]
        self.note(device.name, "round", done.sent, done.received, done.refused, *problems)
        if not done.equal:
            self.breach("I2", f"{device.name} differs from the server")
        return done

    # -- sticks ------------------------------------------------------------------------------------

    def export(self, device: Device, *to: Device, limit: int = LIMIT) -> None:
        """Write a bundle for some machines onto a stick, in volumes of ``limit`` bytes."""

        def export() -> None:
            out = bundles.export(device.store, [each.store.author.device for each in to], limit)
            data = [b"".join(volume) for volume in out.volumes]
            for each in to:
                self.sticks.setdefault(each.name, []).extend(data)

        self.do(device, export)

    def carry(self, device: Device, damage: str = "") -> None:
        """Take in all that lies on sticks for a machine, in any order, old ones again."""
        found = list(self.sticks.get(device.name, ()))
        self.chance.shuffle(found)
        for data in found:
            self.do(device, self._import, device, _damaged(data, damage, self.chance))

    def _import(self, device: Device, data: bytes) -> None:
        done = bundles.import_(device.store, [data])
        self.note(device.name, "bundle", done.new, done.known, done.held, done.refused)

    # -- numbers -----------------------------------------------------------------------------------

    def lease(self, device: Device, count: int = 6, *, lost: bool = False) -> None:
        """The administrator of the server leases numbers of the book of arrivals."""
        if not self.central.running:
            return
        try:
            first, end = lease(self.central, device, self.made.book, count, lost)
        except AntinError as error:
            self.note("lease", error.code)
            return
        except Crash:
            self.storage.fuse = 0
            self.central.crash()
            self.note("lease", "crash")
            return
        self.publish()
        self.note("lease", device.name, first, end)
        for other in self.leases:
            if first < other[1] and other[0] < end:
                self.breach("I6", f"numbers {first}-{end} were leased before")
        self.leases.append((first, end))

    def publish(self) -> None:
        """The running server journals what was ordered beside it: nobody is shown it before."""
        try:
            self.central.orders.publish()
        except Crash:
            self.central.crash()

    # -- the end -----------------------------------------------------------------------------------

    def quiet(self) -> None:
        """All links and machines recover; everybody can work and syncs until nothing is left."""
        self.net.bad, self.storage.fuse = 0.0, 0
        self.net.deliver(self.central)
        for device in (*self.working, self["late"]):
            device.skew = 0
            if not device.running:
                self.opened(device)
        self.note("quiet")
        years.over(self)
        for device in self.working:
            people.begin_anew(self, device)
        everybody = (*self.working, self["late"])
        self.sync(*(each for each in everybody if each.unsent()))
        behind = [each for each in everybody if not self.in_step(each)]
        for _ in range(ROUNDS):
            self.sync(*behind)
            behind = [each for each in everybody if not self.in_step(each)]
            if not behind:
                break
        self.witness(self.central.store, "server")

    def in_step(self, device: Device) -> bool:
        """Whether a machine stands where the server stands in all that it may read, has nothing
        that the server lacks, and nothing is left to travel.
        """
        there = heads(self.central.store)
        mine = {stream: there.get(stream) for stream in syncing.streams(device.store)}
        same = heads(device.store) == mine
        done = same and not device.unsent() and not self.alone(device)
        return done and not any(self.due(device))

    def alone(self, device: Device) -> set[str]:
        """What a machine keeps for something missing and the server lacks; nobody takes what was
        forged.
        """
        return device.held() - self.central.has() - self.hostile

    def due(self, device: Device) -> Iterator[str]:
        """Files that the server has and a machine lacks."""
        store = device.store
        for stream in syncing.streams(store):
            missing = syncing.missing_files(store, stream, "", MOST_FILES)
            yield from transfers.here(self.central.store, missing)


def _damaged(data: bytes, how: str, chance: random.Random) -> bytes:
    if how == "cut":
        return data[: chance.randrange(len(data))]
    if how == "flip":
        place = chance.randrange(len(data))
        return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
    return data


@contextmanager
def world(seed: int) -> Iterator[World]:
    """A world that was founded, all machines on; it is gone afterwards."""
    made = template()
    folder = Path(tempfile.mkdtemp(prefix="antin-sim-", dir=shelf()))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        shutil.copytree(made.folder, folder, dirs_exist_ok=True)
        found = World(seed, made, folder)
        stack.callback(found.net.close)
        for owner, name, small in SMALL:
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, small)
        stack.enter_context(watched(found.storage))
        found.central.open()
        for device in found.devices.values():
            device.open()
            stack.callback(device.stop)
        stack.callback(found.central.stop)
        yield found
