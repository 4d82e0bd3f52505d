"""Deadlines of open documents as they stand today by the unit's calendar: of the person, or of all
that he sees; steps that are overdue, requests for more time, and what a changed calendar means.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from core.office import timeliness
from core.office.day import day
from core.office.deadlines import Calendar, DueKind, due_state
from core.office.overlay import read_date
from core.office.terms import Act, Kind, Role, State
from core.office.timeliness import OPEN, STEPS, Limits, Step
from db import facts, models, visible
from db.acting import Store
from db.queries import office, reference

D, A = models.Document, models.Assignment
Where = list[sa.ColumnElement[bool]]
Found = tuple[int, Step, datetime.date, str]
Counted = tuple[Calendar, Limits]
HANDLING: Final = ("lead", "support")
_IS_OPEN: Final = D.state.in_(sorted(state.value for state in OPEN))
_AT_ONCE: Final = 500
"""States read by one question."""
_DOER: Final = {
    Step.SUBMIT: Role.CLERK,
    Step.ISSUE: Role.CLERK,
    Step.DIRECT: Role.COMMANDER,
}
"""Whose a step is by his role; acknowledging is that of whoever was given it."""


@dataclass(frozen=True, slots=True)
class Due:
    """An open document with a deadline: its row number, the last day, and how it stands."""

    n: int
    due: datetime.date
    kind: DueKind
    days: int
    escalated: bool
    at_risk: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document whose next step has its last day today or had it before."""

    n: int
    step: Step
    since: datetime.date
    last: datetime.date


@dataclass(frozen=True, slots=True)
class Differing:
    """An open document whose deadline would fall elsewhere by the calendar of today; it stays."""

    n: int
    due: datetime.date
    now: datetime.date


@dataclass(frozen=True)
class Board:
    """Everything about deadlines on one day; ``dues`` and ``steps`` begin with the oldest."""

    today: datetime.date
    calendar: Calendar
    dues: tuple[Due, ...]
    undated: int
    steps: tuple[Waiting, ...]
    asking: tuple[int, ...]
    differing: tuple[Differing, ...]
    limits: Limits

    def of(self, *kinds: DueKind) -> tuple[Due, ...]:
        """The deadlines that stand in one of these ways."""
        return tuple(one for one in self.dues if one.kind in kinds)


@dataclass(frozen=True, slots=True)
class Digest:
    """How many deadlines the person has: counts alone, for a notice that anybody may read."""

    late: int
    today: int
    soon: int


def board(store: Store, mine: bool) -> Board:
    """Deadlines of the person (``mine``: he handles it, or drafts it), or of all that he sees."""
    calendar, today = reference.calendar(store), store.today()
    limits, roles = reference.limits(store), office.me(store).roles
    with store.engine.begin() as connection:
        where = _where(connection, store, mine)
        dues, undated = _dues(connection, store, where, mine, (calendar, limits))
        steps = _steps(connection, store, mine, calendar)
        others = {step for step, role in _DOER.items() if role not in roles}
        asking = connection.execute(
            sa.select(D.n).where(*where, D.act == Act.ASK_EXTENSION.value).order_by(D.due, D.n)
        ).scalars()
        return Board(
            today=today,
            calendar=calendar,
            dues=dues,
            undated=undated,
            steps=tuple(one for one in steps if not (mine and one.step in others)),
            asking=tuple(asking),
            differing=_differing(connection, where, today, calendar),
            limits=limits,
        )


def digest(store: Store) -> Digest:
    """The person's own deadlines in counts."""
    counted = (reference.calendar(store), reference.limits(store))
    with store.engine.begin() as connection:
        dues, _ = _dues(connection, store, _where(connection, store, True), True, counted)
    kinds = [one.kind for one in dues]
    return Digest(*(kinds.count(kind) for kind in (DueKind.LATE, DueKind.TODAY, DueKind.SOON)))


# -- which documents ------------------------------------------------------------------------------


def _where(connection: sa.Connection, store: Store, mine: bool) -> Where:
    found: Where = [_IS_OPEN]
    found += visible.documents(connection, store.viewer)
    if mine:
        people = visible.behalf(connection, store.viewer)
        handled = sa.select(A.document).where(A.person.in_(people), A.part.in_(HANDLING))
        drafted = sa.and_(D.drafter.in_(people), D.kind != Kind.INCOMING.value)
        found.append(sa.or_(D.id.in_(handled), drafted))
    return found


def _dues(
    connection: sa.Connection, store: Store, where: Where, mine: bool, counted: Counted
) -> tuple[tuple[Due, ...], int]:
    """Deadlines with how they stand, and how many documents have none."""
    calendar, limits = counted
    today, noted = store.today(), _noted(connection)
    own = _own_dues(connection, store) if mine else {}
    standing = cache(lambda due: due_state(due, today, calendar, limits.soon))  # few days
    found, undated = [], 0
    for n, entity, state, iso in connection.execute(
        sa.select(D.n, D.id, D.state, D.due).where(*where)
    ):
        due = read_date(own.get(entity) or iso or "")
        if due is None:
            undated += 1
            continue
        stands = standing(due)
        risk = timeliness.is_at_risk(stands, State(state), entity in noted)
        escalated = timeliness.is_escalated(stands, limits.escalated)
        found.append(Due(n, due, stands.kind, stands.days, escalated, risk))
    return tuple(sorted(found, key=lambda one: (one.due, one.n))), undated


