"""Calendar and catalogues of a unit: administrators say, every machine counts and offers alike."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.errors import BadEntry, NotAllowed
from core.office.deadlines import add_working_days
from core.office.terms import Role
from db import models
from db.acting import acting
from db.actions import authority
from db.actions import reference as saying
from db.queries import reference
from tests.db.test_ledger import World

D = datetime.date
MEMO = {"code": "phieu-nhanh", "vi": "Phiếu nhanh", "en": "Quick note", "abbr": "PN"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    admin = made.admin.store
    authority.give_grant(admin, admin.author.person, Role.ADMINISTRATOR, "2026-01-01")
    made.push(made.admin)
    for at in (made.clerk, made.commander):
        made.pull(at)
    yield made
    made.close()


def test_without_a_word_the_lists_are_the_shipped_ones(world: World) -> None:
    assert reference.reference(world.clerk.store) == reference.shipped()
    assert reference.catalogue(world.clerk.store, "urgency") == reference.urgencies()
    with pytest.raises(KeyError):
        reference.catalogue(world.clerk.store, "nothing")


def test_a_day_said_by_the_administrator_counts_on_the_clerks_machine(world: World) -> None:
    before = reference.calendar(world.clerk.store)
    saying.set_day(world.admin.store, "2026-12-22", "off", "Ngày truyền thống")
    saying.set_day(world.admin.store, "2026-12-19", "worked", "Làm bù ngày 22/12")
    assert reference.calendar(world.clerk.store) == before
    world.push(world.admin)
    world.pull(world.clerk)
    after = reference.calendar(world.clerk.store)
    assert after == reference.calendar(world.admin.store)
    assert after.version != before.version
    assert add_working_days(D(2026, 12, 18), 1, after).due == D(2026, 12, 19)
    assert add_working_days(D(2026, 12, 21), 1, after).due == D(2026, 12, 23)


def test_a_day_is_dropped_and_the_table_is_the_shipped_one_again(world: World) -> None:
    store = world.admin.store
    saying.set_day(store, "2026-12-22", "off", "Ngày truyền thống")
    saying.drop_day(store, "2026-12-22")
    assert reference.days(store) == reference.shipped().days
    with store.engine.begin() as connection:
        query = sa.select(sa.func.count()).select_from(models.CalendarDay)
        assert connection.execute(query).scalar_one() == 1


def test_of_two_rows_for_one_date_both_say_the_same_after_the_next_word(world: World) -> None:
    store = world.admin.store
    saying.set_day(store, "2026-12-22", "off", "Nghỉ")
    with acting(store, authority.stream(store)) as act:  # as a machine that knew of no other row
        fields = {"date": "2026-12-22", "kind": "worked", "name": "Trực"}
        act.add("calendar.set", store.new_id(), fields=fields)
        act.append()
    assert reference.calendar(store).is_working(D(2026, 12, 22))
    saying.drop_day(store, "2026-12-22")
    assert reference.days(store) == reference.shipped().days
    with store.engine.begin() as connection:
        query = sa.select(models.CalendarDay.kind, models.CalendarDay.name)
        assert connection.execute(query).all() == [("plain", ""), ("plain", "")]


def test_only_an_administrator_says_days_and_entries(world: World) -> None:
    for store in (world.clerk.store, world.commander.store):
        with pytest.raises(NotAllowed):
            saying.set_day(store, "2026-12-22", "off", "Nghỉ")
        with pytest.raises(NotAllowed):
            saying.set_entry(store, "document-types", MEMO, new=True)
        assert reference.reference(store) == reference.shipped()


def test_what_is_wrong_is_refused_at_its_field(world: World) -> None:
    store = world.admin.store
    with pytest.raises(BadEntry) as caught:
        saying.set_day(store, "2026-02-30", "off", "Nghỉ")
    assert caught.value.facts == {"field": "date"}
    wrong: list[tuple[str, dict[str, str], bool, str]] = [
        ("urgency", MEMO, True, "catalogue"),
        ("document-types", {**MEMO, "code": "bao-cao"}, True, "code"),
        ("document-types", MEMO, False, "code"),
        ("document-types", {**MEMO, "abbr": "BC"}, True, "abbr"),
    ]
    for catalogue, fields, new, field in wrong:
        with pytest.raises(BadEntry) as caught:
            saying.set_entry(store, catalogue, fields, new)
        assert caught.value.facts == {"field": field}
    assert reference.reference(store) == reference.shipped()


def test_an_entry_is_added_changed_and_ended(world: World) -> None:
    store = world.admin.store
    saying.set_entry(store, "document-types", MEMO, new=True)
    saying.set_entry(store, "document-types", {**MEMO, "vi": "Phiếu  nhanh mới"}, new=False)
    found = reference.reference(store).types.find("phieu-nhanh")
    assert found is not None
    assert (found.vi, found.abbr) == ("Phiếu nhanh mới", "PN")
    saying.set_entry(store, "document-types", {**MEMO, "until": "2026-11-01"}, new=False)
    types = reference.reference(store).types
    assert "phieu-nhanh" not in types.codes()
    assert types.find("phieu-nhanh") is not None
    saying.set_entry(store, "document-types", {**MEMO, "until": ""}, new=False)
    assert "phieu-nhanh" in reference.reference(store).types.codes()


def test_an_entry_reaches_the_other_machines(world: World) -> None:
    years = {"code": "15-nam", "vi": "15 năm", "en": "15 years", "years": "15"}
    saying.set_entry(world.admin.store, "retention", years, new=True)
    world.push(world.admin)
    world.pull(world.commander)
    found = reference.catalogue(world.commander.store, "retention").find("15-nam")
    assert found is not None
    assert found.years == 15


def test_a_year_is_settled_and_opened_again(world: World) -> None:
    store = world.admin.store
    saying.settle_year(store, 2027, settled=True)
    assert 2027 in reference.calendar(store).covered
    assert reference.reference(store).days == reference.days(store)
    saying.settle_year(store, 2027, settled=False)
    assert reference.days(store) == reference.shipped().days
    with pytest.raises(BadEntry):
        saying.settle_year(store, 1999, settled=True)
    with pytest.raises(NotAllowed):
        saying.settle_year(world.clerk.store, 2027, settled=True)
