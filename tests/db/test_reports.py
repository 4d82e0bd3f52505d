"""What the reports count, on real stores: days of ends, of signing and sending, whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.commits.format import Op
from core.commits.format import read as read_commit
from core.office import day as vietnam
from core.office import periods, reports
from core.office.numbering import Number
from core.office.reports import Fate
from core.office.terms import Act
from db import models
from db.acting import Store, acting
from db.actions import (
    authority,
    books,
    dispatching,
    dossiers,
    handling,
    incoming,
    numbers,
    taking_over,
)
from db.actions.dispatching import Sending
from db.actions.incoming import Task
from db.actions.taking_over import OldEntry
from db.queries import documents, reference
from db.queries import reports as query
from db.queries.reports import Figures
from tests.db.letter_rig import Letters
from tests.db.test_ledger import ENTRY

DAY_MS = 86_400_000
SENT = (Sending("Phòng Tham mưu", "hand", 2),)
MONTH = periods.read("2026-11")


class Month:
    """Letters and arrivals of a fortnight; an hour of the rig's clock is a working morning."""

    def __init__(self, letters: Letters) -> None:
        self.letters, self.watch = letters, letters.world.unit.watch
        self.staff = letters.world.unit.new_id()
        admin, people = letters.world.admin.store, letters.world.people
        authority.set_unit(admin, self.staff, name="Phòng Tham mưu", short="TM",
                           code="X99.01.02.01", parent=letters.world.unit.unit)  # fmt: skip
        authority.set_person(admin, people["si"], unit=self.staff)
        letters.world.push(letters.world.admin)
        letters.world.lease(letters.world.clerk, 10, 60)
        letters.world.pull(letters.world.clerk)
        self.ends: dict[str, Fate] = {}
        self._take_over()
        self._arrive()
        self._write()

    @property
    def clerk(self) -> Store:
        return self.letters.clerk

    def later(self, days: int) -> None:
        self.watch.time += days * DAY_MS

    def n(self, document: str) -> int:
        page = documents.page(self.clerk, document)
        assert page is not None
        return page.row.n

    def register(self, code: str, fate: Fate, due: str = "") -> str:
        entry = replace(ENTRY, code=code, due=due or None)
        document = incoming.register(self.clerk, entry, None, self.letters.world.book).entity
        self.ends[document] = fate
        return document

    def give(self, document: str) -> None:
        incoming.submit(self.clerk, document)
        task = Task("lead", self.letters.world.people["si"], None)
        calendar = reference.calendar(self.clerk)
        incoming.direct(self.letters.commander, document, "Giao", [task], calendar)

    def finish(self, document: str) -> None:
        incoming.complete(self.letters.officer, document, "Đã xong.")

    def _take_over(self) -> None:
        """Documents of an old book, one of them put into a dossier: no work of this month."""
        world = self.letters.world
        old = books.open_register(world.admin.store, "incoming", "Sổ cũ", "", 2026).entity
        world.push(world.admin)
        world.pull(world.clerk)
        fields = {"subject": "Công văn cũ", "issuer": "Phòng Tham mưu", "code": "1/C"}
        entries = [OldEntry(Number(at), "2026-11-02", fields) for at in (1, 2)]
        last = taking_over.take_over(self.clerk, old, "Sổ giấy", entries).entity
        folder = dossiers.open_dossier(self.clerk, "01.OLD", "Hồ sơ cũ", "10").entity
        dossiers.put(self.clerk, folder, last)

    def _arrive(self) -> None:
        """On Wednesday 18/11; what is due on Friday is finished then, or on Monday after it."""
        due = "2026-11-20"
        good, late = self.register("1/A", Fate.ON_TIME, due), self.register("2/A", Fate.LATE, due)
        plain, filed = self.register("3/A", Fate.UNDATED), self.register("4/A", Fate.ON_TIME, due)
        again = self.register("9/A", Fate.OPEN)
        longer, noted = (
            self.register("10/A", Fate.ON_TIME, due),
            self.register("11/A", Fate.UNDATED),
        )
        twice = self.register("12/A", Fate.DROPPED, due)
        self.register("5/A", Fate.OVERDUE, due)
        self.register("6/A", Fate.WITHIN, "2026-12-18")
        self.register("7/A", Fate.OPEN)
        back = self.register("8/A", Fate.DROPPED, due)
        for document in (good, late, plain, filed, again, longer):
            self.give(document)
        incoming.step_for_reason(self.clerk, back, Act.SEND_BACK, "Không đúng nơi nhận")
        incoming.submit(self.clerk, noted)
        incoming.take_note(self.letters.commander, noted, "Đã xem, lưu.")
        handling.merge_duplicate(self.clerk, twice, plain, "Đăng ký hai lần")
        handling.ask_extension(self.letters.officer, longer, "Chờ số liệu")
        calendar = reference.calendar(self.clerk)
        handling.extend(self.letters.commander, longer, 5, "Đồng ý", calendar)
        self.later(2)
        for document in (good, plain, filed):
            self.finish(document)
        self.finish(again)
        self.later(3)
        for document in (late, longer):
            self.finish(document)
        incoming.step_for_reason(self.letters.commander, again, Act.REOPEN, "Còn việc")
        folder = dossiers.open_dossier(self.letters.officer, "01.TM", "Hồ sơ", "10").entity
        self.later(1)
        dossiers.put(self.letters.officer, folder, filed)

    def _write(self) -> None:
        """From Tuesday 24/11, which is a day off: three are sent at once, one three days later."""
        letters = self.letters
        self.first, self.second, self.slow = letters.sealed(), letters.sealed(), letters.sealed()
        self.signed = letters.signed()
        for document in (self.first, self.second):
            dispatching.dispatch(self.clerk, document, SENT)
        self.later(3)
        dispatching.dispatch(self.clerk, self.slow, SENT)
        dispatching.recall(letters.commander, self.first, "Sai số liệu")
        with acting(letters.officer) as act:
            act.add("document.link", self.slow, relation="replaces", target=self.second)
            act.append()
        numbers.void(self.clerk, letters.book, [4], "Viết nhầm")

    def seen_by(self, who: str) -> Figures:
        person = self.letters.world.people.get(who, who)
        return query.figures(replace(self.clerk, author=replace(self.clerk.author, person=person)))


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    letters = Letters(tmp_path_factory.mktemp("unit"))
    yield Month(letters)
    letters.close()


