"""Checks beside one another: they move nothing, so none competes with another; who gave the file
back disagrees with who found it in order, whichever comes first.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import fold
from core.commits.check import judge
from core.commits.fold import State
from core.commits.format import Op
from core.commits.powers import done
from core.office.access import ACCESS
from core.office.terms import Act, Role
from tests.core.commits.receiving import facts, grants
from tests.core.commits.samples import BY, START, commit, digest, ident, op

MADE, STEP = (f"{ident('first')}.1.{seq}.0" for seq in (1, 2))
WORDS = ("check_content", "check_format")
INITIALLED: State = {
    "kind": "outgoing",
    "created": {"author": ident("drafter"), "time": START, "op": MADE},
    "step": {
        "name": "initialled",
        "act": "initial",
        "op": STEP,
        "from": MADE,
        "author": ident("drafter"),
        "time": START,
    },
}


def check(act: str, *bases: str) -> Op:
    return op("document.check", bases=bases or (STEP,), act=act, content=digest("a"), by=BY)


def back(*bases: str) -> Op:
    said = {"act": "return", "to": "draft", "reason": "thiếu căn cứ", "by": BY}
    return op("document.move", bases=bases or (STEP,), **said)


def folded(*made: Op, state: State = INITIALLED) -> State:
    """Each by a person of his own on a machine of his own."""
    for place, one in enumerate(made):
        who = ident(f"person {place}")
        name = f"{ident(f'machine {place}')}.1.1.0"
        state = fold.fold(state, one, fold.At(name, who, who, 1, START + place))
    return state


def conflicts(state: State) -> list[str]:
    return [item["kind"] for _, item in state.get("conflicts", ())]


@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_any_number_of_checks_stand_beside_one_another(said: list[str]) -> None:
    state = folded(*map(check, said))
    assert state["step"] == INITIALLED["step"]
    assert conflicts(state) == []
    told = [(Act(act), ident(f"person {place}")) for place, act in enumerate(said)]
    assert [one for one in done(state) if one[0] not in {Act.DRAFT, Act.INITIAL}] == told


@given(st.permutations([check(WORDS[0]), check(WORDS[1]), back()]))
def test_who_gave_it_back_disagrees_with_who_found_it_in_order(made: list[Op]) -> None:
    state = folded(*made)
    first = made[0].kind == "document.move"
    assert state["step"]["name"] == ("draft" if first else "initialled")
    # after the return each check disagrees with it, before it the return with both
    assert conflicts(state) == ["competing-act"] * (2 if first else 1)
    assert len(state["lists"]["checks"]) == 2


def test_who_knew_of_the_check_gives_it_back_and_a_check_may_come_after_the_submission() -> None:
    known = f"{ident('machine 0')}.1.1.0"
    assert conflicts(folded(check(WORDS[0]), back(STEP, known))) == []
    on = op("document.move", bases=(STEP,), act="request_signature", to="to_sign", by=BY)
    state = folded(on, check(WORDS[0]))
    assert (state["step"]["name"], conflicts(state)) == ("to_sign", [])
    assert len(state["lists"]["checks"]) == 1


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("role", Role)
def test_each_check_has_its_role_and_its_step(word: str, role: Role) -> None:
    right = role in ACCESS[Act(word)]
    assert verdict(check(word), role) == (("ok", "") if right else ("review", "rights"))
    draft = {**INITIALLED, "step": {**INITIALLED["step"], "name": "draft"}}
    assert verdict(check(word), role, draft) == ("review", "rights")
    as_step = op("document.move", bases=(STEP,), act=word, to="initialled", by=BY)
    assert verdict(as_step, role) == ("review", "rights")


def verdict(made: Op, role: Role, state: State = INITIALLED) -> tuple[str, str]:
    given: Any = facts(grants=grants(role), states={fold.key(made): state})
    outcome = judge(commit(made), given)
    return outcome.verdict.value, outcome.reason
