"""Closing a book (khóa sổ) for a month or a year: when it may be, and what is shut by it.

A period is ``2026-03`` or ``2026``. The law asks that what the system registered is printed and
bound (law: NĐ 30/2020/NĐ-CP Đ.16, 22); closing by months is the office's custom.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from core import errors

MONTHS = 12


class Out(NamedTuple):
    """Numbers that another machine may have given without its being known here; ``label`` is what
    the machine is called, where that is asked for.
    """

    device: str
    first: int
    last: int
    label: str = ""


def outstanding(leases: Iterable[Mapping[str, Any]], device: str, inc: int) -> tuple[Out, ...]:
    """What machines other than this life of one device still hold of a book's numbers.

    ``leases`` are those of the book's state. A holder who was given up for lost, so that somebody
    else numbers behind his range, holds nothing any more (sync.md §4.6); what went back unused
    stands behind nobody.
    """
    begun = (one for one in leases if "returned" not in one or one["top"] >= one["first"])
    held = sorted(begun, key=lambda one: int(one["first"]))
    return tuple(
        Out(one["device"], one["top"] + 1, one["end"] - 1)
        for place, one in enumerate(held)
        if (one["device"], one["inc"]) != (device, inc)
        and "returned" not in one
        and one["top"] < one["end"] - 1
        and all(_holder(later) == _holder(one) for later in held[place:])
    )


def _holder(lease: Mapping[str, Any]) -> tuple[str, int]:
    return lease["device"], lease["inc"]


def unnamed(held: Iterable[Out], named: Collection[Out]) -> tuple[Out, ...]:
    """Those of ``held`` that lie in no range of the same machine among ``named``."""
    return tuple(
        one
        for one in held
        if not any(
            said.device == one.device and said.first <= one.first and one.last <= said.last
            for said in named
        )
    )


def last_day(period: str) -> datetime.date:
    """The last day of a month or a year."""
    year, _, month = period.partition("-")
    number = int(month or MONTHS)
    return datetime.date(int(year), number, calendar.monthrange(int(year), number)[1])


def first_day(period: str) -> datetime.date:
    """The first day of a month or a year."""
    year, _, month = period.partition("-")
    return datetime.date(int(year), int(month or 1), 1)


def months(year: int) -> tuple[str, ...]:
    """The months of a year as periods."""
    return tuple(f"{year:04}-{month:02}" for month in range(1, MONTHS + 1))


def shutting(closed: Collection[str], year: int, day: datetime.date) -> str | None:
    """The closing that shuts a book of ``year`` on a day: that of the year, whatever the day, or
    of the day's month or a later one; None while it is open.
    """
    if f"{year:04}" in closed:
        return f"{year:04}"
    month = f"{day.year:04}-{day.month:02}"
    return next((each for each in sorted(closed) if each >= month), None)


def refuse_shut(closed: Collection[str], year: int, day: datetime.date) -> None:
    """Raise errors.BookClosed where no number may be given, kept or made void on a day."""
    if period := shutting(closed, year, day):
        raise errors.BookClosed(period=period)


def check(
    period: str,
    year: int,
    closed: Collection[str],
    busy: Collection[str],
    kept: int,
    today: datetime.date,
    out: Sequence[Out] = (),
) -> None:
    """Whether a book of ``year`` may be closed for a period now.

    ``closed`` are its closings, ``busy`` the months in which numbers were given, ``kept`` how many
    numbers wait for a document, ``out`` what other machines hold. Raises errors.BookClosed for what
    is closed already, PeriodNotOver before the period's last day, PeriodsOpen where an earlier
    month with numbers is open, NumbersKept and NumbersOut for a year that would leave numbers
    without a fate, OtherBook for a period of another year.
    """
    whole = period == f"{year:04}"
    if not whole and period not in months(year):
        raise errors.OtherBook()
    shut = shutting(closed, year, first_day(period))
    if shut and not (whole and shut != period):
        raise errors.BookClosed(period=shut)
    if today < last_day(period):
        raise errors.PeriodNotOver(period=period)
    if whole and kept:
        raise errors.NumbersKept(count=kept)
    if whole and out:
        raise errors.NumbersOut(machine=out[0].label, first=out[0].first, last=out[0].last)
    earlier = sorted(each for each in busy if each < period and each not in closed)
    left = [each for each in earlier if not any(done > each for done in closed)]
    if left and not whole:
        raise errors.PeriodsOpen(period=left[0])
