"""Appendices in their slots: the one hash over them, how one goes, what a signature speaks for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import fold
from core.commits.file_bodies import digest, slot_of
from core.commits.fold import At, State
from core.commits.format import Op
from core.errors import NotCanonical

BY = {"name": "Trần Văn Mẫu"}
BLOBS = st.lists(st.sampled_from("ABCD"), max_size=4)


def op(of: str, bases: tuple[str, ...] = (), /, **body: Any) -> Op:
    return Op(kind=of, id="d" * 26, bases=bases, body={**body, "by": BY})


def folded(*ops: Op, state: State | None = None, start: int = 1) -> State:
    for place, one in enumerate(ops, start):
        state = fold.fold(state, one, At(f"b.1.{place}.0", "p", "d", 1, place))
    return state or {}


def file(number: int, blob: str, bases: tuple[str, ...] = ()) -> Op:
    body = {"role": "appendix", "order": number, "blob": blob * 43, "name": "x.pdf", "size": 1}
    return op("document.file", bases, slot=slot_of(number), type="application/pdf", **body)


def sign(slot: str, kind: str, before: str, after: str, **more: str) -> Op:
    role = "main" if slot == "main" else "appendix"
    signed = {"slot": slot, "role": role, "order": 1, "blob": after * 43, "name": "x.pdf"}
    held = {**signed, "type": "application/pdf", "size": 1}
    rest = {"field": "F", "kind": kind, "certificate": "c" * 43, "clock": 1, **more}
    return op("document.sign", ("b.1.1.0",), before=before * 43, after=held, **rest)


@given(BLOBS, BLOBS)
def test_the_hash_is_the_same_for_the_same_files_in_the_same_order_only(
    one: list[str], other: list[str]
) -> None:
    first, second = (
        digest(folded(*(file(at, blob) for at, blob in enumerate(blobs, 1))))
        for blobs in (one, other)
    )
    assert (first == second) == (one == other)
    assert bool(first) == bool(one)


def test_the_agencys_signature_in_an_appendix_changes_nothing_of_what_was_checked() -> None:
    before = folded(file(1, "A"))
    after = folded(sign("appendix-1", "seal", "A", "B"), state=before, start=2)
    assert after["files"] != before["files"]
    assert digest(after) == digest(before)


def test_a_slot_is_emptied_of_what_its_author_had_seen() -> None:
    seen, unseen = file(1, "A"), file(1, "B")
    gone = op("document.unfile", ("b.1.1.0",), slot="appendix-1")
    assert folded(seen, gone)["files"] == {}
    [left] = folded(seen, unseen, gone)["files"]["appendix-1"]
    assert left[1]["blob"] == "B" * 43


def test_only_slots_of_appendices_are_emptied() -> None:
    for slot in ("main", "draft", "appendix-0", "appendix-100", "appendix"):
        with pytest.raises(NotCanonical):
            fold.body(op("document.unfile", slot=slot))


def test_once_signed_an_appendix_neither_changes_nor_goes() -> None:
    state = folded(file(1, "A"), sign("main", "main", "M", "N"))
    for late in (
        file(1, "B", ("b.1.1.0",)),
        op("document.unfile", ("b.1.1.0",), slot="appendix-1"),
    ):
        after = folded(late, state=state, start=3)
        assert after["files"] == state["files"]
        assert [item["kind"] for _, item in after["conflicts"]] == ["late-edit"]


def test_a_signature_over_other_appendices_waits_for_a_person() -> None:
    """One machine signs while another one's change was ordered first; whoever says nothing of
    appendices, as the first programs, signs as before.
    """
    mine, theirs = folded(file(1, "A")), folded(file(1, "B"))
    same = sign("main", "main", "M", "N", appendices=digest(mine))
    assert "conflicts" not in folded(same, state=mine, start=2)
    assert "conflicts" not in folded(sign("main", "main", "M", "N"), state=theirs, start=2)
    after = folded(same, state=theirs, start=2)
    assert [item["kind"] for _, item in after["conflicts"]] == ["competing-signature"]
