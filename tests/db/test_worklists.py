"""Work lists: each holds what its words say, for whom it is, by an index, and nothing unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.office.terms import Act, Role
from db import models, visible
from db.acting import Store
from db.actions import authority, handling, incoming, outgoing
from db.actions.files import NewFile
from db.actions.incoming import Task
from db.actions.marks import Signature
from db.actions.outgoing import Outgoing
from db.engine import writes
from db.queries import documents, worklists
from db.queries.worklists import BY_ID, CAP, TABLE
from tests.db.test_ledger import ENTRY, World, _calendar

PDF = NewFile("du-thao.pdf", "application/pdf", b"%PDF-1.7 du thao", 1)
INITIALS = Signature("KyNhay1", "initial", b"%PDF-1.7 ky nhay", "A" * 43, 0)
MAIN = Signature("KyChinh", "main", b"%PDF-1.7 ky chinh", "A" * 43, 0)


class Office:
    """The clerk's store, at which each of the unit's people may sit; ``phu`` heads a section."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.people = self.world.people
        admin = self.world.admin.store
        # the administrator last: from then on only he gives roles
        roles = {"phu": Role.HEAD_OF_SECTION, "tra": Role.AUDITOR, "quan": Role.ADMINISTRATOR}
        for name, role in roles.items():
            self.people[name] = person = self.world.unit.new_id()
            authority.set_person(admin, person, name=f"Người {name}", unit=self.world.unit.unit)
            authority.give_grant(admin, person, role, "2026-01-01")
        self.world.push(self.world.admin)
        self.world.pull(self.world.clerk)

    def at(self, who: str) -> Store:
        store = self.world.clerk.store
        return replace(store, author=replace(store.author, person=self.people[who]))

    def arrived(self, due: str | None = None) -> str:
        entry = replace(ENTRY, due=due)
        return incoming.register(self.at("van"), entry, None, self.world.book).entity

    def submitted(self, due: str | None = None) -> str:
        document = self.arrived(due)
        incoming.submit(self.at("van"), document)
        return document

    def given(self, *tasks: Task, due: str | None = None) -> str:
        document = self.submitted(due)
        incoming.direct(self.at("chi"), document, "Giao", tasks, _calendar())
        return document

    def task(self, part: str, who: str, days: int | None = None) -> Task:
        return Task(part, self.people[who], days)

    def drafted(self, who: str = "si") -> str:
        entry = Outgoing("Về việc thử", "cong-van", "CV-TM", ("Phòng Tham mưu",), "Người chi")
        return outgoing.draft(self.at(who), entry, b"{}", PDF).entity

    def initialled(self) -> str:
        document = self.drafted()
        outgoing.initial(self.at("si"), document, self.main(document), INITIALS)
        return document

    def to_sign(self) -> str:
        document = self.initialled()
        outgoing.submit(self.at("si"), document)
        return document

    def main(self, document: str) -> str:
        page = documents.page(self.at("si"), document)
        assert page is not None
        return next(file.blob for file in page.files if file.slot == "main")

    def lists(self, document: str, who: str) -> set[str]:
        """The lists in which a person finds a document."""
        store = self.at(who)
        found = set()
        for each in worklists.desk(store).lists:
            rows = documents.rows(store, worklists.ids(store, each.id))
            if document in {row.id for row in rows}:
                found.add(each.id)
        return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.world.close()


def test_an_incoming_document_goes_from_list_to_list(office: Office) -> None:
    document = office.arrived()
    assert office.lists(document, "van") == {"to_submit", "unit_open"}
    assert office.lists(document, "chi") == {"unit_open"}
    incoming.submit(office.at("van"), document)
    assert office.lists(document, "van") == {"submitted", "unit_open"}
    assert office.lists(document, "chi") == {"to_direct", "unit_open"}
    lead, told = office.task("lead", "si", 3), office.task("inform", "phu")
    incoming.direct(office.at("chi"), document, "Giao", [lead, told], _calendar())
    assert office.lists(document, "si") == {"lead", "to_read"}
    assert office.lists(document, "phu") == {"to_read", "unit_open"}
    assert office.lists(document, "chi") == {"given", "unread", "unit_open"}
    incoming.complete(office.at("si"), document, "Đã làm")
    assert office.lists(document, "si") == {"to_file"}
    assert office.lists(document, "phu") == {"to_read", "unit_unfiled"}


def test_what_was_read_leaves_the_list_of_reading(office: Office) -> None:
    document = office.given(office.task("lead", "si"), office.task("support", "phu"))
    handling.acknowledge(office.at("si"), document)
    assert office.lists(document, "si") == {"lead"}
    assert office.lists(document, "phu") == {"support", "to_read", "unit_open"}
    assert "unread" in office.lists(document, "chi")
    handling.acknowledge(office.at("phu"), document)
    assert "unread" not in office.lists(document, "chi")


def test_late_is_what_is_late_in_the_persons_own_hands(office: Office) -> None:
    document = office.given(office.task("lead", "si", 0), office.task("support", "phu", 9))
    assert "late" not in office.lists(document, "si")
    office.world.unit.watch.time += 3 * 86_400_000
    assert "late" in office.lists(document, "si")
    assert "late" not in office.lists(document, "phu")
    assert "unit_late" in office.lists(document, "phu")
    handling.ask_extension(office.at("si"), document, "chưa đủ số liệu")
    assert {"extensions", "unit_late"} <= office.lists(document, "chi")
    assert "extensions" not in office.lists(document, "si")


