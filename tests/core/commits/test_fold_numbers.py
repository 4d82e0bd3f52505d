"""Numbers that are kept or given up: each number of a lease has one fate, whatever is tried."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import fold
from core.commits.fold import State
from core.commits.format import Op
from tests.core.commits.samples import BY, DEVICE, ident, op
from tests.core.commits.values import at

LEASE = ident("lease")
FIRST, END = 5, 12


def begun() -> State:
    granted = op(
        "register.lease", lease=LEASE, device=DEVICE, inc=1, first=FIRST, end=END,
        start="2026-01-01", until="2026-12-31",
    )  # fmt: skip
    return fold.fold(
        fold.fold(None, op("register.open", fields={"year": 2026}), at(1)), granted, at(2)
    )


def give(number: int, *skipped: int) -> Op:
    voids: dict[str, Any] = {"voids": voids_of(*skipped)} if skipped else {}
    return op("register.give", lease=LEASE, number=number, document=ident("document"), **voids)


def reserve(number: int) -> Op:
    return op("register.reserve", lease=LEASE, number=number, reason="quyết định nhân sự", by=BY)


def void(*numbers: int) -> Op:
    return op("register.void", lease=LEASE, voids=voids_of(*numbers), by=BY)


def voids_of(*numbers: int) -> list[dict[str, Any]]:
    return [{"number": number, "reason": "ghi nhầm"} for number in numbers]


def run(*ops: Op, device: str = DEVICE, inc: int = 1) -> State:
    state = begun()
    for place, each in enumerate(ops, 3):
        state = fold.fold(state, each, at(place, device, inc))
    return state


def refused(state: State) -> list[str]:
    return [item["op"] for _, item in state.get("conflicts", ())]


def numbers(state: State, name: str) -> list[int]:
    return [each[0] for each in state.get(name, ())]


def test_a_reserved_number_is_given_later_and_the_series_goes_on() -> None:
    state = run(reserve(5), give(6), give(5), give(7))
    assert not refused(state)
    assert numbers(state, "reserved") == []
    assert state["given"] == 3
    assert state["leases"][LEASE]["top"] == 7


def test_reserved_and_coming_numbers_can_be_given_up() -> None:
    state = run(reserve(5), reserve(6), void(7, 8), void(5), give(9))
    assert not refused(state)
    assert numbers(state, "voids") == [7, 8, 5]
    assert numbers(state, "reserved") == [6]
    assert state["leases"][LEASE]["top"] == 9


@pytest.mark.parametrize(
    "ops",
    [
        (reserve(6),),
        (reserve(4),),
        (give(5), reserve(5)),
        (reserve(5), reserve(5)),
        (void(6),),
        (void(5, 7),),
        (give(5), void(5)),
        (reserve(5), void(5), give(5)),
        (reserve(5), void(5, 5)),
        (reserve(5), void(6, 5)),
        (reserve(5), give(6), give(5, 6)),
        (void(*range(5, 13)),),
        (void(2**31),),
        (reserve(2**31),),
    ],
)
def test_what_would_give_a_number_two_fates_or_none_has_no_effect(ops: tuple[Op, ...]) -> None:
    state = run(*ops)
    assert refused(state) == [ops[-1].kind]
    without = run(*ops[:-1])
    assert {**state, "conflicts": []} == {**without, "conflicts": []}


@pytest.mark.parametrize(("device", "inc"), [(ident("other"), 1), (DEVICE, 2)])
@pytest.mark.parametrize("ops", [(reserve(5),), (void(5),), (void(5, 6),)])
def test_only_the_holder_keeps_or_gives_up(ops: tuple[Op, ...], device: str, inc: int) -> None:
    assert refused(run(*ops, device=device, inc=inc)) == [ops[-1].kind]
    kept = run(reserve(5))
    for each in (give(5), void(5)):
        assert refused(fold.fold(kept, each, at(9, device, inc))) == [each.kind]


some = st.integers(FIRST - 1, END)
steps = st.one_of(
    some.map(give),
    some.map(reserve),
    st.lists(some, min_size=1, max_size=3).map(lambda found: void(*found)),
    st.tuples(some, st.lists(some, min_size=1, max_size=2)).map(lambda it: give(it[0], *it[1])),
)


@given(st.lists(steps, max_size=14))
def test_every_number_up_to_the_last_has_exactly_one_fate(ops: list[Op]) -> None:
    state, fates = begun(), Counter[int]()
    for place, each in enumerate(ops, 3):
        before = len(state.get("conflicts", ()))
        state = fold.fold(state, each, at(place))
        if each.kind == "register.give" and len(state.get("conflicts", ())) == before:
            fates[each.body["number"]] += 1
    fates.update(numbers(state, "voids") + numbers(state, "reserved"))
    top = state["leases"][LEASE]["top"]
    assert fates == Counter(range(FIRST, top + 1))
