"""What a receiver decides about every act on a dossier, at every stage, by every role."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from core.commits.check import after
from core.commits.format import Op, Point
from core.commits.ids import op_id
from core.office.access import ACCESS
from core.office.dossiers import STAGES, Stage
from core.office.terms import Act, Role
from tests.core.commits.receiving import grants, known, verdict
from tests.core.commits.samples import BY, DEVICE, commit, digest, ident, op

OPENED = f"{DEVICE}.1.1.0"
DOSSIER_ACTS = sorted({act for _, act in STAGES} | {Act.FILE, Act.PLAN_DOSSIERS})


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


ELSEWHERE = f"{ident('elsewhere')}.1.4.0"


def shut(stage: Stage, closing: str = ELSEWHERE) -> dict[str, Any]:
    """What is known of a dossier that another machine brought to a stage, by its own first step."""
    before = standing(Stage.OPEN)
    [(key, state)] = before["states"].items()
    step = {"name": stage.value, "act": "close_dossier", "op": closing, "from": OPENED}
    return before | {"states": {key: {**state, "step": step}}}


WRITES = (
    op("dossier.put", document="0" * 26, by=BY),
    op("dossier.take", by=BY),
    op("dossier.set", fields={"title": "x"}),
)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.OPEN])
@pytest.mark.parametrize("made", WRITES)
def test_who_had_not_seen_the_closing_competes_with_it_and_who_had_waits(
    stage: Stage, made: Op
) -> None:
    before = shut(stage)
    given = known(tip=before["tip"], states=before["states"], places={ELSEWHERE: 7})
    name = op_id(ELSEWHERE)
    waits = ("review", "dossier-closed")
    for seen, expected in (
        ({}, ("ok+conflict", "")),
        ({"seen": Point(1, 6, digest("chain"))}, ("ok+conflict", "")),
        ({"seen": Point(1, 7, digest("chain"))}, waits),
        ({"deps": ((name.device, 1, 3),)}, ("ok+conflict", "")),
        ({"deps": ((name.device, 1, 4),)}, waits),
        ({"deps": ((name.device, 2, 4),)}, ("ok+conflict", "")),
    ):
        told = verdict(made, given=given, prev=before["made"].id, **seen)
        assert told == expected, seen


@pytest.mark.parametrize("made", WRITES)
def test_nobody_says_that_he_did_not_see_his_own_machine_close_it(made: Op) -> None:
    closed = move(Act.CLOSE_DOSSIER, Stage.CLOSED)
    before = standing(Stage.OPEN)
    given = known(tip=before["tip"], states=before["states"])
    both = verdict(closed, made, given=given, prev=before["made"].id)
    assert both == ("review", "dossier-closed")
    assert verdict(made, closed, given=given, prev=before["made"].id) == ("ok", "")


def test_who_saw_it_closed_may_not_though_it_went_on_since() -> None:
    before = shut(Stage.HANDED_OVER)
    [(key, state)] = before["states"].items()
    moved = {**state["step"], "act": "hand_over_dossier", "from": f"{ident('third')}.1.9.0"}
    given = known(
        tip=before["tip"],
        states={key: {**state, "step": moved}},
        places={ELSEWHERE: 7, moved["from"]: 3},
    )
    told = verdict(
        WRITES[0], given=given, prev=before["made"].id, seen=Point(1, 3, digest("chain"))
    )
    assert told == ("review", "dossier-closed")
