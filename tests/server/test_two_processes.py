"""Two server processes on one PostgreSQL, one of them killed under load: nothing lost, nothing
twice, one order; and a process that nobody else's journal stands in for.
"""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.commits.trust import ServerPlace
from core.errors import ServerUnreachable, StoreBusy
from core.sync import message, receipt
from core.sync.receipt import Receipt
from desktop.session import APP
from desktop.sync import rounds
from desktop.sync.client import Identity, Server
from server import administration, home
from server.orders import Entry
from tests.server.postgres import Cluster
from tests.server.test_clones import machine_dossiers, open_dossier
from tests.server.town import Machine, Town, copied, free_port

ACTS = 12
"""Of each machine, while the servers run."""


class Pair:
    """A town whose store is on PostgreSQL, and its two servers, each with a journal of its own."""

    def __init__(self, town: Town) -> None:
        self.town, self.ports = town, (free_port(), free_port())

    def journal(self, number: int) -> Path:
        return self.town.folder / f"journal-{number}"

    def start(self, number: int) -> subprocess.Popen[bytes]:
        port, data = self.ports[number], str(self.town.server_home)
        words = ["run", "--data", data, "--listen", f"127.0.0.1:{port}"]
        words += ["--journal", str(self.journal(number)), "--database", str(self.town.database)]
        made = subprocess.Popen([sys.executable, "-m", "server", *words], stderr=subprocess.DEVNULL)
        for _ in range(1000):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return made
            assert made.poll() is None, "the server ended"
            time.sleep(0.02)
        raise AssertionError("the server does not listen")

    @contextmanager
    def running(self) -> Iterator[list[subprocess.Popen[bytes]]]:
        found = [self.start(0), self.start(1)]
        try:
            yield found
        finally:
            for each in found:
                each.send_signal(signal.SIGTERM)
                each.wait(30)

    def round(self, machine: Machine, number: int) -> bool:
        """One round with one of the servers; False where that is not there."""
        place, author = self.town.place(machine), machine.store.author
        who = Identity(machine.store.realm.provision.realm, author.device, author.sign)
        road = Server(ServerPlace(f"https://127.0.0.1:{self.ports[number]}", place.spki), who, APP)
        try:
            done = rounds.exchange(machine.store, road)
        except ServerUnreachable:
            return False
        finally:
            road.close()
        assert done.problems == ()
        assert (done.refused, done.equal) == (0, True)
        return True

    def receipts(self, number: int) -> dict[str, list[Receipt]]:
        """What a journal holds, by stream in its order."""
        found: dict[str, list[Receipt]] = {}
        with home.opened(self.town.server_home, self.journal(number), self.town.database) as opened:
            checked = administration.check_journal(opened)
            assert (checked.behind, checked.ahead) == (0, 0)
            for record in opened.journal.replay():
                entry, parts = message.decode(Entry, record)
                for pack in parts[: entry.packs]:
                    items = receipt.decode_receipts(pack)
                    found.setdefault(entry.stream, []).extend(each.receipt for each in items)
        return found


@pytest.fixture
def pair(founded: Town, postgres: Cluster, tmp_path: Path) -> Iterator[Pair]:
    town = copied(founded, tmp_path / "town", postgres.database())
    with town.stack:
        yield Pair(town)


def three(town: Town) -> list[Machine]:
    """The clerk's machine and two more of hers, known to the server."""
    admin, clerk = town.machine("admin"), town.machine("clerk")
    found = [clerk, *(town.join(admin, name, clerk.person) for name in ("two", "three"))]
    with town.running():
        town.sync(admin, *found)
    return found


def work(pair: Pair, machine: Machine, chance: random.Random, made: list[str]) -> None:
    """Acts, each followed by a round with one server or the other; noted as they are done."""
    for n in range(ACTS):
        made.append(open_dossier(machine, f"{machine.name} {n}"))
        pair.round(machine, chance.randrange(2))


def test_two_processes_under_load_with_one_killed(pair: Pair) -> None:
    machines = three(pair.town)
    made: list[str] = []
    with pair.running() as servers, ThreadPoolExecutor(len(machines)) as threads:
        busy = [
            threads.submit(work, pair, machine, random.Random(machine.name), made)
            for machine in machines
        ]
        while len(made) < ACTS and not all(each.done() for each in busy):
            time.sleep(0.01)
        servers[1].kill()
        assert len(made) < ACTS * len(machines), "nobody was at work any more"
        servers[1].wait()
        servers[1] = pair.start(1)
        for each in busy:
            each.result()
        for number in (0, 1, 0):
            assert all(pair.round(machine, number) for machine in machines)
    assert len(set(made)) == ACTS * len(machines)
    for machine in machines:
        assert set(made) <= set(machine_dossiers(machine))
        assert machine.heads() == pair.town.heads()
    one, two = pair.receipts(0), pair.receipts(1)
    assert one == two
    for stream, found in one.items():
        assert [each.gseq for each in found] == list(range(1, len(found) + 1)), stream
        assert len({each.commit for each in found}) == len(found)


def test_a_journal_has_one_writer(pair: Pair) -> None:
    with home.alone(pair.town.server_home, pair.journal(0), pair.town.database):
        with home.alone(pair.town.server_home, pair.journal(1), pair.town.database):
            pass
        with (
            pytest.raises(StoreBusy),
            home.alone(pair.town.server_home, pair.journal(0), pair.town.database),
        ):
            pass


def test_a_store_in_its_folder_has_one_server(town: Town, tmp_path: Path) -> None:
    with (
        home.alone(town.server_home),
        pytest.raises(StoreBusy),
        home.alone(town.server_home, tmp_path / "other"),
    ):
        pass
