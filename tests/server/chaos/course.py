"""A course of trouble for a unit of real processes: machines and servers are killed and begun again
while a road between them misbehaves; then quiet, and what has to hold.
"""

from __future__ import annotations

import json
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from core.commits.format import Chain
from core.sync import message, receipt
from db import commits, models, wanted
from desktop.sync.rounds import Round
from server import administration, home, tls
from server.administration import Asked
from server.home import Home
from server.orders import Entry
from tests.server.chaos.proxy import Proxy
from tests.server.town import Machine, Town, free_port

NAMES: Final = ("clerk", "commander", "two")
PAUSE: Final = 0.3
PATIENCE: Final = 60
MOST_ROUNDS: Final = 4
"""Rounds of each machine on a quiet road, after which nothing waits any more."""


@dataclass
class Said:
    """What machines confirmed to their people, and other things that they said."""

    chains: dict[Chain, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def hear(self, line: str) -> None:
        """One line; one that was cut off was not said."""
        try:
            facts: dict[str, Any] = json.loads(line)
        except ValueError:
            return
        for device, inc, stream, seq in facts.get("chains", ()):
            chain = (device, inc, stream)
            self.chains[chain] = max(seq, self.chains.get(chain, 0))
        if "number" in facts:
            self.numbers[facts["document"]] = facts["number"]
        self.counts.update(f"{name} {facts[name]}" for name in ("refused", "open") if name in facts)
        self.counts.update(facts.get("problems", ()))
        self.counts["acts"] += "chains" in facts
        self.counts["rounds"] += "equal" in facts


@dataclass
class Unit:
    """A town, as many server processes as journals, machines as processes, and the road between.

    ``server_program`` and ``machine_program`` run before a process's own program: there a fault can
    be planted.
    """

    town: Town
    journals: list[Path]
    seed: int
    server_program: str = ""
    machine_program: str = ""
    said: Said = field(default_factory=Said)
    heads: dict[str, dict[str, tuple[int, bytes]]] = field(default_factory=dict)
    """Where each machine stood at rest, by its name."""
    _running: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    _ears: dict[str, threading.Thread] = field(default_factory=dict)
    _starts: int = 0

    @contextmanager
    def alive(self) -> Iterator[Proxy]:
        """All processes at work, until the block ends."""
        self._ports = [free_port() for _ in self.journals]
        with self.town.opened() as opened:
            context = tls.context(opened.folder / home.TLS, opened.tls_passphrase)
        try:
            with Proxy(context, self._ports, self.seed) as road:
                self.town.port = road.port
                for number in range(len(self.journals)):
                    self.start_server(number)
                for name in NAMES:
                    self.start_machine(name)
                yield road
                self.end(*NAMES)
                road.kind = True
                self._settle()
        finally:
            self.end(*list(self._running))

    # -- processes ---------------------------------------------------------------------------------

    def start_server(self, number: int) -> None:
        """Begin a server, and wait until it listens."""
        words = ["run", "--data", str(self.town.server_home), "--journal"]
        words += [str(self.journals[number]), "--listen", f"127.0.0.1:{self._ports[number]}"]
        words += ["--database", self.town.database] if self.town.database else []
        program = f"{self.server_program}\nfrom server.__main__ import main\nmain({words!r})"
        made = self._start(f"server {number}", program)
        for _ in range(1500):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._ports[number])) == 0:
                    return
            assert made.poll() is None, "the server ended"
            time.sleep(0.02)
        raise AssertionError("the server does not listen")

    def start_machine(self, name: str) -> None:
        """Begin a machine's program, and listen to what it says."""
        self._starts += 1
        chance = random.Random(f"{self.seed} {name} {self._starts}")
        words = [str(self.town.folder), name, str(self.town.port), str(chance.randrange(10**9))]
        program = f"from tests.server.chaos import device\n{self.machine_program}\n"
        made = self._start(name, f"{program}device.main(*{words!r})")
        self._ears[name] = threading.Thread(target=partial(self._listen, made))
        self._ears[name].start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.said.hear(line)

    def _start(self, name: str, program: str) -> subprocess.Popen[str]:
        made = subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._running[name] = made
        return made

    def kill(self, name: str) -> None:
        """Kill a process in the middle of whatever it does, and begin it again."""
        self.end(name)
        if name in NAMES:
            self.start_machine(name)
        else:
            self.start_server(int(name.split()[1]))

    def end(self, *names: str) -> None:
        """Kill processes for good."""
        for name in names:
            process = self._running.pop(name)
            process.kill()
            process.wait()
            if name in self._ears:
                self._ears.pop(name).join()
            if process.stdout is not None:
                process.stdout.close()

    def trouble(self, kills: int) -> None:
        """Kill one process after another, each after some more work, at any moment of it."""
        chance = random.Random(self.seed)
        for _ in range(kills):
            self._work_on(chance.randint(3, 9))
            time.sleep(chance.random() * PAUSE)
            self.kill(chance.choice(sorted(self._running)))
        self._work_on(9)

    def _work_on(self, acts: int) -> None:
        """Wait until so many acts more were confirmed."""
        goal, end = self.said.counts["acts"] + acts, time.monotonic() + PATIENCE
        while self.said.counts["acts"] < goal:
            assert time.monotonic() < end, f"nobody works any more: {self.said.counts}"
            time.sleep(0.01)

    # -- rest --------------------------------------------------------------------------------------

    def _settle(self) -> None:
        """A quiet road and living servers: after a few rounds nothing waits any more (I9). A new
        machine replays the whole log.
        """
        admin = self.town.machine("admin")
        machines = [admin, *map(self.town.machine, NAMES)]
        machines.append(self.town.join(admin, "newcomer", machines[1].person))
        done: list[Round] = []
        for _ in range(MOST_ROUNDS):
            done = self.town.sync(*machines)
        assert {(each.problems, each.equal, each.waiting) for each in done} == {((), True, 0)}
        for machine in machines:
            assert_nothing_waits(machine)
        self.heads = {machine.name: machine.heads() for machine in machines}


