"""Guarded acts: the first in the server's order moves the state, the others stay visible."""

from __future__ import annotations

from typing import Any

import pytest

from core.commits import fold
from core.commits.fold import At, State
from core.commits.format import Op
from tests.core.commits.samples import BY, DEVICE, PERSON, START, digest, ident, op
from tests.core.commits.values import at

OTHER = ident("other device")


def run(*steps: tuple[Op, At], state: State | None = None) -> State:
    for each, when in steps:
        state = fold.fold(state, each, when)
    return state or {}


def conflicts(state: State) -> list[str]:
    return [item["kind"] for _, item in state.get("conflicts", [])]


def create(**fields: str) -> Op:
    return op(
        "document.create",
        fields={"subject": "Về việc", **fields},
        kind="incoming",
        step="registered",
    )


def move(act: str, to: str, base: At) -> Op:
    return op("document.move", bases=(base.op,), act=act, to=to, by=BY)


def file(name: str, *bases: At, role: str = "main") -> Op:
    return op("document.file", bases=tuple(base.op for base in bases), **file_body(name, role))


def file_body(name: str, role: str = "main") -> dict[str, Any]:
    return {
        "slot": "main", "role": role, "order": 0, "blob": digest(name), "name": name,
        "type": "application/pdf", "size": 3,
    }  # fmt: skip


def sign(name: str, *bases: At, kind: str = "main") -> Op:
    return op(
        "document.sign",
        bases=tuple(base.op for base in bases),
        field="KyChinh",
        kind=kind,
        before=digest("before"),
        after=file_body(name),
        certificate=digest("certificate"),
        clock=START,
        by=BY,
    )


def test_a_document_begins_once() -> None:
    state = run((create(), at(1)))
    assert state["kind"] == "incoming"
    assert state["step"] == {"name": "registered", "op": at(1).op}
    assert state["created"] == {"op": at(1).op, "author": PERSON, "time": at(1).time}
    assert state["fields"] == {"subject": [[at(1).op, "Về việc"]]}
    again = run((create(subject="khác"), at(2)), state=state)
    assert conflicts(again) == ["created-twice"]
    assert again["fields"] == state["fields"]
    bare = run((op("dossier.open", fields={"title": "Hồ sơ"}), at(1)))
    assert "kind" not in bare
    assert "step" not in bare


def test_the_first_act_moves_and_a_different_one_is_kept_as_a_conflict() -> None:
    state = run((create(), at(1)), (move("submit", "submitted", at(1)), at(2)))
    assert state["step"]["name"] == "submitted"
    assert state["step"]["from"] == at(1).op
    late = run((move("cancel", "cancelled", at(1)), at(1, OTHER)), state=state)
    assert late["step"] == state["step"]
    assert conflicts(late) == ["competing-act"]
    assert late["conflicts"][0][0] == at(1, OTHER).op
    assert late["conflicts"][0][1]["body"]["to"] == "cancelled"


def test_the_same_act_twice_is_one_act_with_two_witnesses() -> None:
    state = run(
        (create(), at(1)),
        (move("submit", "submitted", at(1)), at(2)),
        (move("submit", "submitted", at(1)), at(1, OTHER)),
    )
    assert state["step"]["op"] == at(2).op
    assert state["witnesses"] == [at(1, OTHER).op]
    assert conflicts(state) == []


def test_a_move_of_nothing_is_a_conflict() -> None:
    assert conflicts(run((move("submit", "submitted", at(1)), at(2)))) == ["competing-act"]


def test_who_is_assigned_is_not_who_assigns() -> None:
    body = op("document.assign", part="lead", assignee=ident("officer"), due="2026-12-01", by=BY)
    state = run((create(), at(1)), (body, at(2)))
    ((name, value),) = state["sets"]["assignments"]
    assert name == at(2).op
    assert value["assignee"] == ident("officer")
    assert value["author"] == PERSON
    released = run((op("document.release", bases=(at(2).op,)), at(3)), state=state)
    assert released["sets"]["assignments"] == []


