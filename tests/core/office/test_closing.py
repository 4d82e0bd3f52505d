"""Closing a book for months and for the year: order, once, and what it shuts."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import errors
from core.office import closing

Lease = dict[str, Any]
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


# -- what other machines hold ----------------------------------------------------------------------

MACHINES = st.sampled_from([("a", 1), ("a", 2), ("b", 1)])


def _leases(holders: list[tuple[str, int]], used: list[int], returned: list[bool]) -> list[Lease]:
    """Ranges of ten numbers, one behind the other."""
    made: list[Lease] = []
    for place, (holder, gone, back) in enumerate(zip(holders, used, returned, strict=False)):
        first = 1 + 10 * place
        one = {"device": holder[0], "inc": holder[1], "first": first, "end": first + 10}
        made.append(one | {"top": first - 1 + gone} | ({"returned": "op"} if back else {}))
    return made


@given(
    st.lists(MACHINES, max_size=5),
    st.lists(st.integers(0, 10), min_size=5, max_size=5),
    st.lists(st.booleans(), min_size=5, max_size=5),
)
def test_a_machine_holds_what_it_did_not_use_return_or_lose(
    holders: list[tuple[str, int]], used: list[int], returned: list[bool]
) -> None:
    leases = _leases(holders, used, returned)
    found = closing.outstanding(leases, "a", 1)
    told = {number for one in found for number in range(one.first, one.last + 1)}
    for place, lease in enumerate(leases):
        me = (lease["device"], lease["inc"])
        begun = [one for one in leases[place:] if not ("returned" in one and _unused(one))]
        lost = any((one["device"], one["inc"]) != me for one in begun)
        held = me != ("a", 1) and "returned" not in lease and not lost
        rest = set(range(lease["top"] + 1, lease["end"]))
        assert rest & told == (rest if held else set())
        assert not told & set(range(lease["first"], lease["top"] + 1))
    assert closing.unnamed(found, found) == ()
    assert closing.unnamed(found, ()) == found


def test_what_went_back_unused_does_not_hide_who_numbers_before_it() -> None:
    leases = _leases([("a", 1), ("b", 1), ("a", 1)], [2, 1, 0], [True, False, True])
    [out] = closing.outstanding(leases, "a", 1)
    assert (out.device, out.first, out.last) == ("b", leases[1]["top"] + 1, leases[1]["end"] - 1)


def _unused(lease: Lease) -> bool:
    return bool(lease["top"] < lease["first"])


def test_a_year_is_not_closed_over_what_another_machine_holds() -> None:
    out = (closing.Out("b", 5, 12, "Máy chỉ huy"),)
    with pytest.raises(errors.NumbersOut) as refused:
        closing.check("2026", 2026, (), (), 0, NEXT_YEAR, out)
    assert refused.value.facts == {"machine": "Máy chỉ huy", "first": 5, "last": 12}
    closing.check("2026-03", 2026, (), (), 0, NEXT_YEAR, out)


def test_what_was_named_may_have_become_less_and_not_more() -> None:
    named = [closing.Out("b", 5, 12)]
    for first, last, left in ((5, 12, 0), (7, 12, 0), (4, 12, 1), (5, 13, 1)):
        assert len(closing.unnamed([closing.Out("b", first, last)], named)) == left
    assert len(closing.unnamed([closing.Out("c", 5, 12)], named)) == 1
