"""The vector of what is recorded of a store's keys (docs/formats/operations.md)."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from core.commits import canonical, fold, state_hash
from core.commits.fold import State
from core.commits.format import MAX_DEPTH, MAX_PAYLOAD, Payload

VECTOR = json.loads(
    (Path(__file__).parents[2] / "vectors" / "vault-operations.json").read_text("utf-8")
)


def test_both_fold_to_the_state_of_the_vector() -> None:
    payload = bytes.fromhex(VECTOR["payload"])
    ops = canonical.decode_as(Payload, payload, MAX_PAYLOAD, MAX_DEPTH).ops
    assert [op.kind for op in ops] == ["vault.rekey", "vault.recover"]
    state: State | None = None
    for op, name in zip(ops, VECTOR["names"], strict=True):
        assert fold.body(op) is not None
        at = fold.At(name, VECTOR["clerk"], VECTOR["device"], 1, VECTOR["time"])
        state = fold.fold(state, op, at)
    assert state == VECTOR["state"]
    assert state is not None
    assert state_hash.of_row(("vault", VECTOR["device"]), state).hex() == VECTOR["hash"]


def test_the_hash_by_hand() -> None:
    spelled = json.dumps(
        VECTOR["state"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()
    key = f"vault\0{VECTOR['device']}\0".encode()
    assert sha256(key + spelled).hexdigest() == VECTOR["hash"]
