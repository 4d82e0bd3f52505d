"""A dossier's life, walked in every way."""

from __future__ import annotations

from itertools import product

import pytest

from core.errors import WrongStage
from core.office import access
from core.office.dossiers import NEED_REASON, STAGES, Stage, acts, next_stage
from core.office.terms import Act


@pytest.mark.parametrize(("stage", "act"), list(product([None, *Stage], Act)))
def test_every_act_at_every_stage_has_its_outcome_or_its_refusal(
    stage: Stage | None, act: Act
) -> None:
    if (stage, act) in STAGES:
        assert next_stage(stage, act) in Stage
    else:
        with pytest.raises(WrongStage):
            next_stage(stage, act)


def test_every_stage_is_reached_and_leads_to_the_archive() -> None:
    reached: set[Stage] = {next_stage(None, Act.OPEN_DOSSIER)}
    while grown := {next_stage(stage, act) for stage in reached for act in acts(stage)} - reached:
        reached |= grown
    assert reached == set(Stage)
    ends = {Stage.ARCHIVED}
    while grown := {s for s in Stage if {next_stage(s, a) for a in acts(s)} & ends} - ends:
        ends |= grown
    assert ends == set(Stage)
    assert acts(Stage.ARCHIVED) == ()


def test_every_act_has_somebody_who_may_do_it_and_steps_back_need_a_reason() -> None:
    for (before, act), after in STAGES.items():
        assert access.ACCESS[act]
        back = before is not None and list(Stage).index(after) < list(Stage).index(before)
        assert ((before, act) in NEED_REASON) == back
