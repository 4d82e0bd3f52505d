"""Undo: the lawful way back of every act that has one, by the same person, where nobody went on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from core.errors import BroughtBack, DossierClosed, LastDossier, TouchedSince
from core.office.terms import Act, State
from db.acting import Done, Store
from db.actions import discarded, dossiers, handling, incoming, outgoing, undoing
from db.actions.undoing import EDIT, WAYS, Footing
from db.queries import documents
from db.queries.rows import DocumentPage
from tests.db.test_ledger import _calendar
from tests.db.test_worklists import Office

WHY = "Hoàn tác"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("unit"))
    made.world.lease(made.world.clerk, 10, 60)
    made.world.pull(made.world.clerk)
    yield made
    made.world.close()


def _page(office: Office, document: str) -> DocumentPage:
    page = documents.page(office.at("van"), document)
    assert page is not None
    return page


def _done(store: Store, what: str, document: str, act: Callable[[Store], Done]) -> Footing | None:
    stood = undoing.stand(store, document)
    act(store)
    return undoing.footing(store, what, document, stood)


def _stands(office: Office, document: str) -> tuple[object, ...]:
    """What an undo brings back: state, fields, who has it in which part until when."""
    page = _page(office, document)
    fields = {name: value for name, value in page.fields.items() if value}
    parts = {(one.part, one.person, one.due) for one in page.assignments}
    return page.row.state, fields, parts


Begin = Callable[[Office], str]
_ACTS: dict[str, tuple[str, Begin, Callable[[Office, Store, str], Done]]] = {
    "submit": ("van", Office.arrived, lambda _o, s, d: incoming.submit(s, d)),
    "withdraw": ("van", Office.submitted, lambda _o, s, d: handling.withdraw(s, d, "nhầm")),
    "direct": (
        "chi",
        Office.submitted,
        lambda o, s, d: incoming.direct(s, d, "Giao", [o.task("lead", "si", 5)], _calendar()),
    ),
    "take_note": ("chi", Office.submitted, lambda _o, s, d: incoming.take_note(s, d, "Đã biết")),
    "assign": (
        "chi",
        lambda o: o.given(o.task("lead", "si", 5), o.task("support", "van", 3)),
        lambda o, s, d: incoming.assign(
            s, d, [o.task("lead", "phu", 9), o.task("inform", "si")], _calendar()
        ),
    ),
    "transfer": (
        "phu",
        lambda o: o.given(o.task("lead", "phu", 5)),
        lambda o, s, d: handling.transfer(s, d, o.people["si"], "đúng việc hơn"),
    ),
    "complete": (
        "phu",
        lambda o: o.given(o.task("lead", "phu", 5)),
        lambda _o, s, d: incoming.complete(s, d, "Đã làm"),
    ),
    EDIT: (
        "van",
        Office.arrived,
        lambda _o, s, d: incoming.edit(
            s, d, subject="Khác", due="2026-12-24", pages=7, paper_place="Tủ 2"
        ),
    ),
}


@pytest.mark.parametrize("what", _ACTS)
def test_the_way_back_leads_to_where_it_was(office: Office, what: str) -> None:
    who, begin, act = _ACTS[what]
    document, store = begin(office), office.at(who)
    before = _stands(office, document)
    footing = _done(store, what, document, lambda at: act(office, at, document))
    assert footing is not None
    assert _stands(office, document) != before
    story = len(documents.story(store, document))
    undoing.take_back(store, footing, WHY)
    assert _stands(office, document) == before
    assert len(documents.story(office.at("van"), document)) > story  # both acts stand there


def test_what_is_taken_back_is_told_in_the_table() -> None:
    drafts = {Act.REQUEST_SIGNATURE, Act.DISCARD}
    assert set(WAYS) == {*_ACTS, *drafts}
    final = {Act.NUMBER, Act.SIGN, Act.SEAL, Act.ISSUE, Act.INITIAL, Act.CANCEL, Act.RECALL}
    assert not final & set(WAYS)


@pytest.mark.parametrize("what", _ACTS)
def test_nothing_is_taken_back_from_under_somebody_who_went_on(office: Office, what: str) -> None:
    who, begin, act = _ACTS[what]
    document, store = begin(office), office.at(who)
    footing = _done(store, what, document, lambda at: act(office, at, document))
    assert footing is not None
    incoming.edit(replace(office.at("van")), document, note="đã xem lại")
    before = _stands(office, document)
    with pytest.raises(TouchedSince):
        undoing.take_back(store, footing, WHY)
    assert _stands(office, document) == before


def test_one_after_the_other_in_the_order_of_their_doing_only(office: Office) -> None:
    document, store = office.arrived(), office.at("van")
    before = _stands(office, document)
    first = _done(store, EDIT, document, lambda at: incoming.edit(at, document, subject="Khác"))
    second = _done(store, "submit", document, lambda at: incoming.submit(at, document))
    assert first is not None
    assert second is not None
    undone: undoing.Undone = {}
    with pytest.raises(TouchedSince):
        undoing.take_back(store, first, WHY, undone)
    undoing.take_back(store, second, WHY, undone)
    undoing.take_back(store, first, WHY, undone)
    assert _stands(office, document) == before
    with pytest.raises(TouchedSince):
        undoing.take_back(store, first, WHY, undone)


@pytest.mark.parametrize("what", _ACTS)
def test_what_was_taken_back_is_done_again_and_taken_back_again(office: Office, what: str) -> None:
    who, begin, act = _ACTS[what]
    document, store = begin(office), office.at(who)
    undone: undoing.Undone = {}
    before = _stands(office, document)

    def action(at: Store) -> Done:
        return act(office, at, document)

    footing = _done(store, what, document, action)
    assert footing is not None
    after = _stands(office, document)
    with pytest.raises(TouchedSince):  # it was not taken back yet
        undoing.do_again(store, footing, action, undone)
    for _ in range(2):
        undoing.take_back(store, footing, WHY, undone)
        assert _stands(office, document) == before
        _, footing = undoing.do_again(store, footing, action, undone)
        assert _stands(office, document) == after
    undoing.take_back(store, footing, WHY, undone)
    incoming.edit(office.at("van"), document, note="đã xem lại")
    with pytest.raises(TouchedSince):
        undoing.do_again(store, footing, action, undone)


def test_back_and_forth_over_two_acts(office: Office) -> None:
    """What was done again counts as the act: the one before it is reached by one more step."""
    document, store = office.arrived(), office.at("van")
    undone: undoing.Undone = {}

    def edit(at: Store) -> Done:
        return incoming.edit(at, document, subject="Khác")

    def submit(at: Store) -> Done:
        return incoming.submit(at, document)

    begun = _stands(office, document)
    first = _done(store, EDIT, document, edit)
    between = _stands(office, document)
    second = _done(store, "submit", document, submit)
    assert first is not None
    assert second is not None
    end = _stands(office, document)
    undoing.take_back(store, second, WHY, undone)
    undoing.take_back(store, first, WHY, undone)
    with pytest.raises(TouchedSince):  # out of turn
        undoing.do_again(store, second, submit, undone)
    _, first = undoing.do_again(store, first, edit, undone)
    assert _stands(office, document) == between
    _, second = undoing.do_again(store, second, submit, undone)
    assert _stands(office, document) == end
    undoing.take_back(store, second, WHY, undone)
    undoing.take_back(store, first, WHY, undone)
    assert _stands(office, document) == begun


def test_what_does_not_lead_to_where_it_began_is_not_done_again() -> None:
    once = {what for what, way in WAYS.items() if not way.again}
    assert once == {Act.REQUEST_SIGNATURE, Act.DISCARD}


def test_who_has_no_lawful_way_back_is_offered_none(office: Office) -> None:
    """Reopening is the leaders'; what an officer passed on he sees no more."""
    document, store = office.given(office.task("lead", "si")), office.at("si")
    done = _done(store, "complete", document, lambda at: incoming.complete(at, document, "Xong"))
    assert done is None
    document = office.given(office.task("lead", "si"))
    phu = office.people["phu"]
    done = _done(store, "transfer", document, lambda at: handling.transfer(at, document, phu, "x"))
    assert done is None


