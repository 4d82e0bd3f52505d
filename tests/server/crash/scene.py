"""The machines of a scenario: real stores and the real server, on one thread and a clock of ours.

Device and server are in one process and die together. That is the same as one of them dying: while
a machine's storage is at work, the other one waits for it and changes nothing.
"""

from __future__ import annotations

import random
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from typing_extensions import override

from core.sync import receipt, wire
from db import models
from db.blob_rows import find
from db.care import integrity
from db.queries import order
from desktop.sync import rounds
from server import administration
from tests.sim.hosts import Central, Device, Time
from tests.sim.net import Net, Road

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from core.sync.wire import Endpoint
    from db.acting import Store
    from tests.sim.template import Template

    Say = Callable[..., None]


class Scene:
    """A unit in a folder; ``say`` takes what a person, or another machine, is told."""

    def __init__(self, folder: Path, made: Template, seed: str, say: Say) -> None:
        self.folder, self.book, self.say = folder, made.book, say
        self.time = Time(made.time)
        self.central = Central(folder, "server", self.time, seed)
        names = ("clerk", "commander", "officer")
        self.devices = {name: Device(folder, name, self.time, seed) for name in names}
        self.net: Net

    def open(self, names: tuple[str, ...]) -> None:
        """Open some machines' stores in the ordinary way; "server" is the server's."""
        self.net = Net(random.Random(0), lambda *_: None)
        for name in names:
            (self.central if name == "server" else self.devices[name]).open()

    def close(self) -> None:
        """Close all that is open."""
        self.central.stop()
        for device in self.devices.values():
            device.stop()
        self.net.close()

    def store(self, name: str) -> Store:
        """The open store of a machine."""
        return self.central.store if name == "server" else self.devices[name].store

    def sync(self, name: str) -> rounds.Round:
        """One round of a device."""
        device = self.devices[name]
        return rounds.exchange(device.store, Telling(self, device))

    def running(self) -> dict[str, Store]:
        """The open stores by machine."""
        found = {name: each.store for name, each in self.devices.items() if each.running}
        return found | ({"server": self.central.store} if self.central.running else {})

    def wrong(self) -> list[str]:
        """What is wrong with the open stores in themselves."""
        found = []
        for name, store in self.running().items():
            machine = self.central if name == "server" else self.devices[name]
            report = integrity.check(store, machine.vault)
            found += [f"{name}: {each.code} {each.kind}" for each in report.findings]
        if self.central.running:
            checked = administration.check_journal(self.central.home)
            if checked.behind or checked.ahead:
                found.append(f"server: journal and store differ {checked}")
        return found


class Telling(Road):
    """The road of a device, which says what the server answered for good."""

    def __init__(self, scene: Scene, device: Device) -> None:
        super().__init__(scene.net, scene.central, device)
        self._say = scene.say

    @override
    def _post(self, endpoint: Endpoint[Any, Any], body: bytes) -> Any:
        answer, parts = super()._post(endpoint, body)
        if endpoint is wire.PUSH:
            given = [item.receipt for pack in parts for item in receipt.decode_receipts(pack)]
            self._say("receipts", [[each.stream, each.gseq, each.commit] for each in given])
        if endpoint is wire.PUT:
            self._say("whole", list(answer.whole))
        return answer, parts


# -- what stands in a store ------------------------------------------------------------------------


def picture(store: Store) -> list[Any]:
    """What people see of a store, without ids that another attempt draws anew."""
    document, lease, spare = models.Document, models.Lease, models.SpareNumber
    columns = (document.code, document.subject, document.state, document.number)
    with store.engine.begin() as connection:
        rows = connection.execute(sa.select(document.id, *columns)).all()
        leases = connection.execute(
            sa.select(lease.first, lease.end, lease.top, lease.returned).order_by(lease.first)
        ).all()
        spares = connection.execute(sa.select(spare.number, spare.fate).order_by(spare.number))
        kept = [list(row) for row in spares]
        documents = sorted([list(row[1:]), files(store, connection, row.id)] for row in rows)
    return [documents, [list(row) for row in leases], kept]


def files(store: Store, connection: sa.Connection, document: str) -> list[list[str | None]]:
    """The files of a document: slot, and the hash of what is read; None where it is not here."""
    table = models.File
    query = sa.select(table.slot, table.blob).where(table.document == document)
    return sorted(
        [row.slot, content(store, connection, row.blob)] for row in connection.execute(query)
    )


def content(store: Store, connection: sa.Connection, blob: str) -> str | None:
    """The hash of a file as it is read from the disk."""
    row = find(connection, blob)
    return sha256(store.blobs.read(row)).hexdigest() if row else None


def states(store: Store) -> dict[str, list[Any]]:
    """How far each stream goes, and the hash of its state."""
    with store.engine.begin() as connection:
        heads = order.heads(connection).values()
    return {head.stream: [head.gseq, head.state.hex()] for head in heads}


def numbers(store: Store) -> list[tuple[str, int]]:
    """The numbers of documents of this store, with their books."""
    table = models.Document
    query = sa.select(table.register, table.number).where(table.number.is_not(None))
    with store.engine.begin() as connection:
        return [(row.register, row.number) for row in connection.execute(query)]
