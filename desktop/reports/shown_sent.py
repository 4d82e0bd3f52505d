"""What the charts of outgoing documents show of a board."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.office import reports
from desktop import reference
from desktop.reports.bars import Bar
from desktop.reports.chart import GOOD, Mark
from desktop.reports.columns import Pair
from desktop.reports.dots import Dot
from desktop.reports.faces import hundredths, percent
from desktop.reports.kpi import Figure
from desktop.reports.shown import changed, compared, unit_words, week_words
from desktop.wording import number, short_day
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.office.reports import Outgoing
    from desktop.phrases import Language
    from desktop.reports.board import Board


def figures(board: Board) -> tuple[Figure, ...]:
    """The four numbers on top."""
    now, before = board.sent, board.sent_before
    against = compared(board)
    weeks = [count for _, count in board.sent_weeks]
    points = changed(now.share, before.share, _points, more_is_good=True)
    issued, _, _ = changed(now.issued, before.issued, number, more_is_good=True)
    waiting = changed(now.waiting, before.waiting, number, more_is_good=False)
    taken, taken_before = _taken_back(board)
    back = changed(taken, taken_before, number, more_is_good=False)
    arrow = "" if now.issued == before.issued else "arrow_up"
    arrow = "arrow_down" if now.issued < before.issued else arrow
    share = "–" if now.share is None else hundredths(now.share)
    return (
        Figure(word("reports.kpi.issued"), number(now.issued), _documents(now.issued), issued,
               arrow, None, against, [count.issued for count in weeks], board.sent_out),
        Figure(word("reports.kpi.in_time"), share, "%" if now.share is not None else "", *points,
               against, [count.share for count in weeks], partial(board.sent_out, measured=True)),
        Figure(word("reports.kpi.waiting"), number(now.waiting), _documents(now.waiting), *waiting,
               word("reports.kpi.waiting.over", n=now.overdue) if now.overdue else against,
               [count.waiting for count in weeks], board.waiting),
        Figure(word("reports.kpi.back"), number(taken), "", *back, _parts(board) or against,
               [_back(count) for count in weeks], partial(_those_taken_back, board)),
    )  # fmt: skip


def _parts(board: Board) -> str:
    """What was taken back, by kind; nothing of a kind that there was none of."""
    now = board.sent
    counts = (("recalled", now.recalled), ("replaced", now.replaced), ("cancelled", now.cancelled),
              ("voided", board.voided))  # fmt: skip
    return ", ".join(word(f"reports.back.{name}", n=number(n)) for name, n in counts if n)


def _back(count: reports.Sent) -> int:
    return count.recalled + count.replaced + count.cancelled


def _taken_back(board: Board) -> tuple[int, int]:
    now, before = board.sent, board.sent_before
    return _back(now) + board.voided, _back(before) + board.voided_before


def _those_taken_back(board: Board) -> list[int]:
    """Void numbers have no document to show."""
    days = ("recalled", "replaced", "cancelled")
    return [
        one.n
        for one in board.outgoing
        if any(board.period.has(getattr(one, name)) for name in days)
    ]


def _points(value: int) -> str:
    return word("reports.points", value=hundredths(value))


def _documents(count: int) -> str:
    return word("reports.documents", n=count)


# -- charts ----------------------------------------------------------------------------------------


def pairs(board: Board) -> list[Pair]:
    """What was sent each week, in time and late."""
    return [
        Pair(
            short_day(period.since),
            count.in_time,
            count.late,
            Mark(
                word(
                    "reports.week.sent_said",
                    week=week_words(period.since, period.until),
                    good=number(count.in_time),
                    bad=number(count.late),
                ),
                partial(board.sent_out, period, measured=True),
            ),
        )
        for period, count in board.sent_weeks
    ]


def dots(board: Board) -> list[Dot]:
    """The drafting units whose share is known, the best first."""
    found = [part for part in board.sent_units if part.count.share is not None]
    return [
        Dot(
            unit_words(part.name),
            part.count.share or 0,
            word("reports.short_documents", n=number(part.count.issued)),
            Mark(
                word(
                    "reports.unit.sent_said",
                    unit=unit_words(part.name),
                    share=percent(part.count.share),
                    n=number(part.count.issued),
                ),
                _issued(board, _of_unit(part.id)),
            ),
        )
        for part in sorted(found, key=lambda part: -(part.count.share or 0))
    ]


def types(board: Board, language: Language = "vi") -> list[tuple[str, str, int]]:
    """What was sent by type: code, name, how many; the most first."""
    found = reports.issued_by_type(board.outgoing, board.period)
    named = [
        (code, reference.named(reference.document_types().find(code), language, code), n)
        for code, n in found.items()
    ]
    return sorted(named, key=lambda each: (-each[2], each[1]))


def bars(board: Board) -> list[Bar]:
    """The same as bars."""
    return [
        Bar(name, n, GOOD, Mark(
            word("reports.type.said", type=name, n=n), _issued(board, _of_type(code))))
        for code, name, n in types(board, words.language)
    ]  # fmt: skip


def _issued(board: Board, which: Callable[[Outgoing], bool]) -> Callable[[], list[int]]:
    return lambda: [one.n for one in board.outgoing if board.period.has(one.issued) and which(one)]


def _of_unit(unit: str) -> Callable[[Outgoing], bool]:
    return lambda one: one.unit == unit


def _of_type(code: str) -> Callable[[Outgoing], bool]:
    return lambda one: one.type == code
