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
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

import resources
from core.commits.check import Verdict
from core.errors import BlobMissing
from core.office import catalogue
from core.office.book_lines import texts
from core.office.books import BOOKS, Form, Scope
from core.office.terms import Kind
from db import models
from db.acting import Store
from db.actions import files
from db.queries import books, documents, office
from db.queries.documents import View
from desktop.clock import Dice
from desktop.exchange import book_sheet
from desktop.printing.foot import how
from desktop.seeding import plan, play, unit
from tests.desktop.year_books import Books, Row

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

    @property
    def clerk(self) -> Store:
        return self.store(next(p for p, part in self.everybody.items() if part == "clerk"))

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
    late: Counter[tuple[str, int, str]] = Counter()
    for state in played.states("document").values():
        if "number" in state:
            book, number = state["number"]["register"], state["number"]["number"]
            if suffix := state["number"].get("suffix"):
                late[book, number, suffix] += 1
            else:
                fates[book][number] += 1
    for book, state in played.states("register").items():
        fates[book].update(number for number, _, _ in state.get("voids", ()))
        fates[book].update(number for number, _, _ in state.get("reserved", ()))
        top = max((lease["top"] for lease in state.get("leases", {}).values()), default=0)
        assert fates[book] == Counter(range(1, top + 1))
    assert sum(map(len, fates.values())) > COUNT * 0.8
    assert set(late.values()) <= {1}
    assert all(number in fates[book] for book, number, _ in late)


def worked(day: datetime.date) -> bool:
    """Whether a day is worked, looked up in the file itself."""
    for entry in HOLIDAYS["days"]:
        if entry["date"] == day.isoformat() and entry["kind"] != "unsettled":
            return bool(entry["kind"] == "worked")
    return day.isoweekday() not in HOLIDAYS["weekly_rest"]


def test_every_deadline_is_the_day_that_counting_on_the_fingers_gives(played: Played) -> None:
    """Of every assignment that was ever given, also of those that another took the place of."""
    led: dict[str, str | None] = {}
    counted = passed_on = 0
    for op in told(played).ops:
        if op["kind"] != "document.assign":
            continue
        document, value = op["id"], op["body"]
        if value.get("act") == "transfer":
            assert value.get("due") == led[document]  # work passed on keeps its deadline
            passed_on += 1
        elif "days" in value:
            given = datetime.datetime.fromtimestamp(op["time"] / 1000, datetime.UTC)
            day, left = (given + datetime.timedelta(hours=7)).date(), value["days"]
            while left:
                day += datetime.timedelta(days=1)
                left -= worked(day)
            assert value["due"] == day.isoformat()
            counted += 1
        if value["part"] == "lead":
            led[document] = value.get("due")
    assert counted > COUNT * 0.3
    assert passed_on


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


def stood_in_for(played: Played, person: str) -> set[str]:
    """Who is away today and has left his work to somebody."""
    today = played.desk.today().isoformat()
    found = set()
    for state in played.states("delegation").values():
        said = {name: values[0][1] for name, values in state["fields"].items()}
        mine = (said["kind"], said["person"]) == ("absence", person)
        if mine and said["start"] <= today <= said["until"]:
            found.add(said["giver"])
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


def exported(store: Store) -> Counter[str]:
    """What stands under type and subject in the registers that somebody takes out."""
    found: Counter[str] = Counter()
    for form, column in ((Form.INCOMING, "F"), (Form.OUTGOING, "C")):
        for book in office.books(store, form.value):
            scope = Scope(register=book.id)
            lines = books.lines(store, form, scope)
            cover = books.cover(store, form, scope, lines)
            table = BytesIO(book_sheet.write(form, cover, lines, how(store)))
            _heading, *cells = load_workbook(table)[book_sheet.BOOK][column]
            found.update(str(cell.value) for cell in cells if cell.value)
    return found


def numbered(played: Played) -> set[str]:
    return {name for name, state in played.states("document").items() if "number" in state}


SEES = {
    "everything": {"clerk", "head_of_section", "commander", "archivist", "auditor"},
    "concerned": {"officer"},
}
"""Who reads what (domain.md §10), by role; whoever has none of these reads nothing."""


def roles(played: Played) -> dict[str, set[str]]:
    """The roles of everybody, out of the grants; none is revoked in this year."""
    found: dict[str, set[str]] = defaultdict(set)
    for state in played.states("grant").values():
        found[state["fields"]["person"][0][1]].add(state["fields"]["role"][0][1])
        assert not state.get("lists", {}).get("revocations")
    return found


def expected(played: Played, person: str, held: dict[str, set[str]]) -> set[str]:
    """The documents that somebody sees: his own, and of whom he stands in for."""
    if held[person] & SEES["everything"]:
        return set(played.states("document"))
    if not held[person] & SEES["concerned"]:
        return set()
    behalf = {person} | stood_in_for(played, person)
    return {name for one in behalf for name in concerned(played, one)}


