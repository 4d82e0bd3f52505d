"""How an incoming document goes on between people, on a real store: each act, each refusal, and
what a receiver makes of it from the right and from the wrong person.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from core import errors
from core.commits.check import Verdict
from core.commits.format import Commit, Op
from core.office.terms import Role, State
from db import authoring
from db.acting import Done, Store
from db.actions import authority, handling, incoming
from db.actions.files import NewFile
from db.actions.incoming import Task
from db.actions.outgoing import Outgoing
from db.actions.outgoing import draft as draft_outgoing
from db.engine import writes
from db.queries import documents, slips
from db.queries.rows import DocumentPage
from tests.db.test_ledger import ENTRY, FILE, World, _calendar

CALENDAR = _calendar()
REASON = "vì thế"


@dataclass
class Office:
    """The unit with a head of section and a second officer; everybody acts on the clerk's store."""

    world: World

    def of(self, name: str) -> Store:
        store = self.world.clerk.store
        return replace(store, author=replace(store.author, person=self.world.people[name]))

    def registered(self, **changes: str) -> str:
        entry = replace(ENTRY, **changes)  # type: ignore[arg-type]
        return incoming.register(self.of("van"), entry, FILE, self.world.book).entity

    def submitted(self) -> str:
        document = self.registered()
        incoming.submit(self.of("van"), document)
        return document

    def directed(self, days: int | None = 5) -> str:
        document = self.submitted()
        task = Task("lead", self.world.people["si"], days)
        incoming.direct(self.of("chi"), document, "Nghiên cứu", [task], CALENDAR)
        return document

    def coordinating(self) -> str:
        document = self.directed()
        people = [self.world.people["ly"]]
        handling.ask_coordination(self.of("si"), document, people, "", None, CALENDAR)
        return document

    def page(self, document: str, who: str = "chi") -> DocumentPage:
        page = documents.page(self.of(who), document)
        assert page is not None
        return page

    def given(self, document: str) -> list[tuple[str, str, str | None]]:
        found = self.page(document).assignments
        return [(one.part, one.name, one.due) for one in found]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    world = World(tmp_path_factory.mktemp("unit"))
    for name, role in {"truong": Role.HEAD_OF_SECTION, "ly": Role.OFFICER}.items():
        world.people[name] = person = world.unit.new_id()
        authority.set_person(world.admin.store, person, name=f"Người {name}", unit=world.unit.unit)
        authority.give_grant(world.admin.store, person, role, "2026-01-01")
    world.push(world.admin)
    world.lease(world.clerk, 10, 200)
    world.pull(world.clerk)
    yield Office(world)
    world.close()


# -- support ---------------------------------------------------------------------------------------


def test_support_is_asked_for_and_given_and_the_lead_goes_on(office: Office) -> None:
    document = office.directed()
    ly = office.world.people["ly"]
    handling.ask_coordination(office.of("si"), document, [ly], "Cho số liệu", 2, CALENDAR)
    assert office.page(document).row.state == State.COORDINATING
    assert office.given(document) == [
        ("lead", "Người si", "2026-11-26"),
        ("support", "Người ly", "2026-11-20"),
    ]
    handling.coordinate(office.of("ly"), document, "Đã kiểm tra số liệu")
    page = office.page(document, "si")
    assert page.row.state == State.IN_PROGRESS
    assert [remark.text for remark in page.remarks] == [
        "Nghiên cứu",
        "Cho số liệu",
        "Đã kiểm tra số liệu",
    ]


def test_support_is_asked_of_somebody_and_by_a_day_ahead(office: Office) -> None:
    document = office.directed()
    with pytest.raises(errors.AssigneeMissing):
        handling.ask_coordination(office.of("si"), document, [], "x", None, CALENDAR)
    with pytest.raises(errors.DeadlinePassed):
        handling.ask_coordination(
            office.of("si"), document, ["x"], "", datetime.date(2026, 11, 1), CALENDAR
        )
    with pytest.raises(errors.OpinionMissing):
        handling.coordinate(office.of("ly"), office.coordinating(), "  ")


# -- passing on ------------------------------------------------------------------------------------


