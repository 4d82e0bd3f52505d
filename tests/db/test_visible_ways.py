"""What a person may see of documents: each way to one, from drafting to the search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.errors import NotAllowed, NotFound
from core.office.terms import Kind
from db import models
from db.acting import Store
from db.actions import authority, dossiers, files, incoming, outgoing
from db.actions.incoming import Task
from db.actions.marks import Signature
from db.actions.outgoing import Outgoing
from db.engine import writes
from db.queries import documents, office, shelf, submissions
from db.queries import dossiers as lists
from db.queries.documents import View
from tests.db.test_ledger import ENTRY, FILE, World, _calendar

ALL = View((Kind.INCOMING, Kind.OUTGOING))


def _draft(store: Store) -> str:
    entry = Outgoing("Về việc của tôi", "cong-van", "CV-TM", ("Phòng Tham mưu",), "Người chi")
    return outgoing.draft(store, entry, b"{}", replace(FILE, content=b"%PDF-1.7 du thao")).entity


def _blob(store: Store, document: str) -> str:
    page = documents.page(store, document)
    assert page is not None
    return next(file.blob for file in page.files if file.role in {"main", "received"})


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def _as(world: World, person: str) -> Store:
    store = world.clerk.store
    return replace(store, author=replace(store.author, person=person))


def _officer(world: World) -> Store:
    return _as(world, world.people["si"])


def _sees(store: Store, document: str) -> bool:
    """By the list, the count, the search and directly: all say the same."""
    numbers = documents.ids(store, ALL)
    listed = document in {row.id for row in documents.rows(store, numbers)}
    page = documents.page(store, document)
    opened = page is not None
    found = document in {row.id for row in documents.rows(store, documents.ids(store, ALL, "việc"))}
    told = bool(documents.story(store, document))
    assert documents.counts(store, {"all": ALL}) == {"all": len(numbers)}
    assert {listed, opened, found, told} in ({True}, {False})
    return listed


def test_an_officer_sees_what_he_drafted(world: World) -> None:
    document = _draft(_officer(world))
    assert _sees(_officer(world), document)
    assert _sees(world.clerk.store, document)
    assert files.content(_officer(world), _blob(_officer(world), document))


@pytest.mark.parametrize("part", ["lead", "support", "inform"])
def test_an_officer_sees_what_he_is_given_in_any_part(world: World, part: str) -> None:
    store = world.clerk.store
    document = incoming.register(store, ENTRY, FILE, world.book).entity
    incoming.submit(store, document)
    assert not _sees(_officer(world), document)
    commander = _as(world, world.people["chi"])
    lead = Task("lead", world.people["chi"])
    given = [Task(part, world.people["si"])]
    tasks = given if part == "lead" else [lead, *given]
    incoming.direct(commander, document, "Giao", tasks, _calendar())
    assert _sees(_officer(world), document)
    assert files.content(_officer(world), _blob(store, document)) == FILE.content


def test_an_officer_sees_what_lies_in_a_dossier_that_he_keeps(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, FILE, world.book).entity
    dossier = dossiers.open_dossier(_officer(world), "01", "Của tôi", "10").entity
    dossiers.put(world.clerk.store, dossier, document)
    assert _sees(_officer(world), document)
    assert [row.documents for row in shelf.dossiers(_officer(world))] == [1]


def test_an_officer_gets_no_sight_of_what_he_puts_into_his_own_dossier(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, FILE, world.book).entity
    dossier = dossiers.open_dossier(_officer(world), "01", "Của tôi", "10").entity
    with pytest.raises((NotFound, NotAllowed)):
        dossiers.put(_officer(world), dossier, document)
    assert [row.documents for row in shelf.dossiers(_officer(world))] == [0]
    assert not _sees(_officer(world), document)


def test_a_dossier_of_others_shows_only_what_concerns_the_officer(world: World) -> None:
    clerk, officer = world.clerk.store, _officer(world)
    mine = _draft(officer)
    other = incoming.register(clerk, ENTRY, FILE, world.book).entity
    dossier = dossiers.open_dossier(clerk, "01", "Chung", "10").entity
    for document in (mine, other):
        dossiers.put(clerk, dossier, document)
    assert [row.documents for row in shelf.dossiers(clerk)] == [2]
    assert [row.documents for row in shelf.dossiers(officer)] == [1]
    page = lists.page(officer, dossier)
    assert page is not None
    assert [one.row.id for one in page.index] == [mine]
    assert not _sees(officer, other)


def test_who_signed_or_initialled_goes_on_seeing(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, FILE, world.book).entity
    with writes(world.clerk.store.engine).begin() as connection:
        mark = {"document": document, "op": "s", "field": "KyNhay1", "kind": "initial"}
        person = {"person": world.people["si"], "name": "x", "time": 1}
        connection.execute(
            sa.insert(models.Signature), {**mark, **person, "before": "b" * 43, "after": "a" * 43}
        )
    assert _sees(_officer(world), document)


def test_after_the_last_grant_is_revoked_nothing_is_seen(world: World) -> None:
    document = _draft(_officer(world))
    with world.clerk.store.engine.begin() as connection:
        query = sa.select(models.Grant.id).where(models.Grant.person == world.people["si"])
        grant = connection.execute(query).scalar_one()
    authority.revoke_grant(world.admin.store, grant, "chuyển công tác")
    world.push(world.admin)
    world.pull(world.clerk)
    assert not _sees(_officer(world), document)
    assert _sees(world.clerk.store, document)


def test_a_conflict_is_counted_for_those_who_see_it(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, FILE, world.book).entity
    with writes(world.clerk.store.engine).begin() as connection:
        connection.execute(sa.update(models.Document).values(conflicts=1))
    assert office.sync(world.clerk.store).conflicts == 1
    assert office.sync(_officer(world)).conflicts == 0
    assert documents.page(_officer(world), document) is None


def test_what_was_submitted_and_returned_is_told_to_those_who_see_it(world: World) -> None:
    officer, nobody = _officer(world), _as(world, world.unit.new_id())
    document = _draft(officer)
    initialled = Signature("KyNhay1", "initial", b"%PDF-1.7 ky nhay", "A" * 43, 0)
    outgoing.initial(officer, document, _blob(officer, document), initialled)
    outgoing.submit(officer, document)
    assert submissions.submission(officer, document) is not None
    assert submissions.submission(nobody, document) is None
    incoming.give_back(_as(world, world.people["chi"]), document, "sửa lại")
    assert submissions.returned(officer, document) is not None
    assert submissions.returned(nobody, document) is None


def test_search_among_few_rows_finds_what_lies_behind_the_newest(world: World) -> None:
    store, officer = world.clerk.store, _officer(world)
    mine = _draft(officer)
    for _ in range(5):
        incoming.register(store, ENTRY, None, world.book)
    found = documents.rows(officer, documents.ids(officer, ALL, "việc"))
    assert [row.id for row in found] == [mine]
