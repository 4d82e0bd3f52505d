"""The shipped lists load, once, and name what they hold."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.office.terms import Role
from db.actions import authority
from db.actions import reference as saying
from db.queries import reference as stored
from desktop import reference
from desktop.arrival import arrive
from tests.db.test_ledger import World


def test_types_urgency_retention_and_issuers_are_there() -> None:
    assert reference.document_types().find("cong-van") is not None
    assert "very_urgent" in reference.urgencies().codes()
    assert reference.retentions().find("01") is not None
    assert reference.ranks().codes() >= {"thieu-uy", "dai-tuong"}


def test_fictional_agencies_are_offered_to_the_fictional_unit_alone() -> None:
    assert len(reference.issuers_known_to("X99.01.02")) > 5
    assert reference.issuers_known_to("G09.01") == ()


def test_the_calendar_knows_the_culture_day_of_2026() -> None:
    assert not reference.calendar().is_working(datetime.date(2026, 11, 24))
    assert reference.calendar() is reference.calendar()


def test_an_entry_is_named_in_both_languages_and_an_unknown_one_by_its_code() -> None:
    entry = reference.document_types().find("to-trinh")
    assert reference.named(entry, "vi") == "Tờ trình"
    assert reference.named(entry, "en") == "Submission"
    assert reference.named(None, "vi", "xyz") == "xyz"


@pytest.fixture
def _as_shipped() -> Iterator[None]:
    """Other tests find the lists as they came with the program."""
    yield
    reference.use(stored.shipped())


@pytest.mark.usefixtures("_as_shipped")
def test_who_arrives_counts_and_offers_with_the_units_own(tmp_path: Path) -> None:
    world = World(tmp_path)
    try:
        store = world.admin.store
        authority.set_person(store, store.author.person, name="Trần Quản Thử", post="Quản trị")
        authority.give_grant(store, store.author.person, Role.ADMINISTRATOR, "2026-01-01")
        saying.set_day(store, "2026-12-22", "off", "Ngày truyền thống")
        entry = {"code": "doc-ky", "vi": "Đọc kỹ.", "en": "Read closely."}
        saying.set_entry(store, "directive-phrases", entry, new=True)
        assert reference.calendar().is_working(datetime.date(2026, 12, 22))
        arrive(store)
        assert not reference.calendar().is_working(datetime.date(2026, 12, 22))
        assert reference.directive_phrases()[-1] == "Đọc kỹ."
        assert reference.document_types() == stored.shipped().types
    finally:
        world.close()
