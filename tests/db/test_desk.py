"""Unsaved entries and read marks: each person's own, gone when dropped, never in a commit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.office.terms import Act, Kind, State
from db.actions import desk, dossiers, incoming
from db.actions.incoming import Task
from db.queries import documents
from db.queries.documents import View
from tests.db.test_ledger import ENTRY, FILE, World, _calendar


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def test_a_draft_is_kept_replaced_and_dropped_and_is_nobody_elses(world: World) -> None:
    store = world.clerk.store
    assert desk.draft(store, "incoming") is None
    desk.keep_draft(store, "incoming", b"one")
    time = desk.keep_draft(store, "incoming", b"two")
    assert desk.draft(store, "incoming") == desk.Unsaved(b"two", time)
    assert desk.draft(store, "drafts") is None
    other = world.unit.open(world.clerk.vault)
    assert desk.draft(other, "incoming") is not None
    other.engine.dispose()
    desk.drop_draft(store, "incoming")
    assert desk.draft(store, "incoming") is None
    assert not world.unsent(world.clerk, world.unit.stream)


def test_a_document_opened_is_read_by_that_person_alone(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, FILE, world.book).entity
    world.carry(world.clerk, world.commander)
    desk.mark_read(world.commander.store, document)
    desk.mark_read(world.commander.store, document)
    seen = documents.page(world.commander.store, document)
    unseen = documents.page(world.clerk.store, document)
    assert seen is not None
    assert unseen is not None
    assert (seen.row.read, unseen.row.read) == (True, False)


def directed(world: World, days: int = 5) -> str:
    """A document submitted by the clerk and given to the officer by the commander."""
    document = incoming.register(world.clerk.store, ENTRY, FILE, world.book).entity
    incoming.submit(world.clerk.store, document)
    world.carry(world.clerk, world.commander)
    lead = Task("lead", world.people["si"], days)
    incoming.direct(world.commander.store, document, "Nghiên cứu", [lead], _calendar())
    return document


def test_views_by_deadline_and_by_who_handles(world: World) -> None:
    directed(world)
    store = world.commander.store
    due = "2026-11-26"
    kinds = (Kind.INCOMING,)
    views = {
        "from": View(kinds, due_from=due),
        "before": View(kinds, due_before=due),
        "until": View(kinds, due_before="2026-11-27"),
        "assigned": View(kinds, assigned=True),
    }
    assert documents.counts(store, views) == {"from": 1, "before": 0, "until": 1, "assigned": 0}


def test_the_lead_is_changed_by_assigning_anew(world: World) -> None:
    document = directed(world)
    store = world.commander.store
    tasks = [Task("lead", world.people["van"], 2), Task("inform", world.people["si"])]
    incoming.assign(store, document, tasks, _calendar())
    page = documents.page(store, document)
    assert page is not None
    assert [(a.part, a.name) for a in page.assignments] == [
        ("inform", "Người si"),
        ("lead", "Người van"),
    ]
    assert (page.row.state, page.row.due) == (State.IN_PROGRESS, "2026-11-20")


def test_a_commander_takes_note_and_reopens(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, None, world.book).entity
    incoming.submit(world.clerk.store, document)
    world.carry(world.clerk, world.commander)
    store = world.commander.store
    incoming.take_note(store, document, "Đã biết")
    page = documents.page(store, document)
    assert page is not None
    assert page.row.state == State.DONE
    assert page.remarks[0].text == "Đã biết"
    incoming.step_for_reason(store, document, Act.REOPEN, "Cần xem lại")
    page = documents.page(store, document)
    assert page is not None
    assert page.row.state == State.IN_PROGRESS


def test_what_a_document_hangs_together_with(world: World) -> None:
    store = world.clerk.store
    document = incoming.register(store, ENTRY, None, world.book).entity
    assert documents.related(store, document) == documents.Related((), ())
    dossier = dossiers.open_dossier(store, "01.TM", "Thông tin", "10").entity
    dossiers.put(store, dossier, document)
    found = documents.related(store, document)
    assert [held.id for held in found.dossiers] == [dossier]
    assert found.dossiers[0].documents == 1
