"""Sent, received, recalled, lent: on real stores, also as another unit's receiver sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.commits.check import Verdict
from core.errors import (
    AlreadyReceived,
    CopiesMissing,
    DayOutside,
    FileCopyBack,
    FileCopyLent,
    NotAllowed,
    NotFound,
    NotIssued,
    ReasonMissing,
    RecipientsMissing,
    WrongState,
)
from core.office.terms import Act, Kind, State
from db.actions import dispatching, dossiers, incoming, outgoing
from db.actions.dispatching import Loan, Receipt, Sending
from db.actions.incoming import Incoming
from db.queries import dispatches, documents
from tests.db.letter_rig import ENTRY, Letters, pdf
from tests.db.test_ledger import World

TWO = (Sending("Phòng Tham mưu", "hand", 2), Sending("Trung đoàn 9991", "post", 1, 1))


@pytest.fixture
def letters(tmp_path: Path) -> Iterator[Letters]:
    made = Letters(tmp_path)
    yield made
    made.close()


def issued(letters: Letters, kind: Kind = Kind.OUTGOING) -> str:
    document = letters.sealed(kind)
    dispatching.dispatch(letters.clerk, document, TWO)
    return document


def today(letters: Letters) -> str:
    return letters.clerk.today().isoformat()


@pytest.mark.parametrize("kind", [Kind.OUTGOING, Kind.INTERNAL])
def test_the_first_sending_issues_and_names_each_recipient(letters: Letters, kind: Kind) -> None:
    document = issued(letters, kind)
    assert letters.state(document) == State.ISSUED
    found = dispatches.dispatches(letters.clerk, document)
    told = [(one.recipient, one.way, one.copies, one.envelopes, one.received) for one in found]
    assert told == [
        ("Phòng Tham mưu", "hand", 2, 0, None),
        ("Trung đoàn 9991", "post", 1, 1, None),
    ]
    dispatching.dispatch(letters.clerk, document, [Sending("Trung đoàn 9992", "network", 0)])
    assert len(dispatches.dispatches(letters.clerk, document)) == 3
    assert letters.state(document) == State.ISSUED


def test_nothing_is_sent_without_recipient_copies_step_or_right(letters: Letters) -> None:
    document = letters.sealed()
    for wrong, error in (
        ((), RecipientsMissing),
        ((Sending("  ", "hand"),), RecipientsMissing),
        ((Sending("Phòng Tham mưu", "hand", 0),), CopiesMissing),
        ((Sending("Phòng Tham mưu", "hand", day="2026-01-02"),), DayOutside),
        ((Sending("Phòng Tham mưu", "hand", day="2099-01-02"),), DayOutside),
    ):
        with pytest.raises(error):
            dispatching.dispatch(letters.clerk, document, wrong)
    with pytest.raises(NotAllowed):
        dispatching.dispatch(letters.officer, document, TWO)
    assert letters.state(document) == State.SEALED
    with pytest.raises(NotIssued):
        dispatching.dispatch(letters.clerk, letters.numbered(), TWO)


def test_with_the_first_receipt_it_counts_as_received_and_the_others_follow(
    letters: Letters,
) -> None:
    document, day = issued(letters), today(letters)
    first, second = dispatches.dispatches(letters.clerk, document)
    dispatching.receive(letters.clerk, document, [Receipt(second.op, day, "Người nhận")])
    assert letters.state(document) == State.RECEIVED
    [left] = dispatches.waiting(letters.clerk)
    assert (left.sent, left.code) == (first, "01/SĐ999-TM")
    with pytest.raises(AlreadyReceived):
        dispatching.receive(letters.clerk, document, [Receipt(second.op, day)])
    with pytest.raises(NotFound):
        dispatching.receive(letters.clerk, document, [Receipt("x", day)])
    dispatching.receive(letters.clerk, document, [Receipt(first.op, day)])
    assert letters.state(document) == State.RECEIVED
    assert dispatches.waiting(letters.clerk) == []
    got = {one.recipient: (one.received, one.receiver) for one in _sent(letters, document)}
    assert got["Trung đoàn 9991"] == (day, "Người nhận")


def _sent(letters: Letters, document: str) -> list[dispatches.DispatchRow]:
    return dispatches.dispatches(letters.clerk, document)


def test_a_receipt_also_comes_when_the_document_is_in_its_dossier(letters: Letters) -> None:
    document = issued(letters)
    dossier = dossiers.open_dossier(letters.clerk, "01.TM", "Thông tin", "06").entity
    dossiers.put(letters.clerk, dossier, document)
    assert letters.state(document) == State.FILED
    [first, _] = _sent(letters, document)
    dispatching.receive(letters.clerk, document, [Receipt(first.op, today(letters))])
    assert letters.state(document) == State.FILED
    assert len(dispatches.waiting(letters.clerk)) == 1


def test_all_receipts_of_one_act_or_none(letters: Letters) -> None:
    document = issued(letters)
    first, second = _sent(letters, document)
    with pytest.raises(DayOutside):
        dispatching.receive(
            letters.clerk,
            document,
            [Receipt(first.op, today(letters)), Receipt(second.op, "2026-01-01")],
        )
    assert letters.state(document) == State.ISSUED
    assert len(dispatches.waiting(letters.clerk)) == 2


def test_a_recalled_document_stands_still_and_says_who_has_it(letters: Letters) -> None:
    document = issued(letters)
    assert dispatches.recall_notice(letters.clerk, document) is None
    with pytest.raises(NotAllowed):
        dispatching.recall(letters.clerk, document, "sai thẩm quyền")
    with pytest.raises(ReasonMissing):
        dispatching.recall(letters.commander, document, " ")
    dispatching.recall(letters.commander, document, "sai thẩm quyền")
    assert letters.state(document) == State.RECALLED
    notice = dispatches.recall_notice(letters.clerk, document)
    assert notice is not None
    assert (notice.code, notice.issuer) == ("01/SĐ999-TM", "Sư đoàn Bộ binh 999 (giả lập)")
    assert (notice.reason, notice.by) == ("sai thẩm quyền", "Người chi")
    assert [one.recipient for one in notice.holders] == ["Phòng Tham mưu", "Trung đoàn 9991"]
    with pytest.raises(NotIssued):
        dispatching.dispatch(letters.clerk, document, TWO)
    with pytest.raises(WrongState):
        dispatching.recall(letters.commander, document, "lần nữa")
    assert dispatches.waiting(letters.clerk) == []


def test_the_receiver_finds_by_the_notice_what_he_registered_and_voids_it(
    letters: Letters, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Another unit with stores of its own: code and issuer are all that the two have in common."""
    document = issued(letters)
    dispatching.recall(letters.commander, document, "sai thẩm quyền")
    notice = dispatches.recall_notice(letters.clerk, document)
    assert notice is not None
    receiver = World(tmp_path_factory.mktemp("receiver"))
    try:
        store = receiver.clerk.store
        arrived = {"subject": notice.subject, "type": "cong-van", "document_date": notice.dated}
        typed = Incoming(
            code=" 1/SĐ999-TM", issuer="SƯ ĐOÀN BỘ BINH 999 (GIẢ LẬP)", arrived="", **arrived
        )
        mine = incoming.register(store, typed, None, receiver.book).entity
        other = Incoming(code="02/SĐ999-TM", issuer=notice.issuer, arrived="", **arrived)
        incoming.register(store, other, None, receiver.book)
        assert [row.id for row in documents.same(store, notice.key)] == [mine]
        incoming.step_for_reason(store, mine, Act.OBEY_RECALL, notice.reason)
        page = documents.page(store, mine)
        assert page is not None
        assert page.row.state == State.CANCELLED
    finally:
        receiver.close()


