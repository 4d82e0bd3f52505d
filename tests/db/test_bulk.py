"""One act on many documents: told before, done one by one, taken back where nobody went on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import (
    AlreadyNoted,
    AntinError,
    LastDossier,
    NotAllowed,
    NotAssigned,
    NotFound,
    TouchedSince,
    WrongState,
)
from core.office.terms import Act
from db.actions import bulk, dossiers, handling, incoming
from db.actions.bulk import BULKS, Carried, Given
from db.queries import documents
from db.queries.rows import DocumentPage
from tests.db.test_ledger import _calendar
from tests.db.test_worklists import Office

WHY = "Hoàn tác"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.world.close()


def _page(office: Office, document: str) -> DocumentPage:
    page = documents.page(office.at("van"), document)
    assert page is not None
    return page


def _state(office: Office, document: str) -> str:
    return _page(office, document).row.state


def _parts(office: Office, document: str) -> set[tuple[str, str | None, str | None]]:
    return {(one.part, one.person, one.due) for one in _page(office, document).assignments}


def _told(office: Office, who: str, what: str, *asked: str) -> list[type[AntinError] | None]:
    found = bulk.forecast(office.at(who), what, asked)
    assert [one.document for one in found] == list(asked)
    return [type(one.error) if one.error else None for one in found]


def _given(office: Office, *tasks: tuple[str, str, int | None], dossier: str = "") -> Given:
    made = tuple(office.task(*task) for task in tasks)
    return Given(_calendar(), text="Giao xử lý", tasks=made, dossier=dossier)


def _carry(office: Office, who: str, what: str, document: str, given: Given) -> Carried:
    return bulk.carry(office.at(who), what, document, given)


def test_each_document_is_told_of_before_and_nothing_is_done(office: Office) -> None:
    ready, gone = office.arrived(), office.submitted()
    assert _told(office, "van", "submit", ready, gone) == [None, WrongState]
    assert _told(office, "chi", "submit", ready) == [NotAllowed]
    assert _told(office, "si", "submit", ready) == [NotFound]
    assert _told(office, "chi", "direct", ready, gone) == [WrongState, None]
    assert [_state(office, one) for one in (ready, gone)] == ["registered", "submitted"]


def test_what_was_told_is_what_happens(office: Office) -> None:
    """Whatever the forecast lets through is done, whatever it refuses is refused the same way."""
    dossier = dossiers.open_dossier(office.at("van"), "01", "Chung", "06").entity
    given = _given(office, ("lead", "phu", 3), dossier=dossier)
    stock = (office.arrived(), office.submitted(), _led(office))
    for what in BULKS:
        for who in ("van", "chi", "si"):
            for document in stock:
                [told] = bulk.forecast(office.at(who), what, [document])
                if told.error is None:
                    assert _carry(office, who, what, document, given).changed
                elif what in {"submit", "acknowledge"}:  # the rest is wider one by one
                    with pytest.raises(AntinError):
                        _carry(office, who, what, document, given)


def _led(office: Office) -> str:
    return office.given(office.task("lead", "si", 5))


def test_submitting_is_taken_back(office: Office) -> None:
    document = office.arrived()
    given = _given(office)
    carried = _carry(office, "van", "submit", document, given)
    assert _state(office, document) == "submitted"
    bulk.take_back(office.at("van"), "submit", carried, given, WHY)
    assert _state(office, document) == "registered"
    assert _told(office, "van", "submit", document) == [None]


def test_a_directive_is_taken_back_with_all_that_it_gave(office: Office) -> None:
    document = office.submitted()
    given = _given(office, ("lead", "si", 3), ("inform", "phu", None))
    carried = _carry(office, "chi", "direct", document, given)
    assert len(_parts(office, document)) == 2
    bulk.take_back(office.at("chi"), "direct", carried, given, WHY)
    assert (_state(office, document), _parts(office, document)) == ("submitted", set())


def test_an_assignment_is_taken_back_to_whom_it_was_taken_from(office: Office) -> None:
    document = office.given(office.task("lead", "si", 5), office.task("support", "van", 5))
    before = _parts(office, document)
    given = _given(office, ("lead", "phu", 2), ("inform", "chi", None))
    carried = _carry(office, "chi", "assign", document, given)
    assert _parts(office, document) != before
    bulk.take_back(office.at("chi"), "assign", carried, given, WHY)
    assert _parts(office, document) == before
    assert _state(office, document) == "in_progress"


def test_what_was_read_stays_read(office: Office) -> None:
    document = _led(office)
    assert _told(office, "si", "acknowledge", document) == [None]
    assert _told(office, "phu", "acknowledge", document) == [NotAssigned]
    given = _given(office)
    carried = _carry(office, "si", "acknowledge", document, given)
    assert _told(office, "si", "acknowledge", document) == [AlreadyNoted]
    with pytest.raises(WrongState):
        bulk.take_back(office.at("si"), "acknowledge", carried, given, WHY)


def test_a_document_is_taken_out_of_its_dossier_unless_it_was_filed(office: Office) -> None:
    open_one, done = _led(office), _led(office)
    incoming.complete(office.at("si"), done, "Đã làm")
    dossier = dossiers.open_dossier(office.at("van"), "01", "Chung", "06").entity
    given = _given(office, dossier=dossier)
    carried = [_carry(office, "van", "file", one, given) for one in (open_one, done)]
    assert bulk.changed(carried) >= {("document", done), ("dossier", dossier)}
    bulk.take_back(office.at("van"), "file", carried[0], given, WHY)
    assert _page(office, open_one).dossiers == ()
    with pytest.raises(LastDossier):
        bulk.take_back(office.at("van"), "file", carried[1], given, WHY)
    assert _page(office, done).dossiers == (dossier,)


def test_what_somebody_went_on_with_is_not_taken_back(office: Office) -> None:
    document = office.submitted()
    given = _given(office, ("lead", "si", 3))
    carried = _carry(office, "chi", "direct", document, given)
    handling.acknowledge(office.at("si"), document)
    with pytest.raises(TouchedSince):
        bulk.take_back(office.at("chi"), "direct", carried, given, WHY)
    assert _state(office, document) == "in_progress"
    assert {one.part for one in _page(office, document).assignments} == {"lead"}


def test_what_a_receiver_is_told_of_the_way_back_holds_there_too(office: Office) -> None:
    """The counter-acts are acts like any other: the commander's machine takes them."""
    document = office.arrived()
    carried = _carry(office, "van", "submit", document, _given(office))
    bulk.take_back(office.at("van"), "submit", carried, _given(office), WHY)
    office.world.carry(office.world.clerk, office.world.commander)
    page = documents.page(office.world.commander.store, document)
    assert page is not None
    assert (page.row.state, page.row.conflicts) == ("registered", 0)


def test_what_ended_otherwise_goes_into_no_dossier(office: Office) -> None:
    document = office.arrived()
    incoming.step_for_reason(office.at("van"), document, Act.SEND_BACK, "nhầm nơi gửi")
    assert _told(office, "van", "file", document) == [WrongState]
