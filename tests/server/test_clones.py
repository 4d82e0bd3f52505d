"""One machine works as two: a real server between them, nothing lost, no number twice."""

from __future__ import annotations

import shutil

import pytest

from core.commits.check import Verdict
from core.errors import NoLease
from db import commits, incarnation
from db.actions import dossiers
from db.engine import close
from db.queries import shelf
from server import administration
from server.administration import Asked
from tests.server.test_exchange import all_equal
from tests.server.town import Machine, Town


def twins(town: Town) -> tuple[Machine, Machine]:
    """The clerk's machine and its copy, on one machine and without a folder aside: nothing but the
    server can tell them apart."""
    shutil.copytree(town.folder / "clerk", town.folder / "twin")
    return town.machine("clerk"), town.machine("twin")


def lease_anew(town: Town, count: int) -> tuple[int, int]:
    """Numbers for the clerk's machine, whose former holder was given up for lost."""
    with town.opened() as found:
        return administration.lease(found, Asked("incoming", "Máy clerk", count, holder_lost=True))


def open_dossier(machine: Machine, title: str) -> str:
    return dossiers.open_dossier(machine.store, "01.TM", title, "10").entity


def machine_dossiers(machine: Machine) -> list[str]:
    return [row.id for row in shelf.dossiers(machine.store)]


def test_twins_are_noticed_and_go_on_apart(town: Town) -> None:
    one, two = twins(town)
    commander = town.machine("commander")
    mine = [open_dossier(one, f"Một {n}") for n in range(3)]
    theirs = [open_dossier(two, f"Hai {n}") for n in range(2)]
    with town.running():
        town.sync(one, two)
        late = open_dossier(two, "Hai sau khi biết")
        town.sync(two, one)
        after = open_dossier(one, "Một sau khi biết")
        rounds = town.sync(one, two, commander, one, two)
    assert [each.problems for each in rounds] == [()] * 5
    all_equal(town, one, two, commander)
    kept = set(machine_dossiers(commander))
    assert kept == {*mine, late, after}
    assert incarnation.noticed(two.store)[0].why == "twin"
    for machine in (one, two, commander):
        with machine.store.engine.begin() as connection:
            for dossier in theirs:
                [(_, standing)] = commits.touching(connection, ("dossier", dossier))
                assert standing == Verdict.QUARANTINE


def test_a_copy_noticed_at_opening_costs_nothing(town: Town) -> None:
    one, two = twins(town)
    with two.store.engine.begin() as connection:
        before = incarnation.installation(connection)
    close(two.store.engine)
    (town.folder / "twin" / "store" / "outside" / "outside-a.json").unlink()
    (town.folder / "twin" / "store" / "outside" / "outside-b.json").unlink()
    two = town.machine("twin")
    assert two.store.author.inc > before.inc
    with pytest.raises(NoLease):
        two.register()
    number = one.register()
    dossier = open_dossier(two, "Ở bản sao")
    with town.running():
        town.sync(one, two, one)
        assert lease_anew(town, 3) == (11, 14)
        town.sync(two, one)
        assert two.register()
        town.sync(two, one)
    all_equal(town, one, two)
    assert dossier in machine_dossiers(one)
    assert number
    assert [each.why for each in incarnation.noticed(one.store)] == ["copy"]


def test_an_old_copy_gets_its_later_acts_back(town: Town) -> None:
    clerk = town.machine("clerk")
    close(clerk.store.engine)
    [database] = (town.folder / "clerk" / "store").glob("store-*.db")
    old = database.read_bytes()
    clerk = town.machine("clerk")
    documents = [clerk.register(subject=f"Văn bản {n}") for n in range(3)]
    with town.running():
        town.sync(clerk)
        close(clerk.store.engine)
        database.write_bytes(old)
        clerk = town.machine("clerk")
        assert [each.why for each in incarnation.noticed(clerk.store)] == ["rolled-back"]
        with pytest.raises(NoLease):
            clerk.register()
        town.sync(clerk)
        with clerk.store.engine.begin() as connection:
            found = [commits.touching(connection, ("document", each)) for each in documents]
        assert all(found)
        lease_anew(town, 5)
        town.sync(clerk)
        clerk.register()
        town.sync(clerk)
    all_equal(town, clerk)
    assert len(incarnation.noticed(clerk.store)) == 1