def test_every_document_ended_when_it_was_finished_not_when_it_was_filed(month: Month) -> None:
    found = month.seen_by("van")
    period = MONTH.cut(found.today)
    told = {one.n: reports.fate(one, period, found.calendar) for one in found.incoming}
    assert told == {month.n(document): fate for document, fate in month.ends.items()}
    assert {one.unit for one in found.incoming} == {"", month.staff}
    assert all((one.unit == month.staff) == bool(one.person) for one in found.incoming)
    count = reports.handled(found.incoming, period, found.calendar)
    assert (count.received, count.on_time, count.late, count.share) == (12, 3, 1, 7500)
    # noted at once, three on Friday, two on Monday: 0, 2, 2, 2, 3, 3 working days
    assert reports.median_tenths(found.incoming, period, found.calendar) == 20


def _told(store: Store) -> Iterator[tuple[Op, int]]:
    """Every operation that the store knows with its time, in the order of the clocks."""
    with store.engine.begin() as connection:
        query = sa.select(models.Commit).order_by(models.Commit.hlc_ms, models.Commit.hlc_n)
        for row in connection.execute(query).mappings():
            commit = read_commit(row["header"], row["payload"], row["signature"])
            yield from ((op, row["hlc_ms"]) for op in commit.ops)


def test_the_commits_read_one_by_one_say_the_same(month: Month) -> None:
    """Nothing shared with the query: no rows, no states."""
    step, due, came, ended = dict[str, str](), dict[str, str](), dict[str, str](), dict[str, int]()
    for op, time in _told(month.clerk):
        name, body = op.id, op.body
        if op.kind == "document.number" and name in month.ends:
            came[name] = body["date"]
        elif op.kind == "document.create":
            due[name] = body["fields"].get("due", "")
        elif op.kind == "document.assign" and body["part"] == "lead":
            due[name] = body.get("due") or due[name]
        elif op.kind == "document.move":
            step[name] = body["to"]
            if body["to"] in ("done", "returned", "cancelled"):
                ended[name] = time
            elif body["to"] != "filed":
                ended.pop(name, None)
    found = {one.n: one for one in month.seen_by("chi").incoming}
    assert found.keys() == {month.n(name) for name in came}
    for name, day in came.items():
        one = found[month.n(name)]
        assert (one.entered.isoformat(), one.due and one.due.isoformat()) == (
            day,
            due[name] or None,
        )
        assert one.ended == (vietnam.day(ended[name]) if name in ended else None)
        assert one.dropped == (step.get(name) in ("returned", "cancelled"))


def test_letters_are_counted_by_the_days_of_signing_and_sending(month: Month) -> None:
    found = month.seen_by("truong")
    count = reports.sent(found.outgoing, MONTH.cut(found.today), found.calendar)
    assert (count.drafted, count.signed, count.issued) == (4, 4, 3)
    assert (count.in_time, count.late, count.unmeasured) == (2, 1, 0)
    assert (count.waiting, count.overdue) == (1, 1)
    assert (count.recalled, count.replaced, count.cancelled) == (1, 1, 0)
    by_type = reports.issued_by_type(found.outgoing, MONTH)
    assert by_type == {"cong-van": 3}
    assert [(one.number, MONTH.has(one.day)) for one in found.voided] == [(4, True)]
    assert {one.unit for one in found.outgoing} == {month.staff}


def test_whoever_sees_part_counts_part(month: Month) -> None:
    """The officer: what he was given or drafted; nobody else's numbers, nobody else's name."""
    part, nothing = month.seen_by("si"), month.seen_by("nobody")
    assert {reports.fate(one, MONTH.cut(part.today), part.calendar) for one in part.incoming} == {
        Fate.ON_TIME, Fate.LATE, Fate.UNDATED, Fate.OPEN,
    }  # fmt: skip
    assert len(part.incoming) == 6
    assert (len(part.outgoing), part.voided, part.whole) == (4, (), False)
    assert list(part.people) == [month.letters.world.people["si"]]
    assert (nothing.incoming, nothing.outgoing, nothing.people) == ((), (), {})
    assert len(month.seen_by("chi").people) > 3
    assert list(month.seen_by("van").people) == [month.letters.world.people["van"]]