def test_opinions_and_directives_are_appended_in_order() -> None:
    said = [op("document.opine", text=text, by=BY) for text in ("một", "hai")]
    state = run(
        (said[0], at(1)), (said[1], at(2)), (op("document.direct", text="ba", by=BY), at(3))
    )
    assert [value["text"] for _, value in state["lists"]["opinions"]] == ["một", "hai"]
    assert [value["text"] for _, value in state["lists"]["directives"]] == ["ba"]


def test_a_signature_takes_the_place_of_the_file_that_it_was_set_in() -> None:
    state = run((create(), at(1)), (file("a"), at(2)), (sign("signed", at(2)), at(3)))
    ((name, value),) = state["files"]["main"]
    assert (name, value["blob"]) == (at(3).op, digest("signed"))
    assert [op_name for op_name, _ in state["lists"]["signatures"]] == [at(3).op]
    assert conflicts(state) == []


def test_a_signature_on_other_bytes_competes_and_both_stay() -> None:
    state = run(
        (create(), at(1)),
        (file("a"), at(2)),
        (sign("one", at(2)), at(3)),
        (sign("two", at(2)), at(1, OTHER)),
    )
    assert conflicts(state) == ["competing-signature"]
    assert {value["blob"] for _, value in state["files"]["main"]} == {digest("one"), digest("two")}
    assert len(state["lists"]["signatures"]) == 2


def test_a_later_signature_on_the_signed_file_joins() -> None:
    state = run((file("a"), at(1)), (sign("one", at(1)), at(2)), (sign("two", at(2)), at(3)))
    assert conflicts(state) == []
    assert [value["blob"] for _, value in state["files"]["main"]] == [digest("two")]


@pytest.mark.parametrize("kind", ["main", "initial"])
def test_a_personal_signature_locks_the_content(kind: str) -> None:
    state = run((create(), at(1)), (file("a"), at(2)), (sign("one", at(2), kind=kind), at(3)))
    edits = [
        (op("document.set", fields={"subject": "khác"}), at(1, OTHER)),
        (file("other", at(2)), at(2, OTHER)),
        (file("paper", at(2), role="appendix"), at(3, OTHER)),
    ]
    late = run(*edits, state=state)
    assert conflicts(late) == (["late-edit"] * 3 if kind == "main" else [])
    free = run(
        (op("document.set", fields={"note": "Đã báo"}), at(4)),
        (file("scan", role="attachment"), at(5)),
        state=state,
    )
    assert conflicts(free) == []


def test_files_named_by_operations_are_found() -> None:
    assert fold.blobs(file("a")) == (digest("a"),)
    assert fold.blobs(sign("signed")) == (digest("signed"),)
    newer = Op(kind="document.file", id=ident("d"), v=2, body=file_body("a"))
    for other in (op("document.opine", blob=digest("a")), newer, op("document.sign", after=1)):
        assert fold.blobs(other) == ()
    assert fold.blobs(op("document.file", name="a")) == ()


def test_a_document_gets_one_number() -> None:
    body = {"register": ident("r"), "lease": ident("l"), "date": "2026-11-22", "by": BY}
    state = run((op("document.number", number=5, **body), at(1)))
    assert (state["number"]["number"], state["number"]["op"]) == (5, at(1).op)
    second = run((op("document.number", number=6, **body), at(2)), state=state)
    assert second["number"] == state["number"]
    assert conflicts(second) == ["second-number"]


# -- the register ----------------------------------------------------------------------------------

LEASE = ident("lease")
SERVER = ident("server")


def lease(first: int, end: int, name: str = "lease", **changes: Any) -> Op:
    body = {"lease": ident(name), "device": DEVICE, "inc": 1, "first": first, "end": end}
    return op("register.lease", **{**body, "start": "2026-01-01", "until": "2026-12-31", **changes})


def give(number: int, *voids: int, **changes: Any) -> Op:
    body: dict[str, Any] = {"lease": LEASE, "number": number, "document": ident(f"d{number}")}
    if voids:
        body["voids"] = [{"number": void, "reason": "Bỏ qua"} for void in voids]
    return op("register.give", **{**body, **changes})


def back(last: int) -> Op:
    return op("register.return", lease=LEASE, last=last)