def test_the_file_copy_is_lent_once_at_a_time_and_comes_back(letters: Letters) -> None:
    day, loan = today(letters), Loan("Người mượn", today(letters), "Người chi")
    with pytest.raises(NotIssued):
        dispatching.lend(letters.clerk, letters.numbered(), loan)
    document = issued(letters)
    with pytest.raises(NotAllowed):
        dispatching.lend(letters.officer, document, loan)
    with pytest.raises(DayOutside):
        dispatching.lend(letters.clerk, document, Loan("x", day, "y", until="2026-01-01"))
    dispatching.lend(letters.clerk, document, loan)
    with pytest.raises(FileCopyLent):
        dispatching.lend(letters.clerk, document, loan)
    [lent] = dispatches.loans(letters.clerk, document)
    assert (lent.borrower, lent.allowed, lent.returned) == ("Người mượn", "Người chi", None)
    with pytest.raises(NotFound):
        dispatching.restore(letters.clerk, document, "x")
    dispatching.restore(letters.clerk, document, lent.op)
    with pytest.raises(FileCopyBack):
        dispatching.restore(letters.clerk, document, lent.op)
    [lent] = dispatches.loans(letters.clerk, document)
    assert lent.returned == day
    dispatching.lend(letters.clerk, document, loan)
    assert [one.returned for one in dispatches.loans(letters.clerk, document)] == [day, None]


