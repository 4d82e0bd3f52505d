"""The vectors of single kinds of operation: what they fold to (docs/formats/operations.md)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.commits import canonical, fold, state_hash
from core.commits.fold import State
from core.commits.format import MAX_DEPTH, MAX_PAYLOAD, Payload
from core.commits.ids import op_id

FOLDER = Path(__file__).parents[2] / "vectors"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("document-check", "document"),
        ("document-kept", "document"),
        ("document-deviations", "document"),
        ("document-appendices", "document"),
        ("document-copy", "document"),
        ("document-evidence", "document"),
        ("document-tend", "document"),
        ("document-intake", "document"),
        ("document-endorse", "document"),
        ("document-settle", "document"),
        ("document-reinstate", "document"),
        ("aside-refuse", "aside"),
        ("chain-seal", "chain"),
        ("grant-confirm", "grant"),
        ("stream-member", "stream"),
    ],
)
def test_it_folds_to_the_state_of_the_vector(name: str, kind: str) -> None:
    """Two checks by two people, and a return whose author knew of one; a right that was given and
    confirmed, and its end that was not yet; a submission that keeps two rules of layout broken,
    for one reason and each for its own; two takeovers
    of one file's evidence, of which the first has effect; a copy, in whose place nothing is put; a
    file that was taken in, with what its signatures said then; a directive with its signed sheet;
    of two acts that came too late one is settled, twice; an edit that was set aside is taken,
    twice, and two of a fork's branch under new names; a commit is let lie; a hole; a group
    that one person is let into, and out of again, and that another one reads.
    """
    found = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    payload = bytes.fromhex(found["payload"])
    ops = canonical.decode_as(Payload, payload, MAX_PAYLOAD, MAX_DEPTH).ops
    state: State | None = None
    for place, one in enumerate(zip(ops, found["names"], found["authors"], strict=True)):
        made, called, author = one
        assert fold.body(made) is not None
        at = fold.At(called, author, op_id(called).device, 1, found["time"] + place)
        state = fold.fold(state, made, at)
    assert state == found["state"]
    assert state is not None
    assert state_hash.of_row((kind, found["entity"]), state).hex() == found["hash"]
