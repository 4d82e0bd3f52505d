"""Leases: the next range overlaps no other, and only the holder's incarnation may number."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import fold
from core.commits.fold import At, State
from core.commits.format import Op
from core.sync import lease
from core.sync.lease import LeaseState
from tests.core.commits.samples import DEVICE, PERSON, ident

SERVER = ident("server")
REGISTER = ident("register")


def at(place: int, device: str = DEVICE, inc: int = 1) -> At:
    return At(f"{device}.{inc}.{place}.0", PERSON, device, inc, 0)


def granted(state: State | None, first: int, end: int, place: int, **changes: Any) -> State:
    body = {
        "lease": ident(f"lease {place}"),
        "device": DEVICE,
        "inc": 1,
        "first": first,
        "end": end,
    }
    body |= {"start": "2026-01-01", "until": "2026-12-31", **changes}
    return fold.fold(state, Op(kind="register.lease", id=REGISTER, body=body), at(place, SERVER))


def gave(state: State, number: int, place: int) -> State:
    body = {"lease": newest(state), "number": number, "document": ident(f"d{number}")}
    return fold.fold(state, Op(kind="register.give", id=REGISTER, body=body), at(place))


def returned(state: State, last: int, place: int) -> State:
    body = {"lease": newest(state), "last": last}
    return fold.fold(state, Op(kind="register.return", id=REGISTER, body=body), at(place))


def newest(state: State) -> str:
    return lease.leases(state)[-1].lease


def test_numbers_left_go_down_to_none() -> None:
    state = granted(None, 5, 8, 1)
    (found,) = lease.leases(state)
    assert (found.first, found.top, found.left) == (5, 4, 3)
    for number in (5, 6, 7):
        assert lease.to_use(state, DEVICE, 1, "2026-06-01") is not None
        state = gave(state, number, number)
    assert "conflicts" not in state
    assert lease.to_use(state, DEVICE, 1, "2026-06-01") is None
    assert lease.open_leases(state) == []


@pytest.mark.parametrize(
    ("device", "inc", "date", "expected"),
    [
        (DEVICE, 1, "2026-01-01", True),
        (DEVICE, 1, "2026-12-31", True),
        (DEVICE, 1, "2025-12-31", False),
        (DEVICE, 1, "2027-01-01", False),
        (DEVICE, 2, "2026-06-01", False),
        (ident("another"), 1, "2026-06-01", False),
    ],
)
def test_who_may_use_a_lease_and_when(device: str, inc: int, date: str, expected: bool) -> None:
    (found,) = lease.leases(granted(None, 1, 9, 1))
    assert lease.usable(found, device, inc, date) is expected


def test_a_returned_lease_is_over_and_its_rest_is_given_again() -> None:
    state = returned(gave(granted(None, 1, 100, 1), 1, 2), 1, 3)
    assert lease.open_leases(state) == []
    assert lease.leases(state)[0].left == 0
    assert lease.next_range(state, [], 5)[0] == 2


def test_a_lost_holder_s_range_is_left_alone() -> None:
    state = gave(granted(None, 1, 100, 1), 1, 2)
    assert [each.left for each in lease.open_leases(state)] == [98]
    assert lease.next_range(state, [], 5)[0] == 100


@given(st.lists(st.integers(0, 60), max_size=30), st.integers(0, 40), st.integers(1, 5000))
def test_ranges_follow_usage_within_bounds(daily: list[int], days: int, at_least: int) -> None:
    first, end = lease.next_range({}, daily, days, at_least)
    assert first == at_least
    assert lease.SMALLEST <= end - first <= lease.LARGEST
    need = sum(daily) * days / len(daily) if daily else 0
    assert end - first >= min(3 * need, lease.LARGEST)


@given(
    st.lists(
        st.tuples(st.sampled_from(["grant", "give", "return"]), st.integers(0, 9)), max_size=30
    )
)
def test_ranges_never_overlap(steps: list[tuple[str, int]]) -> None:
    """Whatever happens in between, a planned range conflicts with nothing and repeats no number."""
    state: State = {}
    given_out: list[int] = []
    for place, (what, size) in enumerate(steps, 1):
        held = lease.to_use(state, DEVICE, 1, "2026-06-01")
        if what == "grant" and not lease.open_leases(state):
            first, end = lease.next_range(state, [size], 3)
            state = granted(state, first, end, place)
        elif what == "give" and held:
            state = gave(state, held.top + 1, place)
            given_out.append(held.top + 1)
        elif what == "return" and held:
            state = returned(state, held.top, place)
    assert "conflicts" not in state
    assert len(given_out) == len(set(given_out))


@pytest.mark.parametrize(
    ("size", "used", "low"),
    [
        (10, 4, False),
        (10, 5, True),
        (100, 89, False),
        (100, 90, True),
        (40, 31, False),
        (40, 32, True),
        (1, 0, False),
    ],
)
def test_a_warning_comes_in_time(size: int, used: int, low: bool) -> None:
    found = LeaseState(
        lease="l", device=DEVICE, inc=1, first=1, end=1 + size, start="", until="", top=used
    )
    assert found.left == size - used
    assert found.is_low is low


def test_a_register_that_was_on_paper_begins_at_its_next_number() -> None:
    assert lease.begins_at({}) == 1
    opened = {"fields": {"first": [["a", 217]]}}
    assert lease.begins_at(opened) == 217
    assert lease.next_range(opened, (), 0, lease.begins_at(opened))[0] == 217
    later = {**opened, "next": 300}
    assert lease.next_range(later, (), 0, lease.begins_at(later))[0] == 300
