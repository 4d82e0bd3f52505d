"""Somebody stands in for another who is away: what he sees and does on those days and on no other,
and that both are named.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core import errors
from core.office.terms import Kind, Role
from db import commits
from db.acting import Store
from db.actions import authority, delegating, dossiers, files, incoming
from db.actions.incoming import Task
from db.queries import deadlines, delegations, documents, shelf, worklists
from db.queries.documents import View
from tests.db.test_ledger import ENTRY, FILE, World, _calendar
from tests.db.unit_of_three import START

ONE = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 11, 18)
ALL = View((Kind.INCOMING, Kind.OUTGOING))


class Desk(World):
    """Two more officers; a document and a dossier are the first officer's."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        for who, role in (("thay", Role.OFFICER), ("quan", Role.ADMINISTRATOR)):
            self.people[who] = person = self.unit.new_id()
            named = {"name": f"Người {who}", "post": f"Trợ lý {who}", "unit": self.unit.unit}
            authority.set_person(self.admin.store, person, **named)
            authority.give_grant(self.admin.store, person, role, "2026-01-01")
        self.push(self.admin)
        self.pull(self.clerk)
        self.document = incoming.register(self.clerk.store, ENTRY, FILE, self.book).entity
        incoming.submit(self.clerk.store, self.document)
        lead = [Task("lead", self.people["si"])]
        incoming.direct(self.at("chi"), self.document, "Giao", lead, _calendar())
        self.dossier = dossiers.open_dossier(self.at("si"), "01", "Của tôi", "10").entity

    def at(self, who: str) -> Store:
        store = self.clerk.store
        return replace(store, author=replace(store.author, person=self.people[who]))

    def on(self, day: datetime.date) -> None:
        self.unit.watch.time = START + (day - TODAY).days * 24 * 3600 * 1000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def _seen(desk: Desk, store: Store) -> set[bool]:
    """By every way to the document and the dossier: all must say the same."""
    numbers = documents.ids(store, ALL)
    page = documents.page(store, desk.document)
    found = {
        desk.document in {row.id for row in documents.rows(store, numbers)},
        bool(documents.ids(store, ALL, "thông tin")),
        bool(documents.counts(store, {"all": ALL})["all"]),
        bool(documents.story(store, desk.document)),
        page is not None,
        desk.dossier in {row.id for row in shelf.dossiers(store)},
        bool(documents.counts(store, {"mine": View((Kind.INCOMING,), assigned=True)})["mine"]),
        bool(worklists.ids(store, "lead")),
        bool(deadlines.board(store, mine=True).dues) or bool(deadlines.board(store, True).undated),
    }
    if page is not None:
        assert files.content(store, page.files[0].blob) == FILE.content
    return found


def test_the_substitute_sees_on_the_days_of_the_absence_and_on_no_other(desk: Desk) -> None:
    """Every day from the one before until the second after, ended early or not."""
    away, substitute = desk.at("si"), desk.people["thay"]
    first, last = TODAY + 2 * ONE, TODAY + 5 * ONE
    delegating.stand_in(away, substitute, first, last)
    ended = TODAY + 4 * ONE
    for days in range(8):
        day = TODAY + days * ONE
        desk.on(day)
        if day == ended:
            [row] = delegations.delegations(away)
            assert _seen(desk, desk.at("thay")) == {True}
            delegating.end(away, row.id, "Về sớm")
        expected = first <= day <= last and day < ended
        assert _seen(desk, desk.at("thay")) == {expected}, day
        assert _seen(desk, away) == {True}
        assert [one.giver for one in delegations.absences(desk.at("thay"))] == (
            [desk.people["si"]] if expected else []
        )


def test_an_absence_that_runs_out_shows_nothing_the_day_after(desk: Desk) -> None:
    delegating.stand_in(desk.at("si"), desk.people["thay"], TODAY, TODAY)
    assert _seen(desk, desk.at("thay")) == {True}
    desk.on(TODAY + ONE)
    assert _seen(desk, desk.at("thay")) == {False}
    with pytest.raises((errors.NotFound, errors.NotAllowed)):
        incoming.complete(desk.at("thay"), desk.document, "Xong")


