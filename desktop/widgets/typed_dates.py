"""Reads dates as clerks type them, on a numeric pad if need be: ``2011``, ``20``, ``.``, ``-1``."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from core.errors import BadDeadline
from core.office.deadlines import parse_deadline

if TYPE_CHECKING:
    from core.office.deadlines import Calendar

_PARTED: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?")
_SOLID: Final = re.compile(r"\d{1,8}")
_STEP: Final = re.compile(r"[-−](\d{1,3})")


def read_date(text: str, today: date) -> date | None:
    """The day meant, or None when the text is no date.

    ``.`` is today, ``-1`` a day earlier, ``20`` the 20th of this month, ``2011`` the 20th of
    November of this year, ``20112026`` and ``20/11/2026`` in full. Two-digit years belong to
    2000–2099. A day without a year that lies more than six months ahead is of last year: documents
    are dated in the past.
    """
    typed = text.strip()
    if typed == ".":
        return today
    if step := _STEP.fullmatch(typed):
        return today - timedelta(days=int(step[1]))
    if parted := _PARTED.fullmatch(typed):
        return _day(int(parted[1]), int(parted[2]), parted[3], today)
    return _solid(typed, today) if _SOLID.fullmatch(typed) else None


def read_deadline(text: str, start: date, calendar: Calendar) -> date | None:
    """The last day meant: ``+5`` working days or ``+2t`` weeks from ``start``, or a date.

    Deadlines lie ahead: a day that has passed is of next month, a day and month of next year.
    """
    typed = text.strip()
    try:
        return parse_deadline(typed, start, calendar).due
    except BadDeadline:
        found = read_date(typed, start)
    parted = _PARTED.fullmatch(typed)
    in_full = (parted and parted[3]) or (typed.isdigit() and len(typed) > 4)
    if found is None or found >= start or in_full or not typed[0].isdigit():
        return found
    if parted or len(typed) > 2:
        return _make(start.year + (found.replace(year=start.year) < start), found.month, found.day)
    year, month = divmod(start.year * 12 + start.month, 12)
    return _make(year, month + 1, found.day)


def _solid(digits: str, today: date) -> date | None:
    if len(digits) <= 2:
        return _make(today.year, today.month, int(digits))
    if len(digits) in (4, 6, 8):
        return _day(int(digits[:2]), int(digits[2:4]), digits[4:] or None, today)
    return None


def _day(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return _make(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = _make(today.year, month, day)
    if found and found - today > timedelta(days=183):
        return _make(today.year - 1, month, day)
    return found


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
