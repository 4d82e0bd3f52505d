"""What people and units were called over time: from the words of commits to spans of days.

A commit says some of the names and the day from which they hold; a rank that is entered late holds
from its decision on, not from the day of writing. Nobody says ahead of time what somebody will be.
"""

from __future__ import annotations

import bisect
import datetime
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

PERSON: Final = ("name", "rank", "post", "unit")
UNIT: Final = ("name", "short", "code", "parent", "place")
SINCE: Final = "since"
"""The field that says from which day the others of its commit hold."""


class Said(msgspec.Struct, frozen=True):
    """Some names as one commit says them, written on ``written``.

    ``since`` is the day from which they hold, None where the commit names none: what changes then
    holds from the day of writing.
    """

    written: datetime.date
    names: Mapping[str, str]
    since: datetime.date | None = None


class Span(msgspec.Struct, frozen=True):
    """Every name from a day on, until the next span; ``began`` are those that begin with it,
    ``written`` the last day on which one of them was.
    """

    since: datetime.date
    names: Mapping[str, str]
    began: frozenset[str]
    written: datetime.date


class _Point(msgspec.Struct, frozen=True):
    since: datetime.date
    value: str
    written: datetime.date


def said(written: datetime.date, fields: Mapping[str, object], kinds: Iterable[str]) -> Said:
    """What the fields of a commit say; a day that is none or lies ahead of it is not taken."""
    names = {name: str(fields[name]) for name in kinds if name in fields}
    try:
        since = datetime.date.fromisoformat(str(fields.get(SINCE, "")))
    except ValueError:
        return Said(written, names)
    return Said(written, names, min(since, written))


def spans(told: Iterable[Said]) -> tuple[Span, ...]:
    """What was told in the order of writing as spans, the oldest first.

    What is written later counts from its day on. Before the first word about a name its first value
    stands there.
    """
    lines: dict[str, list[_Point]] = {}
    for one in told:
        for name, value in one.names.items():
            _take(lines.setdefault(name, []), value, one)
    found: list[Span] = []
    for day in sorted({point.since for line in lines.values() for point in line}):
        now = _span(lines, day)
        if found and found[-1].names == now.names:  # known from here on, called so before
            before = found.pop()
            both, written = before.began | now.began, max(before.written, now.written)
            now = Span(before.since, now.names, both, written)
        found.append(now)
    return tuple(found)


def at(found: Iterable[Span], day: datetime.date) -> Mapping[str, str]:
    """The names of a day: the first that are known, before that; nothing without any."""
    known = tuple(found)
    place = bisect.bisect_right([span.since for span in known], day)
    return known[max(0, place - 1)].names if known else {}


def changed(
    standing: Iterable[Span], names: Mapping[str, str], since: datetime.date
) -> dict[str, str]:
    """What a commit has to say so that these names hold from a day on; nothing where nothing
    changes.

    Where only the day differs, it is that of what began last: a day that was written wrongly.
    """
    known = tuple(standing)
    now = known[-1].names if known else {}
    new = {name: value for name, value in names.items() if now.get(name, "") != value}
    if not new and known and known[-1].since != since:
        new = {name: now[name] for name in sorted(known[-1].began)}
    return new


def _take(line: list[_Point], value: str, one: Said) -> None:
    same = bool(line) and line[-1].value == value
    if one.since is None and same:
        return
    if same:  # the value stays, its day is put right
        line.pop()
    since = one.since or one.written
    while line and line[-1].since >= since:
        line.pop()
    if not line or line[-1].value != value:
        line.append(_Point(since, value, one.written))


def _span(lines: Mapping[str, list[_Point]], day: datetime.date) -> Span:
    began = {name: point for name, line in lines.items() for point in line if point.since == day}
    names = {
        name: next((point.value for point in reversed(line) if point.since <= day), line[0].value)
        for name, line in lines.items()
    }
    written = max(point.written for point in began.values())
    return Span(day, names, frozenset(began), written)