def granted(*ops: Op, device: str = DEVICE, inc: int = 1) -> State:
    steps = [(each, at(seq, device, inc)) for seq, each in enumerate(ops, 1)]
    return run((lease(5, 9), at(1, SERVER)), *steps)


def test_numbers_are_given_in_order() -> None:
    state = granted(give(5), give(6), give(8, 7))
    assert conflicts(state) == []
    assert (state["leases"][LEASE]["top"], state["given"]) == (8, 3)
    assert state["voids"] == [[7, "Bỏ qua", at(3).op]]


@pytest.mark.parametrize(
    "ops",
    [
        [give(4)],
        [give(9)],
        [give(6)],
        [give(5), give(5)],
        [give(7, 5)],
        [give(7, 6, 5)],
        [give(7, 5, 6, 8)],
        [give(5, 4)],
        [give(8, 5, 6, 6)],
        [give(5, lease=ident("another"))],
        [give(5, suffix="a")],
        [give(4, suffix="a")],
        [back(4), give(5)],
    ],
)
def test_numbers_out_of_order_or_lease_are_conflicts(ops: list[Op]) -> None:
    state = granted(*ops)
    assert conflicts(state) == ["number-out-of-lease"]
    assert state.get("voids", []) == []


def test_only_the_holder_s_incarnation_numbers_and_returns() -> None:
    assert conflicts(granted(give(5), device=OTHER)) == ["number-out-of-lease"]
    assert conflicts(granted(give(5), inc=2)) == ["number-out-of-lease"]
    assert conflicts(granted(back(4), device=OTHER)) == ["lease-return"]
    assert conflicts(granted(back(4), inc=2)) == ["lease-return"]


def test_a_hostile_number_costs_nothing() -> None:
    state = run((lease(1, 2**53), at(1, SERVER)), (give(2**53 - 1), at(1)))
    assert conflicts(state) == ["number-out-of-lease"]


def test_suffixes_follow_the_last_number_and_are_not_repeated() -> None:
    state = granted(
        give(5), give(5, suffix="a"), give(5, suffix="b"), give(5, suffix="aa"), give(6)
    )
    assert conflicts(state) == []
    assert (state["given"], state["leases"][LEASE]["top"]) == (2, 6)
    for wrong in (
        [give(5), give(5, suffix="b"), give(5, suffix="a")],
        [give(5), give(5, suffix="a"), give(5, suffix="a")],
        [give(5), give(6), give(5, suffix="a")],
        [give(5), give(5, 5, suffix="a")],
    ):
        assert conflicts(granted(*wrong)) == ["number-out-of-lease"]


def test_a_lease_given_back_in_order_leaves_no_hole() -> None:
    state = granted(give(5), back(5))
    assert conflicts(state) == []
    assert (state["next"], state["leases"][LEASE]["returned"]) == (6, at(2).op)
    after = run((lease(6, 20, "second"), at(2, SERVER)), state=state)
    assert conflicts(after) == []
    assert after["next"] == 20


@pytest.mark.parametrize("ops", [[back(5)], [give(5), back(4)], [back(4), back(4)]])
def test_a_wrong_return_is_a_conflict(ops: list[Op]) -> None:
    assert conflicts(granted(*ops)) == ["lease-return"]


def test_an_old_lease_given_back_late_does_not_move_the_next_one() -> None:
    state = run((lease(9, 30, "second"), at(2, SERVER)), state=granted(give(5)))
    late = run((back(5), at(9)), state=state)
    assert late["next"] == 30


@pytest.mark.parametrize(
    "second", [lease(8, 20, "second"), lease(9, 9, "second"), lease(12, 10, "second"), lease(9, 20)]
)
def test_leases_never_overlap(second: Op) -> None:
    state = run((second, at(2, SERVER)), state=granted())
    assert conflicts(state) == ["lease-overlap"]
    assert state["next"] == 9


def test_a_lease_does_not_come_returned() -> None:
    state = run((lease(1, 5, returned="x", top=3), at(1, SERVER)), (give(1), at(1)))
    assert conflicts(state) == []
