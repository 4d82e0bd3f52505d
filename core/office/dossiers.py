"""The life of a dossier (hồ sơ công việc): open, closed, handed over, in the archive.

Law: NĐ 30/2020/NĐ-CP Đ.28–31: opened by whoever has the work, closed when it is done, handed over
to the archive with two minutes. Who may do which act: core.office.access.
"""

from __future__ import annotations

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


def next_stage(stage: Stage | None, act: Act) -> Stage:
    """Return the stage after the act. Raises errors.WrongStage where there is none."""
    after = STAGES.get((stage, act))
    if after is None:
        raise errors.WrongStage(stage=stage or "none", act=act)
    return after


def acts(stage: Stage) -> tuple[Act, ...]:
    """Return what can be done with a dossier at this stage, in the order of the table."""
    return tuple(act for before, act in STAGES if before == stage)
