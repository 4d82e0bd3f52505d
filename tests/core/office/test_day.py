"""The office's day begins at midnight in Vietnam, whatever the zone of the machine."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.office import day

DAY_MS = 86_400_000


def ms(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp() * 1000)  # type: ignore[misc, arg-type]


def test_midnight() -> None:
    assert day.day(ms(2026, 11, 21, 16, 59, 59)) == date(2026, 11, 21)
    assert day.day(ms(2026, 11, 21, 17)) == date(2026, 11, 22)
    assert day.moment(ms(2026, 11, 21, 17)).isoformat() == "2026-11-22T00:00:00+07:00"


@given(st.integers(0, 4 * 10**12))
def test_a_day_has_a_day_of_milliseconds(instant: int) -> None:
    assert (day.day(instant + DAY_MS) - day.day(instant)).days == 1


def test_the_end_of_time_has_a_day() -> None:
    assert day.day(253_402_300_799_999) == date(9999, 12, 31)