def test_the_lead_passes_on_and_the_deadline_stays(office: Office) -> None:
    document = office.directed()
    handling.transfer(office.of("si"), document, office.world.people["ly"], "đi công tác")
    assert office.given(document) == [("lead", "Người ly", "2026-11-26")]
    row = office.page(document).row
    assert (row.state, row.act, row.lead) == (State.IN_PROGRESS, "transfer", "Người ly")
    assert documents.page(office.of("si"), document) is None
    assert documents.story(office.of("ly"), document)[-1].reason == "đi công tác"


def test_who_passes_on_names_somebody_else_and_why(office: Office) -> None:
    document, si = office.directed(), office.world.people["si"]
    with pytest.raises(errors.SameLead) as same:
        handling.transfer(office.of("si"), document, si, REASON)
    assert same.value.facts == {"name": "Người si"}
    with pytest.raises(errors.AssigneeMissing):
        handling.transfer(office.of("si"), document, "", REASON)
    with pytest.raises(errors.ReasonMissing):
        handling.transfer(office.of("si"), document, office.world.people["ly"], " ")
    nobody = office.submitted()
    incoming.direct(office.of("chi"), nobody, "Để biết", [Task("inform", si)], CALENDAR)
    with pytest.raises(errors.NoLead):
        handling.transfer(office.of("truong"), nobody, si, REASON)


# -- more time -------------------------------------------------------------------------------------


def test_more_time_is_asked_for_and_given_in_working_days(office: Office) -> None:
    document = office.directed()
    handling.ask_extension(office.of("si"), document, "chờ số liệu của đơn vị bạn")
    assert office.page(document).row.act == "ask_extension"
    handling.extend(office.of("chi"), document, 8, "đồng ý", CALENDAR)
    assert office.given(document) == [("lead", "Người si", "2026-12-01")]
    assert office.page(document).row.act == "extend"


def test_more_time_is_given_until_a_day_or_denied(office: Office) -> None:
    document = office.directed(None)
    until = datetime.date(2026, 12, 15)
    handling.extend(office.of("truong"), document, until, "gộp với đợt hai", CALENDAR)
    assert office.given(document) == [("lead", "Người si", "2026-12-15")]
    with pytest.raises(errors.NothingAsked):
        handling.deny_extension(office.of("chi"), document, REASON)
    handling.ask_extension(office.of("si"), document, "chưa đủ")
    handling.deny_extension(office.of("chi"), document, "giữ hạn")
    assert office.given(document) == [("lead", "Người si", "2026-12-15")]
    last = documents.story(office.of("chi"), document)[-1]
    assert (last.act, last.reason, last.kinds) == ("extend", "giữ hạn", ("document.move",))


def test_an_extension_is_later_than_what_stands(office: Office) -> None:
    document = office.directed()
    with pytest.raises(errors.DeadlineNotLater) as refused:
        handling.extend(office.of("chi"), document, 5, REASON, CALENDAR)
    assert refused.value.facts == {"due": "26/11/2026", "now": "26/11/2026"}
    passed = datetime.date(2026, 11, 1)
    with pytest.raises(errors.DeadlinePassed):
        handling.extend(office.of("chi"), document, passed, REASON, CALENDAR)
    with pytest.raises(errors.ReasonMissing):
        handling.extend(office.of("chi"), document, 9, "", CALENDAR)
    with pytest.raises(errors.ReasonMissing):
        handling.ask_extension(office.of("si"), document, "")


# -- taken back ------------------------------------------------------------------------------------


def test_the_clerk_takes_back_what_was_submitted(office: Office) -> None:
    document = office.submitted()
    handling.withdraw(office.of("van"), document, "thiếu phụ lục")
    assert office.page(document).row.state == State.REGISTERED
    with pytest.raises(errors.WrongState):
        handling.withdraw(office.of("van"), document, REASON)


def test_the_commander_takes_back_what_was_given_and_nobody_has_it(office: Office) -> None:
    document = office.coordinating()
    with pytest.raises(errors.ReasonMissing):
        handling.withdraw(office.of("chi"), document, "")
    handling.withdraw(office.of("chi"), document, "giao lại")
    page = office.page(document)
    assert (page.row.state, page.assignments, page.row.lead) == (State.SUBMITTED, (), "")
    assert documents.page(office.of("si"), document) is None


# -- the same document twice -----------------------------------------------------------------------


