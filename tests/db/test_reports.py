"""What the reports count, on real stores: days of ends, of signing and sending, whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.office import periods, reports
from core.office.numbering import Number
from core.office.reports import Fate
from core.office.terms import Act
from db.acting import Store, acting
from db.actions import authority, books, dispatching, dossiers, incoming, numbers, taking_over
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
        self.register("5/A", Fate.OVERDUE, due)
        self.register("6/A", Fate.WITHIN, "2026-12-18")
        self.register("7/A", Fate.OPEN)
        back = self.register("8/A", Fate.DROPPED, due)
        for document in (good, late, plain, filed, again):
            self.give(document)
        incoming.step_for_reason(self.clerk, back, Act.SEND_BACK, "Không đúng nơi nhận")
        self.later(2)
        for document in (good, plain, filed):
            self.finish(document)
        self.finish(again)
        self.later(3)
        self.finish(late)
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
    assert (count.received, count.on_time, count.late, count.share) == (9, 2, 1, 6667)
    # Friday and Monday after Wednesday: two, two, two and three working days
    assert reports.median_tenths(found.incoming, period, found.calendar) == 20


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
    assert len(part.incoming) == 5
    assert (len(part.outgoing), part.voided, part.whole) == (4, (), False)
    assert list(part.people) == [month.letters.world.people["si"]]
    assert (nothing.incoming, nothing.outgoing, nothing.people) == ((), (), {})
    assert len(month.seen_by("chi").people) > 3
    assert list(month.seen_by("van").people) == [month.letters.world.people["van"]]
