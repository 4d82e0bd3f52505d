"""The algebra of merging: concurrent writes commute, repeats change nothing, nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.commits import merge

names = st.sampled_from([f"op{number}" for number in range(8)])
writes = st.lists(st.tuples(names, st.integers(0, 2)), unique_by=lambda write: write[0], max_size=8)


def written(entries: merge.Entries, *chosen: tuple[str, int]) -> merge.Entries:
    for op, value in chosen:
        entries = merge.replace(entries, (), op, value)
    return entries


@given(writes, st.randoms(use_true_random=False))
def test_concurrent_writes_commute_and_all_stay(
    chosen: list[tuple[str, int]], random: st.DrawFn
) -> None:
    shuffled = list(chosen)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert written([], *chosen) == written([], *shuffled)
    assert merge.operations(written([], *chosen)) == tuple(sorted(op for op, _ in chosen))


@given(writes, names, st.integers(0, 2), st.sets(names))
def test_a_write_replaces_what_it_had_seen_and_nothing_else(
    chosen: list[tuple[str, int]], op: str, value: int, seen: set[str]
) -> None:
    before = written([], *chosen)
    after = merge.replace(before, seen, op, value)
    assert [op, value] in after
    kept = [entry for entry in before if entry[0] not in {*seen, op}]
    assert [entry for entry in after if entry[0] != op] == kept
    assert merge.replace(after, seen, op, value) == after


@given(writes, st.sets(names))
def test_a_remove_takes_only_what_it_had_seen(
    chosen: list[tuple[str, int]], seen: set[str]
) -> None:
    before: merge.Entries = []
    for op, value in chosen:
        before = merge.add(before, op, value)
    after = merge.remove(before, seen)
    assert {entry[0] for entry in after} == {op for op, _ in chosen} - seen
    assert merge.remove(after, seen) == after
    added = merge.add(after, "later", 1)
    assert merge.remove(added, seen) == added  # an add that the remove had not seen wins


@given(st.lists(names, max_size=12))
def test_a_list_keeps_order_and_takes_each_once(ops: list[str]) -> None:
    entries: merge.Entries = []
    for op in ops:
        entries = merge.append(entries, op, {"text": op})
    assert [entry[0] for entry in entries] == list(dict.fromkeys(ops))


def test_equal_values_collapse() -> None:
    same = written([], ("op1", 1), ("op2", 1))
    assert merge.values(same) == [1]
    assert not merge.in_conflict(same)
    both = written(same, ("op3", 2))
    assert merge.values(both) == [1, 2]
    assert merge.in_conflict(both)
    assert not merge.in_conflict([])
    chosen = merge.replace(both, merge.operations(both), "op4", 2)
    assert chosen == [["op4", 2]]


@given(writes)
def test_the_state_before_is_left_alone(chosen: list[tuple[str, int]]) -> None:
    before = written([], *chosen)
    copy = [list(entry) for entry in before]
    merge.replace(before, merge.operations(before), "new", 0)
    merge.remove(before, merge.operations(before))
    merge.append(before, "new", 0)
    assert before == copy