def test_a_duplicate_is_cancelled_and_names_the_one_that_stays(office: Office) -> None:
    first, second = office.registered(), office.registered()
    handling.merge_duplicate(office.of("van"), second, first, "nhận hai lần")
    page = office.page(second)
    assert page.row.state == State.CANCELLED
    assert page.row.number is not None
    assert page.links == (("duplicates", first),)
    assert office.page(first).links == (("duplicates-by", second),)


def test_only_another_incoming_document_in_force_is_an_original(office: Office) -> None:
    first, second, third = (office.registered() for _ in range(3))
    van = office.of("van")
    entry = Outgoing("Trả lời", "cong-van", "CV-TM", ("Phòng Tham mưu",), "Người chi")
    ours = draft_outgoing(office.of("si"), entry, b"{}", replace(FILE, content=b"%PDF du thao"))
    handling.merge_duplicate(van, second, first, REASON)
    for original in (third, second, ours.entity, ""):
        with pytest.raises(errors.NotOriginal):
            handling.merge_duplicate(van, third, original, REASON)
    with pytest.raises(errors.NotFound):
        handling.merge_duplicate(van, third, office.world.unit.new_id(), REASON)
    with pytest.raises(errors.ReasonMissing):
        handling.merge_duplicate(van, third, first, "")


# -- acknowledged ----------------------------------------------------------------------------------


def test_who_was_given_a_document_says_once_that_he_has_it(office: Office) -> None:
    document = office.directed()
    assert [one.noted for one in office.page(document).assignments] == [None]
    handling.acknowledge(office.of("si"), document)
    [lead] = office.page(document).assignments
    assert lead.noted is not None
    assert lead.noted > lead.given
    with pytest.raises(errors.AlreadyNoted):
        handling.acknowledge(office.of("si"), document)
    with pytest.raises(errors.NotAssigned):
        handling.acknowledge(office.of("chi"), document)


def test_what_is_given_anew_is_acknowledged_anew(office: Office) -> None:
    document, si = office.directed(), office.world.people["si"]
    handling.acknowledge(office.of("si"), document)
    incoming.assign(office.of("chi"), document, [Task("lead", si, 9)], CALENDAR)
    assert [one.noted for one in office.page(document).assignments] == [None]
    handling.acknowledge(office.of("si"), document)
    assert office.page(document).assignments[0].noted


# -- paper and further files -----------------------------------------------------------------------


def test_the_paper_twin_is_where_it_lies(office: Office) -> None:
    document = office.registered()
    handling.keep_paper(office.of("van"), document, " Tủ 2, ngăn 3 ", 2, 14)
    handling.keep_paper(office.of("van"), document, "Tủ 5", 1, 14)
    fields = office.page(document).fields
    assert {name: fields[name] for name in fields if name.startswith("paper")} == {
        "paper_place": "Tủ 5",
        "paper_copies": 1,
        "paper_pages": 14,
    }
    with pytest.raises(errors.NotAllowed):
        handling.keep_paper(office.of("truong"), document, "Tủ 1", 1, 1)


def test_further_files_get_slots_of_their_own(office: Office) -> None:
    document = office.registered()
    files = [NewFile(f"{n}.pdf", "application/pdf", b"%PDF " + bytes([n]), n) for n in (1, 2)]
    handling.add_files(office.of("van"), document, files)
    handling.add_files(office.of("van"), document, [replace(files[0], content=b"%PDF ba")])
    page = office.page(document)
    found = [(file.slot, file.role, file.name) for file in page.files]
    assert found == [
        ("attachment-1", "attachment", "1.pdf"),
        ("attachment-2", "attachment", "2.pdf"),
        ("attachment-3", "attachment", "1.pdf"),
        ("received", "received", "217.pdf"),
    ]
    with pytest.raises(errors.EmptyFile):
        handling.add_files(office.of("van"), document, [replace(files[0], content=b"")])
    with pytest.raises(errors.NotAllowed):
        handling.add_files(office.of("truong"), document, files)


# -- the slip --------------------------------------------------------------------------------------


