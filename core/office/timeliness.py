"""When something is late, at risk, or to be put before the commander (domain.md §5.4).

Working days are those of core.office.deadlines. Registering, submitting, passing on and issuing
have the same day, at the latest the next working one; what is urgent goes at once (law: NĐ
30/2020/NĐ-CP Đ.4.2c, 15.2, 18.1, 23.1). From when on the commander is told, and what counts as at
risk, is the office's custom and a table that administrators keep.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Final

import msgspec

from core import errors
from core.office.catalogue import Catalogue, Threshold
from core.office.deadlines import (
    SOON_DAYS,
    Calendar,
    DueKind,
    DueState,
    add_working_days,
)
from core.office.terms import State, Urgency

OPEN: Final = frozenset(
    {
        State.REGISTERED,
        State.SUBMITTED,
        State.IN_PROGRESS,
        State.COORDINATING,
        State.DRAFT,
        State.INITIALLED,
        State.TO_SIGN,
        State.SIGNED,
        State.NUMBERED,
        State.COPIED,
        State.SEALED,
    }
)
"""States in which a deadline still counts."""
_WAITING: Final = frozenset({State.REGISTERED, State.SUBMITTED})
_HANDLED: Final = frozenset({State.IN_PROGRESS, State.COORDINATING})


class Limits(msgspec.Struct, frozen=True):
    """So many working days ahead a deadline is near; from so many late on the commander is told."""

    soon: int
    escalated: int


def limits(table: Catalogue[Threshold]) -> Limits:
    """Return what a unit's table says. Raises errors.BadCatalogue for a table without one of them,
    which none that came with the program is.
    """
    days = {item.code: item.days for item in table.items}
    lacking = [name for name in Limits.__struct_fields__ if name not in days]
    if lacking:
        raise errors.BadCatalogue(item=lacking[0])
    return Limits(days["soon"], days["escalated"])


class Step(StrEnum):
    """What has to follow at once, or by the next working day."""

    SUBMIT = "submit"  # registered, not submitted
    DIRECT = "direct"  # submitted, not passed on by a directive
    ACKNOWLEDGE = "acknowledge"  # given to somebody who has not said that he read it
    ISSUE = "issue"  # signed, not issued


STEPS: Final[dict[State, Step]] = {
    State.REGISTERED: Step.SUBMIT,
    State.SUBMITTED: Step.DIRECT,
    State.SIGNED: Step.ISSUE,
    State.NUMBERED: Step.ISSUE,
    State.COPIED: Step.ISSUE,
    State.SEALED: Step.ISSUE,
}
"""What a document in a state waits for; acknowledging depends on who was given it instead."""


def step_limit(since: datetime.date, urgency: str, calendar: Calendar) -> datetime.date:
    """Return the last day for a step that could be taken since a day: that day for anything urgent,
    else the next working day.
    """
    if urgency not in ("", Urgency.NORMAL):
        return since
    return add_working_days(since, 1, calendar).due


def first_ok(today: datetime.date, calendar: Calendar, soon_days: int = SOON_DAYS) -> datetime.date:
    """Return the first day on which a deadline is neither late, nor today, nor soon."""
    return add_working_days(today, soon_days + 1, calendar).due


def is_escalated(state: DueState, after: int) -> bool:
    """Tell whether a deadline is late enough for the commander."""
    return state.kind is DueKind.LATE and state.days >= after


def is_at_risk(state: DueState, step: State, noted: bool) -> bool:
    """Tell whether a deadline is near though nobody has begun: nobody was given the document yet,
    or who was given it has not said that he read it.
    """
    near = state.kind in (DueKind.TODAY, DueKind.SOON)
    return near and (step in _WAITING or (step in _HANDLED and not noted))


def recounted(
    given: datetime.date, due: datetime.date, days: int | None, calendar: Calendar
) -> datetime.date:
    """Return where a deadline falls by this calendar: counted anew from the day it was given where
    it was given in working days, else on its own day or the next working one.
    """
    if days is None:
        return add_working_days(due, 0, calendar).due
    return add_working_days(given, days, calendar).due
