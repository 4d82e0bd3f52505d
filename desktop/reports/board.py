"""What the screen shows of a period and a unit: counted in the database lane, no words, no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from core.office import periods, reports
from core.office.access import ACCESS
from core.office.collation import key as collation
from core.office.reports import Fate, Handled, Incoming, Outgoing, Sent
from core.office.terms import Act
from db.queries import documents, office
from db.queries import reports as query

if TYPE_CHECKING:
    import datetime

    from core.office.deadlines import DueState
    from core.office.periods import Period
    from core.office.reports import Week
    from db.acting import Store
    from db.queries.reports import Figures
    from db.queries.rows import DocumentRow

PRESSING: Final = 6
"""How many documents are named as pressing; the list behind them has all."""
T = TypeVar("T", Handled, Sent)


@dataclass(frozen=True)
class Asked:
    """Which period, of which unit (all where it is empty), with what is under it or not."""

    period: str
    unit: str = ""
    below: bool = True


@dataclass(frozen=True)
class Part(Generic[T]):
    """A unit's or a person's share of the whole; the id is empty where nobody was named."""

    id: str
    name: str
    count: T
    median: int | None = None


@dataclass(frozen=True)
class Board:
    """Everything of both reports; ``incoming`` and ``outgoing`` are the documents asked for."""

    asked: Asked
    figures: Figures
    period: Period
    earlier: Period
    incoming: list[Incoming]
    outgoing: list[Outgoing]
    handled: Handled
    handled_before: Handled
    median: int | None
    median_before: int | None
    weeks: tuple[Week, ...]
    units: tuple[Part[Handled], ...]
    people: tuple[Part[Handled], ...]
    sent: Sent
    sent_before: Sent
    sent_weeks: tuple[tuple[Period, Sent], ...]
    sent_units: tuple[Part[Sent], ...]
    voided: int
    voided_before: int
    pressing: tuple[tuple[Incoming, DueState], ...]
    rows: dict[int, DocumentRow]
    may_export: bool

    @property
    def today(self) -> datetime.date:
        """The day on which it was counted."""
        return self.figures.today

    def of(self, *fates: Fate, period: Period | None = None, unit: str | None = None) -> list[int]:
        """The documents behind a count, by row number: those with these fates."""
        calendar = self.figures.calendar
        return [
            one.n
            for one in self.incoming
            if (unit is None or one.unit == unit)
            and reports.fate(one, period or self.period, calendar) in fates
        ]

    def waiting(self) -> list[int]:
        """What was signed and is not sent."""
        return [one.n for one in self.outgoing if reports.is_waiting(one, self.period.until)]

    def sent_out(self, period: Period | None = None, *, measured: bool = False) -> list[int]:
        """What was sent in a period; ``measured`` only what is known to be in time or late."""
        calendar, asked = self.figures.calendar, period or self.period
        return [
            one.n
            for one in self.outgoing
            if asked.has(one.issued) and not (measured and reports.sent_late(one, calendar) is None)
        ]


def gather(store: Store, asked: Asked, known: Figures | None = None) -> Board:
    """Read and count; only count where the figures are known already. Raises BadPeriod."""
    may = bool(office.me(store).roles & ACCESS[Act.EXPORT].keys())
    board = count(known or query.figures(store), asked, may_export=may)
    wanted = [one.n for one, _ in board.pressing[:PRESSING]]
    board.rows.update({row.n: row for row in documents.rows(store, wanted)})
    return board


def count(figures: Figures, asked: Asked, *, may_export: bool = False) -> Board:
    """Count what was read. Raises BadPeriod."""
    whole = periods.read(asked.period)
    period, earlier = whole.cut(figures.today), periods.before(whole)
    units, calendar = _units(figures, asked), figures.calendar
    incoming, outgoing = reports.of(figures.incoming, units), reports.of(figures.outgoing, units)
    end, within = period.until, reports.open_in(incoming, period)
    return Board(
        asked=asked,
        figures=figures,
        period=period,
        earlier=earlier,
        incoming=incoming,
        outgoing=outgoing,
        handled=reports.handled(within, period, calendar),
        handled_before=reports.handled(incoming, earlier, calendar),
        median=reports.median_tenths(within, period, calendar),
        median_before=reports.median_tenths(incoming, earlier, calendar),
        weeks=reports.by_week(incoming, end, calendar),
        units=_parts(figures, within, period, _unit_of, _unit_names(figures)),
        people=_people(figures, within, period),
        sent=reports.sent(outgoing, period, calendar),
        sent_before=reports.sent(outgoing, earlier, calendar),
        sent_weeks=reports.sent_by_week(outgoing, end, calendar),
        sent_units=_senders(figures, outgoing, period),
        voided=_voided(figures, period, units),
        voided_before=_voided(figures, earlier, units),
        pressing=tuple(reports.pressing(incoming, figures.today, calendar)),
        rows={},
        may_export=may_export,
    )


def _units(figures: Figures, asked: Asked) -> frozenset[str] | None:
    if not asked.unit:
        return None
    return reports.within(figures.units, asked.unit) if asked.below else frozenset({asked.unit})


def _voided(figures: Figures, period: Period, units: frozenset[str] | None) -> int:
    """Numbers belong to the book of the whole unit: of a part of it none are told."""
    return sum(period.has(one.day) for one in figures.voided) if units is None else 0


def _unit_of(one: Incoming | Outgoing) -> str:
    return one.unit


def _unit_names(figures: Figures) -> dict[str, str]:
    return {unit.id: unit.name for unit in figures.units.values()}


def _parts(
    figures: Figures,
    rows: list[Incoming],
    period: Period,
    of: Callable[[Incoming], str],
    names: dict[str, str],
) -> tuple[Part[Handled], ...]:
    """The whole in parts that have something in the period, by name; nobody's last."""
    calendar = figures.calendar
    found = [
        Part(
            each,
            names.get(each, ""),
            reports.handled(part, period, calendar),
            reports.median_tenths(part, period, calendar),
        )
        for each, part in reports.grouped(rows, of).items()
    ]
    return tuple(sorted((one for one in found if one.count.whole), key=_by_name))


def _people(figures: Figures, rows: list[Incoming], period: Period) -> tuple[Part[Handled], ...]:
    """By handling person, in the order of their names and never of their results; only those whom
    the reader may see so.
    """
    known = [one for one in rows if one.person in figures.people]
    return _parts(figures, known, period, lambda one: one.person, figures.people)


def _senders(figures: Figures, rows: list[Outgoing], period: Period) -> tuple[Part[Sent], ...]:
    names = _unit_names(figures)
    found = [
        Part(unit, names.get(unit, ""), reports.sent(part, period, figures.calendar))
        for unit, part in reports.grouped(rows, _unit_of).items()
    ]
    return tuple(sorted((one for one in found if one.count != Sent()), key=_by_name))


def _by_name(part: Part[Handled] | Part[Sent]) -> tuple[bool, object, str]:
    return not part.name, collation(part.name), part.id
