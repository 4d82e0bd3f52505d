"""What may be given to whom, and when it holds."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import errors
from core.office.authority import Authority, Prefix, claimed, own_authority, reason, with_block
from core.office.delegation import (
    ABSENCE,
    GIVEN,
    Delegation,
    Giver,
    Short,
    Standing,
    act_of,
    falls_short,
    may_end,
    may_give,
    read,
)
from core.office.terms import Act, Role

D = datetime.date
DAY = D(2026, 11, 22)
ONE = datetime.timedelta(days=1)
HEAD, DEPUTY, CHIEF, SECOND = "Sư đoàn trưởng", "Phó Sư đoàn trưởng", "Trưởng ban", "Phó Trưởng ban"
BLOCK = ("KT. SƯ ĐOÀN TRƯỞNG", "PHÓ SƯ ĐOÀN TRƯỞNG")
TL: dict[str, Any] = {"for_whom": HEAD, "basis": "Quy chế (giả lập)", "until": DAY + 30 * ONE}
TUQ: dict[str, Any] = {**TL, "matter": "Tập huấn"}


def gift(kind: str, **changes: Any) -> Delegation:
    fields = {"id": "d", "giver": "head", "person": "other", "start": DAY, "post": DEPUTY}
    return Delegation(kind=kind, **{**fields, **changes})


def giver(
    prefix: Prefix = Prefix.HEAD, person: str = "head", role: Role = Role.COMMANDER, **changes: Any
) -> Giver:
    fields = {"id": "", "person": person, "post": HEAD, "since": DAY, **changes}
    return Giver(person, frozenset({role}), (Authority(prefix=prefix, **fields),))


def refused(one: Delegation, by: Giver) -> type[errors.Refused] | None:
    refusal = may_give(one, by, DAY)
    return type(refusal) if refusal is not None else None


# -- what the law lets a head give -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (gift("deputy", for_whom=HEAD), None),
        (gift("deputy"), errors.AuthorityIncomplete),
        (gift("deputy", for_whom="Chính ủy"), errors.NotYoursToGive),
        (gift("deputy", for_whom=HEAD, through=CHIEF), errors.AuthorityIncomplete),
        (gift("by_order", post=CHIEF, **TL), None),
        (gift("by_order", post=CHIEF, **{**TL, "basis": ""}), errors.AuthorityIncomplete),
        (gift("by_order", post=SECOND, **TL), errors.AuthorityIncomplete),
        (gift("by_order", post=SECOND, through=CHIEF, **TL), errors.NotYoursToGive),
        (gift("delegated", post=CHIEF, **TUQ), None),
        (gift("delegated", post=SECOND, **TUQ), errors.AuthorityIncomplete),
        (gift("delegated", post=CHIEF, **{**TUQ, "until": None}), errors.AuthorityIncomplete),
        (gift("delegated", post=CHIEF, **{**TUQ, "matter": ""}), errors.AuthorityIncomplete),
        (gift("delegated", post=CHIEF, **{**TUQ, "basis": ""}), errors.AuthorityIncomplete),
        (gift("delegated", post=CHIEF, through=SECOND, **TUQ), errors.AuthorityIncomplete),
        (gift("acting", post="Chính ủy", basis="Quyết định (giả lập)"), None),
        (gift("acting", post="Chính ủy"), errors.AuthorityIncomplete),
        (gift("collective", post="Chính ủy", for_whom="Thường vụ"), None),
        (gift("head", post="Chính ủy"), errors.NotYoursToGive),
        (gift("unheard"), errors.NotYoursToGive),
        (gift("deputy", for_whom=HEAD, person="head"), errors.OwnDelegation),
        (gift("deputy", for_whom=HEAD, giver="else"), errors.NotYoursToGive),
        (gift("deputy", for_whom=HEAD, start=DAY - ONE), errors.DelegationDates),
        (gift("deputy", for_whom=HEAD, until=DAY - ONE), errors.DelegationDates),
    ],
)
def test_what_a_head_may_give(one: Delegation, expected: type[errors.Refused] | None) -> None:
    assert refused(one, giver()) is expected


def test_a_by_order_is_passed_on_to_the_own_deputy_only() -> None:
    chief = giver(Prefix.BY_ORDER, post=CHIEF, role=Role.HEAD_OF_SECTION, person="chief", **TL)
    passed = gift("by_order", giver="chief", post=SECOND, through=CHIEF, **TL)
    assert refused(passed, chief) is None
    for wrong in (
        gift("by_order", giver="chief", post="Trợ lý", through=CHIEF, **TL),
        gift("by_order", giver="chief", post=SECOND, through="Trưởng ban khác", **TL),
        gift("by_order", giver="chief", post="Trưởng ban khác", **TL),
        gift("deputy", giver="chief", post=SECOND, for_whom=CHIEF),
        gift("delegated", giver="chief", post="Trưởng ban khác", **TUQ),
    ):
        assert refused(wrong, chief) is not None
    second = giver(Prefix.BY_ORDER, post=SECOND, through=CHIEF, person="second", **TL)
    again = gift("by_order", giver="second", post="Phó khác", through=SECOND, **TL)
    assert refused(again, second) is errors.NotYoursToGive


@pytest.mark.parametrize("prefix", [Prefix.DEPUTY, Prefix.DELEGATED])
@pytest.mark.parametrize("kind", GIVEN)
def test_what_was_received_goes_no_further(prefix: Prefix, kind: Prefix) -> None:
    holder = giver(prefix, post=HEAD, person="holder", **TUQ)
    for through in ("", HEAD):
        one = gift(kind, giver="holder", post=CHIEF, through=through, **TUQ)
        assert refused(one, holder) is not None


@given(
    st.integers(-3, 3),
    st.none() | st.integers(-3, 6),
    st.sets(st.sampled_from(["cong-van", "thong-bao", "giay-moi"])),
)
def test_nobody_gives_more_than_he_has(since: int, until: int | None, scope: set[str]) -> None:
    own = giver(
        Prefix.BY_ORDER, post=CHIEF, person="chief", for_whom=HEAD, basis="x",
        since=DAY, until=DAY + 4 * ONE, scope=("cong-van", "thong-bao"),
    )  # fmt: skip
    one = gift(
        "by_order", giver="chief", post=SECOND, through=CHIEF, for_whom=HEAD, basis="x",
        start=DAY + since * ONE, until=None if until is None else DAY + until * ONE,
        scope=tuple(sorted(scope)),
    )  # fmt: skip
    within = since >= 0 and until is not None and since <= until <= 4
    assert (refused(one, own) is None) == (
        within and bool(scope) and scope <= {"cong-van", "thong-bao"}
    )


# -- absence ---------------------------------------------------------------------------------------


def test_everybody_names_who_stands_in_for_himself_and_a_commander_for_anybody() -> None:
    officer = Giver("officer", frozenset({Role.OFFICER}))
    mine = gift(ABSENCE, giver="officer", until=DAY + ONE)
    assert refused(mine, officer) is None
    assert refused(gift(ABSENCE, giver="officer"), officer) is errors.DelegationDates
    theirs = gift(ABSENCE, giver="third", until=DAY)
    assert refused(theirs, officer) is errors.NotAllowed
    assert refused(theirs, giver()) is None
    himself = gift(ABSENCE, giver="third", person="head", until=DAY)
    assert refused(himself, giver()) is errors.OwnDelegation


def test_an_absence_is_no_authority_to_sign() -> None:
    assert gift(ABSENCE, until=DAY).authority() is None
    assert act_of(ABSENCE) is Act.NAME_SUBSTITUTE
    assert {act_of(kind) for kind in GIVEN} == {Act.DELEGATE}


# -- days and the end ------------------------------------------------------------------------------


@given(st.integers(-3, 3), st.none() | st.integers(-3, 3), st.none() | st.integers(-3, 3))
def test_it_holds_between_its_days_until_it_is_ended(
    start: int, until: int | None, ended: int | None
) -> None:
    one = gift(
        "deputy",
        start=DAY + start * ONE,
        until=None if until is None else DAY + until * ONE,
        ended=None if ended is None else DAY + ended * ONE,
    )
    expected = start <= 0 and (until is None or until >= 0) and (ended is None or ended > 0)
    assert one.in_force(DAY) == expected == (one.standing(DAY) is Standing.NOW)


def test_who_gave_it_and_every_commander_end_it() -> None:
    one = gift("deputy", giver="head")
    assert may_end(one, Giver("head", frozenset())) is None
    assert may_end(one, Giver("second", frozenset({Role.COMMANDER}))) is None
    assert isinstance(may_end(one, Giver("other", frozenset({Role.OFFICER}))), errors.NotAllowed)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"kind": "deputy", "giver": "a", "person": "b", "start": "2026-02-30"},
        {"kind": "deputy", "giver": "a", "person": "b", "start": 7},
        {"kind": "deputy", "giver": "a", "person": "b", "start": "2026-02-01", "scope": "x"},
    ],
)
def test_what_is_no_delegation_is_none(fields: dict[str, object]) -> None:
    assert read("d", fields) is None


def test_fields_of_a_newer_program_do_no_harm() -> None:
    fields = {"kind": "later", "giver": "a", "person": "b", "start": "2026-02-01", "more": "x"}
    found = read("d", fields)
    assert found is not None
    assert found.authority() is None


# -- the own post ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("post", "role", "line"),
    [
        ("Sư đoàn trưởng", Role.COMMANDER, "SƯ ĐOÀN TRƯỞNG"),
        ("Quyền Sư đoàn trưởng", Role.COMMANDER, "Q. SƯ ĐOÀN TRƯỞNG"),
        ("Phó Sư đoàn trưởng – Tham mưu trưởng", Role.COMMANDER, None),
        ("Sư đoàn trưởng", Role.HEAD_OF_SECTION, None),
        ("Trưởng ban Tác huấn", Role.HEAD_OF_SECTION, None),
        ("", Role.COMMANDER, None),
    ],
)
def test_what_the_own_post_lets_somebody_sign(post: str, role: Role, line: str | None) -> None:
    found = own_authority("p", post, {role}, DAY)
    assert (found and reason(found)) == line


def test_the_page_must_name_the_signers_authority() -> None:
    own = own_authority("p", HEAD, {Role.COMMANDER}, DAY)
    deputy = gift("deputy", for_whom="Chính ủy", person="p").authority()
    assert own is not None
    assert deputy is not None
    assert with_block((own, deputy), ("sư đoàn  trưởng",)) is own
    assert with_block((own, deputy), ("KT. CHÍNH ỦY", "PHÓ SƯ ĐOÀN TRƯỞNG")) is deputy
    with pytest.raises(errors.SignerBlockWrong) as caught:
        with_block((own, deputy), ("KT. SƯ ĐOÀN TRƯỞNG", "PHÓ SƯ ĐOÀN TRƯỞNG"))
    assert caught.value.facts["right"] == "SƯ ĐOÀN TRƯỞNG"
    assert (claimed(own), claimed(deputy)) == ("", "KT. CHÍNH ỦY / PHÓ SƯ ĐOÀN TRƯỞNG")


# -- why a delegation does not reach ---------------------------------------------------------------


def test_the_nearest_delegation_says_why_it_does_not_reach() -> None:
    past = gift("deputy", for_whom=HEAD, start=DAY - 9 * ONE, until=DAY - 5 * ONE)
    stopped = gift("deputy", for_whom=HEAD, start=DAY - 9 * ONE, ended=DAY - 2 * ONE)
    ahead = gift("deputy", for_whom=HEAD, start=DAY + 3 * ONE)
    further = gift("deputy", for_whom=HEAD, start=DAY + 8 * ONE)
    narrow = gift("deputy", for_whom=HEAD, scope=("giay-moi",))
    absent = gift(ABSENCE, until=DAY)
    other = gift("deputy", for_whom="Chính ủy")
    for known, expected in (
        ((past, stopped, ahead, narrow), Short(Standing.NOW)),
        ((ahead, past, stopped), Short(Standing.ENDED, DAY - 2 * ONE)),
        ((past, ahead), Short(Standing.OVER, DAY - 5 * ONE)),
        ((further, ahead, other), Short(Standing.LATER, DAY + 3 * ONE)),
        ((absent, other), None),
        ((), None),
    ):
        assert falls_short(known, BLOCK, DAY) == expected
    assert falls_short((other,), (), DAY) == Short(Standing.NOW)
