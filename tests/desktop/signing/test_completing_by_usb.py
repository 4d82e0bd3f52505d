"""Evidence where machines meet by bundles only: of a document whose machine is lost or stays away,
another one completes it, and the first leaves it when it hears of that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.signing.report import Level, Verdict
from core.signing.services import Service
from core.signing.trust import Trust
from core.signing.verify import judge
from db.acting import Store
from db.actions import authority, bundles
from db.queries import completing
from desktop.signing.completing import run
from tests.db.unit_of_three import START, Machine
from tests.desktop.signing.test_completing import sealed
from tests.desktop.signing.test_outgoing_life import Day
from tests.pki.responder import Responder

DAY_MS = 86_400_000


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path)
    yield made
    made.world.close()


def bundle(source: Machine, target: Machine) -> None:
    """A stick goes from one machine to another."""
    bundles.import_(target.store, bundles.export(source.store, [target.mine.device]).pieces)


def served(day: Day, machine: Machine) -> None:
    """A machine meets the server."""
    assert not day.world.push(machine).refused
    day.world.pull(machine)


def due(store: Store, document: str) -> bool:
    return document in {one.document for one in completing.due(store, 99)}


def archived(day: Day, store: Store, document: str, at_ms: int) -> bool:
    pdf = day.main(store, document)[1]
    report = judge(pdf, Trust(roots=day.trust.roots), at_ms + 60_000)
    levels = {one.level for one in report.signatures if one.level}
    return report.verdict is Verdict.VALID and levels == {Level.LTA}


def test_a_machine_that_stays_away_finds_it_done_in_the_next_bundle(day: Day) -> None:
    clerk, commander = day.world.clerk, day.world.commander
    document = sealed(day)
    bundle(clerk, commander)
    responder = Responder(START + 7 * DAY_MS)
    later = replace(day.commander, now=lambda: responder.at_ms)
    assert ("document", document) in run(later, responder.ask, day.trust)
    assert not due(later, document)
    assert responder.asked == []
    served(day, commander)
    assert due(later, document)
    assert due(day.clerk, document)  # it knows nothing of it yet
    assert ("document", document) in run(later, responder.ask, day.trust)
    assert archived(day, day.commander, document, responder.at_ms)
    bundle(commander, clerk)
    assert not due(day.clerk, document)
    own = Responder(responder.at_ms + DAY_MS)
    run(replace(day.clerk, now=lambda: own.at_ms), own.ask, day.trust)
    assert Service.TIMESTAMP not in own.asked
    assert day.main(day.clerk, document) == day.main(day.commander, document)


def test_of_a_lost_machine_another_one_takes_over_what_the_stick_brought(day: Day) -> None:
    clerk, commander, admin = day.world.clerk, day.world.commander, day.world.admin
    document = sealed(day)
    bundle(clerk, commander)
    served(day, commander)
    responder = Responder(START + 60_000)
    run(day.commander, responder.ask, day.trust)
    assert not completing.orphans(day.commander, 9)
    authority.revoke_device(admin.store, clerk.mine.device, "máy thất lạc")
    served(day, admin)
    served(day, commander)
    assert ("document", document) in run(day.commander, responder.ask, day.trust)
    assert responder.asked == []
    served(day, commander)
    assert ("document", document) in run(day.commander, responder.ask, day.trust)
    assert responder.asked.count(Service.TIMESTAMP) == 2
    assert archived(day, day.commander, document, responder.at_ms)
    served(day, commander)
    hashes = [day.world.hashes(each) for each in (commander, day.world.server)]
    assert hashes[0] == hashes[1]
