"""Whose turn it is: the owner's always, his superiors' once he had his time or cannot decide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office.terms import Role
from core.office.turns import DECIDERS, ORDER, Turn, is_above, turn

yes = st.booleans()


@given(own=yes, above=yes, due=yes, orphan=yes)
def test_it_never_leaves_its_owner_and_rises_to_superiors_alone(
    own: bool, above: bool, due: bool, orphan: bool
) -> None:
    whose = turn(own=own, above=above, due=due, orphan=orphan)
    assert (whose is Turn.OWN) == own
    if whose is Turn.RISEN:
        assert above
        assert due or orphan
    elif not own:
        assert not above or not (due or orphan), "a superior is told"


@pytest.mark.parametrize(
    ("roles", "same", "above"),
    [
        ({Role.COMMANDER}, False, True),
        ({Role.CLERK}, False, True),
        ({Role.HEAD_OF_SECTION}, True, True),
        ({Role.HEAD_OF_SECTION}, False, False),
        ({Role.OFFICER}, True, False),
        ({Role.ARCHIVIST}, True, False),
        (set(), True, False),
    ],
)
def test_above_are_commander_clerk_and_the_head_of_the_owners_section(
    roles: set[Role], same: bool, above: bool
) -> None:
    assert is_above(roles, same) is above


def test_the_own_is_listed_first_and_whom_it_rises_to_may_decide() -> None:
    assert ORDER == (Turn.OWN, Turn.RISEN, Turn.OTHERS)
    assert {Role.COMMANDER, Role.CLERK, Role.HEAD_OF_SECTION} <= DECIDERS
