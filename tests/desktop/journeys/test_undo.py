"""Undo by keys (ux.md §11): Ctrl+Z takes back one act after the other as long as the session lasts,
Ctrl+Y does them again, and nothing from under somebody who went on.
"""

from __future__ import annotations

from core.office.terms import Kind, State
from db.actions import dossiers, incoming, outgoing
from db.queries import documents
from db.queries.rows import DocumentPage
from desktop.incoming.screen import SCREEN as INCOMING
from desktop.outgoing.screen import SCREEN as OUTGOING
from desktop.widgets.toast import SECONDS
from tests.db.test_ledger import _calendar
from tests.db.test_worklists import Office
from tests.desktop.journeys.conftest import Sit
from tests.desktop.journeys.hands import Hands


def _page(office: Office, document: str) -> DocumentPage:
    found = documents.page(office.at("van"), document)
    assert found is not None
    return found


def _edit(hands: Hands, subject: str) -> None:
    hands.press("F2")
    hands.seat.card().form.subject.setText(subject)
    hands.press("Ctrl+Return")


def test_acts_are_taken_back_one_after_the_other(office: Office, sit: Sit) -> None:
    document = office.arrived()
    before = _page(office, document).fields
    hands = sit("van", INCOMING)
    hands.rest()
    _edit(hands, "Về việc khác")
    hands.rest()
    hands.press("F9")
    hands.rest()
    hands.press("Ctrl+E")  # no act of a clerk here: nothing happens, and nothing is forgotten
    assert _page(office, document).row.state == State.SUBMITTED
    hands.press("Ctrl+Z")
    hands.rest()
    assert _page(office, document).row.state == State.REGISTERED
    assert _page(office, document).row.subject == "Về việc khác"
    hands.press("Ctrl+Z")
    hands.rest()
    assert _page(office, document).fields == before
    story = documents.story(office.at("van"), document)
    assert len(story) >= 5  # registered, edited, submitted, withdrawn, edited again
    hands.press("Ctrl+Z")
    assert hands.seat.card() is None


def test_ctrl_y_does_again_what_was_taken_back(office: Office, sit: Sit) -> None:
    document = office.arrived()
    hands = sit("van", INCOMING)
    hands.rest()
    hands.press("Ctrl+Y")  # nothing was taken back: nothing happens
    _edit(hands, "Về việc khác")
    hands.rest()
    hands.press("F9")
    hands.rest()
    for _ in range(2):
        hands.press("Ctrl+Z", "Ctrl+Z")
        hands.rest()
        assert _page(office, document).row.subject == "Về việc bảo đảm thông tin"
        hands.press("Ctrl+Y")
        hands.rest()
        row = _page(office, document).row
        assert (row.subject, row.state) == ("Về việc khác", State.REGISTERED)
        hands.press("Ctrl+Y", "Ctrl+Y")  # nothing is left for the last one
        hands.rest()
        assert _page(office, document).row.state == State.SUBMITTED
    hands.press("Ctrl+Z")
    hands.rest()
    _edit(hands, "Về việc mới")
    hands.rest()
    hands.press("Ctrl+Y")  # a new act ended what could be done again
    hands.rest()
    row = _page(office, document).row
    assert (row.subject, row.state) == ("Về việc mới", State.REGISTERED)
    assert not any(heard.startswith("error") for heard in hands.seat.heard)


def test_what_somebody_touched_since_it_was_taken_back_is_not_done_again(
    office: Office, sit: Sit
) -> None:
    document = office.arrived()
    hands = sit("van", INCOMING)
    hands.rest()
    hands.press("F9")
    hands.rest()
    hands.press("Ctrl+Z")
    hands.rest()
    incoming.edit(office.at("van"), document, note="đã xem lại")
    hands.press("Ctrl+Y")
    hands.rest()
    assert "error TouchedSince" in hands.seat.heard
    assert _page(office, document).row.state == State.REGISTERED


def test_an_assignment_goes_back_to_whom_it_was_taken_from(office: Office, sit: Sit) -> None:
    document = office.given(office.task("lead", "phu", 9))
    due = _page(office, document).row.due
    hands = sit("chi", INCOMING)
    hands.rest()
    hands.press("F4")
    hands.type("pth")
    hands.press("Tab", "Ctrl+Return")
    hands.rest()
    assert _page(office, document).row.lead == "Phạm Thu Hà"
    hands.press("Ctrl+Z")
    hands.rest()
    row = _page(office, document).row
    assert (row.lead, row.due, row.state) == ("Phan Đức Mẫu", due, State.IN_PROGRESS)


