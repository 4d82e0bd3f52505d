"""After what a chain goes on, holes sealed and not: any order of seals, and only the one at its
tip.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.commits import sealing
from core.commits.fold import At, State, fold
from core.commits.format import Op
from tests.core.commits.samples import DEVICE, PERSON, START, STREAM, digest

CHAIN = (DEVICE, 1, STREAM)


def sealed(*holes: tuple[int, int]) -> State:
    state: State | None = None
    for place, (after, upto) in enumerate(holes):
        body = {"device": DEVICE, "inc": 1, "after": after, "upto": upto, "reason": "x"}
        op = Op(kind="chain.seal", id=sealing.name(CHAIN), body={**body, "prev": digest(str(upto))})
        state = fold(state, op, At(f"{DEVICE}.1.{place + 1}.0", PERSON, DEVICE, 1, START))
    return state or {}


@given(st.permutations([(0, 3), (4, 7), (9, 12)]), st.integers(0, 12))
def test_a_chain_goes_on_behind_the_hole_at_its_tip_and_only_there(
    holes: list[tuple[int, int]], tip: int
) -> None:
    last = (tip, digest("tip")) if tip else None
    found = sealing.past(sealed(*holes), last)
    behind = dict(holes).get(tip)
    assert found == ((behind - 1, digest(str(behind))) if behind else last)


def test_each_life_and_stream_of_a_machine_is_a_chain_of_its_own() -> None:
    other = ((DEVICE, 2, STREAM), (DEVICE, 1, DEVICE), (STREAM, 1, DEVICE))
    assert len({sealing.name(each) for each in (CHAIN, *other)}) == 4
