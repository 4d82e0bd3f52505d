"""The state hash: exchanging one share gives the same as adding all of them up again."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical, fold, state_hash
from core.commits.fold import Key, State
from core.commits.format import Op
from tests.core.commits.values import at, operations


@given(st.lists(operations(), max_size=10))
def test_exchange_equals_recomputation(ops: list[Op]) -> None:
    rows: dict[Key, State] = {}
    total = state_hash.EMPTY
    for seq, op in enumerate(ops, 1):
        key = fold.key(op)
        before = rows.get(key)
        rows[key] = fold.fold(before, op, at(seq))
        old = state_hash.of_row(key, before) if before is not None else None
        total = state_hash.exchange(total, old, state_hash.of_row(key, rows[key]))
    assert total == state_hash.of_stream(rows.items())
    assert total == state_hash.of_stream(reversed(rows.items()))
    for key, state in rows.items():
        total = state_hash.exchange(total, state_hash.of_row(key, state), None)
    assert total == state_hash.EMPTY


def test_a_share_is_the_hash_of_key_and_state() -> None:
    state = {"fields": {"subject": [["op", "Về việc"]]}}
    expected = sha256(b"document\x00ID\x00" + canonical.encode(state)).digest()
    assert state_hash.of_row(("document", "ID"), state) == expected
    assert state_hash.of_stream([(("document", "ID"), state)]) == expected


def test_sums_wrap_around() -> None:
    top = b"\xff" * 32
    assert state_hash.exchange(top, None, bytes(31) + b"\1") == bytes(32)
    assert state_hash.exchange(bytes(32), bytes(31) + b"\1", None) == top


def test_a_changed_row_changes_the_sum() -> None:
    rows = [(("document", "A"), {"step": {"name": "draft"}}), (("document", "B"), {})]
    moved = [(("document", "A"), {}), (("document", "B"), {"step": {"name": "draft"}})]
    assert state_hash.of_stream(rows) != state_hash.of_stream(moved)
