"""What the server set aside, before whoever decides: shown with why, taken or let lie by an act of
its own, the same on every machine; no number twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core.commits import reinstating as rules
from core.commits.check import Outcome, Verdict, judge
from core.commits.format import Commit, Op, payload_bytes, write
from core.errors import NotAllowed, WriteRefused
from db import authoring, facts, models
from db.acting import Store
from db.actions import authority, incoming, reinstating
from db.engine import writes
from db.queries import documents, setting_aside
from db.queries.setting_aside import Item
from tests.db.test_ledger import ENTRY, World
from tests.db.unit_of_three import Machine

WHY = "Máy thất lạc sau khi đã vào sổ"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def spread(world: World, *machines: Machine) -> None:
    for machine in machines:
        world.push(machine)
    for machine in machines:
        world.pull(machine)


def lost(world: World, count: int = 2) -> list[str]:
    """Documents registered on a machine that was revoked before it could send them, in order."""
    spread(world, world.clerk)
    made = [incoming.register(world.clerk.store, replace(ENTRY, code=f"{n}/TM"), None, world.book)
            for n in range(count)]  # fmt: skip
    authority.revoke_device(world.admin.store, world.clerk.mine.device, "máy thất lạc")
    world.push(world.admin)
    assert set(world.push(world.clerk).standing.values()) == {Verdict.REVIEW}
    for machine in (world.clerk, world.commander, world.admin):
        world.pull(machine)
    return [one.entity for one in made]


def items(store: Store) -> list[Item]:
    """Those set aside, the first in the server's order first."""
    return setting_aside.items(store)[::-1]


def numbers(machine: Machine) -> dict[str, int | None]:
    with machine.store.engine.begin() as connection:
        rows = connection.execute(sa.select(models.Document.id, models.Document.number))
        return {row.id: row.number for row in rows}


def verdicts(world: World, commits: list[str]) -> set[str]:
    table = models.Commit
    with world.server.store.engine.begin() as connection:
        query = sa.select(table.standing).where(table.id.in_(commits))
        return set(connection.execute(query).scalars())


def same(world: World, *machines: Machine) -> None:
    """All know the same."""
    assert len({tuple(sorted(world.hashes(one).items())) for one in machines}) == 1


def test_the_work_of_a_lost_machine_is_shown_and_taken_in_order_of_its_numbers(
    world: World,
) -> None:
    first, second = lost(world)
    shown = items(world.commander.store)
    assert [(one.standing, one.why, one.effect) for one in shown[:1]] == [
        ("review", "device-revoked", "ok")
    ]
    assert [one.about[0].code for one in shown] == ["0/TM", "1/TM"]
    assert {one.label for one in shown} == {"Máy văn thư"}
    assert all(one.may_take and not one.mine and one.received for one in shown)
    chosen = [one.id for one in shown]
    done = reinstating.take(world.commander.store, chosen, WHY)
    assert (done.done, done.refused) == (len(chosen), ())
    assert items(world.commander.store) == []
    spread(world, world.commander, world.admin)
    world.pull(world.clerk)
    for machine in (world.commander, world.clerk):
        assert numbers(machine) == {first: 1, second: 2}
        page = documents.page(machine.store, first)
        assert page is not None
        assert page.row.code == "0/TM"
    assert verdicts(world, chosen) == {"review"}, "the server's word stays"
    same(world, world.server, world.commander, world.clerk, world.admin)
    again = reinstating.take(world.commander.store, chosen, WHY)
    assert (again.done, again.changed) == (0, frozenset())


def test_its_author_sees_why_and_may_take_it_back_but_not_take_it(world: World) -> None:
    lost(world, 1)
    other = world.unit.machine("second", world.people["van"])
    world.unit.admit(world.admin, other)
    world.push(world.admin)
    world.pull(other)
    [own] = items(other.store)
    assert (own.mine, own.may_take, own.may_refuse) == (True, False, True)
    [refused] = reinstating.take(other.store, [own.id], WHY).refused
    assert isinstance(refused, WriteRefused)
    assert "same-hands" in str(refused.facts)
    assert reinstating.let_lie(other.store, [own.id], "vào sổ lại ở máy mới").done == 1
    assert items(other.store) == []
    spread(world, other, world.commander)
    assert items(world.commander.store) == [], "decided for all"
    assert reinstating.take(world.commander.store, [own.id], WHY).done == 1, "and still to be had"
    spread(world, world.commander, other)
    assert list(numbers(other).values()) == [1]
    other.store.engine.dispose()


@pytest.mark.parametrize("first", ["take", "let_lie"])
def test_taken_here_and_let_lie_there_it_is_taken_in_either_order(world: World, first: str) -> None:
    lost(world, 1)
    second = world.unit.machine("second", world.people["chi"])
    world.unit.admit(world.admin, second)
    world.push(world.admin)
    world.pull(second)
    [one] = items(world.commander.store)
    reinstating.take(world.commander.store, [one.id], WHY)
    reinstating.let_lie(second.store, [one.id], "không rõ")
    order = (world.commander, second) if first == "take" else (second, world.commander)
    spread(world, *order)
    world.pull(order[0])
    for machine in order:
        assert list(numbers(machine).values()) == [1]
        assert items(machine.store) == []
    same(world, world.server, *order)
    second.store.engine.dispose()


