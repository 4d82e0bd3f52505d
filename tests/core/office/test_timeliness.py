"""Limits of steps, what is at risk or the commander's matter; counted again slowly, day by day."""

from __future__ import annotations

import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from core.errors import BadCatalogue
from core.office import catalogue
from core.office.deadlines import Calendar, DueKind, DueState, add_working_days, due_state
from core.office.terms import State
from core.office.timeliness import (
    OPEN,
    STEPS,
    Limits,
    first_ok,
    is_at_risk,
    is_escalated,
    limits,
    recounted,
    step_limit,
)

D = datetime.date
ONE = datetime.timedelta(days=1)
AFTER = 3
YEAR = Calendar("x", off=frozenset({D(2026, 11, 24)}), covered=frozenset({2026}))
days = st.dates(D(2026, 1, 1), D(2026, 2, 28))
calendars = st.builds(
    Calendar,
    version=st.just("any"),
    weekly_rest=st.frozensets(st.integers(1, 7), max_size=6),
    off=st.frozensets(days, max_size=25),
    worked=st.frozensets(days, max_size=10),
)


def slowly(due: datetime.date, today: datetime.date, calendar: Calendar) -> DueState:
    """How a deadline stands, walked one day after the other: nothing shared with the code."""
    if due == today:
        return DueState(DueKind.TODAY)
    first, last = min(due, today), max(due, today)
    count, day = 0, first
    while day < last:
        day += ONE
        rest = day.isoweekday() in calendar.weekly_rest or day in calendar.off
        if day in calendar.worked or not rest:
            count += 1
    count = max(count, 1)
    if due < today:
        return DueState(DueKind.LATE, count)
    return DueState(DueKind.SOON if count <= 2 else DueKind.OK, count)


@given(days, days, calendars)
def test_a_deadline_stands_as_it_is_counted_slowly(
    due: datetime.date, today: datetime.date, calendar: Calendar
) -> None:
    assert due_state(due, today, calendar) == slowly(due, today, calendar)


@given(days, days, calendars)
def test_from_the_first_ok_day_on_a_deadline_is_ok_and_not_before(
    due: datetime.date, today: datetime.date, calendar: Calendar
) -> None:
    stands = slowly(due, today, calendar).kind
    assert (due >= first_ok(today, calendar)) == (stands is DueKind.OK)


def test_a_step_has_the_next_working_day_and_what_is_urgent_the_same() -> None:
    monday = D(2026, 11, 23)
    assert step_limit(monday, "normal", YEAR) == D(2026, 11, 25)  # over 24/11
    assert step_limit(D(2026, 11, 20), "", YEAR) == monday
    for urgency in ("urgent", "very_urgent", "express", "express_timed"):
        assert step_limit(monday, urgency, YEAR) == monday


@given(days, calendars)
def test_the_limit_of_a_step_is_the_first_working_day_after(
    since: datetime.date, calendar: Calendar
) -> None:
    limit = step_limit(since, "normal", calendar)
    assert calendar.is_working(limit)
    assert limit > since
    between = since + ONE
    while between < limit:
        assert not calendar.is_working(between)
        between += ONE


@pytest.mark.parametrize(
    ("kind", "late", "expected"),
    [
        (DueKind.LATE, AFTER, True),
        (DueKind.LATE, AFTER - 1, False),
        (DueKind.SOON, AFTER, False),
        (DueKind.OK, 9, False),
        (DueKind.NONE, 0, False),
    ],
)
def test_only_what_is_late_enough_is_the_commanders(
    kind: DueKind, late: int, expected: bool
) -> None:
    assert is_escalated(DueState(kind, late), AFTER) == expected


def test_a_table_without_a_threshold_is_none() -> None:
    table = catalogue.load_thresholds(resources.text("catalogues/thresholds.json"))
    assert limits(table) == Limits(soon=2, escalated=3)
    with pytest.raises(BadCatalogue):
        limits(msgspec.structs.replace(table, items=table.items[:1]))


def test_at_risk_is_what_is_near_and_not_begun() -> None:
    near, far = DueState(DueKind.SOON, 2), DueState(DueKind.OK, 5)
    assert is_at_risk(near, State.REGISTERED, noted=False)
    assert is_at_risk(DueState(DueKind.TODAY), State.SUBMITTED, noted=True)
    assert is_at_risk(near, State.IN_PROGRESS, noted=False)
    assert not is_at_risk(near, State.IN_PROGRESS, noted=True)
    assert not is_at_risk(near, State.TO_SIGN, noted=False)
    assert not is_at_risk(far, State.REGISTERED, noted=False)
    assert not is_at_risk(DueState(DueKind.LATE, 1), State.REGISTERED, noted=False)


@given(days, st.integers(1, 20), calendars)
def test_what_the_same_calendar_counted_falls_on_the_same_day(
    start: datetime.date, count: int, calendar: Calendar
) -> None:
    due = add_working_days(start, count, calendar).due
    assert recounted(start, due, count, calendar) == due


def test_a_day_off_that_came_later_moves_what_is_counted_anew() -> None:
    before = Calendar("before")
    due = add_working_days(D(2026, 11, 20), 3, before).due
    assert due == D(2026, 11, 25)
    assert recounted(D(2026, 11, 20), due, 3, YEAR) == D(2026, 11, 26)
    assert recounted(D(2026, 11, 20), D(2026, 11, 24), None, YEAR) == D(2026, 11, 25)
    assert recounted(D(2026, 11, 20), D(2026, 11, 25), None, YEAR) == D(2026, 11, 25)


def test_what_waits_for_a_step_is_open() -> None:
    assert STEPS.keys() <= OPEN
    assert not OPEN & {State.DONE, State.ISSUED, State.FILED, State.CANCELLED, State.RECALLED}
