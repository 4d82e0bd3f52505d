"""The server killed at the worst moments: no receipt that the journal lacks, nothing lost, nothing
twice.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.errors import JournalAhead, ServerBehind, ServerFailed, ServerUnreachable
from core.sync import message, receipt
from db import commits
from db.actions import ordering
from desktop.sync import rounds
from server import administration, orders
from server.orders import Entry
from tests.server.test_exchange import all_equal
from tests.server.town import Machine, Town

DIES_BEFORE = "j.Journal.append = lambda *_: os.kill(os.getpid(), signal.SIGKILL)"
DIES_AFTER = """
append = j.Journal.append
def die(self, body, now):
    append(self, body, now)
    os.kill(os.getpid(), signal.SIGKILL)
j.Journal.append = die
"""
DIES_WITHIN = """
import db.durable as durable
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
durable.sync_file = die
"""


@contextmanager
def process(town: Town, broken: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """The server as a process of its own; ``broken`` makes it die at a chosen moment."""
    words = ["run", "--data", str(town.server_home), "--listen", f"127.0.0.1:{town.port}"]
    program = (
        "import os, signal\nimport server.journal as j\nfrom server.__main__ import main\n"
        f"{broken}\nmain({words!r})\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stderr=subprocess.PIPE, cwd=Path.cwd()
    ) as running:
        assert running.stderr is not None
        wait_for(town)
        try:
            yield running
        finally:
            running.send_signal(signal.SIGTERM)
            running.stderr.read()


def wait_for(town: Town) -> None:
    for _ in range(500):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", town.port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail("the server does not listen")


def journalled(town: Town) -> set[str]:
    """The commits that the journal holds."""
    with town.opened() as found:
        records = [message.decode(Entry, record) for record in found.journal.replay()]
    packs = [pack for entry, parts in records for pack in parts[: entry.packs]]
    return {item.receipt.commit for pack in packs for item in receipt.decode_receipts(pack)}


def own(machine: Machine) -> str:
    with machine.store.engine.begin() as connection:
        [commit] = commits.unsent(connection, machine.store.stream, 10)
    return commit.id


@pytest.mark.parametrize("broken", [DIES_BEFORE, DIES_WITHIN, DIES_AFTER])
def test_killed_between_store_journal_and_answer(town: Town, broken: str) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    clerk.register()
    commit = own(clerk)
    with process(town, broken) as server:
        with pytest.raises(ServerUnreachable):
            town.sync(clerk)
        assert server.wait(20) == -signal.SIGKILL
    assert own(clerk) == commit
    with process(town):
        assert commit in journalled(town)  # written on before anybody was answered
        town.sync(commander, clerk)
    all_equal(town, clerk, commander)
    with town.opened() as found:
        checked = administration.check_journal(found)
    assert (checked.behind, checked.ahead) == (0, 0)


def test_what_the_journal_lacks_is_shown_to_nobody(town: Town) -> None:
    """The store is ahead of the journal, which cannot be written: nothing new leaves."""
    clerk, commander = town.machine("clerk"), town.machine("commander")
    clerk.register()
    with town.running() as found:
        with clerk.store.engine.begin() as connection:
            waiting = commits.unsent(connection, clerk.store.stream, 10)
        before = commander.heads()
        block(town)
        try:
            ordering.admit(found.store, found.registrar, waiting)
            with pytest.raises(ServerFailed):
                town.sync(commander)
            assert commander.heads() == before
        finally:
            restore(town)
        town.sync(commander, clerk)
    all_equal(town, clerk, commander)


def test_a_reader_beside_the_line_writes_nothing(town: Town) -> None:
    """Between the store's transaction and the journal's record somebody else asks for a page."""
    clerk = town.machine("clerk")
    clerk.register()
    with clerk.store.engine.begin() as connection:
        waiting = commits.unsent(connection, clerk.store.stream, 10)
    with town.opened() as found:
        line = orders.Orders(found)
        before = line.page(clerk.store.stream, 0, 1000)
        ordering.admit(found.store, found.registrar, waiting)
        between = line.page(clerk.store.stream, 0, 1000)
        assert between.last == before.last == len(between.page.commits)
        line.publish()
        after = line.page(clerk.store.stream, 0, 1000)
        assert after.last == before.last + 1 == len(after.page.commits)
        checked = administration.check_journal(found)
    assert (checked.behind, checked.ahead) == (0, 0)


def block(town: Town) -> None:
    """Put the journal out of reach, as when its disk is gone."""
    town.journal.rename(town.journal.with_name("journal-away"))


def restore(town: Town) -> None:
    town.journal.with_name("journal-away").rename(town.journal)


def test_a_store_restored_from_a_backup_is_noticed_and_brought_up_to_its_journal(
    town: Town,
) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    store = next((town.server_home / "vault").glob("store-*.db"))
    backup = store.read_bytes()
    clerk.register()
    with town.running():
        town.sync(clerk)
    store.write_bytes(backup)
    with pytest.raises(JournalAhead), town.opened() as found:
        orders.Orders(found)
    assert administration.replay_journal(town.server_home, None, None) == 1
    with town.running() as found:
        assert found.registrar.epoch == 2
        clerk.register()
        town.sync(clerk, commander)
    all_equal(town, clerk, commander)


def test_a_server_that_forgot_what_it_confirmed_is_not_believed(town: Town) -> None:
    clerk = town.machine("clerk")
    store = next((town.server_home / "vault").glob("store-*.db"))
    backup = store.read_bytes()
    clerk.register()
    with town.running():
        town.sync(clerk)
    before = clerk.heads()
    store.write_bytes(backup)
    for path in town.journal.glob("*"):
        path.unlink()
    with town.running(), pytest.raises(ServerBehind):
        town.sync(clerk)
    assert clerk.heads() == before


def test_killed_in_the_middle_of_a_file(town: Town) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    clerk.register(os.urandom(8 << 20))
    with process(town) as server:
        calls = iter(range(100))

        def kill_after_the_first_chunks() -> bool:
            if next(calls) == 5:
                server.kill()
                server.wait()
            return False

        with town.road(clerk) as road, pytest.raises(ServerUnreachable):
            rounds.exchange(clerk.store, road, kill_after_the_first_chunks)
    with process(town):
        [done, taken] = town.sync(clerk, commander)
    assert (done.uploaded, taken.downloaded) == (1, 1)
    all_equal(town, clerk, commander)
