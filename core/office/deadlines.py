"""Deadlines in working days, over an editable calendar of days off and made-up working days.

The first day is not counted (domain.md §14.4); a last day that is no working day moves to the next
one (law: Bộ luật Dân sự Đ.148 k.5). Results carry the version of the calendar (formats.md §2).
"""

from __future__ import annotations

import datetime
import re
from enum import StrEnum
from typing import Final

import msgspec

from core import errors

DAYS_LIMIT: Final = 5000
WEEKS_LIMIT: Final = 520
LAST_YEAR: Final = 9900
SOON_DAYS: Final = 2
_ONE_DAY: Final = datetime.timedelta(days=1)
_SHORTHAND: Final = re.compile(r"\+\s*(\d{1,4})\s*(t?)", re.IGNORECASE)


class Calendar(msgspec.Struct, frozen=True):
    """Which days are worked. ISO weekdays (6 Saturday, 7 Sunday); ``worked`` beats everything else.

    ``covered`` are the years whose days off were entered; ``doubtful`` the days whose entry is not
    yet decided (swap days of coming years).
    """

    version: str
    weekly_rest: frozenset[int] = frozenset({6, 7})
    off: frozenset[datetime.date] = frozenset()
    worked: frozenset[datetime.date] = frozenset()
    covered: frozenset[int] = frozenset()
    doubtful: frozenset[datetime.date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a calendar without a working weekday: counting would never end."""
        if not self.weekly_rest < set(range(1, 8)):
            raise errors.BadCatalogue(item="weekly_rest")

    def is_working(self, day: datetime.date) -> bool:
        """Tell whether the unit works that day."""
        if day in self.worked:
            return True
        return day not in self.off and day.isoweekday() not in self.weekly_rest


class Deadline(msgspec.Struct, frozen=True):
    """A due date and what it was counted with; not ``certain`` when days off may still change."""

    due: datetime.date
    calendar: str
    certain: bool


class DueKind(StrEnum):
    """How a deadline stands today."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    OK = "ok"
    NONE = "none"


class DueState(msgspec.Struct, frozen=True):
    """``days`` are working days left, or past when late; at least 1 in both cases."""

    kind: DueKind
    days: int = 0


def _certain(start: datetime.date, end: datetime.date, calendar: Calendar) -> bool:
    years = set(range(start.year, end.year + 1))
    return years <= calendar.covered and not any(start < day <= end for day in calendar.doubtful)


def _next_working(day: datetime.date, calendar: Calendar) -> datetime.date:
    while not calendar.is_working(day):
        day += _ONE_DAY
    return day


def add_working_days(start: datetime.date, days: int, calendar: Calendar) -> Deadline:
    """Return the ``days``-th working day after ``start``; for 0, ``start`` or the next one.

    Raises errors.BadDeadline for a negative number or more than DAYS_LIMIT.
    """
    if not 0 <= days <= DAYS_LIMIT or start.year > LAST_YEAR:
        raise errors.BadDeadline(limit=DAYS_LIMIT)
    due = _next_working(start, calendar) if days == 0 else start
    for _ in range(days):
        due = _next_working(due + _ONE_DAY, calendar)
    return Deadline(due, calendar.version, _certain(start, due, calendar))


def add_weeks(start: datetime.date, weeks: int, calendar: Calendar) -> Deadline:
    """Return the day ``weeks`` calendar weeks after ``start``, moved to a working day.

    Raises errors.BadDeadline for a negative number or more than WEEKS_LIMIT.
    """
    if not 0 <= weeks <= WEEKS_LIMIT or start.year > LAST_YEAR:
        raise errors.BadDeadline(limit=WEEKS_LIMIT)
    due = _next_working(start + datetime.timedelta(weeks=weeks), calendar)
    return Deadline(due, calendar.version, _certain(start, due, calendar))


def parse_deadline(text: str, start: datetime.date, calendar: Calendar) -> Deadline:
    """Read ``+5`` (working days) or ``+2t`` (weeks, tuần) counted from ``start``.

    Raises errors.BadDeadline for anything else.
    """
    match = _SHORTHAND.fullmatch(text.strip())
    if match is None:
        raise errors.BadDeadline()
    count = int(match[1])
    add = add_weeks if match[2] else add_working_days
    return add(start, count, calendar)


def working_days_between(start: datetime.date, end: datetime.date, calendar: Calendar) -> int:
    """Return the working days after ``start`` up to ``end``; negative when ``end`` is earlier.

    Counted by weeks, so that a date far away costs no more than one near.
    """
    if end < start:
        return -working_days_between(end, start, calendar)
    rest = calendar.weekly_rest
    weeks, days = divmod((end - start).days, 7)
    tail = (end - datetime.timedelta(days=i) for i in range(days))
    plain = weeks * (7 - len(rest)) + sum(day.isoweekday() not in rest for day in tail)
    off = calendar.off - calendar.worked
    lost = sum(start < day <= end and day.isoweekday() not in rest for day in off)
    gained = sum(start < day <= end and day.isoweekday() in rest for day in calendar.worked)
    return plain - lost + gained


def due_state(
    due: datetime.date | None,
    today: datetime.date,
    calendar: Calendar,
    soon_days: int = SOON_DAYS,
) -> DueState:
    """Return how a deadline stands on ``today``."""
    if due is None:
        return DueState(DueKind.NONE)
    if due == today:
        return DueState(DueKind.TODAY)
    days = max(1, abs(working_days_between(today, due, calendar)))
    if due < today:
        return DueState(DueKind.LATE, days)
    return DueState(DueKind.SOON if days <= soon_days else DueKind.OK, days)
