"""Grants, units, days and duties in different hands."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import errors
from core.office.access import (
    ACCESS,
    READINGS,
    SEPARATIONS,
    Grant,
    Reading,
    Scope,
    may_act,
    may_let_in,
    reading,
    roles_in,
    same_hands,
)
from core.office.terms import Act, Role
from core.office.typography import short_date

DAY = datetime.date(2026, 11, 22)
ONE = datetime.timedelta(days=1)
OWN, OTHER, PARENT = "unit-own", "unit-other", "unit-parent"


def grant(role: Role, **changes: object) -> Grant:
    values = {"role": role, "unit": OWN, "since": DAY - 10 * ONE, **changes}
    return Grant(**values)  # type: ignore[arg-type]


def test_every_act_has_a_line() -> None:
    assert set(ACCESS) == set(Act)
    assert all(ACCESS.values())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_every_role_act_and_unit(act: Act, role: Role) -> None:
    scope = ACCESS[act].get(role)
    own = may_act([grant(role)], act, OWN, DAY)
    other = may_act([grant(role)], act, OTHER, DAY)
    if scope is None:
        assert isinstance(own, errors.NotAllowed)
        assert isinstance(other, errors.NotAllowed)
    elif scope is Scope.OWN:
        assert own is None
        assert isinstance(other, errors.OtherUnit)
    else:
        assert own is None
        assert other is None


def test_nobody_without_a_grant_does_anything() -> None:
    for act in Act:
        assert isinstance(may_act([], act, OWN, DAY), errors.NotAllowed)


def test_administrators_neither_read_nor_sign_documents() -> None:
    for act in (Act.READ, Act.EXPORT, Act.SIGN, Act.NUMBER, Act.SEAL, Act.DIRECT):
        assert Role.ADMINISTRATOR not in ACCESS[act]


def test_auditors_change_nothing() -> None:
    assert {a for a in Act if Role.AUDITOR in ACCESS[a]} == {Act.READ, Act.READ_JOURNAL}


@given(st.integers(-2, 2), st.none() | st.integers(-2, 2), st.none() | st.integers(-2, 2))
def test_a_grant_holds_between_its_days(since: int, until: int | None, revoked: int | None) -> None:
    held = Grant(
        Role.CLERK,
        OWN,
        since=DAY + since * ONE,
        until=None if until is None else DAY + until * ONE,
        revoked_on=None if revoked is None else DAY + revoked * ONE,
    )
    expected = since <= 0 and (until is None or until >= 0) and (revoked is None or revoked > 0)
    assert held.in_force(DAY) == expected
    refusal = may_act([held], Act.NUMBER, OWN, DAY)
    assert (refusal is None) == expected
    if refusal is not None:
        assert isinstance(refusal, errors.GrantNotInForce)
        assert refusal.facts["since"] == short_date(held.since)


def test_the_last_day_is_named() -> None:
    ended = grant(Role.CLERK, until=DAY + 5 * ONE, revoked_on=DAY)
    refusal = may_act([ended], Act.NUMBER, OWN, DAY)
    assert refusal is not None
    assert refusal.facts["until"] == "21/11/2026"
    coming = grant(Role.CLERK, since=DAY + ONE)
    refusal = may_act([coming], Act.NUMBER, OWN, DAY)
    assert refusal is not None
    assert refusal.facts == {"act": "number", "since": "23/11/2026", "until": "…"}


def test_one_good_grant_is_enough() -> None:
    grants = [grant(Role.CLERK, revoked_on=DAY), grant(Role.CLERK, unit=OTHER), grant(Role.CLERK)]
    assert may_act(grants, Act.NUMBER, OWN, DAY) is None


def test_a_grant_with_sub_units_reaches_down_not_up() -> None:
    wide = grant(Role.COMMANDER, unit=PARENT, with_subunits=True)
    narrow = grant(Role.COMMANDER, unit=PARENT)
    assert may_act([wide], Act.DIRECT, OWN, DAY, above=(PARENT,)) is None
    assert isinstance(may_act([narrow], Act.DIRECT, OWN, DAY, above=(PARENT,)), errors.OtherUnit)
    below = grant(Role.COMMANDER, unit=OWN, with_subunits=True)
    assert isinstance(may_act([below], Act.DIRECT, PARENT, DAY), errors.OtherUnit)


def test_roles_in_a_unit_are_those_in_force_there() -> None:
    grants = [
        grant(Role.CLERK),
        grant(Role.OFFICER, revoked_on=DAY),
        grant(Role.AUDITOR, unit=OTHER),
        grant(Role.COMMANDER, unit=PARENT, with_subunits=True),
    ]
    assert roles_in(grants, OWN, DAY, above=(PARENT,)) == {Role.CLERK, Role.COMMANDER}
    assert roles_in(grants, OTHER, DAY) == {Role.AUDITOR}


def test_the_same_person_does_not_do_both_whichever_comes_first() -> None:
    for rule in SEPARATIONS:
        for one in rule.one:
            for other in rule.other:
                for first, second in ((one, other), (other, one)):
                    refusal = same_hands([(first, "a")], second, "a")
                    assert refusal is not None
                    assert refusal.facts == {"done": first, "act": second}
                    assert same_hands([(first, "a")], second, "b") is None


@pytest.mark.parametrize("act", Act)
def test_an_act_may_be_repeated_by_the_same_person(act: Act) -> None:
    assert same_hands([(act, "a")], act, "a") is None


def test_drafter_checker_signer_and_clerk_are_four_people() -> None:
    duties = [Act.DRAFT, Act.CHECK_CONTENT, Act.SIGN, Act.NUMBER]
    for one in duties:
        for other in duties:
            refused = same_hands([(one, "a")], other, "a") is not None
            assert refused == (one is not other)


def test_the_clerk_numbers_and_seals() -> None:
    assert same_hands([(Act.NUMBER, "a"), (Act.CHECK_FORMAT, "a")], Act.SEAL, "a") is None


def test_every_role_has_its_reading_and_only_readers_see() -> None:
    assert set(READINGS) == set(Role)
    seeing = {role for role, found in READINGS.items() if found is not Reading.NOTHING}
    assert seeing == set(ACCESS[Act.READ])


@given(st.sets(st.sampled_from(list(Role))))
def test_several_roles_see_what_the_widest_sees(roles: set[Role]) -> None:
    order = list(Reading)
    found = reading([grant(role) for role in roles], OWN, DAY)
    assert order.index(found) == max((order.index(READINGS[role]) for role in roles), default=0)


@pytest.mark.parametrize("role", Role)
def test_only_an_auditor_sees_another_units_documents(role: Role) -> None:
    expected = Reading.UNIT if role is Role.AUDITOR else Reading.NOTHING
    assert reading([grant(role)], OTHER, DAY) is expected
    ended = grant(role, revoked_on=DAY)
    assert reading([ended], OWN, DAY) is Reading.NOTHING


@given(st.frozensets(st.sampled_from(Role)), st.frozensets(st.sampled_from(Role)))
def test_nobody_lets_in_who_may_do_more_than_himself(
    mine: frozenset[Role], theirs: frozenset[Role]
) -> None:
    if may_let_in(mine, theirs) and Role.ADMINISTRATOR not in mine:
        assert all(READINGS[role] in {Reading.UNIT, Reading.CONCERNED} for role in theirs - mine)
        assert theirs - mine <= {Role.OFFICER}
        assert any(READINGS[role] is Reading.UNIT for role in mine)


def test_who_lets_in_whom() -> None:
    officer, clerk, commander, administrator = (
        frozenset({role}) for role in (Role.OFFICER, Role.CLERK, Role.COMMANDER, Role.ADMINISTRATOR)
    )
    assert may_let_in(administrator, commander)
    assert may_let_in(clerk, officer)
    assert may_let_in(clerk, clerk)
    assert not may_let_in(clerk, commander)
    assert not may_let_in(clerk, administrator)
    assert not may_let_in(officer, officer)
    assert not may_let_in(frozenset(), officer)
