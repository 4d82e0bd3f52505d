"""The tables behind the charts, in the words of now."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from core.office import reports
from core.office.reports import Handled
from desktop.reports import shown, shown_sent
from desktop.reports.faces import percent, period_words, tenths
from desktop.reports.table_sheet import Table
from desktop.wording import day as day_text
from desktop.wording import number
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.reports import Sent
    from desktop.reports.board import Board, Part


def _heads(*names: str) -> tuple[str, ...]:
    return tuple(word(f"reports.head.{name}") for name in names)


_HANDLED = ("carried", "received", "on_time", "late", "undated", "pending", "overdue", "share")


def _counts(count: Handled) -> tuple[str, ...]:
    whole = (count.carried, count.received, count.on_time, count.late, count.undated,
             count.pending, count.overdue)  # fmt: skip
    return (*map(number, whole), percent(count.share))


def _of_parts(
    key: str, head: str, board: Board, parts: Sequence[Part[Handled]], total: Handled | None
) -> Table:
    period = period_words(board.asked.period)
    rows = tuple((shown.unit_words(part.name), *_counts(part.count)) for part in parts)
    last = (word("reports.total"), *_counts(total)) if total is not None else ()
    return Table(word(key, period=period), _heads(head, *_HANDLED), rows, last)


def units(board: Board) -> Table:
    """Every unit that has something in the period, and their sum: the whole."""
    whole = reduce(reports.added, (part.count for part in board.units), Handled())
    return _of_parts("reports.units.title", "unit", board, board.units, whole)


def people(board: Board) -> Table:
    """By handling person, in the order of names."""
    return _of_parts("reports.people.title", "person", board, board.people, None)


def weeks(board: Board) -> Table:
    """What was finished each week."""
    rows = tuple(
        (
            shown.week_words(week.period.since, week.period.until),
            *map(number, (week.handled.on_time, week.handled.late, week.handled.undated)),
            percent(week.handled.share),
            number(week.handled.pending),
            tenths(week.median),
        )
        for week in board.weeks
    )
    heads = _heads("week", "on_time", "late", "undated", "share", "pending", "median")
    return Table(word("reports.weeks.title"), heads, rows)


def heat(board: Board) -> Table:
    """Every day ahead on which a deadline ends."""
    due = reports.due_on(board.incoming, board.today)
    rows = tuple(
        (day_text(day), number(len(due[day]))) for day in sorted(due) if day >= board.today
    )
    return Table(word("reports.heat.title"), _heads("day", "documents"), rows)


def ages(board: Board) -> Table:
    """What is open by its age."""
    bars = shown.ages(board)
    rows = tuple((bar.name, number(bar.count)) for bar in bars)
    total = (word("reports.total"), number(sum(bar.count for bar in bars)))
    return Table(word("reports.ages.table"), _heads("age", "documents"), rows, total)


_SENT = ("drafted", "signed", "issued", "in_time", "late", "waiting", "recalled", "replaced",
         "cancelled", "share")  # fmt: skip


def _sent(count: Sent) -> tuple[str, ...]:
    names = _SENT[:-1]
    return (*(number(getattr(count, name)) for name in names), percent(count.share))


def senders(board: Board) -> Table:
    """Every drafting unit, and the whole."""
    rows = tuple((shown.unit_words(part.name), *_sent(part.count)) for part in board.sent_units)
    heads = (word("reports.head.unit"), *(word(f"reports.sent.{name}") for name in _SENT))
    title = word("reports.senders.title", period=period_words(board.asked.period))
    return Table(title, heads, rows, (word("reports.total"), *_sent(board.sent)))


def sent_weeks(board: Board) -> Table:
    """What was signed and sent each week."""
    names = ("signed", "issued", "in_time", "late", "waiting")
    rows = tuple(
        (
            shown.week_words(period.since, period.until),
            *(number(getattr(count, name)) for name in names),
            percent(count.share),
        )
        for period, count in board.sent_weeks
    )
    heads = (word("reports.head.week"), *(word(f"reports.sent.{name}") for name in names),
             word("reports.sent.share"))  # fmt: skip
    return Table(word("reports.sent_weeks.title"), heads, rows)


def types(board: Board) -> Table:
    """What was sent by type."""
    rows = tuple((name, number(n)) for _, name, n in shown_sent.types(board, words.language))
    total = (word("reports.total"), number(board.sent.issued))
    title = word("reports.types.title", period=period_words(board.asked.period))
    return Table(title, _heads("type", "documents"), rows, total)