def test_an_outgoing_document_goes_from_list_to_list(office: Office) -> None:
    document = office.drafted()
    assert office.lists(document, "si") == {"drafts"}
    assert office.lists(document, "chi") == set()
    outgoing.initial(office.at("si"), document, office.main(document), INITIALS)
    assert office.lists(document, "si") == {"on_the_way"}
    assert office.lists(document, "phu") == {"to_check", "unit_out"}
    assert office.lists(document, "van") == {"to_check", "unit_out"}
    outgoing.submit(office.at("si"), document)
    assert office.lists(document, "phu") == {"to_sign", "unit_out"}
    incoming.give_back(office.at("chi"), document, "bổ sung căn cứ")
    assert office.lists(document, "si") == {"returned"}


def test_a_check_is_asked_once_of_each_after_the_newest_initials(office: Office) -> None:
    document = office.initialled()
    outgoing.check(office.at("phu"), document, Act.CHECK_CONTENT, office.main(document))
    assert "to_check" not in office.lists(document, "phu")
    assert "to_check" in office.lists(document, "van")
    again = replace(INITIALS, field="KyNhay2", content=b"%PDF-1.7 ky nhay 2")
    outgoing.initial(office.at("si"), document, office.main(document), again)
    assert "to_check" in office.lists(document, "phu")


def test_the_signed_goes_through_the_clerks_hands(office: Office) -> None:
    document = office.to_sign()
    outgoing.sign(office.at("chi"), document, office.main(document), MAIN)
    assert office.lists(document, "van") == {"to_number", "unit_out"}
    for state, expected in (("numbered", "to_seal"), ("sealed", "to_issue")):
        _put(office, document, state=state)
        assert office.lists(document, "van") == {expected, "unit_out"}
    _put(office, document, state="issued")
    assert office.lists(document, "van") == set()
    sent = {"op": "x", "recipient": "Đơn vị A", "way": "paper", "day": "2026-11-20"}
    rest = {"copies": 1, "envelopes": 0, "note": "", "receiver": ""}
    with writes(office.at("van").engine).begin() as connection:
        row = {"document": document, **sent, **rest}
        connection.execute(sa.insert(models.Dispatch), row)
    assert office.lists(document, "van") == {"receipts"}
    assert office.lists(document, "chi") == set()


def test_what_needs_a_person_is_counted_once_though_it_lies_in_several_lists(
    office: Office,
) -> None:
    office.given(office.task("lead", "si"))
    office.drafted()
    found = worklists.desk(office.at("si"))
    assert (found.counts["lead"], found.counts["to_read"], found.counts["drafts"]) == (1, 1, 1)
    assert found.needing == 1


def test_who_keeps_people_and_machines_has_no_lists(office: Office) -> None:
    office.given(office.task("lead", "si"))
    found = worklists.desk(office.at("quan"))
    assert (found.lists, found.counts, found.needing) == ((), {}, 0)
    assert not worklists.ids(office.at("quan"), "unit_open")


def test_a_list_that_the_person_has_not_is_empty_and_so_is_an_unknown_one(office: Office) -> None:
    office.submitted()
    assert not worklists.ids(office.at("si"), "to_direct")
    assert not worklists.ids(office.at("si"), "khong-co")
    assert len(worklists.ids(office.at("chi"), "to_direct")) == 1


def test_what_is_due_first_comes_first_and_what_has_no_deadline_last(office: Office) -> None:
    none, late, soon = office.arrived(), office.arrived("2026-12-20"), office.arrived("2026-11-30")
    store = office.at("van")
    rows = {row.id: row.n for row in documents.rows(store, worklists.ids(store, "to_submit"))}
    assert list(worklists.ids(store, "to_submit")) == [rows[soon], rows[late], rows[none]]


def test_the_newest_comes_first_among_equals(office: Office) -> None:
    first, second = office.arrived(), office.arrived()
    store = office.at("van")
    found = documents.rows(store, worklists.ids(store, "to_submit"))
    assert [row.id for row in found] == [second, first]


def test_a_count_ends_at_its_limit(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        office.arrived()
    monkeypatch.setattr(worklists, "CAP", 2)
    found = worklists.desk(office.at("van"))
    assert found.counts["to_submit"] == 2
    assert found.needing == 2
    assert CAP == 1000


def test_each_list_is_found_by_an_index(office: Office) -> None:
    for store in (office.at("si"), office.at("chi")):  # one sees what concerns him, one all
        with store.engine.begin() as connection:
            seen, asker = (
                visible.documents(connection, store.viewer),
                worklists._asker(connection, store),
            )
            for each in TABLE:
                query = worklists._numbers(asker, each, seen)
                compiled = query.compile(connection, compile_kwargs={"literal_binds": True})
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
                plan = [str(row[-1]) for row in rows]
                assert not [step for step in plan if step.startswith("SCAN")], (each.id, plan)


def test_every_list_has_a_name_of_its_own_and_somebody_who_has_it() -> None:
    assert len(BY_ID) == len(TABLE)
    assert all(each.roles and each.kinds and each.states for each in TABLE)


def _put(office: Office, document: str, **values: str) -> None:
    """What the signed acts before would have left in the row."""
    with writes(office.at("van").engine).begin() as connection:
        where = models.Document.id == document
        connection.execute(sa.update(models.Document).where(where).values(**values))
