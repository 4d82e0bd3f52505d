"""What a receiver decides about every act on a dossier, at every stage, by every role."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from core.commits.check import after
from core.commits.format import Op
from core.office.access import ACCESS
from core.office.dossiers import STAGES, Stage
from core.office.terms import Act, Role
from tests.core.commits.receiving import grants, known, verdict
from tests.core.commits.samples import BY, DEVICE, commit, op

OPENED = f"{DEVICE}.1.1.0"
DOSSIER_ACTS = sorted({act for _, act in STAGES} | {Act.FILE, Act.PLAN_DOSSIERS, Act.HOLD})


def standing(stage: Stage) -> dict[str, Any]:
    """What is known before: a dossier at this stage, as its first commit left it."""
    made = commit(op("dossier.open", fields={"code": "01"}, step=stage.value))
    return {"tip": (1, made.id), "states": after(made, {}), "made": made}


def move(act: Act, to: Stage | str, base: str = OPENED) -> Op:
    return op("dossier.move", bases=(base,), act=act.value, to=str(to), reason="x", by=BY)


def judged(stage: Stage, role: Role, made: Op) -> tuple[str, str]:
    before = standing(stage)
    given = known(tip=before["tip"], states=before["states"], grants=grants(role))
    return verdict(made, given=given, prev=before["made"].id)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("act", DOSSIER_ACTS)
def test_every_act_at_every_stage_by_every_role(stage: Stage, act: Act) -> None:
    for role, to in product(Role, Stage):
        lawful = STAGES.get((stage, act)) is to and role in ACCESS[act]
        expected = ("ok", "") if lawful else ("review", "rights")
        assert judged(stage, role, move(act, to)) == expected, (role, to)


@pytest.mark.parametrize("role", Role)
def test_opening_naming_collecting_and_planning_need_the_role(role: Role) -> None:
    wanted = (
        (op("dossier.set", fields={"title": "x"}), Act.OPEN_DOSSIER),
        (op("dossier.put", document="0" * 26, by=BY), Act.FILE),
        (op("dossier.take", by=BY), Act.FILE),
        (op("plan.set", fields={"code": "01"}), Act.PLAN_DOSSIERS),
    )
    for made, act in wanted:
        expected = ("ok", "") if role in ACCESS[act] else ("review", "rights")
        assert judged(Stage.OPEN, role, made) == expected, made.kind


def test_a_step_from_a_stage_that_has_passed_stays_as_a_conflict() -> None:
    """Two machines closed it: the second is told, and nothing of it is lost."""
    late = move(Act.HAND_OVER_DOSSIER, Stage.HANDED_OVER, "elsewhere.1.1.0")
    assert judged(Stage.CLOSED, Role.CLERK, late) == ("ok+conflict", "")


def test_a_document_put_in_by_a_machine_that_had_not_seen_the_closing_is_kept() -> None:
    put = op("dossier.put", document="0" * 26, by=BY)
    assert judged(Stage.CLOSED, Role.CLERK, put) == ("ok", "")
