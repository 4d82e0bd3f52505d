"""How the handling of documents stands over a period: the counts of the two statutory reports.

Báo cáo tình hình giải quyết văn bản đến, văn bản đi (law: NĐ 30/2020/NĐ-CP PL VI; domain.md §13.1).
A document is counted by what is known of it now: its deadline as it stands, its last closing. What
is late says core.office.deadlines, until when a signed one goes out core.office.timeliness. One
whose deadline nobody set is neither on time nor late. Which day is asked ends the period: what
lies after it did not happen yet.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeVar

from core.office.deadlines import Calendar, DueKind, DueState, due_state, working_days_between
from core.office.periods import Period, between, weeks
from core.office.timeliness import step_limit
from core.office.units import Unit

TARGET: Final = 9500
"""The share on time that a unit aims at, in hundredths of a per cent; the office's custom."""
WEEKS: Final = 12
AGES: Final = (1, 3, 7, 14)
"""The last working day of each class of age; the last class has no end."""
_WHOLE: Final = 10_000
_CACHED: Final = 1 << 16
T = TypeVar("T", "Incoming", "Outgoing")


class Fate(StrEnum):
    """How an incoming document stands at the end of a period in which it was open."""

    ON_TIME = "on_time"  # finished in it, by its deadline
    LATE = "late"  # finished in it, after its deadline
    UNDATED = "undated"  # finished in it, without a deadline
    WITHIN = "within"  # open, and its deadline has not passed
    OVERDUE = "overdue"  # open, and its deadline has passed
    OPEN = "open"  # open, without a deadline
    DROPPED = "dropped"  # returned to its sender, merged or recalled in it: nothing to handle


FINISHED: Final = (Fate.ON_TIME, Fate.LATE, Fate.UNDATED)
PENDING: Final = (Fate.WITHIN, Fate.OVERDUE, Fate.OPEN)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An incoming document: who handles it, in which unit, since when it is in the book, its
    deadline, and the day of its end, as finished or as dropped.
    """

    n: int
    unit: str
    person: str
    entered: datetime.date
    due: datetime.date | None = None
    ended: datetime.date | None = None
    dropped: bool = False

    @property
    def received(self) -> datetime.date:
        """The day from which it counts: never after its own end."""
        return min(self.entered, self.ended or self.entered)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An outgoing or internal document: its drafter, his unit, its type, and the days on which it
    was begun, signed, sent, recalled, cancelled after it was signed, and replaced by another.
    """

    n: int
    unit: str
    person: str
    type: str
    drafted: datetime.date
    urgency: str = ""
    signed: datetime.date | None = None
    issued: datetime.date | None = None
    recalled: datetime.date | None = None
    cancelled: datetime.date | None = None
    replaced: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Handled:
    """Incoming documents of a period. ``carried`` and ``received`` say where each came from, the
    rest what became of it: both make the same whole.
    """

    carried: int = 0
    received: int = 0
    on_time: int = 0
    late: int = 0
    undated: int = 0
    within: int = 0
    overdue: int = 0
    open: int = 0
    dropped: int = 0

    @property
    def whole(self) -> int:
        """Everything that had to be handled."""
        return self.carried + self.received

    @property
    def finished(self) -> int:
        """What was finished."""
        return self.on_time + self.late + self.undated

    @property
    def pending(self) -> int:
        """What is open at the end: the next period begins with it."""
        return self.within + self.overdue + self.open

    @property
    def share(self) -> int | None:
        """On time of what was finished with a deadline, in hundredths of a per cent."""
        return share(self.on_time, self.on_time + self.late)


@dataclass(frozen=True, slots=True)
class Sent:
    """Outgoing documents of a period. Of ``issued`` some went out in time, some late, and of some
    it is not known when they were signed; ``waiting`` are signed and not sent at its end, and of
    these ``overdue`` should have been.
    """

    drafted: int = 0
    signed: int = 0
    issued: int = 0
    in_time: int = 0
    late: int = 0
    unmeasured: int = 0
    waiting: int = 0
    overdue: int = 0
    recalled: int = 0
    replaced: int = 0
    cancelled: int = 0

    @property
    def share(self) -> int | None:
        """Sent in time of what was signed and sent, in hundredths of a per cent."""
        return share(self.in_time, self.in_time + self.late)


