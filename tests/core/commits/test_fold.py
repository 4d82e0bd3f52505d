"""The fold is total, and fields and sets do not depend on the order in which commits arrive."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.commits import canonical, fold, merge, state_hash
from core.commits.fold import At, State
from core.commits.format import Op
from tests.core.commits.samples import ident
from tests.core.commits.values import at, operations

DEVICES = [ident("a"), ident("b"), ident("c")]


def folded(ops: list[tuple[Op, At]], state: State | None = None) -> State:
    for op, when in ops:
        state = fold.fold(state, op, when)
    return state or {}


@given(
    st.data(),
    st.sampled_from(["document", "dossier", "register", "person", "unit", "grant", "device"]),
)
def test_any_operation_on_any_state_gives_a_state_with_a_hash(
    data: st.DataObject, entity: str
) -> None:
    """Totality: no valid body raises; the result is canonical, so it can be hashed and kept."""
    ops = data.draw(st.lists(operations(entity), min_size=1, max_size=8))
    state: State | None = None
    for seq, op in enumerate(ops, 1):
        before = copy.deepcopy(state)
        fold.body(op)
        after = fold.fold(state, op, at(seq))
        assert state == before, "the state before is left alone"
        assert canonical.decode(canonical.encode(after), 1 << 20) == after
        assert len(state_hash.of_row(fold.key(op), after)) == 32
        state = after


def test_what_is_unknown_marks_its_aggregate_and_changes_nothing_else() -> None:
    state = {"fields": {"subject": [["x", "Về việc"]]}}
    later = Op(kind="document.future", id=ident("d"), body={"a": 1})
    newer = Op(kind="document.set", id=ident("d"), v=2, body={"fields": {"subject": "khác"}})
    once = folded([(later, at(2)), (newer, at(1))], state)
    assert once == {**state, "newer": sorted([at(1).op, at(2).op])}
    assert fold.fold(once, later, at(2)) == once


# -- order of arrival ------------------------------------------------------------------------------


class Author:
    """A device that writes on what it has seen."""

    def __init__(self, device: str) -> None:
        self.device, self.seq = device, 0
        self.state: State = {}
        self.seen: set[str] = set()

    def write(self, kind: str, bases: tuple[str, ...], body: dict[str, Any]) -> Written:
        self.seq += 1
        op = Op(kind=kind, id=ident("document"), bases=bases, body=body)
        made = Written(op, at(self.seq, self.device), frozenset(self.seen))
        self.take(made)
        return made

    def take(self, written: Written) -> None:
        if written.at.op not in self.seen:
            self.state = fold.fold(self.state, written.op, written.at)
            self.seen.add(written.at.op)


class Written:
    """An operation and everything that its author had seen."""

    def __init__(self, op: Op, when: At, after: frozenset[str]) -> None:
        self.op, self.at, self.after = op, when, after


@st.composite
def histories(draw: st.DrawFn) -> list[Written]:
    """What three devices write concurrently while they now and then read each other."""
    authors = [Author(device) for device in DEVICES]
    done: list[Written] = []
    for _ in range(draw(st.integers(1, 14))):
        author = draw(st.sampled_from(authors))
        what = draw(st.sampled_from(["set", "set", "link", "unlink", "read"]))
        fields = author.state.get("fields", {})
        links = author.state.get("sets", {}).get("links", [])
        if what == "read":
            for written in done:  # in causal order; all of what one sees
                author.take(written)
        elif what == "set":
            name = draw(st.sampled_from(["subject", "summary"]))
            bases = merge.operations(fields.get(name, []))
            value = draw(st.sampled_from(["Về việc A", "Về việc B"]))
            done.append(author.write("document.set", bases, {"fields": {name: value}}))
        elif what == "link":
            body = {"relation": "answers", "target": draw(st.sampled_from(DEVICES))}
            done.append(author.write("document.link", (), body))
        elif links:
            gone = draw(st.sets(st.sampled_from([entry[0] for entry in links]), min_size=1))
            done.append(author.write("document.unlink", tuple(sorted(gone)), {}))
    return done


def arrived(history: list[Written], random: Random) -> list[Written]:
    """Any order of arrival at a receiver that holds what has not got its past yet."""
    waiting = list(history)
    random.shuffle(waiting)
    taken: list[Written] = []
    names: set[str] = set()
    while waiting:
        ready = next(each for each in waiting if each.after <= names)
        waiting.remove(ready)
        taken.append(ready)
        names.add(ready.at.op)
    return taken


@given(histories(), st.randoms(use_true_random=False))
def test_fields_and_sets_do_not_depend_on_the_order_of_arrival(
    history: list[Written], random: Random
) -> None:
    expected = folded([(each.op, each.at) for each in history])
    for _ in range(4):
        order = arrived(history, random)
        assert folded([(each.op, each.at) for each in order]) == expected


@given(histories())
def test_no_write_is_dropped_silently(history: list[Written]) -> None:
    """Every value is there, or was replaced by a write that had seen it."""
    state = folded([(each.op, each.at) for each in history])
    replaced = {base for each in history for base in each.op.bases}
    sets = [each for each in history if each.op.kind == "document.set"]
    live = {entry[0] for entries in state.get("fields", {}).values() for entry in entries}
    assert live == {each.at.op for each in sets} - replaced
    adds = [each for each in history if each.op.kind == "document.link"]
    links = {entry[0] for entry in state.get("sets", {}).get("links", [])}
    assert links == {each.at.op for each in adds} - replaced


@given(histories())
def test_folding_a_write_of_fields_again_changes_nothing(history: list[Written]) -> None:
    state: State = {}
    for each in history:
        state = fold.fold(state, each.op, each.at)
        assert fold.fold(state, each.op, each.at) == state


@given(histories(), st.randoms(use_true_random=False))
def test_equal_states_have_equal_hashes(history: list[Written], random: Random) -> None:
    one = folded([(each.op, each.at) for each in history])
    two = folded([(each.op, each.at) for each in arrived(history, random)])
    key = ("document", ident("document"))
    assert state_hash.of_row(key, one) == state_hash.of_row(key, two)
