"""A fictional year played by lawful acts of many people, held against slow oracles of its own.

``ANTIN_DOCUMENTS`` says how many documents; CI plays 500, a soak many more.
"""

from __future__ import annotations

import datetime
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

import resources
from core.commits.check import Verdict
from core.office import catalogue
from core.office.access import READERS
from core.office.books import Form, Scope
from core.office.terms import Kind, Role
from db import models
from db.acting import Store
from db.queries import books, documents, office
from db.queries.documents import View
from desktop.clock import Dice
from desktop.seeding import plan, play, unit

COUNT = int(os.environ.get("ANTIN_DOCUMENTS", "500"))
HOLIDAYS = json.loads(resources.text("catalogues/holidays-vn.json"))
SEARCHED = 1_000
"""A search finds so many; with more documents it is not held against the states."""

CALENDAR = catalogue.load_holidays(resources.text("catalogues/holidays-vn.json")).calendar()

pytestmark = [pytest.mark.slow, pytest.mark.timeout(60 + 3 * COUNT)]


@dataclass
class Played:
    """The year after its last step."""

    play: play.Play
    everybody: dict[str, str]

    @property
    def desk(self) -> Store:
        return self.play.cast.unit.desk

    def store(self, person: str) -> Store:
        return self.play.cast.unit.as_person(person)

    def states(self, kind: str) -> dict[str, dict[str, Any]]:
        """The folded states, read past every query."""
        table = models.Aggregate
        query = sa.select(table.id, table.committed).where(table.kind == kind)
        with self.desk.engine.begin() as connection:
            return {row.id: json.loads(row.committed) for row in connection.execute(query)}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("year")
    (folder / "server").mkdir()
    begun = unit.begin(folder / "desk", folder / "server", COUNT + unit.SPARE, CALENDAR)
    year = plan.plan(COUNT, 1, unit.YEAR, CALENDAR)
    made = play.Play(begun.cast, begun.clock, Dice(1), year)
    made.run(lambda _done, _total: None)
    roles = {person: role for role, people in begun.cast.people.items() for person in people}
    yield Played(made, roles)
    begun.cast.unit.close()


def test_the_server_takes_every_act_and_comes_to_the_same_state(played: Played) -> None:
    table = models.Commit
    verdicts = sa.select(table.standing, sa.func.count()).group_by(table.standing)
    heads = sa.select(models.Stream.id, models.Stream.gseq, models.Stream.state_hash)
    found = []
    for store in (played.desk, played.play.cast.unit.served.store):
        with store.engine.begin() as connection:
            standing = {row[0]: row[1] for row in connection.execute(verdicts)}
            found.append(sorted(tuple(row) for row in connection.execute(heads)))
        assert standing.keys() == {Verdict.OK.value}
    assert found[0] == found[1]
    assert sum(standing.values()) >= len(played.play.year.steps)


def test_every_number_has_exactly_one_fate(played: Played) -> None:
    fates: dict[str, Counter[int]] = defaultdict(Counter)
    for state in played.states("document").values():
        if "number" in state:
            fates[state["number"]["register"]][state["number"]["number"]] += 1
    for book, state in played.states("register").items():
        fates[book].update(number for number, _, _ in state.get("voids", ()))
        fates[book].update(number for number, _, _ in state.get("reserved", ()))
        top = max((lease["top"] for lease in state.get("leases", {}).values()), default=0)
        assert fates[book] == Counter(range(1, top + 1))
    assert sum(map(len, fates.values())) > COUNT * 0.8


def worked(day: datetime.date) -> bool:
    """Whether a day is worked, looked up in the file itself."""
    for entry in HOLIDAYS["days"]:
        if entry["date"] == day.isoformat() and entry["kind"] != "unsettled":
            return bool(entry["kind"] == "worked")
    return day.isoweekday() not in HOLIDAYS["weekly_rest"]


def test_every_deadline_is_the_day_that_counting_on_the_fingers_gives(played: Played) -> None:
    counted = 0
    for state in played.states("document").values():
        for _, value in state.get("sets", {}).get("assignments", ()):
            if "days" not in value or value.get("act") == "transfer":
                continue  # whoever passes work on passes its deadline on
            given = datetime.datetime.fromtimestamp(value["time"] / 1000, datetime.UTC)
            day = (given + datetime.timedelta(hours=7)).date()
            left = value["days"]
            while left:
                day += datetime.timedelta(days=1)
                left -= worked(day)
            assert value["due"] == day.isoformat()
            counted += 1
    assert counted > COUNT * 0.3