def assert_nothing_waits(machine: Machine) -> None:
    """Every act has its receipt, every file is at both ends."""
    stream = machine.store.stream
    with machine.store.engine.begin() as connection:
        assert commits.unsent(connection, stream, 10) == [], machine.name
        assert wanted.unsent(connection, stream, "", 10) == [], machine.name
        assert wanted.missing(connection, stream, "", 10) == [], machine.name


def assert_whole(unit: Unit) -> None:
    """Every machine equals the fold of the server's log, which has one order and all that anybody
    was told.
    """
    there = unit.town.heads()
    assert unit.heads == dict.fromkeys(unit.heads, there)
    for journal in unit.journals:
        with home.opened(unit.town.server_home, journal, unit.town.database) as opened:
            checked = administration.check_journal(opened)
            assert (checked.behind, checked.ahead) == (0, 0), "journal and store differ"
            _assert_order(opened)
            _assert_kept(opened, unit.said)


def _assert_order(opened: Home) -> None:
    """One dense order, each commit once."""
    found: dict[str, list[receipt.Receipt]] = {}
    for record in opened.journal.replay():
        entry, parts = message.decode(Entry, record)
        for pack in parts[: entry.packs]:
            given = [each.receipt for each in receipt.decode_receipts(pack)]
            found.setdefault(entry.stream, []).extend(given)
    for stream, given in found.items():
        assert [each.gseq for each in given] == list(range(1, len(given) + 1)), stream
        assert len({each.commit for each in given}) == len(given), stream


def _assert_kept(opened: Home, said: Said) -> None:
    """Whatever a person was told is there: his acts, and the numbers that he wrote on paper."""
    table = models.Document
    with opened.store.engine.begin() as connection:
        there = commits.frontier(connection)
        query = sa.select(table.id, table.register, table.number).where(table.number.is_not(None))
        rows = connection.execute(query).all()
    lacking = {chain: seq for chain, seq in said.chains.items() if there.get(chain, 0) < seq}
    assert lacking == {}, "acts that were confirmed are gone"
    numbers = {row.id: row.number for row in rows}
    assert {each: numbers.get(each) for each in said.numbers} == said.numbers
    given = Counter((row.register, row.number) for row in rows)
    assert [each for each, often in given.items() if often > 1] == [], "numbers given twice"


def lend(town: Town, count: int) -> None:
    """Enough numbers for the clerk's machine."""
    with town.opened() as found:
        administration.lease(found, Asked("incoming", "Máy clerk", count))


def third_machine(town: Town) -> None:
    """One more machine of the clerk's, known to the server."""
    admin, clerk = town.machine("admin"), town.machine("clerk")
    made = town.join(admin, "two", clerk.person)
    with town.running():
        town.sync(admin, made)
    town.stack.close()
