"""Working days, calendars and how deadlines stand."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import errors
from core.office.deadlines import (
    DAYS_LIMIT,
    Calendar,
    DueKind,
    DueState,
    add_weeks,
    add_working_days,
    due_state,
    parse_deadline,
    working_days_between,
)

D = datetime.date
ONE = datetime.timedelta(days=1)
PLAIN = Calendar("plain-1", covered=frozenset(range(2020, 2032)))
YEAR_2026 = Calendar(
    "vn-2026",
    off=frozenset({D(2026, 8, 31), D(2026, 9, 1), D(2026, 9, 2), D(2026, 11, 24)}),
    worked=frozenset({D(2026, 8, 22)}),
    covered=frozenset({2026}),
)

days = st.dates(D(2026, 1, 1), D(2026, 2, 28))
calendars = st.builds(
    Calendar,
    version=st.just("any"),
    weekly_rest=st.frozensets(st.integers(1, 7), max_size=6),
    off=st.frozensets(days, max_size=20),
    worked=st.frozensets(days, max_size=20),
)


def test_the_first_day_is_not_counted() -> None:
    assert add_working_days(D(2026, 11, 16), 1, PLAIN).due == D(2026, 11, 17)
    assert add_working_days(D(2026, 11, 16), 5, PLAIN).due == D(2026, 11, 23)


def test_days_off_and_made_up_saturdays() -> None:
    assert add_working_days(D(2026, 11, 22), 2, YEAR_2026).due == D(2026, 11, 25)
    assert add_working_days(D(2026, 8, 21), 1, YEAR_2026).due == D(2026, 8, 22)
    assert add_working_days(D(2026, 8, 28), 1, YEAR_2026).due == D(2026, 9, 3)


def test_a_worked_day_beats_a_day_off() -> None:
    both = Calendar("x", off=frozenset({D(2026, 8, 22)}), worked=frozenset({D(2026, 8, 22)}))
    assert both.is_working(D(2026, 8, 22))


def test_the_result_names_its_calendar_and_how_sure_it_is() -> None:
    result = add_working_days(D(2026, 11, 22), 5, YEAR_2026)
    assert (result.calendar, result.certain) == ("vn-2026", True)
    assert not add_working_days(D(2026, 12, 28), 5, YEAR_2026).certain
    doubtful = Calendar("y", covered=frozenset({2026}), doubtful=frozenset({D(2026, 1, 2)}))
    assert not add_working_days(D(2026, 1, 1), 3, doubtful).certain
    assert add_working_days(D(2026, 1, 2), 3, doubtful).certain


@given(days, st.integers(1, 60), calendars)
def test_the_end_is_a_working_day_and_counts_back(
    start: datetime.date, count: int, calendar: Calendar
) -> None:
    due = add_working_days(start, count, calendar).due
    assert calendar.is_working(due)
    assert working_days_between(start, due, calendar) == count
    assert working_days_between(due, start, calendar) == -count


@given(days, st.integers(0, 30), st.integers(1, 30), calendars)
def test_counting_in_two_parts_is_counting_once(
    start: datetime.date, one: int, two: int, calendar: Calendar
) -> None:
    if not calendar.is_working(start) and one == 0:
        one = 1
    middle = add_working_days(start, one, calendar).due
    expected = add_working_days(start, one + two, calendar).due
    assert add_working_days(middle, two, calendar).due == expected


@given(days, days, calendars)
def test_counting_by_weeks_is_counting_by_days(
    start: datetime.date, end: datetime.date, calendar: Calendar
) -> None:
    low, high = sorted((start, end))
    slow = sum(calendar.is_working(low + ONE * i) for i in range(1, (high - low).days + 1))
    assert abs(working_days_between(start, end, calendar)) == slow


@given(days, calendars)
def test_no_days_is_today_or_the_next_working_day(start: datetime.date, calendar: Calendar) -> None:
    due = add_working_days(start, 0, calendar).due
    assert calendar.is_working(due)
    assert due == start or (due > start and not calendar.is_working(start))


@given(days, st.integers(0, 60), calendars)
def test_weeks_are_calendar_weeks_moved_to_a_working_day(
    start: datetime.date, weeks: int, calendar: Calendar
) -> None:
    due = add_weeks(start, weeks, calendar).due
    assert calendar.is_working(due)
    raw = start + datetime.timedelta(weeks=weeks)
    assert not any(calendar.is_working(raw + ONE * i) for i in range((due - raw).days))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("+5", D(2026, 11, 27)),
        (" + 5 ", D(2026, 11, 27)),
        ("+2t", D(2026, 12, 4)),
        ("+2T", D(2026, 12, 4)),
        ("+0", D(2026, 11, 20)),
    ],
)
def test_shorthand(text: str, due: datetime.date) -> None:
    assert parse_deadline(text, D(2026, 11, 20), PLAIN).due == due


@pytest.mark.parametrize(
    "text", ["", "5", "+", "+t", "-5", "+5d", "+99999", "+9999", "+9999t", "＋5"]
)
def test_other_shorthand_is_refused(text: str) -> None:
    with pytest.raises(errors.BadDeadline):
        parse_deadline(text, D(2026, 11, 20), PLAIN)


@pytest.mark.parametrize("count", [-1, DAYS_LIMIT + 1])
def test_absurd_counts_are_refused(count: int) -> None:
    with pytest.raises(errors.BadDeadline):
        add_working_days(D(2026, 11, 20), count, PLAIN)
    with pytest.raises(errors.BadDeadline):
        add_weeks(D(2026, 11, 20), count, PLAIN)


def test_the_end_of_time_is_refused() -> None:
    with pytest.raises(errors.BadDeadline):
        add_working_days(D.max, 5, PLAIN)
    assert working_days_between(D.min, D.max, PLAIN) > 2_000_000


@pytest.mark.parametrize("rest", [{1, 2, 3, 4, 5, 6, 7}, {0}, {6, 8}])
def test_a_calendar_without_working_days_is_refused(rest: set[int]) -> None:
    with pytest.raises(errors.BadCatalogue):
        Calendar("bad", weekly_rest=frozenset(rest))


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (None, DueState(DueKind.NONE)),
        (D(2026, 11, 20), DueState(DueKind.TODAY)),
        (D(2026, 11, 23), DueState(DueKind.SOON, 1)),
        (D(2026, 11, 24), DueState(DueKind.SOON, 2)),
        (D(2026, 11, 25), DueState(DueKind.OK, 3)),
        (D(2026, 11, 21), DueState(DueKind.SOON, 1)),
        (D(2026, 11, 19), DueState(DueKind.LATE, 1)),
        (D(2026, 11, 13), DueState(DueKind.LATE, 5)),
    ],
)
def test_how_a_deadline_stands_on_a_friday(due: datetime.date | None, state: DueState) -> None:
    assert due_state(due, D(2026, 11, 20), PLAIN) == state


@given(days, days, calendars, st.integers(0, 10))
def test_a_deadline_is_late_exactly_after_its_day(
    due: datetime.date, today: datetime.date, calendar: Calendar, soon: int
) -> None:
    state = due_state(due, today, calendar, soon)
    assert (state.kind is DueKind.LATE) == (today > due)
    assert (state.kind is DueKind.TODAY) == (today == due)
    assert (state.days == 0) == (today == due)
    if today < due:
        assert (state.kind is DueKind.SOON) == (state.days <= soon)
