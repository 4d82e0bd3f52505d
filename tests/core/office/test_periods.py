"""Periods of reports: read as written, one after another without a gap."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadPeriod
from core.office import periods

DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 12, 31))
KINDS = st.sampled_from(["month", "quarter", "half", "year"])
ONE = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-11-02..2026-11-15", "2026-11-02", "2026-11-15"),
    ],
)
def test_what_is_written_is_read(text: str, since: str, until: str) -> None:
    found = periods.read(text)
    assert (found.name, found.since.isoformat(), found.until.isoformat()) == (text, since, until)


@pytest.mark.parametrize(
    "text",
    ["", "26", "2026-13", "2026-00", "2026-Q5", "2026-H3", "2026-11-02..", "0000-01", "9999",
     "2026-11-02..2026-11-01", "2026-11-02 .. 2026-11-05", "2026-11\n"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadPeriod):
        periods.read(text)


@given(KINDS, DAYS)
def test_the_period_before_ends_the_day_before(kind: str, day: datetime.date) -> None:
    period = periods.read(periods.name(kind, day))
    assert period.has(day)
    earlier = periods.before(period)
    assert earlier.until + ONE == period.since
    assert periods.name(kind, earlier.since) == earlier.name


@given(DAYS, st.integers(0, 400))
def test_days_have_as_many_days_before_them(day: datetime.date, more: int) -> None:
    period = periods.between(day, day + more * ONE)
    earlier = periods.before(period)
    assert periods.read(period.name) == period
    assert earlier.until + ONE == period.since
    assert earlier.until - earlier.since == period.until - period.since


@given(DAYS, st.integers(1, 60))
def test_weeks_follow_one_another(day: datetime.date, count: int) -> None:
    found = periods.weeks(day, count)
    assert len(found) == count
    assert found[-1].has(day)
    assert all(week.since.isoweekday() == 1 for week in found)
    assert all(a.until + ONE == b.since for a, b in pairwise(found))


@given(DAYS)
def test_offered_periods_have_begun(day: datetime.date) -> None:
    found = periods.offered(day)
    assert len(set(found)) == len(found)
    assert found[0] == periods.name("month", day)
    assert all(periods.read(name).since <= day for name in found)


@given(DAYS, DAYS)
def test_a_cut_period_ends_today(day: datetime.date, today: datetime.date) -> None:
    period = periods.read(periods.name("month", day))
    cut = period.cut(today)
    assert cut.since == period.since
    assert cut.until == max(period.since, min(period.until, today))