def test_one_act_and_an_act_on_many_are_taken_back_in_turn(office: Office, sit: Sit) -> None:
    two = [office.arrived() for _ in range(2)]
    hands = sit("van", INCOMING)
    hands.rest()
    _edit(hands, "Về việc hai lần")
    hands.rest()
    hands.press("Home", "Shift+Down", "F9", "Ctrl+Return")
    hands.rest(lambda: hands.said("Đã trình 2 văn bản"))
    assert {_page(office, one).row.state for one in two} == {State.SUBMITTED}
    hands.press("Ctrl+Z")
    hands.rest(lambda: hands.said("Đã hoàn tác 2 văn bản"))
    hands.press("Ctrl+Z")
    hands.rest()
    assert {_page(office, one).row.state for one in two} == {State.REGISTERED}
    assert {_page(office, one).row.subject for one in two} == {"Về việc bảo đảm thông tin"}
    hands.press("Ctrl+Y")
    hands.rest()
    hands.press("Ctrl+Y")
    hands.rest(lambda: {_page(office, one).row.state for one in two} == {State.SUBMITTED})
    hands.press("Ctrl+Z")
    hands.rest(lambda: {_page(office, one).row.state for one in two} == {State.REGISTERED})


def test_what_somebody_went_on_with_stays_and_the_sentence_says_so(
    office: Office, sit: Sit
) -> None:
    document = office.arrived()
    hands = sit("van", INCOMING)
    hands.rest()
    hands.press("F9")
    incoming.direct(office.at("chi"), document, "Giao", [office.task("lead", "si")], _calendar())
    hands.press("Ctrl+Z")
    hands.rest()
    assert "error TouchedSince" in hands.seat.heard
    assert _page(office, document).row.state == State.IN_PROGRESS


def test_out_of_the_dossier_again(office: Office, sit: Sit) -> None:
    document = office.arrived()
    dossiers.open_dossier(office.at("van"), "07.TM", "Huấn luyện", "06")
    hands = sit("van", INCOMING)
    hands.rest()
    hands.press("Ctrl+H")
    hands.seat.card().edit.setText("07.TM – Huấn luyện")
    hands.press("Return")
    hands.rest()
    assert _page(office, document).dossiers
    hands.press("Ctrl+Z")
    hands.rest()
    assert not _page(office, document).dossiers
    assert hands.said("Đã hoàn tác, 1 văn bản ra khỏi hồ sơ")
    hands.press("Ctrl+Y")
    hands.rest()
    assert _page(office, document).dossiers
    hands.press("Ctrl+Z")
    hands.rest()
    assert not _page(office, document).dossiers


def test_a_discarded_draft_comes_back(office: Office, sit: Sit) -> None:
    document = office.drafted()
    hands = sit("si", OUTGOING)
    hands.rest()
    acts = {command.id: command for command in hands.seat.view().commands()}
    acts["discard"].run()
    hands.press("Ctrl+Return")
    hands.rest()
    assert _page(office, document).row.state == State.CANCELLED
    hands.press("Ctrl+Z")
    hands.rest()
    assert hands.said("Đã hoàn tác, văn bản về dự thảo")
    ids = documents.ids(office.at("si"), documents.View((Kind.OUTGOING,), (State.DRAFT,)))
    [again] = documents.rows(office.at("si"), list(ids)[:1])
    assert (again.subject, again.id != document) == ("Về việc thử", True)


def test_a_discarded_draft_is_brought_back_later_from_its_page(office: Office, sit: Sit) -> None:
    document = office.drafted()
    outgoing.discard(office.at("si"), document)
    hands = sit("van", OUTGOING, "drafts")
    hands.rest()
    view = hands.seat.view()
    view.open(("document", document))
    hands.rest()
    assert "bring_back" not in {command.id for command in view.commands()}  # another wrote it
    hands = sit("si", OUTGOING, "drafts")
    hands.rest()
    hands.seat.view().open(("document", document))
    hands.rest()
    hands.press("F9")
    hands.rest()
    assert hands.said("Đã khôi phục dự thảo")
    [(step, again)] = hands.seat.view().asked
    row = _page(office, again).row
    assert (step, row.subject, row.state) == ("open", "Về việc thử", State.DRAFT)
    assert hands.seat.window.stack.current_id == "drafts"
    hands.seat.window.go("outgoing", ("document", document))
    hands.rest()
    assert "bring_back" not in {command.id for command in hands.seat.view().commands()}  # once


def test_the_toast_stays_while_it_is_looked_at_and_f6_reaches_it(office: Office, sit: Sit) -> None:
    document = office.arrived()
    hands = sit("van", INCOMING)
    hands.rest()
    hands.press("F9")
    toast = hands.seat.window.toasts
    assert toast._timer.interval() == SECONDS * 1000 == 8000
    hands.begin()
    while not toast._button.hasFocus():
        hands.press("F6")
        assert hands.keys < 10
    toast._timer.timeout.emit()
    assert toast.isVisible()
    hands.press("Space")
    hands.rest()
    assert _page(office, document).row.state == State.REGISTERED
