"""Closing a book for months and for the year: order, once, and what it shuts."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import errors
from core.office import closing

MONTHS = closing.months(2026)
PERIODS = (*MONTHS, "2026")
NEXT_YEAR = datetime.date(2027, 1, 4)


def _check(period: str, closed: set[str], busy: set[str], kept: int = 0) -> None:
    closing.check(period, 2026, closed, busy, kept, NEXT_YEAR)


def test_a_period_can_be_closed_from_its_last_day_on() -> None:
    days = {"2026-02": "2026-02-28", "2026-12": "2026-12-31", "2026": "2026-12-31"}
    for period, last in days.items():
        day = datetime.date.fromisoformat(last)
        closing.check(period, 2026, (), (), 0, day)
        with pytest.raises(errors.PeriodNotOver):
            closing.check(period, 2026, (), (), 0, day - datetime.timedelta(1))


def test_what_is_closed_is_not_closed_again() -> None:
    for period, closed in (("2026-03", "2026-03"), ("2026-02", "2026-03"), ("2026", "2026")):
        with pytest.raises(errors.BookClosed) as refused:
            _check(period, {closed}, set())
        assert refused.value.facts == {"period": closed}
    with pytest.raises(errors.BookClosed):
        _check("2026-03", {"2026"}, set())
    _check("2026", {"2026-03", "2026-11"}, {"2026-12"})


def test_months_with_numbers_are_closed_in_order() -> None:
    with pytest.raises(errors.PeriodsOpen) as refused:
        _check("2026-04", {"2026-01"}, {"2026-01", "2026-02", "2026-03"})
    assert refused.value.facts == {"period": "2026-02"}
    _check("2026-04", {"2026-01"}, {"2026-01", "2026-05"})
    _check("2026", set(), {"2026-02"})


def test_a_year_leaves_no_number_waiting() -> None:
    with pytest.raises(errors.NumbersKept):
        _check("2026", set(), set(), kept=2)
    _check("2026-03", set(), set(), kept=2)


@pytest.mark.parametrize("period", ["2025", "2025-12", "2027-01", "2026-13", "x"])
def test_only_periods_of_its_own_year(period: str) -> None:
    with pytest.raises(errors.OtherBook):
        _check(period, set(), set())


@given(st.sets(st.sampled_from(PERIODS)), st.dates(datetime.date(2025, 1, 1), NEXT_YEAR))
def test_a_day_is_shut_by_its_month_a_later_one_or_the_year(
    closed: set[str], day: datetime.date
) -> None:
    month = day.isoformat()[:7]
    shut = "2026" in closed or any(each >= month for each in closed - {"2026"})
    assert (closing.shutting(closed, 2026, day) is not None) == shut
    if shut:
        with pytest.raises(errors.BookClosed):
            closing.refuse_shut(closed, 2026, day)
    else:
        closing.refuse_shut(closed, 2026, day)


@given(st.lists(st.sampled_from(PERIODS), max_size=20), st.sets(st.sampled_from(MONTHS)))
def test_whatever_is_tried_the_closings_stay_in_order(tried: list[str], busy: set[str]) -> None:
    closed: list[str] = []
    for period in tried:
        try:
            _check(period, set(closed), busy)
        except (errors.BookClosed, errors.PeriodsOpen):
            continue
        closed.append(period)
    months = [period for period in closed if period != "2026"]
    assert months == sorted(set(months))
    assert closed.count("2026") <= 1
    assert "2026" not in closed[:-1]
