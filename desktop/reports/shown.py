"""What the charts of incoming documents show of a board: values, words, what stands behind each."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from core.office import reports
from core.office.reports import AGES, FINISHED, PENDING, Fate
from desktop.reports.bars import Bar
from desktop.reports.chart import BAD, GOOD, PALE, WARN, Mark
from desktop.reports.columns import Pair
from desktop.reports.dots import Dot
from desktop.reports.faces import hundredths, percent, period_words, tenths
from desktop.reports.heat import Day, HeatWeek
from desktop.reports.kpi import Figure
from desktop.wording import day as day_text
from desktop.wording import number, short_day
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.office.reports import Incoming, Week
    from desktop.reports.board import Board

WEEKS_AHEAD: Final = 4
_TONES: Final = (GOOD, GOOD, PALE, WARN, BAD)


def changed(
    now: int | None, before: int | None, say: Callable[[int], str], *, more_is_good: bool
) -> tuple[str, str, bool | None]:
    """A change in words, the icon of its direction, and whether it is for the better."""
    if now is None or before is None:
        return word("reports.change.none"), "", None
    if now == before:
        return word("reports.change.same"), "", None
    up = now > before
    text = f"{'+' if up else '-'}{say(abs(now - before))}"
    return text, "arrow_up" if up else "arrow_down", up == more_is_good


def figures(board: Board) -> tuple[Figure, ...]:
    """The four numbers on top."""
    now, before, weeks = board.handled, board.handled_before, board.weeks
    against = compared(board)
    points = changed(now.share, before.share, _points, more_is_good=True)
    pending = changed(now.pending, before.pending, number, more_is_good=False)
    overdue = changed(now.overdue, before.overdue, number, more_is_good=False)
    middle = changed(board.median, board.median_before, _days, more_is_good=False)
    share = "–" if now.share is None else hundredths(now.share)
    return (
        Figure(word("reports.kpi.share"), share, "%" if now.share is not None else "", *points,
               against, [week.handled.share for week in weeks],
               partial(board.of, Fate.ON_TIME, Fate.LATE)),
        Figure(word("reports.kpi.pending"), number(now.pending), _documents(now.pending), *pending,
               against, [week.handled.pending for week in weeks], partial(board.of, *PENDING)),
        Figure(word("reports.kpi.overdue"), number(now.overdue), _documents(now.overdue), *overdue,
               _most_overdue(board) or against, [week.handled.overdue for week in weeks],
               partial(board.of, Fate.OVERDUE)),
        Figure(word("reports.kpi.median"), tenths(board.median),
               word("reports.days") if board.median is not None else "", *middle,
               word("reports.kpi.half"), [week.median for week in weeks],
               partial(board.of, *FINISHED)),
    )  # fmt: skip


def compared(board: Board) -> str:
    """With which period the numbers are compared: so với tháng 10/2026."""
    period = period_words(board.earlier.name)
    said = period[:1].lower() + period[1:] if words.language == "vi" else period
    return word("reports.against", period=said)


def _points(value: int) -> str:
    return word("reports.points", value=hundredths(value))


def _days(value: int) -> str:
    return f"{tenths(value)} {word('reports.days')}"


def _documents(count: int) -> str:
    return word("reports.documents", n=count)


def _most_overdue(board: Board) -> str:
    """Which unit has most of what is overdue; never which person."""
    worst = max(board.units, key=lambda part: part.count.overdue, default=None)
    if worst is None or not worst.count.overdue or not worst.name:
        return ""
    return word("reports.of_unit", n=worst.count.overdue, unit=worst.name)


# -- charts ----------------------------------------------------------------------------------------


def pairs(board: Board) -> list[Pair]:
    """What was finished each week with a deadline."""
    return [_pair(board, week) for week in board.weeks]


def _pair(board: Board, week: Week) -> Pair:
    count = week.handled
    said = word(
        "reports.week.said",
        week=week_words(week.period.since, week.period.until),
        good=number(count.on_time),
        bad=number(count.late),
    )
    behind = partial(board.of, Fate.ON_TIME, Fate.LATE, period=week.period)
    return Pair(short_day(week.period.since), count.on_time, count.late, Mark(said, behind))


def dots(board: Board) -> list[Dot]:
    """The units whose share is known, the best first."""
    found = [part for part in board.units if part.count.share is not None]
    ordered = sorted(found, key=lambda part: -(part.count.share or 0))
    return [
        Dot(
            name,
            part.count.share or 0,
            word("reports.short_documents", n=number(part.count.on_time + part.count.late)),
            Mark(
                word(
                    "reports.unit.said",
                    unit=name,
                    share=percent(part.count.share),
                    good=number(part.count.on_time),
                    n=number(part.count.on_time + part.count.late),
                ),
                partial(board.of, Fate.ON_TIME, Fate.LATE, unit=part.id),
            ),
        )
        for part in ordered
        for name in [unit_words(part.name)]
    ]


def unit_words(name: str) -> str:
    """A unit's name, or that nobody was given it yet."""
    return name or word("reports.unit.none")


def heat(board: Board) -> list[HeatWeek]:
    """Four weeks from the Monday of the week of tomorrow; days of before are left empty."""
    due = reports.due_on(board.incoming, board.today)
    tomorrow = board.today + timedelta(days=1)
    monday = tomorrow - timedelta(days=tomorrow.weekday())
    found = []
    for week in range(WEEKS_AHEAD):
        first = monday + timedelta(days=7 * week)
        days = [first + timedelta(days=place) for place in range(7)]
        shown = [due.get(day, []) if day >= board.today else [] for day in days]
        faces = (
            Day(len(rows), Mark(word("reports.heat.said", day=day_text(day), n=len(rows)),
                                _numbers(rows)))
            for day, rows in zip(days, shown, strict=True)
        )  # fmt: skip
        found.append(HeatWeek(week_words(first, days[-1]), tuple(faces)))
    return found


def ages(board: Board) -> list[Bar]:
    """What is open today by its age."""
    classes = reports.ages(board.incoming, board.today, board.figures.calendar)
    names = age_names()
    return [
        Bar(name, len(rows), _TONES[at], Mark(
            word("reports.age.said", age=name, n=len(rows)), _numbers(rows)))
        for at, (name, rows) in enumerate(zip(names, classes, strict=True))
    ]  # fmt: skip


def age_names() -> list[str]:
    """0–1 ngày, 2–3 ngày, …, > 14 ngày."""
    first, found = 0, []
    for last in AGES:
        found.append(word("reports.age", first=first, last=last))
        first = last + 1
    return [*found, word("reports.age.more", last=AGES[-1])]


def week_words(since: object, until: object) -> str:
    """23/11–29/11."""
    return f"{since:%d/%m}–{until:%d/%m}"


def _numbers(rows: Sequence[Incoming]) -> Callable[[], list[int]]:
    return lambda: [one.n for one in rows]
