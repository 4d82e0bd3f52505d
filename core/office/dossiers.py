"""The life of a dossier (hồ sơ công việc): open, closed, handed over, in the archive.

Law: NĐ 30/2020/NĐ-CP Đ.28–31: opened by whoever has the work, closed when it is done, handed over
to the archive with two minutes. Who may do which act: core.office.access.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Final

from core import errors
from core.office.terms import Act


class Stage(StrEnum):
    """Where a dossier stands."""

    OPEN = "open"
    CLOSED = "closed"
    HANDED_OVER = "handed_over"
    ARCHIVED = "archived"


STAGES: Final[dict[tuple[Stage | None, Act], Stage]] = {
    (None, Act.OPEN_DOSSIER): Stage.OPEN,
    (Stage.OPEN, Act.CLOSE_DOSSIER): Stage.CLOSED,
    (Stage.CLOSED, Act.OPEN_DOSSIER): Stage.OPEN,
    (Stage.CLOSED, Act.HAND_OVER_DOSSIER): Stage.HANDED_OVER,
    (Stage.HANDED_OVER, Act.ACCEPT_DOSSIER): Stage.ARCHIVED,
    (Stage.HANDED_OVER, Act.REFUSE_DOSSIER): Stage.CLOSED,
}
NEED_REASON: Final = frozenset(
    {(Stage.CLOSED, Act.OPEN_DOSSIER), (Stage.HANDED_OVER, Act.REFUSE_DOSSIER)}
)
"""Steps back, which say why."""

NOTICE_DAYS: Final = 30
"""Days ahead of the hand-over on which its keeper is told (law: NĐ 30/2020/NĐ-CP PL VI)."""

SHORTEST_YEARS: Final = 5
"""Dossiers kept for fewer years stay where they are (law: NĐ 30/2020/NĐ-CP Đ.30)."""


def next_stage(stage: Stage | None, act: Act) -> Stage:
    """Return the stage after the act. Raises errors.WrongStage where there is none."""
    after = STAGES.get((stage, act))
    if after is None:
        raise errors.WrongStage(stage=stage or "none", act=act)
    return after


def acts(stage: Stage) -> tuple[Act, ...]:
    """Return what can be done with a dossier at this stage, in the order of the table."""
    return tuple(act for before, act in STAGES if before == stage)


def step(stage: Stage | None, act: Act, reason: str = "") -> Stage:
    """Return the stage after an act that somebody wants to do. Raises errors.WrongStage, and
    errors.ReasonMissing for a step back that does not say why.
    """
    after = next_stage(stage, act)
    if (stage, act) in NEED_REASON and not reason.strip():
        raise errors.ReasonMissing(act=act)
    return after


def take_documents(stage: Stage) -> None:
    """Raise errors.DossierClosed unless documents may be put in and taken out: its index is made
    when a dossier is closed (law: NĐ 30/2020/NĐ-CP Đ.29).
    """
    if stage is not Stage.OPEN:
        raise errors.DossierClosed(stage=stage)


def hand_over_day(ended: datetime.date) -> datetime.date:
    """Return the last day on which a dossier is handed to the archive: a year after its work ended
    (law: NĐ 30/2020/NĐ-CP Đ.30), a leap day counting as the last day of its month.
    """
    try:
        return ended.replace(year=ended.year + 1)
    except ValueError:
        return ended.replace(year=ended.year + 1, day=28)


def noticed(today: datetime.date) -> datetime.date:
    """Return the latest end of work whose hand-over is told today: of a dossier that ended then or
    before, the day is at most ``NOTICE_DAYS`` away or past.
    """
    due = today + datetime.timedelta(days=NOTICE_DAYS)
    try:
        ended = due.replace(year=due.year - 1)
    except ValueError:
        ended = due.replace(year=due.year - 1, day=28)
    leap = ended + datetime.timedelta(days=1)
    return leap if hand_over_day(leap) <= due else ended


def is_handed_over(years: int | None) -> bool:
    """Tell whether dossiers kept so many years go to the archive; None: for ever, or not said."""
    return years is None or years >= SHORTEST_YEARS