def _own_dues(connection: sa.Connection, store: Store) -> dict[str, str]:
    """What the person was given a day of his own for counts for him before the document's."""
    people = visible.behalf(connection, store.viewer)
    query = sa.select(A.document, sa.func.min(A.due)).where(
        A.person.in_(people), A.part.in_(HANDLING), A.due.is_not(None)
    )
    return {row[0]: row[1] or "" for row in connection.execute(query.group_by(A.document))}


def _noted(connection: sa.Connection) -> set[str]:
    """The open documents whose lead has said that he read them."""
    query = sa.select(A.document).join(D, D.id == A.document)
    query = query.where(_IS_OPEN, A.part == "lead", A.noted.is_not(None))
    return set(connection.execute(query).scalars())


# -- steps that are to follow at once -------------------------------------------------------------


def _steps(
    connection: sa.Connection, store: Store, mine: bool, calendar: Calendar
) -> list[Waiting]:
    today, found = store.today(), []
    where = _where(connection, store, mine=False)
    given_to = [A.person == store.author.person] if mine else []
    every = (*_by_state(connection, where), *_unread(connection, [*where, *given_to]))
    limit = cache(lambda since, urgency: timeliness.step_limit(since, urgency, calendar))
    for n, step, since, urgency in every:
        last = limit(since, urgency)
        if last <= today:
            found.append(Waiting(n, step, since, last))
    return sorted(found, key=lambda one: (one.last, one.n))


def _by_state(connection: sa.Connection, where: Where) -> Iterator[Found]:
    """What waits for a clerk or a commander, and since when."""
    waiting = D.state.in_([state.value for state in STEPS])
    signed = (
        sa.select(sa.func.max(models.Signature.time))
        .where(models.Signature.document == D.id, models.Signature.kind == "main")
        .scalar_subquery()
    )
    query = sa.select(D.n, D.id, D.state, D.urgency, D.dated, D.created, signed.label("signed"))
    rows = connection.execute(query.where(*where, waiting)).all()
    moved = _moved(connection, [row.id for row in rows if row.state == State.SUBMITTED.value])
    for row in rows:
        began = moved.get(row.id) or row.signed or row.created
        since = read_date(row.dated or "") if row.state == State.REGISTERED.value else None
        yield row.n, STEPS[State(row.state)], since or day(began), row.urgency


def _unread(connection: sa.Connection, where: Where) -> Iterator[Found]:
    """What somebody was given and has not said that he read."""
    given = sa.select(D.n, sa.func.min(A.given), D.urgency).join(A, A.document == D.id)
    given = given.where(*where, A.noted.is_(None), A.part.in_(HANDLING)).group_by(D.n)
    for n, time, urgency in connection.execute(given):
        yield n, Step.ACKNOWLEDGE, day(time), urgency


def _moved(connection: sa.Connection, documents: list[str]) -> dict[str, int]:
    """When each of some documents came into the state that it has."""
    states = _states(connection, documents)
    return {entity: state["step"]["time"] for entity, state in states.items()}


# -- what a changed calendar means ----------------------------------------------------------------


def _differing(
    connection: sa.Connection, where: Where, today: datetime.date, calendar: Calendar
) -> tuple[Differing, ...]:
    """Deadlines ahead that would fall elsewhere if they were counted today. They keep their day: it
    was said with the calendar of then (formats.md §2).
    """
    ahead = sa.select(D.n, D.id, D.due).where(*where, D.due >= today.isoformat())
    rows = connection.execute(ahead).all()
    states = _states(connection, [row.id for row in rows])
    found = []
    for n, entity, iso in rows:
        due = read_date(iso or "")
        if due is not None and (now := _now(states.get(entity, {}), due, calendar)) != due:
            found.append(Differing(n, due, now))
    return tuple(sorted(found, key=lambda one: (one.due, one.n)))


def _states(connection: sa.Connection, documents: list[str]) -> dict[str, dict[str, Any]]:
    """What was said of some documents, many at a time."""
    table, found = models.Aggregate, dict[str, dict[str, Any]]()
    for start in range(0, len(documents), _AT_ONCE):
        some = documents[start : start + _AT_ONCE]
        query = sa.select(table.id, table.overlay, table.committed)
        rows = connection.execute(query.where(table.kind == "document", table.id.in_(some)))
        found |= {row.id: facts.read_state(row.overlay or row.committed) for row in rows}
    return found


def _now(state: dict[str, Any], due: datetime.date, calendar: Calendar) -> datetime.date:
    """Where a deadline would fall today; one that this calendar counted stays where it is."""
    given = state.get("sets", {}).get("assignments", [])
    lead = [value for _, value in given if value["part"] == "lead" and value.get("due")]
    latest = max(lead, key=lambda value: int(value["time"]), default=None)
    if latest is None or latest["due"] != due.isoformat():
        return timeliness.recounted(due, due, None, calendar)
    if latest.get("calendar") == calendar.version:
        return due
    return timeliness.recounted(day(latest["time"]), due, latest.get("days"), calendar)
