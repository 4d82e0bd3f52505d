"""The vectors of what is recorded of a store and its keys (docs/formats/operations.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.commits import canonical, fold, state_hash
from core.commits.fold import State
from core.commits.format import MAX_DEPTH, MAX_PAYLOAD, Payload

KINDS = {
    "vault-operations": ["vault.rekey", "vault.recover"],
    "vault-begin": ["vault.begin"],
    "vault-purge": ["vault.purge"],
}


def vector(name: str) -> Any:
    """A vector by its name."""
    folder = Path(__file__).parents[2] / "vectors"
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", KINDS)
def test_it_folds_to_the_state_of_the_vector(name: str) -> None:
    found = vector(name)
    payload = bytes.fromhex(found["payload"])
    ops = canonical.decode_as(Payload, payload, MAX_PAYLOAD, MAX_DEPTH).ops
    assert [op.kind for op in ops] == KINDS[name]
    state: State | None = None
    for op, called in zip(ops, found["names"], strict=True):
        assert fold.body(op) is not None
        at = fold.At(called, found["clerk"], found["device"], 1, found["time"])
        state = fold.fold(state, op, at)
    assert state == found["state"]
    assert state is not None
    assert state_hash.of_row(("vault", found["device"]), state).hex() == found["hash"]