def shown(store: Store, text: str = "") -> set[str]:
    """Every document that the lists show, which are as many as they count."""
    found: set[str] = set()
    for kind in Kind:
        view = View((kind,))
        numbers = documents.ids(store, view, text)
        listed = {
            row.id
            for at in range(0, len(numbers), 200)
            for row in documents.rows(store, numbers[at : at + 200])
        }
        assert len(listed) == len(numbers)
        if not text:
            assert documents.counts(store, {"": view}) == {"": len(numbers)}
        found |= listed
    return found


def concerned(played: Played, person: str) -> set[str]:
    """Whom a document concerns, read out of the states by hand."""
    kept = {
        value["document"]
        for state in played.states("dossier").values()
        if state["created"]["author"] == person
        for _, value in state.get("sets", {}).get("documents", ())
    }
    found = set(kept)
    for document, state in played.states("document").items():
        given = {v.get("assignee") for _, v in state.get("sets", {}).get("assignments", ())}
        signed = {v["author"] for _, v in state.get("lists", {}).get("signatures", ())}
        if person in given | signed | {state["created"]["author"]}:
            found.add(document)
    return found


def in_books(store: Store) -> set[str]:
    """The documents of which a line stands in a printed register."""
    return {
        line.entity
        for form in (Form.INCOMING, Form.OUTGOING)
        for book in office.books(store, form.value)
        for line in books.lines(store, form, Scope(register=book.id))
        if line.entity
    }


def numbered(played: Played) -> set[str]:
    return {name for name, state in played.states("document").items() if "number" in state}


def test_people_see_only_what_the_matrix_allows(played: Played) -> None:
    everything = set(played.states("document"))
    word = "hội thao"
    holding = {
        name
        for name, state in played.states("document").items()
        if word in state["fields"]["subject"][0][1].lower()
    }
    assert holding
    for row in office.people(played.desk):
        store = played.store(row.id)
        if row.roles & READERS - {Role.OFFICER}:
            expected = everything
        else:
            expected = concerned(played, row.id) if row.roles & READERS else set()
        assert shown(store) == expected, row.name
        assert in_books(store) == expected & numbered(played), row.name
        if COUNT <= SEARCHED:
            assert shown(store, word) == expected & holding, row.name
        for document in sorted(everything)[:: max(1, COUNT // 40)]:
            assert (documents.page(store, document) is not None) == (document in expected)


def text(cell: object) -> str:
    return cell.strftime("%d/%m/%Y") if isinstance(cell, datetime.date) else str(cell)


def first(state: dict[str, Any], name: str) -> str:
    return str(state["fields"].get(name, [["", ""]])[0][1])


def test_the_printed_registers_are_the_store_line_by_line(played: Played) -> None:
    store = played.store(next(p for p, part in played.everybody.items() if part == "clerk"))
    states = played.states("document")
    for form in (Form.INCOMING, Form.OUTGOING):
        book = office.books(store, form.value)[0]
        lines = books.lines(store, form, Scope(register=book.id))
        mine = {
            state["number"]["number"]: state
            for state in states.values()
            if state.get("number", {}).get("register") == book.id
        }
        assert [line.number for line in lines if line.entity] == sorted(mine)
        for line in lines:
            if not line.entity:
                continue
            state, said = mine[line.number], " ".join(map(text, line.cells))
            assert first(state, "subject") in said
            if form is Form.INCOMING:
                assert first(state, "issuer") in said
                assert first(state, "code") in said
                arrived = datetime.date.fromisoformat(first(state, "arrived"))
                assert arrived.strftime("%d/%m/%Y") in said
            else:
                assert f"{line.number:02d}/" in said
                signer = [v for _, v in state["lists"]["signatures"] if v["kind"] == "main"]
                assert signer[-1]["by"]["name"] in said
                for _, sent in state["lists"].get("dispatches", ()):
                    assert sent["to"] in said
