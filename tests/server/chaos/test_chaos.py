"""Real processes on real stores, a road that cuts, delays, repeats and loses, and kills on either
side: afterwards each machine equals the fold of the server's log and nothing waits.
``ANTIN_CHAOS=N`` makes the courses N times as long.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.chaos.course import Unit, assert_whole, lend, third_machine
from tests.server.postgres import Cluster
from tests.server.town import Town, copied

LONGER = int(os.environ.get("ANTIN_CHAOS", "1"))
KILLS = 6


def unit(town: Town, seed: int, servers: int, **faults: str) -> Unit:
    """A unit of three machines before its course."""
    lend(town, 300)
    third_machine(town)
    journals = (
        [town.journal]
        if servers == 1
        else [town.folder / f"journal-{number}" for number in range(servers)]
    )
    return Unit(town, journals, seed, **faults)


@pytest.fixture(params=[1, 2], ids=["embedded", "two on PostgreSQL"])
def servers(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def town(
    founded: Town, tmp_path: Path, servers: int, request: pytest.FixtureRequest
) -> Iterator[Town]:
    database = None
    if servers > 1:
        cluster: Cluster = request.getfixturevalue("postgres")
        database = cluster.database()
    made = copied(founded, tmp_path / "town", database)
    with made.stack:
        yield made


def test_nothing_is_lost_on_a_bad_road_with_kills(town: Town, servers: int) -> None:
    whole = unit(town, 7, servers)
    with whole.alive() as road:
        whole.trouble(KILLS * LONGER)
    print(whole.said.counts, road.seen)
    assert_whole(whole)


TOLD_TOO_EARLY = """
def act(self):
    device.say(chains=[(*each[:3], each[3] + 1) for each in device.own_chains(self.machine)])
    real(self)
real, device.Person.act = device.Person.act, act
"""
NO_JOURNAL = """
import server.journal
append = server.journal.Journal.append
server.journal.Journal.append = lambda self, body, now: None
"""


@pytest.mark.parametrize(
    ("fault", "noticed"),
    [
        ({"machine_program": TOLD_TOO_EARLY}, "acts that were confirmed are gone"),
        ({"server_program": NO_JOURNAL}, "journal and store differ"),
    ],
    ids=["told before it is kept", "no journal"],
)
def test_a_planted_fault_is_noticed(
    founded: Town, tmp_path: Path, fault: dict[str, str], noticed: str
) -> None:
    made = copied(founded, tmp_path / "town", None)
    with made.stack:
        whole = unit(made, 11, 1, **fault)
        with whole.alive():
            whole.trouble(2)
        with pytest.raises(AssertionError, match=noticed):
            assert_whole(whole)
