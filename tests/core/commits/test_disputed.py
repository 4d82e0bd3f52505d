"""A document of which something is to be decided is not signed, numbered, sealed or issued by
anybody who knew; everything else goes on.
"""

from __future__ import annotations

from typing import Any

import pytest

from core.commits import disputed, fold
from core.commits.check import judge
from core.commits.fold import State
from core.commits.format import Op, Point
from core.commits.powers import Powers
from core.errors import InConflict
from core.office.terms import Act
from core.office.workflow import TABLE
from tests.core.commits.receiving import EVERY_ROLE, facts
from tests.core.commits.samples import BY, commit, digest, ident, op
from tests.core.commits.test_powers import HEAD
from tests.core.commits.test_separations import BEFORE, STEP, standing, written

HERE, THERE = (f"{ident(name)}.1.5.0" for name in ("here", "there"))
STANDS = BEFORE | {Act.ISSUE: ("sealed", "issued")}
ITEM = {"kind": "late-edit", "op": "document.set", "body": {}, "author": "x", "time": 0}
DISPUTES: tuple[dict[str, Any], ...] = (
    {"conflicts": [[THERE, ITEM]]},
    {"fields": {"urgency": [[HERE, "normal"], [THERE, "urgent"]]}},
    {"files": {"scan": [[HERE, {"blob": "a"}], [THERE, {"blob": "b"}]]}},
)
AGREED: State = {"fields": {"urgency": [[HERE, "normal"], [THERE, "normal"]]}}


def ways(act: Act) -> list[Op]:
    if act is Act.ISSUE:
        return [op("document.move", bases=(STEP,), act="issue", to="issued", by=BY)]
    return [one for one in written(act) if one.kind != "document.number"]


def judged(made: Op, state: State, **seen: Any) -> tuple[str, str]:
    known: Any = {
        "grants": EVERY_ROLE,
        "powers": Powers(HEAD),
        "states": {fold.key(made): state},
        "places": {HERE: 3, THERE: 7},
    }
    outcome = judge(commit(made, **seen), facts(**known))
    return outcome.verdict.value, outcome.reason


def before(act: Act, dispute: State) -> State:
    step = {**standing(Act.SEAL)["step"], "name": STANDS[act][0]}
    mark = {"kind": "main", "author": commit().header.person}
    signed = {"lists": {"signatures": [["x", mark]]}} if act is Act.SIGN else {}
    return {**standing(Act.SEAL), "step": step, **signed, **dispute}


@pytest.mark.parametrize("act", sorted(disputed.BLOCKED))
@pytest.mark.parametrize("dispute", DISPUTES)
def test_who_knew_waits_and_who_did_not_adds_to_it(act: Act, dispute: State) -> None:
    state = before(act, dispute)
    with pytest.raises(InConflict) as refused:
        disputed.refuse(state, act)
    assert refused.value.facts == {"count": 1}
    for made in ways(act):
        assert judged(made, state, seen=Point(1, 7, digest("x"))) == ("review", "conflict")
        assert judged(made, state, seen=Point(1, 6, digest("x"))) == ("ok+conflict", "")
    disputed.refuse(before(act, AGREED), act)
    for made in ways(act):
        found = judged(made, before(act, AGREED), seen=Point(1, 7, digest("x")))
        assert found[1] == "", made


def test_nothing_else_waits() -> None:
    for act in {row.act for row in TABLE} - disputed.BLOCKED:
        disputed.refuse(before(Act.SEAL, DISPUTES[0]), act)
    cancel = op("document.move", bases=(STEP,), act="cancel", to="cancelled", by=BY)
    state = before(Act.SEAL, DISPUTES[0])
    assert judged(cancel, state, seen=Point(1, 9, digest("x"))) == ("ok", "")
