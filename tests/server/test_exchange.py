"""Devices and a real server over TLS, on both kinds of store: acts, verdicts, files, resume."""

from __future__ import annotations

import json
import logging
import random

import pytest

from core.commits.check import Verdict
from core.sync.chunks import read_bitmap
from db import commits
from db.actions import authority, files, incoming, ordering, syncing, transfers
from db.queries import documents, office
from desktop.sync import rounds
from tests.server.town import Machine, Town

CONTENT = b"%PDF-1.7 noi dung gia lap"


def all_equal(town: Town, *machines: Machine) -> None:
    """Server and machines stand at the same places with the same states."""
    server = town.heads()
    assert [machine.heads() for machine in machines] == [server] * len(machines)


def test_acts_and_files_reach_everybody(either_town: Town) -> None:
    town = either_town
    clerk, commander = town.machine("clerk"), town.machine("commander")
    document = clerk.register(CONTENT)
    incoming.submit(clerk.store, document)
    assert office.sync(clerk.store).unsent == 2
    with town.running():
        sent, taken, quiet = town.sync(clerk, commander, clerk)
    assert (sent.sent, sent.uploaded, sent.equal, sent.problems) == (2, 1, True, ())
    assert (taken.received, taken.downloaded, taken.equal) == (2, 1, True)
    assert ("document", document) in taken.changed
    assert (quiet.sent, quiet.received, quiet.changed) == (0, 0, frozenset())
    page = documents.page(commander.store, document)
    assert page is not None
    assert [file.here for file in page.files] == [True]
    assert files.content(commander.store, page.files[0].blob) == CONTENT
    row = office.sync(clerk.store)
    assert (row.unsent, row.missing_files, row.last is None) == (0, 0, False)
    all_equal(town, clerk, commander)


def test_two_machines_that_worked_apart_agree_in_the_end(either_town: Town) -> None:
    town = either_town
    clerk, commander, admin = (town.machine(name) for name in ("clerk", "commander", "admin"))
    with town.running():
        document = clerk.register()
        incoming.submit(clerk.store, document)
        town.sync(clerk, commander)
        incoming.edit(clerk.store, document, subject="Sửa ở máy văn thư")
        incoming.edit(commander.store, document, subject="Sửa ở máy chỉ huy")
        town.sync(clerk, commander, clerk, admin)
    all_equal(town, clerk, commander, admin)
    for machine in (clerk, commander):  # an administrator sees no documents
        page = documents.page(machine.store, document)
        assert page is not None
        assert page.row.conflicts == 1
        assert page.row.subject.startswith("Sửa ở máy")


def test_what_a_person_may_no_longer_do_waits_for_review(town: Town) -> None:
    clerk, admin, commander = (town.machine(name) for name in ("clerk", "admin", "commander"))
    with town.running():
        device = clerk.store.author.device
        document = clerk.register()
        authority.revoke_device(admin.store, device, "máy thất lạc")
        town.sync(admin)
        with clerk.store.engine.begin() as connection:
            [commit] = commits.unsent(connection, clerk.store.stream, 10)
        with town.opened() as found:
            done = ordering.admit(found.store, found.registrar, [commit])
        assert [item.receipt.verdict for item in done.receipts] == [Verdict.REVIEW.value]
        town.sync(admin, commander)
    assert documents.page(commander.store, document) is None


def test_a_long_file_goes_on_where_it_stopped(town: Town) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    content = random.Random(7).randbytes(9 << 20)
    clerk.register(content)
    with town.running():
        with town.road(clerk) as road:
            calls = iter(range(100))
            cut = rounds.exchange(clerk.store, road, stop=lambda: next(calls) >= 9)
            assert (cut.complete, cut.uploaded) == (False, 0)
            stream = clerk.store.stream
            [blob] = syncing.unsent_files(clerk.store, stream, "", 9)
            plan = transfers.plan(transfers.here(clerk.store, [blob])[blob])
            [bitmap] = road.missing(stream, [plan])
            lacking = read_bitmap(bitmap, 9)  # some were on the road when it stopped
            assert lacking == sorted(lacking)
            assert 0 < sum(lacking) < 9
        [rest] = town.sync(clerk)
        assert (rest.complete, rest.uploaded) == (True, 1)
        taken, again = town.sync(commander, commander)
    assert (taken.downloaded, again.downloaded) == (1, 0)
    page = documents.page(commander.store, documents_of(commander))
    assert page is not None
    assert files.content(commander.store, page.files[0].blob) == content


def documents_of(machine: Machine) -> str:
    """The one document of a machine."""
    view = documents.View(kinds=(documents.Kind.INCOMING,))
    [number] = documents.ids(machine.store, view, "")
    [row] = documents.rows(machine.store, [number])
    return row.id


def test_a_quiet_round_is_one_question(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    clerk, commander = town.machine("clerk"), town.machine("commander")
    with town.running(), town.road(clerk) as road:
        rounds.exchange(clerk.store, road)
        before = clerk.heads()
        with caplog.at_level(logging.INFO, "antin.server"):
            quiet = rounds.exchange(clerk.store, road)
        [said] = [json.loads(record.message) for record in caplog.records]
        assert (said["path"], said["bytes"] < 1000) == ("/v1/hello", True)
        assert (quiet.changed, quiet.complete, quiet.problems) == (frozenset(), True, ())
        assert clerk.heads() == before
        incoming.submit(clerk.store, clerk.register())
        town.sync(clerk)
        town.sync(commander)
        incoming.give_back(commander.store, documents_of(commander), "thiếu phụ lục")
        town.sync(commander)
        assert rounds.exchange(clerk.store, road).received == 1
    all_equal(town, clerk, commander)