def test_people_see_only_what_the_matrix_allows(played: Played) -> None:
    states, held, word = played.states("document"), roles(played), "hội thao"
    holding = {name for name, state in states.items() if word in first(state, "subject").lower()}
    assert holding
    sights = []
    for row in office.people(played.desk):
        store, sight = played.store(row.id), expected(played, row.id, held)
        sights.append(len(sight))
        assert shown(store) == sight, row.name
        assert in_books(store) == sight & numbered(played), row.name
        if COUNT <= SEARCHED:
            assert shown(store, word) == sight & holding, row.name
        for document in sorted(states)[:: max(1, COUNT // 40)]:
            assert (documents.page(store, document) is not None) == (document in sight)
            refuse_copies(store, states[document], document in sight)
    assert len(set(sights)) > 5
    assert any(stood_in_for(played, person) for person in held)


def refuse_copies(store: Store, state: dict[str, Any], allowed: bool) -> None:
    """The files of a document are read by those alone who see it."""
    for [[_, file], *_] in state.get("files", {}).values():
        try:
            read = bool(files.content(store, file["blob"]))
        except BlobMissing:
            read = False
        assert read == allowed


def test_what_is_taken_out_has_no_line_of_what_is_not_seen(played: Played) -> None:
    held, oracle = roles(played), told(played)
    for people in played.play.cast.people.values():
        sight = expected(played, people[0], held) & numbered(played)
        assert exported(played.store(people[0])) == Counter(
            oracle.titled(oracle.documents[name]) for name in sight
        )


def first(state: dict[str, Any], name: str) -> str:
    return str(state["fields"].get(name, [["", ""]])[0][1])


def told(played: Played) -> Books:
    """The books worked out anew."""
    table, ops = models.Commit, []
    query = sa.select(table.hlc_ms, table.payload).order_by(table.hlc_ms, table.hlc_n)
    with played.desk.engine.begin() as connection:
        for time, payload in connection.execute(query):
            ops += [{"body": {}, **op, "time": time} for op in json.loads(payload)["ops"]]
    kinds = ("document", "dossier", "plan", "register", "person", "unit")
    return Books(*map(played.states, kinds), ops, played.desk.unit)


def printed(store: Store, form: Form, scope: Scope) -> list[Row]:
    """The lines of a book as they are printed; a note's parts in an order of their own."""
    found = []
    for line in books.lines(store, form, scope):
        *cells, note = texts(line, BOOKS[form])
        found.append((*cells, "; ".join(sorted(note.split("; ")))))
    return found


def test_every_printed_register_is_the_store_line_by_line(played: Played) -> None:
    store, oracle = played.clerk, told(played)
    for kind, forms in (("outgoing", ("outgoing",)), ("incoming", ("incoming", "follow_up"))):
        book = office.books(store, kind)[0].id
        for form in forms:
            expected = getattr(oracle, form)(book)
            scope = Scope(register=book)
            assert printed(store, Form(form), scope) == expected
            assert expected
            cover = books.cover(store, Form(form), scope, books.lines(store, Form(form), scope))
            assert (cover.since, cover.until) == oracle.days(book, form)


def test_every_other_printed_book_is_the_store_line_by_line(played: Played) -> None:
    store, oracle = played.clerk, told(played)
    year = Scope(since=f"{unit.YEAR}-01-01", until=f"{unit.YEAR}-12-31")
    assert printed(store, Form.POST, year) == oracle.post()
    assert printed(store, Form.LOANS, year) == oracle.loans()
    assert printed(store, Form.DOSSIERS, year) == oracle.listing(unit.YEAR)
    assert printed(store, Form.HANDED_OVER, Scope()) == oracle.handed_over()
    for dossier in oracle.dossiers:
        contents = oracle.contents(dossier)
        assert printed(store, Form.CONTENTS, Scope(dossier=dossier)) == contents != []


def test_nothing_that_a_year_brings_is_missing(played: Played) -> None:
    """So that the checks above are about something."""
    oracle = told(played)
    states = oracle.documents.values()
    assert all((oracle.post(), oracle.loans(), oracle.listing(unit.YEAR), oracle.handed_over()))
    assert {one["step"]["name"] for one in oracle.dossiers.values()} >= {"closed", "archived"}
    assert {one["step"]["name"] for one in states} >= {"recalled", "cancelled", "returned", "filed"}
    assert any(one.get("number", {}).get("suffix") for one in states)
    links = {link["relation"] for one in states for _, link in one.get("sets", {}).get("links", ())}
    assert links >= {"answers", "replaces", "corrects", "duplicates"}
    acts = {op["body"].get("act") for op in oracle.ops if op["kind"] == "document.move"}
    assert acts >= {"extend", "transfer", "reopen", "take_note", "return", "withdraw"}
    kinds = {op["kind"] for op in oracle.ops}
    assert kinds >= {"register.close", "register.void", "register.reserve", "delegation.end"}
    posts = [op["body"]["by"].get("post", "") for op in oracle.ops if "by" in op["body"]]
    assert any("thay " in post for post in posts)
    signed = [one for state in states for _, one in state.get("lists", {}).get("signatures", ())]
    assert any(one.get("authority", "").startswith("TL.") for one in signed)
    for register in oracle.registers.values():
        closings = [one["period"] for _, one in register.get("lists", {}).get("closings", ())]
        assert closings in ([], [*(f"{unit.YEAR}-{month:02}" for month in range(1, 13)), "2026"])
