"""What a receiver lets nobody do though his role permits it: sign without authority, delegate what
is not his, do both of two duties.
"""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from core.commits import fold
from core.commits.check import judge
from core.commits.format import Op
from core.commits.powers import Powers, done, of_state
from core.office.access import CUSTOMS
from core.office.delegation import Delegation
from core.office.terms import Act, Role
from tests.core.commits.receiving import facts, grants
from tests.core.commits.samples import BY, DEVICE, PERSON, START, commit, digest, ident, op

DAY = datetime.date(2026, 11, 18)
ONE = datetime.timedelta(days=1)
OTHER, THIRD = ident("other"), ident("third")
HEAD, DEPUTY = "Sư đoàn trưởng", "Phó Sư đoàn trưởng"
KT = f"KT. {HEAD} / {DEPUTY}".upper()
COMMANDER, OFFICER = grants(Role.COMMANDER), grants(Role.OFFICER)

Found = tuple[str, str]
OK, RIGHTS = ("ok", ""), ("review", "rights")


def verdict(
    made: Op, powers: Powers, held: Any = COMMANDER, state: fold.State | None = None
) -> Found:
    states = {fold.key(made): state} if state else {}
    outcome = judge(commit(made), facts(grants=held, powers=powers, states=states))
    return outcome.verdict.value, outcome.reason


# -- delegations -----------------------------------------------------------------------------------


def give(**changes: Any) -> Op:
    fields = {
        "kind": "deputy", "giver": PERSON, "person": OTHER, "start": DAY.isoformat(),
        "post": DEPUTY, "for_whom": HEAD, **changes,
    }  # fmt: skip
    named = {name: value for name, value in fields.items() if value is not None}
    return Op(kind="delegation.give", id=ident("gift"), body={"fields": named, "by": BY})


@pytest.mark.parametrize(
    ("made", "post", "held", "expected"),
    [
        (give(), HEAD, COMMANDER, OK),
        (give(), HEAD, OFFICER, RIGHTS),
        (give(), DEPUTY, COMMANDER, ("review", "delegation")),
        (give(), "", COMMANDER, ("review", "delegation")),
        (give(person=PERSON), HEAD, COMMANDER, ("review", "delegation")),
        (give(giver=THIRD), HEAD, COMMANDER, ("review", "delegation")),
        (give(start="2026-11-17"), HEAD, COMMANDER, ("review", "delegation")),
        (give(start="2026-02-30"), HEAD, COMMANDER, ("review", "delegation")),
        (give(kind="delegated"), HEAD, COMMANDER, ("review", "delegation")),
        (give(kind="head"), HEAD, COMMANDER, ("review", "delegation")),
        (give(kind=None), HEAD, COMMANDER, ("review", "delegation")),
        (give(kind="absence", until="2026-11-30"), "", OFFICER, OK),
        (give(kind="absence"), "", OFFICER, ("review", "delegation")),
        (
            give(kind="absence", until="2026-11-30", giver=THIRD),
            "",
            OFFICER,
            ("review", "delegation"),
        ),
        (give(kind="absence", until="2026-11-30", giver=THIRD), "", COMMANDER, OK),
        (give(kind="absence", until="2026-11-30"), "", grants(Role.AUDITOR), RIGHTS),
    ],
)
def test_a_delegation_by_whoever_may_not_is_reviewed(
    made: Op, post: str, held: Any, expected: Found
) -> None:
    assert verdict(made, Powers(post), held) == expected


@pytest.mark.parametrize(
    ("author", "held", "expected"),
    [
        (PERSON, OFFICER, RIGHTS),
        (PERSON, grants(Role.HEAD_OF_SECTION), OK),
        (THIRD, grants(Role.HEAD_OF_SECTION), ("review", "delegation")),
        (THIRD, COMMANDER, OK),
    ],
)
def test_only_the_giver_or_a_commander_ends_it(author: str, held: Any, expected: Found) -> None:
    at = fold.At(f"{DEVICE}.1.1.0", author, DEVICE, 1, START)
    state = fold.fold(None, give(giver=author if author == PERSON else OTHER), at)
    end = Op(kind="delegation.end", id=ident("gift"), body={"reason": "Hết việc"})
    assert verdict(end, Powers(), held, state) == expected
    after = of_state(ident("gift"), fold.fold(state, end, at))
    assert after is not None
    assert after.ended == DAY


# -- signing ---------------------------------------------------------------------------------------


def sign(authority: str = "", kind: str = "main", post: str = "") -> Op:
    after = {
        "slot": "main", "role": "main", "order": 0, "blob": digest("after"), "name": "a.pdf",
        "type": "application/pdf", "size": 9,
    }  # fmt: skip
    said = {**BY, "post": post} if post else BY
    named = {"authority": authority} if authority else {}
    return op(
        "document.sign", field="KyChinh", kind=kind, before=digest("before"), after=after,
        certificate=digest("certificate"), clock=START, by=said, **named,
    )  # fmt: skip


def document(author: str = THIRD, **fields: Any) -> fold.State:
    at = fold.At(f"{DEVICE}.1.1.0", author, DEVICE, 1, START)
    made = op(
        "document.create", kind="outgoing", step="to_sign", fields={"type": "cong-van", **fields}
    )
    return fold.fold(None, made, at)


