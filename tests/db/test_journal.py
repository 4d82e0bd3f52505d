"""The journal: every act with its people, for those who may read it, naming only what they see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.errors import ExtractAltered, NotAllowed
from db.actions import incoming
from db.queries import extracts, journal
from db.queries.journal import Asked, Line
from tests.db.test_worklists import Office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A clerk and a commander at work; an auditor reads."""
    made = Office(tmp_path_factory.mktemp("unit"))
    document = made.given(made.task("lead", "si"))
    incoming.edit(made.at("van"), document, note='"act":"recall"')
    made.drafted()
    yield made
    made.world.close()


def _lines(office: Office, who: str, asked: Asked = Asked()) -> list[Line]:  # noqa: B008 - frozen
    store = office.at(who)
    return journal.rows(store, journal.ids(store, asked))


def test_every_act_has_its_person_machine_and_thing(office: Office) -> None:
    directed = next(line for line in _lines(office, "tra") if line.what == "direct")
    assert (directed.name, directed.device, directed.area) == (
        "Người chi",
        "Máy văn thư",
        "document",
    )
    assert directed.about == "217/TM-TH · Về việc bảo đảm thông tin"
    assert (directed.standing, directed.place) == ("tentative", None)
    given = next(line for line in _lines(office, "tra") if line.what == "grant.give")
    assert given.about.startswith("Người ")
    assert given.device == "máy administrator"
    assert given.place is not None


def test_the_newest_comes_first(office: Office) -> None:
    times = [line.time for line in _lines(office, "tra")]
    assert len(times) > 10
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize(
    ("asked", "acts"),
    [
        (Asked(what="submit"), {"submit"}),
        (Asked(what="document.create"), {"document.create"}),
        (Asked(words="bao dam thong tin"), {"document.create", "submit", "direct", "document.set"}),
        (Asked(words="không có đâu"), set()),
        (Asked(until=1), set()),
    ],
)
def test_what_is_asked_is_what_is_told(office: Office, asked: Asked, acts: set[str]) -> None:
    assert {line.what for line in _lines(office, "tra", asked)} == acts


def test_by_person_and_time(office: Office) -> None:
    of_clerk = Asked(person=office.people["van"])
    assert {line.name for line in _lines(office, "tra", of_clerk)} == {"Người van"}
    lines = _lines(office, "tra")
    middle = lines[len(lines) // 2].time
    later = _lines(office, "tra", Asked(since=middle))
    before = _lines(office, "tra", Asked(until=middle))
    assert min(line.time for line in later) == middle
    assert len(later) + len(before) == len(lines)


def test_who_keeps_people_and_machines_reads_no_document(office: Office) -> None:
    lines = _lines(office, "quan")
    assert len(lines) == len(_lines(office, "tra"))
    assert {line.about for line in lines if line.area == "document"} == {""}
    assert not _lines(office, "quan", Asked(words="bao dam thong tin"))


@pytest.mark.parametrize("who", ["van", "chi", "si", "phu"])
def test_nobody_else_reads_the_journal(office: Office, who: str) -> None:
    store = office.at(who)
    assert not journal.may_read(store)
    assert not journal.ids(store, Asked())
    assert journal.heads(store) == ()
    numbers = journal.ids(office.at("tra"), Asked())
    assert journal.rows(store, numbers) == []


def test_how_far_the_streams_go(office: Office) -> None:
    found = {head.kind: head for head in journal.heads(office.at("tra"))}
    assert found["authority"].place > 0
    assert found["authority"].unsent == 0
    here = [line for line in _lines(office, "tra") if line.standing == "tentative"]
    assert found["unit"].unsent == len(here)
    assert len(found["unit"].chain) == 43


def test_a_quotation_in_a_text_is_no_act(office: Office) -> None:
    assert _lines(office, "tra", Asked(what="document.set"))
    assert not _lines(office, "tra", Asked(what="recall"))


def test_an_extract_is_vouched_for_and_checked_on_another_machine(office: Office) -> None:
    asked = Asked(what="submit")
    vouched = extracts.vouch(office.at("tra"), b"content", 1, asked)
    said = extracts.check(office.world.commander.store, vouched, b"content")
    assert (said.name, said.lines, said.asked) == ("Người tra", 1, (("what", "submit"),))
    assert {head[2] for head in said.heads} == {
        row.place for row in journal.heads(office.at("tra"))
    }
    with pytest.raises(ExtractAltered):
        extracts.check(office.world.commander.store, vouched, b"other")
    with pytest.raises(NotAllowed):
        extracts.vouch(office.at("van"), b"content", 1, asked)