def test_a_second_directive_is_no_first_one(office: Office) -> None:
    document, store = office.given(office.task("lead", "si")), office.at("chi")
    tasks = [office.task("lead", "phu")]
    done = _done(
        store, "direct", document, lambda at: incoming.direct(at, document, "x", tasks, _calendar())
    )
    assert done is None


def test_a_discarded_draft_is_there_again_and_the_first_one_stays_discarded(
    office: Office,
) -> None:
    document, store = office.drafted(), office.at("si")
    footing = _done(store, "discard", document, lambda at: outgoing.discard(at, document))
    assert footing is not None
    again = undoing.take_back(store, footing, WHY).entity
    first, second = _page(office, document), _page(office, again)
    assert (first.row.state, second.row.state) == (State.CANCELLED, State.DRAFT)
    assert {**second.fields, "restored_as": again} == first.fields
    with pytest.raises(BroughtBack):
        discarded.bring_back(store, document)
    assert [(f.slot, f.blob) for f in second.files] == [(f.slot, f.blob) for f in first.files]
    outgoing.initial(store, again, office.main(again), _initials())
    assert _page(office, again).row.state == State.INITIALLED


def test_what_was_submitted_for_signature_is_a_draft_again(office: Office) -> None:
    document, store = office.initialled(), office.at("si")
    what = Act.REQUEST_SIGNATURE.value
    footing = _done(store, what, document, lambda at: outgoing.submit(at, document))
    assert footing is not None
    undoing.take_back(store, footing, WHY)
    assert _page(office, document).row.state == State.DRAFT


def test_out_of_the_dossier_again_but_not_what_was_filed(office: Office) -> None:
    store = office.at("van")
    dossier = dossiers.open_dossier(store, "01.TM", "Diễn tập", "06").entity
    two = tuple(office.arrived() for _ in range(2))
    dossiers.put_all(store, dossier, two)
    undoing.take_out(store, dossier, two)
    assert [_page(office, one).dossiers for one in two] == [(), ()]
    with pytest.raises(TouchedSince):
        undoing.take_out(store, dossier, two)
    ended = office.given(office.task("lead", "phu"))
    incoming.complete(office.at("phu"), ended, "Xong")
    dossiers.put(store, dossier, ended)
    with pytest.raises(LastDossier):
        undoing.take_out(store, dossier, (ended,))
    dossiers.close(store, dossier)
    with pytest.raises(DossierClosed):
        undoing.take_out(store, dossier, (ended,))


def _initials() -> outgoing.Signature:
    return outgoing.Signature("KyNhay1", "initial", b"%PDF-1.7 ky nhay", "A" * 43, 0)
