"""The restore drill: the server's disk and journal are lost; backup, key file and the machines
bring everything back, and nothing is ordered or numbered until they have.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core.errors import NotAllHeard, NotFound, ServerBehind, ServerRecovering
from core.sync import segment
from core.sync.wire import Tip
from db import commits
from db.actions import lending, recovering, transfers
from db.queries import documents
from desktop.sync.rounds import Round
from server import administration, backup, home, lists
from server.administration import Asked
from tests.server.test_exchange import all_equal
from tests.server.town import Machine, Town

PDF = b"%PDF-1.7 sau ban sao luu"


def lose_server(town: Town, keep_journal: Path | None = None) -> Path:
    """Only the key file, kept elsewhere, is left; where it is."""
    key = town.folder / "server.key"
    shutil.copy2(town.server_home / home.KEY, key)
    if keep_journal is not None:
        shutil.move(town.journal, keep_journal)
    shutil.rmtree(town.server_home)
    return key


def codes(done: list[Round]) -> list[list[str]]:
    return [[problem.code for problem in each.problems] for each in done]


def heard(town: Town) -> dict[str, tuple[bool, bool]]:
    """By machine: whether it has reported, whether it holds numbers."""
    with town.opened() as found:
        there = recovering.reporters(found.store)
    return {each.label: (each.heard > 0, each.holds) for each in there}


def work_after_backup(town: Town, stick: Path) -> tuple[Machine, Machine, Machine, list[str]]:
    """A backup while the server runs, then acts, a lease and files that only machines have."""
    clerk, commander, admin = (town.machine(name) for name in ("clerk", "commander", "admin"))
    made = [clerk.register(b"%PDF-1.7 truoc", subject="Trước bản sao lưu")]
    with town.running():
        town.sync(clerk, commander, admin)
        assert backup.run(town.server_home, stick).complete
        made.append(clerk.register(PDF, subject="Sau bản sao lưu"))
        town.sync(clerk, commander)
        with town.opened() as found:
            again = Asked("incoming", "Máy clerk", 5)
            assert administration.lease(found, again) == (11, 16)
        made.append(clerk.register(subject="Máy commander chưa thấy"))
        town.sync(clerk)
    made.append(clerk.register(subject="Chưa gửi"))
    return clerk, commander, admin, made


def test_machines_give_back_what_backup_and_journal_lack(town: Town, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    clerk, commander, admin, made = work_after_backup(town, stick)
    before = clerk.heads()
    key = lose_server(town)
    done, brought = backup.bring_back(town.server_home, stick, key, None)
    assert (done.generation, brought) == (1, 0)
    with town.running() as found:
        assert codes(town.sync(commander)) == [["ServerRecovering"]]
        with pytest.raises(ServerRecovering):
            administration.lease(found, Asked("incoming", "Máy commander", 5, holder_lost=True))
        assert lending.tend(found.store, found.registrar) == 0
        assert codes(town.sync(clerk)) == [["ServerRecovering"]]
    assert town.heads() == before  # all that was confirmed is back, and nothing besides
    [silent] = [label for label, (done, _) in heard(town).items() if not done]
    assert heard(town) == {
        silent: (False, False), "Máy clerk": (True, True), "Máy commander": (True, False)
    }  # fmt: skip
    with town.opened() as found:
        with pytest.raises(NotAllHeard):
            recovering.end(found.store)
        assert lists.reporters(found)[0] == f"{silent}\t–\t"
    with town.running():
        town.sync(admin)
    with town.opened() as found:
        recovering.end(found.store)
        assert lists.reporters(found) == []
    with town.running():
        assert codes(town.sync(clerk, commander, admin, clerk)) == [[]] * 4
        with town.opened() as found:
            assert administration.lease(found, Asked("incoming", "Máy clerk", 5)) == (16, 21)
        town.sync(clerk, commander, admin)
    all_equal(town, clerk, commander, admin)
    pages = [documents.page(commander.store, each) for each in made]
    assert [page.row.number for page in pages if page] == [1, 2, 3, 4]
    assert pages[1] is not None
    with town.opened() as found:  # files too
        blob = pages[1].files[0].blob
        row = transfers.here(found.store, [blob])[blob]
        assert transfers.chunk(found.store, row, 0) == PDF


def test_a_whole_journal_brings_everything_alone(town: Town, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    clerk, commander, admin, _ = work_after_backup(town, stick)
    before = clerk.heads()
    key = lose_server(town, tmp_path / "journal")
    _, brought = backup.bring_back(town.server_home, stick, key, tmp_path / "journal")
    assert brought == 3
    shutil.move(tmp_path / "journal", town.journal)
    assert town.heads() == before
    with town.opened() as found:
        recovering.end(found.store, unheard=True)  # the journal lacks nothing that was confirmed
    with town.running():
        assert codes(town.sync(clerk, commander, admin, clerk)) == [[]] * 4
    all_equal(town, clerk, commander, admin)


def test_a_hostile_machine_brings_nothing_into_a_recovering_server(
    town: Town, tmp_path: Path
) -> None:
    """Its own commits, another order, or anything at all while nothing is recovered."""
    stick = tmp_path / "stick"
    stick.mkdir()
    clerk, _, _, _ = work_after_backup(town, stick)
    stream = clerk.store.stream
    with town.running(), town.road(clerk) as server, pytest.raises(NotFound):
        server.hand_back(Tip(stream, 1, "A" * 43), 0, (), ())
    backup.bring_back(town.server_home, stick, lose_server(town), None)
    before = town.heads()
    with town.running(), town.road(clerk) as server:
        with clerk.store.engine.begin() as connection:
            own = commits.unsent(connection, stream, 10)
        runs = tuple(run.data for run in segment.runs(own))
        mine = clerk.heads()[stream][0]
        server.hand_back(Tip(stream, mine, "A" * 43), 0, (), runs)
        with pytest.raises(ServerRecovering):
            server.push(2, runs)
        with pytest.raises(ServerBehind):
            server.pull(stream, 2, mine, 10)
    assert town.heads() == before
    assert not any(done for done, _ in heard(town).values())