def test_who_may_not_do_the_act_neither_sees_nor_takes_it(world: World) -> None:
    lost(world, 1)
    [one] = items(world.commander.store)
    officer = world.unit.machine("officer", world.people["si"])
    world.unit.admit(world.admin, officer)
    world.push(world.admin)
    world.pull(officer)
    assert items(officer.store) == []
    for decide in (reinstating.take, reinstating.let_lie):
        [refused] = decide(officer.store, [one.id], WHY).refused
        assert isinstance(refused, WriteRefused)
        assert "rights" in str(refused.facts)
    assert items(world.admin.store) == []
    [refused] = reinstating.take(world.admin.store, [one.id], WHY).refused
    assert isinstance(refused, NotAllowed), "an administrator does no office work"
    officer.store.engine.dispose()


def test_a_number_that_another_document_got_meanwhile_is_not_given_twice(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, None, world.book).entity
    [late] = world.unsent(world.clerk, world.unit.stream)
    forked = forged_branch(world, late)
    world.admit([forked])
    assert set(world.push(world.clerk).standing.values()) == {Verdict.QUARANTINE}
    for machine in (world.commander, world.clerk):
        world.pull(machine)
    [one] = items(world.commander.store)
    assert (one.standing, one.why, one.effect, one.may_take) == (
        "quarantine",
        "fork",
        "number",
        False,
    )
    [refused] = reinstating.take(world.commander.store, [one.id], WHY).refused
    assert isinstance(refused, WriteRefused)
    assert "number" in str(refused.facts)
    assert document not in numbers(world.commander)


def forged_branch(world: World, like: Commit) -> Commit:
    """Another commit at the same place of a chain, as a copied store would write it: the same
    register, the same number, another document.
    """
    other = world.unit.new_id()

    def moved(op: Op) -> Op:
        return Op(kind=op.kind, id=other, bases=op.bases, body=op.body)

    ops = tuple(moved(op) if op.id != world.book else op for op in like.ops)
    ops = tuple(replace_body(op, document=other) if "document" in op.body else op for op in ops)
    return write(like.header, payload_bytes(ops, bytes(16)), world.clerk.store.author.sign)


def replace_body(op: Op, /, **other: Any) -> Op:
    return Op(kind=op.kind, id=op.id, bases=op.bases, body={**op.body, **other})


def test_a_branch_of_a_fork_is_adopted_under_new_names_and_nothing_is_lost(world: World) -> None:
    """A copied store wrote two acts on one document; the other copy was first."""
    document = incoming.register(world.clerk.store, ENTRY, None, world.book).entity
    spread(world, world.clerk, world.commander)
    incoming.edit(world.clerk.store, document, subject="Bản máy sao", note="một")
    incoming.edit(world.clerk.store, document, note="hai")
    [edit, _] = world.unsent(world.clerk, world.unit.stream)
    [op] = edit.ops
    body = {**op.body, "fields": {"subject": "Bản máy chính"}}
    ops = (Op(kind=op.kind, id=op.id, bases=op.bases, body=body),)
    main = write(edit.header, payload_bytes(ops, bytes(16)), world.clerk.store.author.sign)
    world.admit([main])
    assert set(world.push(world.clerk).standing.values()) == {Verdict.QUARANTINE}
    for machine in (world.commander, world.clerk):
        world.pull(machine)
    shown = items(world.commander.store)
    assert {one.why for one in shown} == {"fork"}
    assert [one.standing for one in shown] == ["quarantine"] * 2
    assert reinstating.take(world.commander.store, [one.id for one in shown], WHY).done == 2
    spread(world, world.commander)
    world.pull(world.clerk)
    same(world, world.server, world.commander, world.clerk)
    with world.commander.store.engine.begin() as connection:
        state = facts.states(connection, [("document", document)])["document", document]
    subjects = {value for _, value in state["fields"]["subject"]}
    assert subjects == {"Bản máy chính", "Bản máy sao"}, "both versions, for a person"
    assert [value for _, value in state["fields"]["note"]] == ["hai"], "its own branch goes on"
    page = documents.page(world.commander.store, document)
    assert page is not None
    assert page.row.conflicts == 1


def said(world: World, machine: Machine, *ops: Op) -> Outcome:
    """What the server would say of operations that a machine writes though its program would
    not.
    """
    store = machine.store
    with writes(store.engine).begin() as connection:
        commit = authoring.compose(
            connection, store.realm, store.author, store.stream, ops, bytes(16), store.now()
        )
    with world.server.store.engine.begin() as connection:
        return judge(commit, facts.of(connection, store.realm, commit, committed=True))


def test_no_more_and_nothing_else_is_taken_than_what_was_set_aside(world: World) -> None:
    lost(world, 1)
    [one] = items(world.commander.store)
    with world.commander.store.engine.begin() as connection:
        stream = world.unit.stream
        aside = facts.aside(connection, stream, [one.id])[one.id]
    by = {"name": "Người chi"}
    whole = tuple(rules.carry(aside, reason=WHY, by=by))
    assert len(whole) > 1
    wrong = [
        whole[:-1],
        (replace_body(whole[0], person=world.people["si"]), *whole[1:]),
        (replace_body(whole[0], what={**whole[0].body["what"], "x": "y"}), *whole[1:]),
        tuple(replace_body(op, anew=True) for op in whole),
        tuple(replace_body(op, commit="A" * 43) for op in whole),
        (Op(kind="aside.refuse", id=world.book, body={"commit": one.id, "reason": "x", "by": by}),),
        (replace_body(whole[0], op="document.reinstate"), *whole[1:]),
        (replace_body(whole[0], op="register.lease"), *whole[1:]),
    ]
    for ops in wrong:
        assert said(world, world.commander, *ops).verdict is Verdict.QUARANTINE, ops
    assert said(world, world.commander, *whole).verdict is Verdict.OK
