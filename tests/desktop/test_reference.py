"""The shipped lists load, once, and name what they hold."""

from __future__ import annotations

import datetime

from desktop import reference


def test_types_urgency_retention_and_issuers_are_there() -> None:
    assert reference.document_types().find("cong-van") is not None
    assert "very_urgent" in reference.urgencies().codes()
    assert reference.retentions().find("01") is not None


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
