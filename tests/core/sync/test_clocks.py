"""A clock was wrong where what it claims cannot be; work that was carried late is in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.sync.clocks import MARGIN_MS, is_askew

instants = st.integers(MARGIN_MS, 4 * 10**12)


@given(claimed=instants, late=st.integers(0, 10**10), before=st.integers(0, 10**10))
def test_between_what_was_seen_and_when_it_was_taken_all_is_well(
    claimed: int, late: int, before: int
) -> None:
    assert not is_askew(claimed, claimed + late, claimed - before)
    assert not is_askew(claimed, None, None)


@given(claimed=instants, far=st.integers(1, 10**10))
def test_beyond_the_margin_on_either_side_it_was_wrong(claimed: int, far: int) -> None:
    assert is_askew(claimed, claimed - MARGIN_MS - far, None)
    assert is_askew(claimed, claimed, claimed + MARGIN_MS + far)
    assert not is_askew(claimed, claimed - MARGIN_MS, claimed + MARGIN_MS), "five minutes pass"
