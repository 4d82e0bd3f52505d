"""Old books taken over: each old number has one fate, before every number that is given here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical, fold, old_books, state_hash
from core.commits.fold import State
from core.commits.format import MAX_DEPTH, MAX_PAYLOAD, Op, Payload
from core.sync import lease
from tests.core.commits.samples import BY, DEVICE, ident, op
from tests.core.commits.values import at

VECTOR = Path(__file__).parents[2] / "vectors" / "old-books.json"
LEASE, SOURCE = ident("lease"), "Sổ giấy 2026"
Numbers = list[tuple[int, str]]
NUMBERS = st.lists(
    st.tuples(st.integers(1, 30), st.sampled_from(["", "", "", "a", "b", "aa"])), max_size=30
)


def take(*numbers: tuple[int, str]) -> Op:
    entries: list[dict[str, Any]] = [
        {"number": number, "document": ident(f"{number}{suffix}")}
        | ({"suffix": suffix} if suffix else {})
        for number, suffix in numbers
    ]
    return op("register.import", source=SOURCE, entries=entries, by=BY)


def leased(first: int, end: int, name: str = LEASE) -> Op:
    return op(
        "register.lease", lease=name, device=DEVICE, inc=1, first=first, end=end,
        start="2026-01-01", until="2026-12-31",
    )  # fmt: skip


def run(*ops: Op) -> State:
    state = fold.fold(None, op("register.open", fields={"year": 2026}), at(1))
    for place, each in enumerate(ops, 2):
        state = fold.fold(state, each, at(place))
    return state


def kinds(state: State) -> list[str]:
    return [item["kind"] for _, item in state.get("conflicts", ())]


@given(NUMBERS)
def test_each_old_number_is_taken_once_whatever_the_order(numbers: Numbers) -> None:
    state, taken = run(), set[tuple[int, str]]()
    for place, each in enumerate(numbers, 2):
        assert old_books.may_take(state, *each) == (each not in taken)
        state = fold.fold(state, take(each), at(place))
        taken.add(each)
    assert len(kinds(state)) == len(numbers) - len(taken)
    assert all(old_books.is_old(state, *each) == (each in taken) for each in {*numbers, (31, "")})
    for one, following in zip(
        state.get("imported", ()), state.get("imported", ())[1:], strict=False
    ):
        assert one[0] <= one[1] < following[0] - 1
    assert state.get("next", 1) == max((number + 1 for number, _ in taken), default=1)
    canonical.encode(state)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12, unique=True), st.integers(1, 30))
def test_numbers_given_here_come_behind_all_old_ones(old: list[int], begins: int) -> None:
    state = run(take(*((number, "") for number in old)))
    opened = {**state, "fields": {"first": [["x", begins]]}}
    first, end = lease.next_range(opened, (), 0, lease.begins_at(opened))
    assert first == max(begins, max(old) + 1)
    held = fold.fold(state, leased(first, end), at(50))
    assert kinds(held) == []
    late = fold.fold(held, take((first, "")), at(51))
    assert kinds(late) == ["number-taken"]
    lower = fold.fold(state, leased(max(old), max(old) + 5), at(50))
    assert kinds(lower) == ["lease-overlap"]


@pytest.mark.parametrize(
    ("ops", "conflicts"),
    [
        ((leased(10, 20), take((9, ""))), []),
        ((leased(10, 20), take((10, ""))), ["number-taken"]),
        ((leased(10, 20), take((25, ""))), ["number-taken"]),
        ((take((1, ""), (2, "")), take((2, ""))), ["number-taken"]),
        ((take((1, ""), (1, "")),), ["number-taken"]),
        ((take((1, ""), (1, "a")), take((1, "b"))), []),
        ((take((1, "a")), take((1, "a"))), ["number-taken"]),
        ((leased(1, 9), op("register.return", lease=LEASE, last=0), take((5, ""))), []),
    ],
)
def test_old_numbers_and_ranges(ops: tuple[Op, ...], conflicts: list[str]) -> None:
    assert kinds(run(*ops)) == conflicts


def test_one_number_that_is_taken_keeps_all_of_its_operation_out() -> None:
    state = run(take((1, "")), take((2, ""), (1, "")))
    assert state["imported"] == [[1, 1]]
    assert state["next"] == 2


def test_the_number_stands_with_its_document_as_any_other() -> None:
    made = op("document.create", kind="outgoing", step="taken_over", fields={"subject": "x"})
    number = op(
        "document.import", register=ident("register"), number=12, suffix="a", date="2026-01-05",
        symbol="QĐ-SĐ999", source=SOURCE, by=BY,
    )  # fmt: skip
    state = fold.fold(fold.fold(None, made, at(1)), number, at(2))
    assert (state["number"]["number"], state["number"]["source"]) == (12, SOURCE)
    assert kinds(fold.fold(state, number, at(3))) == ["second-number"]


def test_the_first_programs_way_is_read_as_taken_over() -> None:
    fields = {"subject": "x", "old_book": SOURCE, "old_number": "41"}
    old = fold.fold(
        None, op("document.create", kind="incoming", step="registered", fields=fields), at(1)
    )
    assert old_books.step_of(old) == "taken_over"
    assert old_books.step_of({**old, "number": {"number": 1}}) == "registered"
    plain = op("document.create", kind="incoming", step="registered", fields={"subject": "x"})
    assert old_books.step_of(fold.fold(None, plain, at(1))) == "registered"
    assert old_books.step_of({}) == ""


def test_the_vector() -> None:
    """Two documents, numbers that join one another and one that is taken: all of its operation
    stays out.
    """
    found = json.loads(VECTOR.read_text(encoding="utf-8"))
    data = bytes.fromhex(found["payload"])
    ops = canonical.decode_as(Payload, data, MAX_PAYLOAD, MAX_DEPTH).ops
    states: dict[fold.Key, State] = {}
    for place, (each, name) in enumerate(zip(ops, found["names"], strict=True)):
        assert fold.body(each) is not None
        when = fold.At(name, found["person"], found["device"], 1, found["time"] + 1000 * place)
        states[fold.key(each)] = fold.fold(states.get(fold.key(each)), each, when)
    for one in found["states"]:
        key = tuple(one["entity"])
        assert states[key] == one["state"]
        assert state_hash.of_row(key, states[key]).hex() == one["share"]
    book = found["states"][0]["state"]
    assert (book["imported"], book["imported_late"]) == ([[4, 6], [9, 9]], [[5, "a"]])
    assert (book["next"], kinds(book)) == (10, ["number-taken"])