def test_the_slip_puts_every_word_and_part_into_the_block_of_who_gave_it(office: Office) -> None:
    document, people = office.directed(), office.world.people
    incoming.assign(office.of("truong"), document, [Task("inform", people["van"])], CALENDAR)
    handling.ask_coordination(office.of("si"), document, [people["ly"]], "Cho số", 2, CALENDAR)
    handling.coordinate(office.of("ly"), document, "Đủ")
    incoming.complete(office.of("truong"), document, "Xong")
    slip = slips.slip(office.of("chi"), document)
    assert slip is not None
    assert [(one.block, one.part, one.name, one.due) for one in slip.given] == [
        ("command", "lead", "Đại úy Người si", "2026-11-26"),
        ("handler", "support", "Người ly", "2026-11-20"),
        ("section", "inform", "Đại úy Người van", None),
    ]
    assert [(one.block, one.name, one.text) for one in slip.words] == [
        ("command", "Đại úy Người chi", "Nghiên cứu"),
        ("handler", "Đại úy Người si", "Cho số"),
        ("handler", "Người ly", "Đủ"),
        ("section", "Người truong", "Xong"),
    ]
    assert slip.head.name == "Sư đoàn Bộ binh 999 (giả lập)"


# -- what others may not do, here and at the receiver ----------------------------------------------

Doing = Callable[[Office, str, Store], Done]
ACTS: dict[str, tuple[str, str, str, Doing]] = {
    "ask_coordination": ("directed", "si", "van", lambda at, d, s: handling.ask_coordination(
        s, d, [at.world.people["ly"]], "", 1, CALENDAR)),
    "coordinate": ("coordinating", "ly", "van", lambda _, d, s: handling.coordinate(s, d, "x")),
    "transfer": ("directed", "si", "van", lambda at, d, s: handling.transfer(
        s, d, at.world.people["ly"], REASON)),
    "ask_extension": ("directed", "si", "van", lambda _, d, s: handling.ask_extension(
        s, d, REASON)),
    "extend": ("directed", "chi", "si", lambda _, d, s: handling.extend(
        s, d, 9, REASON, CALENDAR)),
    "withdraw by the clerk": ("submitted", "van", "chi", lambda _, d, s: handling.withdraw(
        s, d, REASON)),
    "withdraw by the commander": ("directed", "chi", "si", lambda _, d, s: handling.withdraw(
        s, d, REASON)),
    "merge": ("registered", "van", "chi", lambda at, d, s: handling.merge_duplicate(
        s, d, at.registered(), REASON)),
}  # fmt: skip
"""Act, the state that it is done in, who may do it, who sees the document and may not."""


@pytest.mark.parametrize("name", ACTS)
def test_who_may_not_is_refused_in_his_own_words(office: Office, name: str) -> None:
    begin, _, wrong, do = ACTS[name]
    document = getattr(office, begin)()
    with pytest.raises(errors.NotAllowed):
        do(office, document, office.of(wrong))


@pytest.mark.parametrize("name", ACTS)
def test_done_too_early_or_too_late_it_is_the_wrong_state(office: Office, name: str) -> None:
    begin, right, _, do = ACTS[name]
    document = office.directed() if begin == "submitted" else office.registered()
    if begin == "registered":
        handling.merge_duplicate(office.of("van"), document, office.registered(), REASON)
    who = "truong" if right in {"si", "ly"} else right
    refusal = errors.NotAllowed if name == "withdraw by the clerk" else errors.WrongState
    with pytest.raises(refusal):
        do(office, document, office.of(who))


@pytest.mark.parametrize("name", ACTS)
def test_a_receiver_takes_it_from_the_right_and_puts_it_to_review_from_the_wrong(
    office: Office, name: str
) -> None:
    begin, right, wrong, do = ACTS[name]
    world = office.world
    document = getattr(office, begin)()
    world.push(world.clerk)
    world.pull(world.clerk)
    world.pull(world.commander)
    do(office, document, office.of(right))
    unsent = world.unsent(world.clerk, world.unit.stream)
    forged = _composed(world, wrong, unsent[-1].ops)
    assert list(world.admit([forged]).standing.values()) == [Verdict.REVIEW]
    assert set(world.push(world.clerk).standing.values()) == {Verdict.OK}
    world.pull(world.clerk)
    assert office.page(document).row.conflicts == 0


def _composed(world: World, person: str, ops: tuple[Op, ...]) -> Commit:
    """The same operations by somebody else at another machine whose program asks nobody."""
    store = world.commander.store
    author = replace(store.author, person=world.people[person])
    with writes(store.engine).begin() as connection:
        salt, now = world.unit.dice(16), store.now()
        return authoring.compose(connection, store.realm, author, store.stream, ops, salt, now)
