"""Counts of the two reports: they add up over units and periods, and a slow count agrees."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import fields, replace
from functools import reduce
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.office import periods, reports
from core.office.deadlines import Calendar
from core.office.periods import Period
from core.office.reports import AGES, FINISHED, PENDING, Fate, Handled, Incoming, Outgoing, Sent
from core.office.units import Unit

FIRST = datetime.date(2026, 8, 24)
ONE = datetime.timedelta(days=1)
CALENDAR = Calendar("t", off=frozenset({datetime.date(2026, 9, 1), datetime.date(2026, 9, 2)}),
                    worked=frozenset({datetime.date(2026, 9, 5)}))  # fmt: skip
LONG = 30
DAYS = st.integers(0, LONG).map(lambda days: FIRST + days * ONE)
MAYBE = st.none() | DAYS
UNITS, PEOPLE = st.sampled_from(["", "a", "b", "c"]), st.sampled_from(["", "p", "q"])
INCOMING = st.lists(
    st.builds(Incoming, st.just(0), UNITS, PEOPLE, DAYS, MAYBE, MAYBE, st.booleans()), max_size=8
)
OUTGOING = st.lists(
    st.builds(Outgoing, st.just(0), UNITS, PEOPLE, st.sampled_from(["cv", "tb"]), DAYS,
              st.sampled_from(["", "normal", "urgent", "express"]),
              MAYBE, MAYBE, MAYBE, MAYBE, MAYBE), max_size=8,
)  # fmt: skip
PERIODS = st.tuples(DAYS, DAYS).map(lambda ends: periods.between(min(ends), max(ends)))


def months() -> list[Period]:
    """Periods without a gap over all the days there are."""
    cuts = [FIRST, FIRST + 9 * ONE, FIRST + 10 * ONE, FIRST + 20 * ONE, FIRST + (LONG + 1) * ONE]
    return [periods.between(a, b - ONE) for a, b in pairwise(cuts)]


# -- the same, counted day by day ------------------------------------------------------------------


def _works(day: datetime.date) -> bool:
    if day in CALENDAR.worked:
        return True
    return day.isoweekday() < 6 and day not in CALENDAR.off


def _slow(rows: list[Incoming], period: Period) -> Handled:
    """Walk through the days and look what is on the table each evening."""
    count = Counter[str]()
    for one in rows:
        here, came, day = False, "", FIRST - ONE
        while day < period.until:
            day += ONE
            if day == one.received:
                here, came = True, "received" if day >= period.since else "carried"
            ends = here and day == one.ended
            if ends and day < period.since:
                came = ""
            if ends:
                here = False
            if ends and came:
                missed = one.due is not None and day > one.due
                kind = "undated" if one.due is None else "late" if missed else "on_time"
                count["dropped" if one.dropped else kind] += 1
        count[came] += bool(came)
        if here:
            passed = one.due is not None and one.due < period.until
            count["open" if one.due is None else "overdue" if passed else "within"] += 1
    return Handled(**{field.name: count[field.name] for field in fields(Handled)})


@given(INCOMING, PERIODS)
def test_a_slow_count_agrees(rows: list[Incoming], period: Period) -> None:
    assert reports.handled(rows, period, CALENDAR) == _slow(rows, period)


@given(OUTGOING, PERIODS)
def test_a_slow_count_of_sent_ones_agrees(rows: list[Outgoing], period: Period) -> None:
    found = reports.sent(rows, period, CALENDAR)
    in_time = late = 0
    for one in rows:
        if one.issued is None or one.signed is None or not period.has(one.issued):
            continue
        last = one.signed
        if one.urgency in ("", "normal"):
            last += ONE
            while not _works(last):
                last += ONE
        in_time += one.issued <= last
        late += one.issued > last
    assert (found.in_time, found.late) == (in_time, late)
    assert found.issued == found.in_time + found.late + found.unmeasured
    assert found.overdue <= found.waiting
    assert sum(reports.issued_by_type(rows, period).values()) == found.issued


# -- what always holds -----------------------------------------------------------------------------


@given(INCOMING, PERIODS)
def test_classes_are_disjoint_and_complete(rows: list[Incoming], period: Period) -> None:
    found = reports.handled(rows, period, CALENDAR)
    assert found.whole == found.finished + found.pending + found.dropped
    assert {*FINISHED, *PENDING, Fate.DROPPED} == set(Fate)
    assert len(FINISHED) + len(PENDING) + 1 == len(Fate)


@given(INCOMING, PERIODS)
def test_units_and_people_add_up_to_the_whole(rows: list[Incoming], period: Period) -> None:
    whole = reports.handled(rows, period, CALENDAR)
    for key in ("unit", "person"):
        parts = reports.grouped(rows, lambda one, key=key: getattr(one, key)).values()
        counts = (reports.handled(part, period, CALENDAR) for part in parts)
        assert reduce(reports.added, counts, Handled()) == whole
    some = reports.of(rows, frozenset({"a", "b"}))
    rest = reports.of(rows, frozenset({"", "c"}))
    both = [reports.handled(part, period, CALENDAR) for part in (some, rest)]
    assert reports.added(*both) == whole
    assert reports.of(rows, None) == rows


@given(INCOMING, OUTGOING)
def test_periods_follow_one_another(rows: list[Incoming], letters: list[Outgoing]) -> None:
    parts = [reports.handled(rows, period, CALENDAR) for period in months()]
    year = reports.handled(rows, periods.between(FIRST, FIRST + LONG * ONE), CALENDAR)
    for one, following in pairwise(parts):
        assert one.pending == following.carried
    for name in ("received", "on_time", "late", "undated", "dropped"):
        assert sum(getattr(part, name) for part in parts) == getattr(year, name)
    assert parts[-1].pending == year.pending
    whole = reports.sent(letters, periods.between(FIRST, FIRST + LONG * ONE), CALENDAR)
    split = [reports.sent(letters, period, CALENDAR) for period in months()]
    for field in fields(Sent):
        if field.name not in ("waiting", "overdue"):
            assert sum(getattr(part, field.name) for part in split) == getattr(whole, field.name)


@given(INCOMING, OUTGOING, PERIODS)
def test_what_is_passed_over_counts_nothing(
    rows: list[Incoming], letters: list[Outgoing], period: Period
) -> None:
    part = reports.open_in(rows, period)
    assert reports.handled(part, period, CALENDAR) == reports.handled(rows, period, CALENDAR)
    assert len(part) == reports.handled(rows, period, CALENDAR).whole
    some = reports.astir(letters, period.since)
    assert reports.sent(some, period, CALENDAR) == reports.sent(letters, period, CALENDAR)
    for week, count in reports.sent_by_week(letters, period.until, CALENDAR):
        assert count == reports.sent(letters, week, CALENDAR)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_share_is_exact(part: int, more: int) -> None:
    found = reports.share(part, part + more)
    if part + more == 0:
        assert found is None
    else:
        assert found is not None
        assert abs(2 * (found * (part + more) - 10_000 * part)) <= part + more
        other = reports.share(more, part + more)
        assert other is not None
        assert found + other in (10_000, 10_001)  # a half goes upwards on both sides


@given(INCOMING, PERIODS)
def test_the_middle_day_is_in_the_middle(rows: list[Incoming], period: Period) -> None:
    found = reports.median_tenths(rows, period, CALENDAR)
    days = []
    for one in rows:
        if one.ended is not None and not one.dropped and period.has(one.ended):
            walked = [one.received + n * ONE for n in range(1, (one.ended - one.received).days + 1)]
            days.append(10 * sum(map(_works, walked)))
    if found is None:
        assert not days
    else:
        assert sum(each <= found for each in days) * 2 >= len(days)
        assert sum(each >= found for each in days) * 2 >= len(days)


@given(INCOMING, DAYS)
def test_what_is_open_has_one_age(rows: list[Incoming], day: datetime.date) -> None:
    found = reports.ages(rows, day, CALENDAR)
    assert len(found) == len(AGES) + 1
    assert sum(map(len, found)) == len(reports.pending(rows, day))
    one_day = reports.handled(rows, periods.between(day, day), CALENDAR)
    assert len(reports.pending(rows, day)) == one_day.pending
    near = reports.pressing(rows, day, CALENDAR)
    late = [one for one, state in near if state.kind == "late"]
    assert len(late) == one_day.overdue
    assert [one.due for one, _ in near] == sorted(one.due for one, _ in near if one.due)
    dated = sum(len(each) for each in reports.due_on(rows, day).values())
    assert dated == one_day.within + one_day.overdue


@given(INCOMING, DAYS)
def test_weeks_tell_of_all_their_days(rows: list[Incoming], last: datetime.date) -> None:
    found = reports.by_week(rows, last, CALENDAR)
    assert len(found) == reports.WEEKS
    assert found[-1].period.until == last
    whole = reports.handled(rows, periods.between(found[0].period.since, last), CALENDAR)
    assert sum(week.handled.finished for week in found) == whole.finished
    assert found[-1].handled.pending == whole.pending


def test_late_on_the_day_after_and_by_what_is_known_now() -> None:
    period = periods.read("2026-09")
    due = datetime.date(2026, 9, 11)
    one = Incoming(1, "a", "p", datetime.date(2026, 9, 3), due, due)
    assert reports.fate(one, period, CALENDAR) is Fate.ON_TIME
    assert reports.fate(replace(one, ended=due + ONE), period, CALENDAR) is Fate.LATE
    assert reports.fate(replace(one, ended=None), period.cut(due), CALENDAR) is Fate.WITHIN
    assert reports.fate(replace(one, ended=None), period.cut(due + ONE), CALENDAR) is Fate.OVERDUE
    # a deadline that was put off counts as it stands
    later = replace(one, due=due + 7 * ONE, ended=due + ONE)
    assert reports.fate(later, period, CALENDAR) is Fate.ON_TIME


def test_a_unit_with_what_is_under_it_even_in_a_circle() -> None:
    parents = {"a": "", "b": "a", "c": "b", "d": "a", "x": "y", "y": "x", "z": "y"}
    units = {name: Unit(name, name, parent=parent) for name, parent in parents.items()}
    assert reports.within(units, "a") == {"a", "b", "c", "d"}
    assert reports.within(units, "b") == {"b", "c"}
    assert reports.within(units, "x") == {"x", "y", "z"}
    assert reports.within(units, "unknown") == {"unknown"}
