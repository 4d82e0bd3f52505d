"""The workflow table, walked in every way."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import errors
from core.office import access
from core.office.terms import Act, Kind, Role, State
from core.office.true_copies import ACTS
from core.office.workflow import (
    FINAL,
    TABLE,
    Field,
    Need,
    may,
    move,
    moves,
    next_state,
    unmet,
)

EVERYBODY = frozenset(Role)
STATES: dict[Kind, set[State]] = {kind: {m.next for m in TABLE if m.kind == kind} for kind in Kind}


def history(kind: Kind, choices: list[int]) -> list[tuple[Act, State]]:
    """Walk the table from nothing, taking the choice-th of the moves offered."""
    state: State | None = None
    done = []
    for choice in choices:
        offered = moves(kind, state, EVERYBODY)
        if not offered:
            break
        taken = offered[choice % len(offered)]
        state = taken.next
        done.append((taken.act, state))
    return done


def test_a_state_and_act_have_one_outcome() -> None:
    keys = [(m.kind, m.state, m.act) for m in TABLE]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("kind", Kind)
def test_every_state_is_reachable_from_nothing(kind: Kind) -> None:
    seen = {m.next for m in TABLE if m.kind == kind and m.state is None}
    while grown := {m.next for m in TABLE if m.kind == kind and m.state in seen} - seen:
        seen |= grown
    assert seen == STATES[kind]


@pytest.mark.parametrize("kind", Kind)
def test_only_final_states_end_and_every_state_can_reach_one(kind: Kind) -> None:
    onward: defaultdict[State | None, set[State]] = defaultdict(set)
    for m in TABLE:
        if m.kind == kind and m.next != m.state:
            onward[m.state].add(m.next)
    assert {s for s in STATES[kind] if not onward[s]} <= FINAL
    reaching: set[State] = STATES[kind] & FINAL
    while grown := {s for s in STATES[kind] if onward[s] & reaching} - reaching:
        reaching |= grown
    assert reaching == STATES[kind]


def test_a_final_state_is_left_by_recall_only() -> None:
    leaving = {m.act for m in TABLE if m.state in FINAL}
    assert leaving == {Act.RECALL, Act.OBEY_RECALL}


def test_internal_documents_go_the_way_of_outgoing_ones() -> None:
    def rows(kind: Kind) -> set[tuple[object, ...]]:
        return {(m.state, m.act, m.next, m.roles, m.needs) for m in TABLE if m.kind == kind}

    more = rows(Kind.OUTGOING) - rows(Kind.INTERNAL)
    assert rows(Kind.INTERNAL) < rows(Kind.OUTGOING)
    assert {(state, act) for state, act, *_ in more} == {
        (None, Act.COPY_ON_PAPER), (None, Act.COPY_ELECTRONICALLY),
        (State.COPIED, Act.ISSUE), (State.COPIED, Act.CANCEL),
    }  # fmt: skip


@given(st.lists(st.integers(0, 40), max_size=60))
def test_a_copy_is_neither_drafted_nor_signed_by_a_person(choices: list[int]) -> None:
    acts = [act for act, _ in history(Kind.OUTGOING, choices)]
    if acts and acts[0] in ACTS.values():
        assert not {Act.DRAFT, Act.INITIAL, Act.SIGN, Act.NUMBER, *ACTS.values()} & set(acts[1:])
    assert not (acts[:1] == [Act.COPY_ON_PAPER] and Act.SEAL in acts)


@given(st.sampled_from([Kind.OUTGOING, Kind.INTERNAL]), st.lists(st.integers(0, 40), max_size=60))
def test_the_seal_comes_after_signature_and_number(kind: Kind, choices: list[int]) -> None:
    order = [Act.SIGN, Act.NUMBER, Act.SEAL, Act.ISSUE]
    acts = [act for act, _ in history(kind, choices)]
    past = {Act.COPY_ON_PAPER: 3, Act.COPY_ELECTRONICALLY: 2}.get(next(iter(acts), Act.DRAFT), 0)
    acts = [act for act in acts if act in order]
    assert acts == order[past:][: len(acts)]


@given(st.sampled_from([Kind.OUTGOING, Kind.INTERNAL]), st.lists(st.integers(0, 40), max_size=60))
def test_nothing_signed_is_edited_or_signed_again(kind: Kind, choices: list[int]) -> None:
    acts = [act for act, _ in history(kind, choices)]
    if Act.SIGN in acts:
        after = acts[acts.index(Act.SIGN) + 1 :]
        assert not {Act.EDIT, Act.REVISE, Act.SIGN, Act.DISCARD, Act.RETURN} & set(after)


@given(st.lists(st.integers(0, 40), max_size=60))
def test_an_incoming_document_is_registered_first_and_once(choices: list[int]) -> None:
    acts = [act for act, _ in history(Kind.INCOMING, choices)]
    assert acts[:1] in ([], [Act.REGISTER], [Act.TAKE_OVER])
    assert not {Act.REGISTER, Act.TAKE_OVER} & set(acts[1:])


@given(st.sampled_from(Kind), st.lists(st.integers(0, 40), max_size=20))
def test_what_comes_from_an_old_book_is_edited_and_filed_only(
    kind: Kind, choices: list[int]
) -> None:
    state: State | None = next_state(kind, None, Act.TAKE_OVER)
    for choice in choices:
        if state is not State.TAKEN_OVER:
            break
        offered = moves(kind, state, EVERYBODY)
        assert {move.act for move in offered} == {Act.EDIT, Act.FILE}
        state = offered[choice % len(offered)].next
    assert state in {State.TAKEN_OVER, State.FILED}


@pytest.mark.parametrize("row", TABLE, ids=lambda m: f"{m.kind}-{m.state}-{m.act}")
def test_going_back_or_ending_asks_for_a_reason(row: object) -> None:
    assert isinstance(row, type(TABLE[0]))
    backward = {Act.RETURN, Act.REVISE, Act.WITHDRAW, Act.REOPEN, Act.CANCEL, Act.SEND_BACK}
    if row.act in backward | {Act.RECALL, Act.OBEY_RECALL}:
        assert Need.REASON in row.needs
    assert bool(row.fields) == (Need.SIGNATURE in row.needs)
    assert row.source == "" or re.search(r"NĐ 30/2020/NĐ-CP Đ\.\d+", row.source)


def test_what_the_law_orders_cites_the_law() -> None:
    lawful = {Act.REGISTER, Act.SUBMIT, Act.DIRECT, Act.SIGN, Act.NUMBER, Act.SEAL, Act.ISSUE}
    assert {m.act for m in TABLE if m.source} >= lawful | {Act.FILE, Act.RECALL, Act.OBEY_RECALL}


def test_conflicts_block_exactly_sign_number_seal_and_issue() -> None:
    blocked = {m.act for m in TABLE if Need.NO_CONFLICT in m.needs}
    assert blocked == {Act.SIGN, Act.NUMBER, Act.SEAL, Act.ISSUE}


def test_the_five_signature_fields_are_each_filled_by_one_act() -> None:
    filled = {f: m.act for m in TABLE for f in m.fields}
    assert filled == {
        Field.INITIALS: Act.INITIAL,
        Field.MAIN: Act.SIGN,
        Field.NUMBER: Act.NUMBER,
        Field.DATE: Act.NUMBER,
        Field.SEAL: Act.SEAL,
    }


@pytest.mark.parametrize("kind", Kind)
def test_may_agrees_with_moves_everywhere(kind: Kind) -> None:
    known = {(m.state, m.act) for m in TABLE if m.kind == kind}
    for state, act, role in product((None, *State), Act, Role):
        refusal = may(kind, state, act, {role})
        offered = act in {m.act for m in moves(kind, state, {role})}
        assert (refusal is None) == offered
        assert isinstance(refusal, errors.WrongState) == ((state, act) not in known)


def test_roles_of_the_table_are_those_that_access_knows() -> None:
    roles: defaultdict[Act, set[Role]] = defaultdict(set)
    for m in TABLE:
        roles[m.act] |= m.roles
    assert {act: set(access.ACCESS[act]) for act in roles} == roles


def test_a_refusal_names_who_may() -> None:
    refusal = may(Kind.OUTGOING, State.SIGNED, Act.NUMBER, {Role.COMMANDER})
    assert isinstance(refusal, errors.NotAllowed)
    assert refusal.facts == {"act": "number", "roles": "clerk"}


def test_an_act_out_of_order_is_refused() -> None:
    with pytest.raises(errors.WrongState) as caught:
        next_state(Kind.OUTGOING, State.SIGNED, Act.SEAL)
    assert caught.value.facts == {"kind": "outgoing", "state": "signed", "act": "seal"}
    assert isinstance(may(Kind.INCOMING, None, Act.DRAFT, EVERYBODY), errors.WrongState)


def test_the_whole_life_of_a_reply() -> None:
    state: State | None = None
    for act in (
        Act.DRAFT, Act.INITIAL, Act.REQUEST_SIGNATURE, Act.SIGN, Act.NUMBER, Act.SEAL, Act.ISSUE,
        Act.FILE,
    ):  # fmt: skip
        state = next_state(Kind.OUTGOING, state, act)
    assert state is State.FILED


def test_what_is_missing_is_named_in_order() -> None:
    row = move(Kind.OUTGOING, State.SIGNED, Act.NUMBER)
    assert unmet(row, {Need.SIGNATURE, Need.NUMBER}) == (
        Need.CONTENT_HASH,
        Need.NO_CONFLICT,
        Need.ISSUE_DATE,
    )
    assert unmet(row, set(Need)) == ()
