"""Spans of days that reports are made for: a month, a quarter, half a year, a year, any two days.

Written ``2026-03``, ``2026-Q1``, ``2026-H1``, ``2026``, ``2026-03-02..2026-03-15``. Which of them a
unit reports by is its own custom.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Final

from core.errors import BadPeriod

WEEK: Final = 7
_ONE: Final = datetime.timedelta(days=1)
_WRITTEN: Final = re.compile(r"(\d{4})(?:-(?:(\d{2})|Q([1-4])|H([12])))?")
_FIRST_YEAR, _LAST_YEAR = 1900, 9900


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both inside; ``name`` as it is written."""

    name: str
    since: datetime.date
    until: datetime.date

    def has(self, day: datetime.date | None) -> bool:
        """Whether a day falls into it."""
        return day is not None and self.since <= day <= self.until

    def cut(self, today: datetime.date) -> Period:
        """What of it has been: it ends today at the latest."""
        return Period(self.name, self.since, max(self.since, min(self.until, today)))


def read(text: str) -> Period:
    """Read a period. Raises errors.BadPeriod for anything that is none."""
    if ".." in text:
        since, _, until = text.partition("..")
        return between(_day(since), _day(until))
    match = _WRITTEN.fullmatch(text)
    if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        raise BadPeriod()
    year = int(match[1])
    for part, months in ((match[2], 1), (match[3], 3), (match[4], 6)):
        if part:
            return _months(text, year, (int(part) - 1) * months + 1, months)
    return _months(text, year, 1, 12)


def between(since: datetime.date, until: datetime.date) -> Period:
    """The days from one to another. Raises errors.BadPeriod where the second comes first."""
    if until < since or since.year < _FIRST_YEAR or until.year > _LAST_YEAR:
        raise BadPeriod()
    return Period(f"{since.isoformat()}..{until.isoformat()}", since, until)


def before(period: Period) -> Period:
    """The one before, of the same kind: of a month the month before, of days as many days."""
    months = _LENGTHS.get(_kind(period.name))
    if months is None:
        long = period.until - period.since
        return between(period.since - _ONE - long, period.since - _ONE)
    place = period.since.year * 12 + period.since.month - 1 - months
    return read(name(_kind(period.name), datetime.date(place // 12, place % 12 + 1, 1)))


def name(kind: str, day: datetime.date) -> str:
    """How the period of a kind (month, quarter, half, year) that holds a day is written."""
    names = {
        "month": f"{day.year:04}-{day.month:02}",
        "quarter": f"{day.year:04}-Q{(day.month - 1) // 3 + 1}",
        "half": f"{day.year:04}-H{(day.month - 1) // 6 + 1}",
        "year": f"{day.year:04}",
    }
    return names[kind]


def offered(today: datetime.date) -> tuple[str, ...]:
    """What is offered on a day: the year's months so far, quarters, halves, the year, and the same
    of the year before; the latest first.
    """
    found: list[str] = []
    for year in (today.year, today.year - 1):
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        end = min(last, today)
        days = [datetime.date(year, month, 1) for month in range(end.month, 0, -1)]
        for kind in ("month", "quarter", "half"):
            found += dict.fromkeys(name(kind, day) for day in days)
        found.append(name("year", first))
    return tuple(found)


def weeks(last: datetime.date, count: int) -> tuple[Period, ...]:
    """So many weeks from Monday to Sunday, the latest of them with this day."""
    monday = last - datetime.timedelta(days=last.weekday())
    starts = (monday - datetime.timedelta(days=WEEK * back) for back in range(count - 1, -1, -1))
    return tuple(between(start, start + datetime.timedelta(days=WEEK - 1)) for start in starts)


_LENGTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def _kind(written: str) -> str:
    match = _WRITTEN.fullmatch(written)
    if match is None:
        return "days"
    parts = zip(("month", "quarter", "half"), match.groups()[1:], strict=True)
    return next((kind for kind, part in parts if part), "year")


def _months(text: str, year: int, month: int, count: int) -> Period:
    if not 1 <= month <= 12:
        raise BadPeriod()
    end = month + count - 1
    last = calendar.monthrange(year, end)[1]
    return Period(text, datetime.date(year, month, 1), datetime.date(year, end, last))


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise BadPeriod from None