# -- one document ----------------------------------------------------------------------------------


@lru_cache(_CACHED)
def standing(due: datetime.date | None, day: datetime.date, calendar: Calendar) -> DueState:
    """How a deadline stands on a day: core.office.deadlines.due_state, asked once for each day."""
    return due_state(due, day, calendar)


def fate(one: Incoming, period: Period, calendar: Calendar) -> Fate | None:
    """What became of a document within a period; None where it was not open on any day of it."""
    ended = one.ended
    if one.received > period.until or (ended is not None and ended < period.since):
        return None
    closed = ended is not None and ended <= period.until
    if closed and one.dropped:
        return Fate.DROPPED
    at = ended if closed and ended is not None else period.until
    state = standing(one.due, at, calendar)
    if state.kind is DueKind.NONE:
        return Fate.UNDATED if closed else Fate.OPEN
    if state.kind is DueKind.LATE:
        return Fate.LATE if closed else Fate.OVERDUE
    return Fate.ON_TIME if closed else Fate.WITHIN


@lru_cache(_CACHED)
def issue_limit(signed: datetime.date, urgency: str, calendar: Calendar) -> datetime.date:
    """The last day to send what was signed on a day: that day for anything urgent, else the next
    working one (law: NĐ 30/2020/NĐ-CP Đ.18.1).
    """
    return step_limit(signed, urgency, calendar)


def is_waiting(one: Outgoing, day: datetime.date) -> bool:
    """Whether it was signed, and neither sent nor cancelled, at the end of a day."""
    if one.signed is None or one.signed > day:
        return False
    return not any(end is not None and end <= day for end in (one.issued, one.cancelled))


def sent_late(one: Outgoing, calendar: Calendar) -> bool | None:
    """Whether it went out after its limit; None where it was not sent, or is not known signed."""
    if one.issued is None or one.signed is None:
        return None
    return one.issued > issue_limit(one.signed, one.urgency, calendar)


# -- counts ----------------------------------------------------------------------------------------


def handled(rows: Iterable[Incoming], period: Period, calendar: Calendar) -> Handled:
    """Count incoming documents over a period."""
    found = Counter[str]()
    for one in rows:
        if (what := fate(one, period, calendar)) is not None:
            found[what.value] += 1
            found["received" if one.received >= period.since else "carried"] += 1
    return Handled(**found)


def sent(rows: Iterable[Outgoing], period: Period, calendar: Calendar) -> Sent:
    """Count outgoing documents over a period."""
    found = Counter[str]()
    for one in rows:
        for what in _DAYS:
            found[what] += period.has(getattr(one, what))
        if period.has(one.issued):
            found[_ISSUED[sent_late(one, calendar)]] += 1
        if is_waiting(one, period.until) and one.signed is not None:
            found["waiting"] += 1
            found["overdue"] += period.until > issue_limit(one.signed, one.urgency, calendar)
    return Sent(**found)


_DAYS: Final = ("drafted", "signed", "issued", "recalled", "replaced", "cancelled")
_ISSUED: Final = {False: "in_time", True: "late", None: "unmeasured"}


def open_in(rows: Iterable[Incoming], period: Period) -> list[Incoming]:
    """What was open on some day of a period: nothing else has a fate in it."""
    return [
        one
        for one in rows
        if one.received <= period.until and (one.ended is None or one.ended >= period.since)
    ]


def astir(rows: Iterable[Outgoing], since: datetime.date) -> list[Outgoing]:
    """What anything became of from a day on, or that still waits to be sent: nothing else counts
    in a period that begins then.
    """
    return [
        one
        for one in rows
        if one.drafted >= since
        or (one.signed is not None and one.issued is None and one.cancelled is None)
        or any(
            day is not None and day >= since
            for day in (one.signed, one.issued, one.recalled, one.cancelled, one.replaced)
        )
    ]


def added(one: Handled, other: Handled) -> Handled:
    """Both counts together, of different documents over the same period."""
    names = (field.name for field in fields(Handled))
    return Handled(**{name: getattr(one, name) + getattr(other, name) for name in names})


