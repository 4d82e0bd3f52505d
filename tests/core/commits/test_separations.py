"""Duties in different hands, as every receiver asks: each rule, each pair of acts, both ways round;
a custom that the unit does without binds nobody.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import fold, powers
from core.commits.acts import SIGNATURE_ACTS
from core.commits.check import judge
from core.commits.confirming import changes, waiting
from core.commits.fold import State
from core.commits.format import Op
from core.commits.powers import Author, Powers
from core.office.access import SEPARATIONS, Separation
from core.office.terms import Act, Role
from tests.core.commits.receiving import certificate, facts, grants
from tests.core.commits.samples import BY, PERSON, START, commit, digest, ident, op
from tests.core.commits.test_powers import DAY, HEAD
from tests.core.commits.test_powers import sign as signature

OTHER = ident("other")
ROLES = (Role.COMMANDER, Role.HEAD_OF_SECTION, Role.CLERK, Role.OFFICER)
STEP = f"{ident('first')}.1.2.0"
BEFORE = {
    Act.CHECK_CONTENT: ("initialled", "initialled"),
    Act.CHECK_FORMAT: ("initialled", "initialled"),
    Act.SIGN: ("to_sign", "signed"),
    Act.NUMBER: ("signed", "numbered"),
    Act.SEAL: ("numbered", "sealed"),
}
"""Where each act takes a document from and to."""

ON_DOCUMENTS = [rule for rule in SEPARATIONS if Act.CONFIRM_GRANT not in rule.other]
PAIRS = [
    (rule, *pair)
    for rule in ON_DOCUMENTS
    for one, other in product(sorted(rule.one), sorted(rule.other))
    for pair in ((one, other), (other, one))
    if pair[1] is not Act.DRAFT  # what begins a document comes first
]


def written(act: Act) -> list[Op]:
    """Every operation that is the act, or a part of it."""
    found: list[Op] = []
    if act in {Act.CHECK_CONTENT, Act.CHECK_FORMAT}:
        said = {"act": act.value, "content": digest("a"), "by": BY}
        return [op("document.check", bases=(STEP,), **said)]
    found += [signature(kind=kind) for kind, is_ in SIGNATURE_ACTS.items() if is_ is act]
    to = BEFORE[act][1]
    found.append(op("document.move", bases=(STEP,), act=act.value, to=to, by=BY))
    if act is Act.NUMBER:
        number = {"register": ident("book"), "lease": ident("lease"), "number": 1}
        found.append(op("document.number", **number, date="2026-11-18"))
    return found


def standing(act: Act) -> State:
    """A document of somebody else's at the step before an act."""
    step = {"name": BEFORE[act][0], "op": STEP, "from": STEP, "author": OTHER, "time": START}
    first = {"author": OTHER, "time": START, "op": STEP}
    return {"kind": "outgoing", "created": first, "step": step}


def done(act: Act, made: Op | None, before: State) -> State:
    """The document after somebody did an act of it, by one of the operations."""
    if act is Act.DRAFT or made is None:
        return {**before, "created": {**before["created"], "author": PERSON}}
    name = f"{ident('machine')}.1.1.0"
    after = fold.fold(before, made, fold.At(name, PERSON, ident("machine"), 1, START))
    return after if made.kind == "document.move" else {**after, "step": before["step"]}


def reasons(rule: Separation, first: Act, second: Act, *off: str) -> set[str]:
    """What every way to do the second act is refused for after every way to have done the first."""
    found = set()
    held = Powers(HEAD, off=frozenset(off))
    ways: list[Op | None] = [None] if first is Act.DRAFT else list(written(first))
    for way, made in product(ways, written(second)):
        state = done(first, way, standing(second))
        # a step that was the first act has led on: the second is late, and as much a second duty
        author = Author(PERSON, frozenset(ROLES), held, DAY)
        found.add(powers.lacking(made, state, author))
        found.add(_judged(made, state, held))
    return found - {"authority"}  # a step to signed without a signature of one's own


def _judged(made: Op, state: State, held: Powers) -> str:
    if made.kind == "document.number":
        return powers.lacking(made, state, Author(PERSON, frozenset(ROLES), held, DAY))
    known: Any = facts(grants=grants(*ROLES), powers=held, states={fold.key(made): state})
    return judge(commit(made), known).reason


@pytest.mark.parametrize(
    ("rule", "first", "second"), PAIRS, ids=lambda one: getattr(one, "code", str(one))
)
def test_nobody_does_both(rule: Separation, first: Act, second: Act) -> None:
    assert reasons(rule, first, second) == {"same-hands"}
    others = {other.code for other in ON_DOCUMENTS if other is not rule}
    off = reasons(rule, first, second, rule.code, *others)
    assert off == ({"same-hands"} if rule.source else {""})


# -- changes of rights -----------------------------------------------------------------------------

GIVEN, ENDED = (f"{ident('admin machine')}.1.{seq}.0" for seq in (1, 2))
CHANGES = {Act.GRANT: GIVEN, Act.REVOKE_GRANT: ENDED}


def grant(giver: str, ender: str) -> State:
    return {
        "created": {"op": GIVEN, "author": giver, "time": START},
        "lists": {"revocations": [[ENDED, {"reason": "x", "author": ender, "time": START}]]},
    }


def confirmed(change: str, state: State, *roles: Role, kind: str = "device") -> tuple[str, str]:
    made = Op(kind="grant.confirm", id=ident("grant"), body={"change": change, "by": BY})
    known: Any = {
        "grants": grants(*roles),
        "states": {fold.key(made): state},
        "administrators": {"one": grants(Role.ADMINISTRATOR)[0]},
        "stream_kind": "authority",
        "certificate": certificate(kind=kind),
        "powers": Powers(off=frozenset(rule.code for rule in SEPARATIONS)),
    }
    outcome = judge(commit(made), facts(**known))
    return outcome.verdict.value, outcome.reason


@pytest.mark.parametrize("kind", ["device", "administrator"])
@pytest.mark.parametrize("act", CHANGES)
def test_whoever_changed_a_right_does_not_confirm_it(act: Act, kind: str) -> None:
    mine, theirs = grant(PERSON, PERSON), grant(OTHER, OTHER)
    both = (Role.COMMANDER, Role.ADMINISTRATOR)
    assert confirmed(CHANGES[act], mine, *both, kind=kind) == ("review", "same-hands")
    assert confirmed(CHANGES[act], theirs, *both, kind=kind) == ("ok", "")
    half = grant(*((PERSON, OTHER) if act is Act.REVOKE_GRANT else (OTHER, PERSON)))
    assert confirmed(CHANGES[act], half, *both, kind=kind) == ("ok", "")
    assert confirmed(CHANGES[act], theirs, Role.ADMINISTRATOR, kind="device")[1] == "rights"
    assert confirmed(f"{GIVEN[:-1]}7", theirs, *both, kind=kind) == ("review", "rights")


@given(st.sets(st.sampled_from([GIVEN, ENDED])))
def test_what_is_not_confirmed_is_told(done: set[str]) -> None:
    state = grant(OTHER, OTHER)
    for place, change in enumerate(sorted(done), 1):
        made = Op(kind="grant.confirm", id=ident("grant"), body={"change": change})
        at = fold.At(f"{ident('machine')}.1.{place}.0", PERSON, ident("machine"), 1, START)
        state = fold.fold(state, made, at)
    assert {one.op for one in waiting(state)} == {GIVEN, ENDED} - done
    assert [one.act for one in changes(state)] == [Act.GRANT, Act.REVOKE_GRANT]
