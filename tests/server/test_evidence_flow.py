"""Evidence of a letter that came signed, by way of the server: whose turn it is where the machine
that took it in is late or lost, and that no two ever do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.signing.report import Level, Verdict
from core.signing.services import Service
from core.signing.trust import Trust
from core.signing.verify import judge
from db.actions import authority as acts
from db.actions import files, incoming, trusting
from db.actions.files import NewFile
from db.queries import completing, documents
from desktop import clock
from desktop.completing import complete
from desktop.signing import at_intake
from tests.pki import authority
from tests.pki.documents import once
from tests.pki.responder import Responder, listening
from tests.server.test_evidence import allow, ca
from tests.server.town import ENTRY, Machine, Town

__all__ = ["ca"]
LATE = timedelta(days=30)
"""More than the working days that a machine has for itself, whatever holidays there are."""


@dataclass
class Office:
    """A clerk who took a signed letter in and a commander, both at a server that is up."""

    town: Town
    admin: Machine
    clerk: Machine
    commander: Machine
    responder: Responder
    letter: str

    def round(self, machine: Machine) -> bool:
        """A round as the program makes it; whether anything was completed or taken over."""
        self.town.sync(machine)
        with self.town.road(machine) as road:
            changed = bool(complete(machine.store, road))
        self.town.sync(machine)
        return changed

    def file(self, machine: Machine) -> bytes:
        page = documents.page(machine.store, self.letter)
        assert page is not None
        assert page.row.conflicts == 0
        return files.content(machine.store, page.files[0].blob)

    def keepers(self, machine: Machine) -> set[tuple[bool, bool]]:
        """Of what is left to do: whether it is this machine's, and whether it waits."""
        return {(one.mine, one.waits) for one in completing.listed(machine.store, 9)}

    def wait(self) -> None:
        """Time goes by at the commander's and at the authorities."""
        later = self.commander.store.now() + round(LATE.total_seconds() * 1000)
        self.commander.store = replace(self.commander.store, now=lambda: later)
        self.responder.at_ms = later


def taken_in(clerk: Machine) -> str:
    """A letter with one signature, looked into at intake."""
    pdf = once()
    found = at_intake.intake(clerk.store, pdf)
    file = NewFile("217.pdf", "application/pdf", pdf, 1, intake=found)
    return incoming.register(clerk.store, ENTRY, file, clerk.book).entity


@contextmanager
def opened(town: Town, ca: Path) -> Iterator[Office]:
    admin, clerk, commander = (town.machine(name) for name in ("admin", "clerk", "commander"))
    at = datetime.fromtimestamp(clock.now_ms() / 1000, UTC)
    lists = [authority.crl(one, at=at, days=90) for one in (authority.root(), authority.issuing())]
    known = Trust(
        roots=(authority.root().der,), intermediates=(authority.issuing().der,), crls=tuple(lists)
    )
    made = trusting.make(admin.store, known, 90)
    for machine in (clerk, commander):
        trusting.take(machine.store, made)
    responder = Responder(clock.now_ms())
    with listening(responder) as address, town.running():
        allow(town.server_home, address, ca)
        letter = taken_in(clerk)
        town.sync(clerk, commander)
        yield Office(town, admin, clerk, commander, responder, letter)


@pytest.fixture
def office(town: Town, ca: Path) -> Iterator[Office]:
    with opened(town, ca) as made:
        yield made


def archived(office: Office, machine: Machine) -> None:
    """The very letter, with evidence to the last level, by one machine only."""
    pdf = office.file(machine)
    assert pdf.startswith(once())
    report = judge(pdf, Trust(roots=(authority.root().der,)), office.responder.at_ms + 60_000)
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].level is Level.LTA
    assert office.responder.asked.count(Service.TIMESTAMP) == 2


def test_another_one_takes_over_what_is_late_once_the_server_has_ordered_that(
    office: Office,
) -> None:
    office.wait()
    with office.town.road(office.commander) as road:
        assert complete(office.commander.store, road)
        assert office.keepers(office.commander) == {(False, True)}
        assert not complete(office.commander.store, road)
    office.town.sync(office.commander)
    assert not office.round(office.clerk)
    assert office.keepers(office.clerk) == {(False, False)}
    assert office.responder.asked == []
    assert office.round(office.commander)
    archived(office, office.commander)
    assert not office.round(office.clerk)
    archived(office, office.clerk)
    assert office.file(office.clerk) == office.file(office.commander)
    assert office.keepers(office.clerk) == office.keepers(office.commander) == set()


def test_of_two_at_the_same_time_only_one_does_it(office: Office) -> None:
    """The late one comes back just as another one takes over, and is first."""
    office.wait()
    with office.town.road(office.commander) as road:
        assert complete(office.commander.store, road)
    assert office.round(office.clerk)
    assert not office.round(office.commander)
    office.town.sync(office.clerk)
    archived(office, office.commander)
    heads = [each.heads() for each in (office.clerk, office.commander)]
    assert heads[0] == heads[1] == office.town.heads()


def test_of_a_lost_machine_it_is_taken_over_at_once(office: Office) -> None:
    acts.revoke_device(office.admin.store, office.clerk.store.author.device, "máy thất lạc")
    office.town.sync(office.admin)
    assert office.round(office.commander)
    assert office.responder.asked == []
    assert office.round(office.commander)
    archived(office, office.commander)