def received(**changes: Any) -> Delegation:
    fields: dict[str, Any] = {
        "id": "d", "kind": "deputy", "giver": OTHER, "person": PERSON, "start": DAY - ONE,
        "post": DEPUTY, "for_whom": HEAD,
    }  # fmt: skip
    return Delegation(**{**fields, **changes})


@pytest.mark.parametrize(
    ("made", "powers", "allowed"),
    [
        (sign(), Powers(HEAD), True),
        (sign(), Powers(DEPUTY), False),
        (sign(KT), Powers(DEPUTY), False),
        (sign(KT), Powers(DEPUTY, (received(),)), True),
        (sign(), Powers(DEPUTY, (received(),)), False),
        (sign("KT. CHÍNH ỦY / PHÓ SƯ ĐOÀN TRƯỞNG"), Powers(DEPUTY, (received(),)), False),
        (sign(KT), Powers(HEAD, (received(),)), False),
        (sign(KT), Powers(DEPUTY, (received(start=DAY),)), True),
        (sign(KT), Powers(DEPUTY, (received(start=DAY + ONE),)), False),
        (sign(KT), Powers(DEPUTY, (received(until=DAY),)), True),
        (sign(KT), Powers(DEPUTY, (received(until=DAY - ONE),)), False),
        (sign(KT), Powers(DEPUTY, (received(ended=DAY),)), False),
        (sign(KT), Powers(DEPUTY, (received(ended=DAY + ONE),)), True),
        (sign(KT), Powers(DEPUTY, (received(scope=("cong-van", "giay-moi")),)), True),
        (sign(KT), Powers(DEPUTY, (received(scope=("giay-moi",)),)), False),
        (sign(KT), Powers(DEPUTY, (received(person=OTHER),)), False),
        (sign(KT), Powers(DEPUTY, (received(kind="absence"),)), False),
        (sign(post=HEAD), Powers(), True),
        (sign(post=DEPUTY), Powers(), False),
        (sign(kind="initial"), Powers(DEPUTY), True),
    ],
)
def test_who_signs_needs_an_authority_of_that_day(made: Op, powers: Powers, allowed: bool) -> None:
    held = grants(Role.COMMANDER, Role.OFFICER)
    expected = OK if allowed else ("review", "authority")
    assert verdict(made, powers, held, document()) == expected


def test_a_head_of_section_signs_only_on_what_he_was_given() -> None:
    held = grants(Role.HEAD_OF_SECTION)
    order = received(kind="by_order", post="Trưởng ban", basis="Quy chế (giả lập)")
    line = f"TL. {HEAD} / Trưởng ban".upper()
    for made, powers, expected in (
        (sign(), Powers("Trưởng ban"), ("review", "authority")),
        (sign(post=HEAD), Powers(), ("review", "authority")),
        (sign(line), Powers("Trưởng ban", (order,)), OK),
        (sign(line), Powers("Trưởng ban khác", (order,)), ("review", "authority")),
    ):
        assert verdict(made, powers, held, document()) == expected


@pytest.mark.parametrize("kind", ["initial", "main"])
@pytest.mark.parametrize("signer", [PERSON, THIRD])
def test_the_step_to_signed_needs_the_persons_own_signature(kind: str, signer: str) -> None:
    begun = document(OTHER)
    at = fold.At(f"{DEVICE}.1.2.0", signer, DEVICE, 1, START)
    step = op("document.move", bases=(begun["step"]["op"],), act="sign", to="signed", by=BY)
    state = fold.fold(begun, sign(kind=kind), at)
    held = grants(Role.COMMANDER, Role.OFFICER)
    own = (kind, signer) == ("main", PERSON)
    assert verdict(step, Powers(HEAD), held, state) == (OK if own else ("review", "authority"))


# -- duties in different hands ---------------------------------------------------------------------


def test_what_people_have_done_on_a_document_is_read_from_its_state() -> None:
    at = fold.At(f"{DEVICE}.1.2.0", PERSON, DEVICE, 1, START)
    signed = fold.fold(document(), sign(), at)
    assert done(signed) == [(Act.DRAFT, THIRD), (Act.SIGN, PERSON)]
    assert done({**document(), "kind": "incoming"}) == []


@pytest.mark.parametrize(("author", "expected"), [(PERSON, ("review", "same-hands")), (THIRD, OK)])
def test_whoever_drafted_does_not_sign(author: str, expected: Found) -> None:
    assert verdict(sign(), Powers(HEAD), COMMANDER, document(author)) == expected


def test_a_custom_that_the_unit_does_without_binds_nobody_and_the_law_always() -> None:
    seal, clerk = sign(kind="seal"), grants(Role.CLERK)
    assert CUSTOMS == ("drafting-issuing",)
    assert verdict(seal, Powers(), clerk, document(PERSON)) == ("review", "same-hands")
    off = Powers(off=frozenset({"drafting-issuing", "drafting-signing"}))
    assert verdict(seal, off, clerk, document(PERSON)) == OK
    head = Powers(HEAD, off=off.off)
    assert verdict(sign(), head, COMMANDER, document(PERSON)) == ("review", "same-hands")