def of(rows: Iterable[T], units: frozenset[str] | None) -> list[T]:
    """The documents of some units; of all where None is asked for."""
    return [one for one in rows if units is None or one.unit in units]


def within(units: Mapping[str, Unit], unit: str) -> frozenset[str]:
    """A unit with everything under it, however the tree was written."""
    found, grown = frozenset[str](), frozenset({unit})
    while found != grown:
        found = grown
        grown = found | {one.id for one in units.values() if one.parent in found}
    return found


def grouped(rows: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    """The documents by unit, person or type."""
    found: dict[str, list[T]] = defaultdict(list)
    for one in rows:
        found[key(one)].append(one)
    return dict(found)


def issued_by_type(rows: Iterable[Outgoing], period: Period) -> dict[str, int]:
    """How many of each type were sent in a period."""
    return dict(Counter(one.type for one in rows if period.has(one.issued)))


def share(part: int, whole: int) -> int | None:
    """A part of a whole in hundredths of a per cent, halves upwards; None of nothing."""
    return (2 * _WHOLE * part + whole) // (2 * whole) if whole else None


def median_tenths(rows: Iterable[Incoming], period: Period, calendar: Calendar) -> int | None:
    """The middle of the working days from the book to the end of what was finished in a period, in
    tenths of a day; None where nothing was.
    """
    days = sorted(
        working_days_between(one.received, one.ended, calendar)
        for one in rows
        if one.ended is not None and not one.dropped and period.has(one.ended)
    )
    if not days:
        return None
    middle = len(days) // 2
    return 10 * days[middle] if len(days) % 2 else 5 * (days[middle - 1] + days[middle])


# -- what stands now, and how it came to it --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Week:
    """A week's counts, and the middle of its working days in tenths."""

    period: Period
    handled: Handled
    median: int | None


def by_week(
    rows: Sequence[Incoming], last: datetime.date, calendar: Calendar, count: int = WEEKS
) -> tuple[Week, ...]:
    """The weeks up to the one with a day; that one as far as it has gone."""
    cut = [period.cut(last) for period in weeks(last, count)]
    found = open_in(rows, between(cut[0].since, last))
    return tuple(
        Week(period, handled(found, period, calendar), median_tenths(found, period, calendar))
        for period in cut
    )


def sent_by_week(
    rows: Iterable[Outgoing], last: datetime.date, calendar: Calendar, count: int = WEEKS
) -> tuple[tuple[Period, Sent], ...]:
    """The same for what goes out."""
    cut = [period.cut(last) for period in weeks(last, count)]
    found = astir(rows, cut[0].since)
    return tuple((period, sent(found, period, calendar)) for period in cut)


def pending(rows: Iterable[Incoming], day: datetime.date) -> list[Incoming]:
    """What is open at the end of a day."""
    return [one for one in rows if one.received <= day and (one.ended is None or one.ended > day)]


def ages(
    rows: Iterable[Incoming], day: datetime.date, calendar: Calendar
) -> tuple[list[Incoming], ...]:
    """What is open on a day by its age in working days since it came: a list for each of AGES, and
    one for what is older.
    """
    found: tuple[list[Incoming], ...] = tuple([] for _ in range(len(AGES) + 1))
    for one in pending(rows, day):
        age = working_days_between(one.received, day, calendar)
        found[next((place for place, end in enumerate(AGES) if age <= end), len(AGES))].append(one)
    return found


def due_on(rows: Iterable[Incoming], day: datetime.date) -> dict[datetime.date, list[Incoming]]:
    """What is open on a day by its deadline."""
    found: dict[datetime.date, list[Incoming]] = defaultdict(list)
    for one in pending(rows, day):
        if one.due is not None:
            found[one.due].append(one)
    return dict(found)


def pressing(
    rows: Iterable[Incoming], day: datetime.date, calendar: Calendar
) -> list[tuple[Incoming, DueState]]:
    """What is open, and late, due on the day or soon after it: the oldest deadline first."""
    kinds = (DueKind.LATE, DueKind.TODAY, DueKind.SOON)
    found = ((one, standing(one.due, day, calendar)) for one in pending(rows, day))
    near = [(one, state) for one, state in found if state.kind in kinds]
    return sorted(near, key=lambda pair: (pair[0].due or day, pair[0].n))
