"""Checks by two people on the file that they saw, and the ways back, on real stores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.commits.check import Verdict
from core.errors import (
    ContentChanged,
    InConflict,
    NotAllowed,
    NotIssued,
    ReasonMissing,
    SameHands,
    WriteRefused,
    WrongState,
)
from core.office.terms import Act, Kind, Role, State
from core.office.workflow import Ask
from db.acting import acting
from db.actions import authority, dispatching, outgoing
from db.actions.dispatching import Sending
from db.queries import checks, documents
from tests.db.letter_rig import ENTRY, Letters, issue, pdf


@pytest.fixture
def letters(tmp_path: Path) -> Iterator[Letters]:
    made = Letters(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("kind", [Kind.OUTGOING, Kind.INTERNAL])
def test_a_document_goes_all_the_way_with_two_checks(letters: Letters, kind: Kind) -> None:
    document = letters.sealed(kind)
    page = documents.page(letters.clerk, document)
    assert page is not None
    assert (page.row.kind, page.row.state, page.row.number) == (kind, State.SEALED, 1)


def test_a_check_names_the_file_that_was_seen(letters: Letters) -> None:
    document = letters.initialled()
    seen = letters.blob(document)
    outgoing.initial(letters.clerk, document, seen, letters.mark("initial"))
    with pytest.raises(ContentChanged):
        outgoing.check(letters.head, document, Act.CHECK_CONTENT, seen)
    outgoing.check(letters.head, document, Act.CHECK_CONTENT, letters.blob(document))


def test_each_check_is_for_its_own_role_and_step(letters: Letters) -> None:
    document = letters.initialled()
    blob = letters.blob(document)
    for store, what in ((letters.checker, Act.CHECK_CONTENT), (letters.head, Act.CHECK_FORMAT)):
        with pytest.raises(NotAllowed):
            outgoing.check(store, document, what, blob)
    draft = letters.drafted()
    with pytest.raises(WrongState):
        outgoing.check(letters.head, draft, Act.CHECK_CONTENT, letters.blob(draft))


def test_one_person_checks_only_one_of_the_two(letters: Letters) -> None:
    both = letters.world.people["kiem"]
    admin = letters.world.admin
    authority.give_grant(admin.store, both, Role.HEAD_OF_SECTION, "2026-01-01")
    letters.world.push(admin)
    letters.world.pull(letters.world.clerk)
    document = letters.initialled()
    outgoing.check(letters.checker, document, Act.CHECK_CONTENT, letters.blob(document))
    with pytest.raises(SameHands) as refused:
        outgoing.check(letters.checker, document, Act.CHECK_FORMAT, letters.blob(document))
    assert refused.value.facts["done"] == Act.CHECK_CONTENT


def test_who_drafted_does_not_check_the_content_and_who_checked_does_not_sign(
    letters: Letters,
) -> None:
    own = outgoing.draft(letters.head, ENTRY, b"{}", pdf("cua truong")).entity
    outgoing.initial(letters.head, own, letters.blob(own), letters.mark("initial"))
    with pytest.raises(SameHands):
        outgoing.check(letters.head, own, Act.CHECK_CONTENT, letters.blob(own))
    document = letters.checked()
    outgoing.submit(letters.officer, document)
    with pytest.raises(SameHands):
        outgoing.sign(letters.head, document, letters.blob(document), letters.mark("main"))


@pytest.mark.parametrize(
    ("who", "what", "to"),
    [
        ("kiem", Act.RETURN, State.DRAFT),
        ("si", Act.REVISE, State.DRAFT),
    ],
)
def test_an_initialled_document_goes_back_with_a_reason(
    letters: Letters, who: str, what: Act, to: State
) -> None:
    document = letters.initialled()
    with pytest.raises(ReasonMissing):
        outgoing.take_back(letters.person(who), document, what, "  ")
    outgoing.take_back(letters.person(who), document, what, "thiếu căn cứ")
    assert letters.state(document) == to


def test_the_drafter_withdraws_what_waits_for_the_signer(letters: Letters) -> None:
    document = letters.checked()
    outgoing.submit(letters.officer, document)
    outgoing.take_back(letters.officer, document, Act.WITHDRAW, "bổ sung số liệu")
    assert letters.state(document) == State.DRAFT
    with pytest.raises(WrongState):
        outgoing.sign(letters.commander, document, letters.blob(document), letters.mark("main"))


def test_a_draft_is_discarded_and_nothing_else(letters: Letters) -> None:
    document, later = letters.drafted(), letters.initialled()
    outgoing.discard(letters.officer, document)
    assert letters.state(document) == State.CANCELLED
    with pytest.raises(WrongState):
        outgoing.discard(letters.officer, later)


def test_a_cancelled_document_keeps_its_number_and_nobody_gets_it_again(letters: Letters) -> None:
    document = letters.numbered()
    outgoing.take_back(letters.clerk, document, Act.CANCEL, "sai số bản")
    page = documents.page(letters.clerk, document)
    assert page is not None
    assert (page.row.state, page.row.number) == (State.CANCELLED, 1)
    following = documents.page(letters.clerk, letters.numbered())
    assert following is not None
    assert following.row.number == 2


def test_an_initialled_draft_is_not_changed_under_the_initials(letters: Letters) -> None:
    document = letters.initialled()
    with pytest.raises(WrongState):
        outgoing.revise(letters.officer, document, ENTRY, b"{}", pdf("khac"))


def test_only_an_issued_document_is_corrected_or_replaced(letters: Letters) -> None:
    document = letters.sealed()
    entry = replace(ENTRY, subject="đính chính văn bản")
    for relation in ("corrects", "replaces"):
        with pytest.raises(NotIssued):
            outgoing.draft(letters.officer, entry, b"{}", pdf("dc"), **{relation: document})
    issue(letters.clerk, document)
    made = outgoing.draft(letters.officer, entry, b"{}", pdf("dc"), corrects=document).entity
    found = documents.page(letters.clerk, made)
    assert found is not None
    assert found.links == (("corrects", document),)
    old = documents.page(letters.clerk, document)
    assert old is not None
    assert old.links == (("corrects-by", made),)


def test_who_checked_what_is_told_and_what_is_missing_is_asked(letters: Letters) -> None:
    document, submit = letters.initialled(), Act.REQUEST_SIGNATURE
    both = (Ask.NO_CONTENT_CHECK, Ask.NO_FORMAT_CHECK)
    assert checks.asks(letters.officer, document, submit) == both
    outgoing.check(
        letters.head, document, Act.CHECK_CONTENT, letters.blob(document), "Đúng số liệu."
    )
    assert checks.asks(letters.officer, document, submit) == (Ask.NO_FORMAT_CHECK,)
    outgoing.check(letters.checker, document, Act.CHECK_FORMAT, letters.blob(document))
    assert checks.asks(letters.officer, document, submit) == ()
    told = [
        (one.act, one.name, one.opinion, one.holds)
        for one in checks.checks(letters.officer, document)
    ]
    assert told == [
        (Act.CHECK_CONTENT, "Người truong", "Đúng số liệu.", True),
        (Act.CHECK_FORMAT, "Người kiem", "", True),
    ]


def test_initials_leave_the_checks_standing_and_another_file_voids_them(letters: Letters) -> None:
    document = letters.checked()
    outgoing.initial(letters.clerk, document, letters.blob(document), letters.mark("initial"))
    assert checks.asks(letters.officer, document, Act.REQUEST_SIGNATURE) == ()
    outgoing.take_back(letters.officer, document, Act.REVISE, "sửa một số")
    outgoing.revise(letters.officer, document, ENTRY, b"{}", pdf("ban sua"))
    outgoing.initial(letters.officer, document, letters.blob(document), letters.mark("initial"))
    assert not any(one.holds for one in checks.checks(letters.officer, document))
    assert checks.asks(letters.officer, document, Act.REQUEST_SIGNATURE) == (
        Ask.NO_CONTENT_CHECK,
        Ask.NO_FORMAT_CHECK,
    )
    outgoing.submit(letters.officer, document)
    assert len(checks.asks(letters.commander, document, Act.SIGN)) == 2


def test_a_check_goes_on_standing_at_the_other_machine(letters: Letters) -> None:
    document = letters.checked()
    letters.world.push(letters.world.clerk)
    letters.world.pull(letters.world.commander)
    found = checks.checks(letters.world.commander.store, document)
    assert [(one.act, one.holds) for one in found] == [
        (Act.CHECK_CONTENT, True),
        (Act.CHECK_FORMAT, True),
    ]


def test_nothing_is_issued_while_something_is_to_be_decided(letters: Letters) -> None:
    document, world = letters.sealed(), letters.world
    world.push(world.clerk)
    world.pull(world.commander)
    for store, urgency in ((letters.clerk, "urgent"), (world.commander.store, "express")):
        with acting(store) as act:
            act.set_fields("document", document, urgency=urgency)
            act.append()
    for machine in (world.clerk, world.commander):
        world.push(machine)
    world.pull(world.clerk)
    with pytest.raises(InConflict):
        dispatching.dispatch(letters.clerk, document, [Sending("Trung đoàn 9991", "network")])
    assert letters.state(document) == State.SEALED
    with acting(letters.clerk) as act:  # a program that asks no rule before it writes
        step = act.state("document", document)["step"]["op"]
        act.add("document.move", document, (step,), act="issue", to="issued", by=act.by())
        with pytest.raises(WriteRefused) as refused:
            act.append()
    assert refused.value.facts["reason"] == "conflict"


def test_two_who_check_without_knowing_of_each_other_both_stand(letters: Letters) -> None:
    document, world = letters.initialled(), letters.world
    world.push(world.clerk)
    world.pull(world.commander)
    there = world.commander.store
    head = replace(there, author=replace(there.author, person=world.people["truong"]))
    outgoing.check(letters.checker, document, Act.CHECK_FORMAT, letters.blob(document))
    outgoing.check(head, document, Act.CHECK_CONTENT, letters.blob(document))
    for machine in (world.clerk, world.commander):
        assert Verdict.CONFLICT not in world.push(machine).standing.values()
    for machine in (world.clerk, world.commander):
        world.pull(machine)
        assert world.hashes(machine) == world.hashes(world.server)
        found = checks.checks(replace(head, engine=machine.store.engine), document)
        assert {(one.act, one.holds) for one in found} == {
            (Act.CHECK_CONTENT, True),
            (Act.CHECK_FORMAT, True),
        }
    outgoing.submit(letters.officer, document)
    assert letters.state(document) == State.TO_SIGN