def test_nobody_else_sees_more_and_the_right_does_not_go_on(desk: Desk) -> None:
    """An administrator sees no documents as a substitute either; a substitute's substitute sees
    only what is the substitute's own.
    """
    for who in ("quan", "thay"):
        delegating.stand_in(desk.at("chi"), desk.people[who], TODAY, TODAY, desk.people["si"])
    assert _seen(desk, desk.at("quan")) == {False}
    assert _seen(desk, desk.at("thay")) == {True}
    third = desk.unit.new_id()
    desk.people["ba"] = third
    admin = replace(
        desk.admin.store, author=replace(desk.admin.store.author, person=desk.people["quan"])
    )
    authority.set_person(admin, third, name="Người ba", post="Trợ lý", unit=desk.unit.unit)
    authority.give_grant(admin, third, Role.OFFICER, "2026-01-01")
    desk.push(desk.admin)
    desk.pull(desk.clerk)
    delegating.stand_in(desk.at("thay"), third, TODAY, TODAY)
    assert _seen(desk, desk.at("ba")) == {False}


def test_who_lost_his_own_rights_has_nothing_to_be_stood_in_for(desk: Desk) -> None:
    delegating.stand_in(desk.at("si"), desk.people["thay"], TODAY, TODAY + 5 * ONE)
    admin = replace(
        desk.admin.store, author=replace(desk.admin.store.author, person=desk.people["quan"])
    )
    authority.revoke_person(admin, desk.people["si"], "Chuyển công tác")
    desk.push(desk.admin)
    desk.pull(desk.clerk)
    assert _seen(desk, desk.at("thay")) == {False}


def test_both_are_named_in_what_the_substitute_does(desk: Desk) -> None:
    substitute = desk.at("thay")
    delegating.stand_in(desk.at("si"), desk.people["thay"], TODAY, TODAY)
    incoming.complete(substitute, desk.document, "Đã xử lý xong")
    with substitute.engine.begin() as connection:
        last, _ = commits.touching(connection, ("document", desk.document))[-1]
    said = {op.kind: op.body["by"] for op in last.ops}
    assert last.header.person == desk.people["thay"]
    assert {by["name"] for by in said.values()} == {"Người thay"}
    assert {by["post"] for by in said.values()} == {"Trợ lý thay, thay Người si"}


def test_who_sees_the_whole_unit_names_the_other_only_in_what_was_given_to_him(desk: Desk) -> None:
    """A clerk goes on as clerk; a commander who stands in says so where the other leads."""
    for who in ("van", "chi"):
        delegating.stand_in(desk.at("si"), desk.people[who], TODAY, TODAY)
    own = incoming.register(desk.clerk.store, ENTRY, None, desk.book).entity
    incoming.submit(desk.clerk.store, own)
    incoming.edit(desk.clerk.store, desk.document, subject="Về việc khác")
    for document, post in ((own, "van"), (desk.document, "van, thay Người si")):
        with desk.clerk.store.engine.begin() as connection:
            last, _ = commits.touching(connection, ("document", document))[-1]
        assert {op.body["by"]["post"] for op in last.ops} == {post}


def test_in_his_own_matters_he_acts_in_his_own_name(desk: Desk) -> None:
    store = desk.at("thay")
    delegating.stand_in(desk.at("si"), desk.people["thay"], TODAY, TODAY)
    own = incoming.register(desk.clerk.store, ENTRY, None, desk.book).entity
    incoming.submit(desk.clerk.store, own)
    tasks = [Task("lead", desk.people["thay"]), Task("support", desk.people["si"])]
    incoming.direct(desk.at("chi"), own, "Giao", tasks, _calendar())
    incoming.complete(store, own, "Xong")
    with store.engine.begin() as connection:
        last, _ = commits.touching(connection, ("document", own))[-1]
    assert {op.body["by"]["post"] for op in last.ops} == {"Trợ lý thay"}