def test_an_arrived_document_has_no_file_copy_to_lend(letters: Letters) -> None:
    typed = Incoming("05/QK-TM", "Quân khu Mô phỏng", "Về việc khác", "cong-van", "2026-11-01", "")
    document = incoming.register(letters.clerk, typed, None, letters.world.book).entity
    with pytest.raises(NotIssued):
        dispatching.lend(letters.clerk, document, Loan("x", today(letters), "y"))


def test_the_server_accepts_all_of_it_and_the_other_machine_sees_the_same(
    letters: Letters,
) -> None:
    document = issued(letters)
    first, second = _sent(letters, document)
    dispatching.receive(letters.clerk, document, [Receipt(first.op, today(letters))])
    dispatching.lend(letters.clerk, document, Loan("Người mượn", today(letters), "Người chi"))
    world = letters.world
    received = world.push(world.clerk)
    assert set(received.standing.values()) == {Verdict.OK}
    world.pull(world.commander)
    there = world.commander.store
    dispatching.recall(there, document, "sai căn cứ")
    world.push(world.commander)
    world.pull(world.clerk)
    assert letters.state(document) == State.RECALLED
    assert dispatches.dispatches(there, document) == _sent(letters, document)
    assert dispatches.loans(there, document) == dispatches.loans(letters.clerk, document)
    assert second.received is None


def test_a_replacement_names_what_it_replaces_also_after_the_recall(letters: Letters) -> None:
    document = issued(letters)
    dispatching.recall(letters.commander, document, "sai số liệu")
    made = outgoing.draft(letters.officer, ENTRY, b"{}", pdf("thay the"), replaces=document).entity
    page = documents.page(letters.clerk, document)
    assert page is not None
    assert page.links == (("replaces-by", made),)
    with pytest.raises(NotIssued):
        outgoing.draft(letters.officer, ENTRY, b"{}", pdf("dinh chinh"), corrects=document)


def test_the_story_says_to_whom_in_which_words_and_why(letters: Letters) -> None:
    document, day = issued(letters), today(letters)
    first, _ = _sent(letters, document)
    dispatching.receive(letters.clerk, document, [Receipt(first.op, day)])
    dispatching.lend(letters.clerk, document, Loan("Người mượn", day, "Người chi"))
    [lent] = dispatches.loans(letters.clerk, document)
    dispatching.restore(letters.clerk, document, lent.op)
    dispatching.recall(letters.commander, document, "sai căn cứ")
    told = documents.story(letters.clerk, document)
    assert [row.said for row in told if row.act == Act.CHECK_CONTENT] == ["Đạt."]
    issuing, received, lending, back, recalled = told[-5:]
    assert (issuing.act, issuing.about) == (Act.ISSUE, ("Phòng Tham mưu", "Trung đoàn 9991"))
    assert (received.act, received.about) == (Act.CONFIRM_RECEIPT, ("Phòng Tham mưu",))
    assert (lending.kinds, lending.about) == (("document.lend",), ("Người mượn",))
    assert (back.kinds, back.about) == (("document.restore",), ("Người mượn",))
    assert (recalled.act, recalled.reason, recalled.about) == (Act.RECALL, "sai căn cứ", ())
