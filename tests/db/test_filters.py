"""A person's own filters: what each asks, and that they are his alone, on this machine."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.office.terms import Kind, State, Urgency
from db import local
from db.actions import filters as keeping
from db.actions import incoming
from db.actions.filters import Made
from db.engine import writes
from db.queries import documents, filters
from db.queries.asking import ME, Filter
from db.queries.filters import Question, Saved
from tests.db.test_ledger import ENTRY
from tests.db.test_worklists import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.world.close()


def _found(office: Office, asked: Filter, who: str = "van") -> set[str]:
    store = office.at(who)
    numbers = filters.ids(store, asked)
    assert filters.counts(store, {"x": Question(asked)}) == {"x": len(numbers)}
    return {row.id for row in documents.rows(store, numbers)}


def _entered(office: Office, **changes: str) -> str:
    entry = replace(ENTRY, **changes)  # type: ignore[arg-type]
    return incoming.register(office.at("van"), entry, None, office.world.book).entity


def test_each_thing_asked_narrows_the_list(office: Office) -> None:
    letter = _entered(office, due="2026-11-10")
    urgent = _entered(office, issuer="Cục Hậu cần", urgency="urgent", type="thong-bao")
    draft = office.drafted("van")
    everything = {letter, urgent, draft}
    assert _found(office, Filter()) == everything
    assert _found(office, Filter(kinds=(Kind.INCOMING,))) == {letter, urgent}
    assert _found(office, Filter(states=(State.DRAFT,))) == {draft}
    assert _found(office, Filter(types=("thong-bao",))) == {urgent}
    assert _found(office, Filter(urgencies=(Urgency.URGENT,))) == {urgent}
    assert _found(office, Filter(issuer="cuc hau")) == {urgent}
    assert _found(office, Filter(issuer="CỤC")) == {urgent}
    assert _found(office, Filter(due="late")) == {letter}
    assert _found(office, Filter(due="none")) == {urgent, draft}
    assert _found(office, Filter(words="bao dam thong tin", due="none")) == {urgent}
    assert _found(office, Filter(issuer="không có đâu")) == set()


def test_a_period_counts_the_days_at_its_ends(office: Office) -> None:
    document = _entered(office)
    day = office.at("van").today()
    before, after = (day + datetime.timedelta(days=n) for n in (-1, 1))
    for since, until, inside in (
        (day, day, True),
        (before, after, True),
        (after, after, False),
        (before, before, False),
    ):
        asked = Filter(kinds=(Kind.INCOMING,), since=since.isoformat(), until=until.isoformat())
        assert (_found(office, asked) == {document}) is inside


def test_due_today_and_ahead(office: Office) -> None:
    today = office.at("van").today()
    now = _entered(office, due=today.isoformat())
    later = _entered(office, due=(today + datetime.timedelta(days=1)).isoformat())
    assert _found(office, Filter(due="today")) == {now}
    assert _found(office, Filter(due="ahead")) == {later}


def test_whose_work_it_is_by_name_or_mine(office: Office) -> None:
    document = office.given(office.task("lead", "si"))
    other = office.given(office.task("lead", "phu"))
    assert _found(office, Filter(assignee=office.people["si"])) == {document}
    assert _found(office, Filter(assignee=ME), "phu") == {other}
    assert _found(office, Filter(assignee=ME), "van") == set()


def test_a_filter_is_kept_renamed_moved_dropped_and_put_back(office: Office) -> None:
    store = office.at("van")
    one = keeping.save(store, " Khẩn ", Made(Filter(urgencies=(Urgency.URGENT,))))
    two = keeping.save(store, "Trễ", Made(Filter(due="late")))
    assert [each.name for each in filters.saved(store)] == ["Khẩn", "Trễ"]
    before = filters.saved(store)
    keeping.shift(store, two, -1)
    keeping.shift(store, two, -1)
    keeping.rename(store, two, "Quá hạn")
    assert [each.name for each in filters.saved(store)] == ["Quá hạn", "Khẩn"]
    keeping.save(store, "Khẩn", Made(Filter(words="x")), one)
    assert [each.filter for each in filters.saved(store)] == [Filter(due="late"), Filter(words="x")]
    keeping.drop(store, one)
    keeping.shift(store, one, 1)
    assert [each.id for each in filters.saved(store)] == [two]
    keeping.restore(store, before)
    assert filters.saved(store) == before
    assert filters.named(before, "khan") == before[0]
    assert filters.named(before, "tre nai") is None


def test_a_filter_is_its_persons_own(office: Office) -> None:
    keeping.save(office.at("van"), "Của tôi", Made(Filter(words="kín")))
    assert filters.saved(office.at("chi")) == ()


def test_those_of_a_screen_keep_their_order_among_themselves(office: Office) -> None:
    store = office.at("van")
    home, late, urgent = (
        keeping.save(store, name, Made(Filter(words=name), screen, base))
        for name, screen, base in (
            ("một", "home", ""), ("hai", "incoming", "late"), ("ba", "incoming", "all"),
        )
    )  # fmt: skip
    keeping.shift(store, urgent, -1)
    assert [one.id for one in filters.saved(store, "incoming")] == [urgent, late]
    assert [one.id for one in filters.saved(store, "home")] == [home]
    keeping.rename(store, late, "bốn")
    again = next(one for one in filters.saved(store) if one.id == late)
    assert again == Saved(late, "bốn", Filter(words="hai"), "incoming", "late")


def test_what_an_older_program_kept_is_a_filter_of_the_home_screen(office: Office) -> None:
    store = office.at("van")
    old = b'[{"id":"x","name":"Khan","filter":{"urgencies":["urgent"],"due":"late"}}]'
    with writes(store.engine).begin() as connection:
        local.put_value(connection, filters.place(store.author.person), old)
    asked = Filter(urgencies=(Urgency.URGENT,), due="late")
    assert filters.saved(store) == (Saved("x", "Khan", asked, "home", ""),)


def test_what_a_newer_program_kept_is_no_obstacle(office: Office) -> None:
    store = office.at("van")
    with writes(store.engine).begin() as connection:
        place = filters.place(store.author.person)
        local.put_value(connection, place, b'[{"id":"x","name":"y","filter":{"due":"mai"}}]')
    assert filters.saved(store) == ()


def test_no_more_filters_than_can_be_shown(office: Office) -> None:
    store = office.at("van")
    many = [Saved(str(n), str(n), Filter()) for n in range(keeping.LIMIT)]
    keeping.restore(store, many)
    last = keeping.save(store, "mới", Made(Filter()))
    found = filters.saved(store)
    assert len(found) == keeping.LIMIT
    assert found[-1].id == last


def test_how_many_there_are_to_choose_from(office: Office) -> None:
    office.submitted()
    office.drafted()
    assert filters.total(office.at("van")) == 2
    assert filters.total(office.at("si")) == 1
    assert filters.total(office.at("quan")) == 0
