"""Discarded drafts: brought back once, by whoever wrote them, within thirty days."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.commits.check import Verdict
from core.errors import BroughtBack, DiscardedLongAgo, NotAllowed, NotYourDraft, WrongState
from core.office.terms import State
from db.actions import discarded, outgoing
from db.queries import documents
from tests.db.test_worklists import Office

DAY = 24 * 3600 * 1000


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("unit"))
    yield made
    made.world.close()


def _thrown_away(office: Office) -> str:
    document = office.drafted()
    outgoing.discard(office.at("si"), document, "Không cần nữa")
    return document


def test_another_draft_with_the_same_text_comes_in_its_place_once(office: Office) -> None:
    document, writer = _thrown_away(office), office.at("si")
    assert discarded.waits(writer, document)
    again = discarded.bring_back(writer, document).entity
    old, new = documents.page(writer, document), documents.page(writer, again)
    assert old is not None
    assert new is not None
    assert (old.row.state, new.row.state) == (State.CANCELLED, State.DRAFT)
    assert old.fields == {**new.fields, "restored_as": again}
    assert [(f.slot, f.blob) for f in new.files] == [(f.slot, f.blob) for f in old.files]
    assert not discarded.waits(writer, document)
    with pytest.raises(BroughtBack):
        discarded.bring_back(writer, document)
    outgoing.discard(writer, again)
    third = documents.page(writer, discarded.bring_back(writer, again).entity)
    assert third is not None
    assert third.fields == new.fields
    received = office.world.push(office.world.clerk)
    assert not received.refused
    assert set(received.standing.values()) == {Verdict.OK}


def test_by_whoever_wrote_it(office: Office) -> None:
    document = _thrown_away(office)
    for who, error in (("van", NotYourDraft), ("chi", NotYourDraft), ("tra", NotAllowed)):
        assert not discarded.waits(office.at(who), document)
        with pytest.raises(error):
            discarded.bring_back(office.at(who), document)


def test_what_was_not_discarded_is_not_brought_back(office: Office) -> None:
    document = office.drafted()
    with pytest.raises(WrongState):
        discarded.bring_back(office.at("si"), document)


def test_within_thirty_days(office: Office) -> None:
    document, writer, watch = _thrown_away(office), office.at("si"), office.world.unit.watch
    watch.time += discarded.DAYS * DAY
    assert discarded.waits(writer, document)
    watch.time += DAY
    assert not discarded.waits(writer, document)
    with pytest.raises(DiscardedLongAgo):
        discarded.bring_back(writer, document)
