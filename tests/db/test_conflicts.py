"""Values that stand side by side: what a person is shown of them, and what his choice does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.commits import merge
from core.errors import AlreadySigned, InConflict, NotAllowed, NotFound
from core.office.terms import Act, Role, State
from db import commits, facts
from db.acting import Store
from db.actions import authority, dossiers, incoming, outgoing, resolving
from db.actions.incoming import Task
from db.actions.marks import Signature
from db.actions.outgoing import Outgoing
from db.queries import conflicts, documents, office
from db.queries.conflicts import Choice, Conflict, Field
from tests.db.test_ledger import ENTRY, FILE, World, _calendar
from tests.db.unit_of_three import Machine

A, B = "Sửa ở máy văn thư", "Sửa ở máy chỉ huy"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def _spread(world: World, *machines: Machine) -> None:
    """Each sends what it has; then all of them know all."""
    for machine in machines:
        world.push(machine)
    for machine in machines:
        world.pull(machine)


def _disputed(world: World, **other: str) -> str:
    """A document whose subject two machines changed apart; ``other`` fields differ too."""
    document = incoming.register(world.clerk.store, ENTRY, FILE, world.book).entity
    _spread(world, world.clerk, world.commander)
    incoming.edit(world.clerk.store, document, subject=A)
    incoming.edit(world.commander.store, document, subject=B, **other)
    _spread(world, world.clerk, world.commander)
    return document


def _machine(world: World, name: str, person: str) -> Machine:
    """One more machine of a person, which knows everything."""
    made = world.unit.machine(name, world.people[person])
    world.unit.admit(world.admin, made)
    world.push(world.admin)
    world.pull(made)
    return made


def _as(world: World, person: str) -> Store:
    """Another person at the clerk's machine."""
    store = world.clerk.store
    return replace(store, author=replace(store.author, person=world.people[person]))


def _one(store: Store, document: str) -> Conflict:
    found = conflicts.conflict(store, "document", document)
    assert found is not None
    return found


def _field(store: Store, document: str, name: str = "subject") -> Field:
    return next(one for one in _one(store, document).fields if one.name == name)


def _value(store: Store, document: str, name: str = "subject") -> list[object]:
    with store.engine.begin() as connection:
        state = facts.states(connection, [("document", document)])["document", document]
    return merge.values(state["fields"][name])


def test_both_values_are_told_with_author_machine_times_and_what_they_replaced(
    world: World,
) -> None:
    document = _disputed(world, due="2026-12-01")
    for machine, here in ((world.clerk, A), (world.commander, B)):
        [listed] = conflicts.waiting(machine.store)
        assert (listed.id, listed.count, listed.code) == (document, 1, ENTRY.code)
        assert set(listed.devices.values()) == {"Máy văn thư", "Máy chỉ huy"}
        found = _one(machine.store, document)
        [field] = found.fields  # the day that one of them set stands undisputed
        assert (field.name, field.base, field.locked) == ("subject", (ENTRY.subject,), False)
        sides = {side.value: side for side in field.sides}
        assert (sides[A].person, sides[A].label) == ("Người van", "Máy văn thư")
        assert (sides[B].person, sides[B].label) == ("Người chi", "Máy chỉ huy")
        assert [side.value for side in field.sides if side.here] == [here]
        for side in field.sides:
            assert side.received is not None
            assert side.since is not None
            assert side.since < side.claimed < side.received
        assert found.untouched > 3


@pytest.mark.parametrize("value", [B, "Câu chữ đã hợp nhất"])
def test_a_choice_leaves_one_value_everywhere_and_nothing_is_lost(world: World, value: str) -> None:
    document = _disputed(world)
    field = _field(world.clerk.store, document)
    with world.clerk.store.engine.begin() as connection:
        before = {one.id for one, _ in commits.touching(connection, ("document", document))}
    choice = Choice("subject", False, field.seen, value)
    done = resolving.resolve(world.clerk.store, "document", document, [choice])
    assert ("document", document) in done.changed
    _spread(world, world.clerk, world.commander)
    for machine in (world.clerk, world.commander):
        assert _value(machine.store, document) == [value]
        assert conflicts.waiting(machine.store) == []
        assert conflicts.conflict(machine.store, "document", document) is None
        with machine.store.engine.begin() as connection:
            told = commits.touching(connection, ("document", document))
        assert before < {one.id for one, _ in told}
        written = [op.body["fields"]["subject"] for one, _ in told for op in one.ops
                   if "subject" in op.body.get("fields", {})]  # fmt: skip
        assert {A, B, ENTRY.subject, value} == set(written)


def test_what_nobody_has_to_decide_any_more_stays_as_it_is(world: World) -> None:
    document = _disputed(world)
    choice = Choice("subject", False, _field(world.clerk.store, document).seen, A)
    resolving.resolve(world.clerk.store, "document", document, [choice])
    unsent = office.sync(world.clerk.store).unsent
    again = resolving.resolve(world.clerk.store, "document", document, [choice])
    assert again.changed == frozenset()
    other = choice._replace(value=B)
    assert not resolving.resolve(world.clerk.store, "document", document, [other]).changed
    assert office.sync(world.clerk.store).unsent == unsent
    assert _value(world.clerk.store, document) == [A]
    later, third = _disputed(world), "Sửa lần nữa ở máy chỉ huy"
    old = Choice("subject", False, _field(world.clerk.store, later).seen, A)
    incoming.edit(world.commander.store, later, subject=third)  # replaces all that it saw
    _spread(world, world.commander, world.clerk)
    assert not resolving.resolve(world.clerk.store, "document", later, [old]).changed
    assert _value(world.clerk.store, later) == [third]


def test_two_who_choose_differently_are_in_conflict_again_the_same_agrees(world: World) -> None:
    document, other = _disputed(world), _disputed(world)
    for machine, value in ((world.clerk, A), (world.commander, "Ý khác")):
        choice = Choice("subject", False, _field(machine.store, document).seen, value)
        resolving.resolve(machine.store, "document", document, [choice])
        choice = Choice("subject", False, _field(machine.store, other).seen, B)
        resolving.resolve(machine.store, "document", other, [choice])
        assert conflicts.waiting(machine.store) == []
    _spread(world, world.clerk, world.commander)
    for machine in (world.clerk, world.commander):
        assert [one.id for one in conflicts.waiting(machine.store)] == [document]
        field = _field(machine.store, document)
        assert {side.value for side in field.sides} == {A, "Ý khác"}
        assert set(field.base) == {A, B}, "what both replaced: the two values they chose between"
        assert _value(machine.store, other) == [B]


def test_one_field_is_settled_without_touching_another(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, FILE, world.book).entity
    _spread(world, world.clerk, world.commander)
    incoming.edit(world.clerk.store, document, subject=A, due="2026-12-01")
    incoming.edit(world.commander.store, document, subject=B, due="2026-12-08")
    _spread(world, world.clerk, world.commander)
    field = _field(world.clerk.store, document)
    choice = Choice("subject", False, field.seen, A)
    resolving.resolve(world.clerk.store, "document", document, [choice])
    assert [one.name for one in _one(world.clerk.store, document).fields] == ["due"]
    due = _field(world.clerk.store, document, "due")
    assert due.base == ()
    assert {side.value for side in due.sides} == {"2026-12-01", "2026-12-08"}


def test_several_are_settled_for_one_machine_at_once(world: World) -> None:
    found = [_disputed(world) for _ in range(3)]
    store, mine, lost = world.clerk.store, world.clerk.mine.device, world.commander.mine.device
    open_ = [(one.kind, one.id) for one in conflicts.waiting(store) if lost in one.devices]
    assert {one for _, one in open_} == set(found)
    other = incoming.register(store, ENTRY, None, world.book).entity
    done = resolving.take_machine(store, [("document", other), *open_], mine)
    assert (done.done, done.refused) == (3, ())
    assert {("document", one) for one in found} <= done.changed
    assert ("document", other) not in done.changed
    assert [_value(store, one) for one in found] == [[A]] * 3
    assert office.sync(store).conflicts == 0
    officer, later = _as(world, "si"), _disputed(world)
    hidden = resolving.take_machine(officer, [("document", later)], mine)
    assert (hidden.done, [type(one) for one in hidden.refused]) == (0, [NotFound])
    assert office.sync(store).conflicts == 1


def test_a_dossier_is_shown_counted_and_settled(world: World) -> None:
    clerk, second = world.clerk, _machine(world, "second", "van")
    dossier = dossiers.open_dossier(clerk.store, "01", "Cũ", "10").entity
    _spread(world, clerk, second)
    dossiers.change(clerk.store, dossier, "01", "Một", "10")
    dossiers.change(second.store, dossier, "01", "Hai", "10")
    _spread(world, clerk, second)
    assert office.sync(clerk.store).conflicts == 1
    [listed] = conflicts.waiting(clerk.store)
    assert (listed.kind, listed.id) == ("dossier", dossier)
    found = conflicts.conflict(clerk.store, "dossier", dossier)
    assert found is not None
    [field] = found.fields
    assert (field.name, field.base) == ("title", ("Cũ",))
    mine = next(side for side in field.sides if side.here)
    resolving.resolve(clerk.store, "dossier", dossier, [field.take(mine)])
    assert conflicts.waiting(clerk.store) == []
    assert office.sync(clerk.store).conflicts == 0
    second.store.engine.dispose()


def test_an_act_that_came_too_late_is_told_with_its_reason(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, None, world.book).entity
    incoming.submit(world.clerk.store, document)
    _spread(world, world.clerk, world.commander)
    store = world.commander.store
    incoming.direct(store, document, "Giao", [Task("lead", world.people["si"], 3)], _calendar())
    second = _machine(world, "second", "chi")
    incoming.give_back(second.store, document, "thiếu phụ lục")
    world.push(world.commander)
    _spread(world, second, world.clerk)
    [late] = _one(world.clerk.store, document).late
    assert (late.reason, late.what) == ("competing-act", Act.RETURN)
    assert late.side.value["reason"] == "thiếu phụ lục"
    assert late.side.person == "Người chi"
    second.store.engine.dispose()


def test_what_came_too_late_is_closed_with_a_reason_and_the_document_goes_on(world: World) -> None:
    clerk, commander = world.clerk, world.commander
    document = _draft(_as(world, "si"))
    _submitted(_as(world, "si"), document)
    _spread(world, clerk, commander)
    mark = Signature("KyChinh", "main", b"%PDF-1.7 ky", "A" * 43, 0)
    outgoing.sign(commander.store, document, _main(commander.store, document), mark)
    incoming.edit(clerk.store, document, subject="Sửa khi đã ký ở máy khác")
    world.push(commander)
    _spread(world, clerk, commander)
    [late] = _one(clerk.store, document).late
    assert late.reason == "late-edit"
    page = documents.page(clerk.store, document)
    assert page is not None
    assert page.row.conflicts == 1
    unseen = resolving.close(clerk.store, "document", document, ["A" * 26 + ".1.1.0"], "Không thấy")
    assert not unseen.changed
    resolving.close(clerk.store, "document", document, [late.side.op], "Bản đã ký là đúng")
    assert not resolving.close(clerk.store, "document", document, [late.side.op], "Nữa").changed
    _spread(world, clerk, commander)
    for machine in (clerk, commander):
        assert conflicts.conflict(machine.store, "document", document) is None
        page = documents.page(machine.store, document)
        assert page is not None
        assert (page.row.conflicts, page.row.state) == (0, State.SIGNED)
        kinds = [k for told in documents.story(machine.store, document) for k in told.kinds]
        assert {"document.set", "document.settle"} <= set(kinds), "nothing is hidden"


def _draft(store: Store) -> str:
    entry = Outgoing("Về việc của tôi", "cong-van", "CV-TM", ("Phòng Tham mưu",), "Người chi")
    return outgoing.draft(store, entry, b"{}", replace(FILE, content=b"%PDF-1.7 du thao")).entity


def _submitted(store: Store, document: str) -> None:
    initialled = Signature("KyNhay1", "initial", b"%PDF-1.7 ky nhay", "A" * 43, 0)
    outgoing.initial(store, document, _main(store, document), initialled)
    outgoing.submit(store, document)


def _main(store: Store, document: str) -> str:
    page = documents.page(store, document)
    assert page is not None
    return next(one.blob for one in page.files if one.role == "main")


def test_signing_waits_for_the_decision_and_goes_on_after_it(world: World) -> None:
    clerk, commander = world.clerk, world.commander
    document = _draft(_as(world, "si"))
    _spread(world, clerk, commander)
    incoming.edit(clerk.store, document, subject=A)
    incoming.edit(commander.store, document, subject=B)
    _spread(world, clerk, commander)
    _submitted(_as(world, "si"), document)  # everything else goes on
    _spread(world, clerk, commander)
    mark = Signature("KyChinh", "main", b"%PDF-1.7 ky", "A" * 43, 0)
    blob = _main(commander.store, document)
    with pytest.raises(InConflict):
        outgoing.sign(commander.store, document, blob, mark)
    field = _field(commander.store, document)
    resolving.resolve(commander.store, "document", document, [field.take(field.sides[0])])
    outgoing.sign(commander.store, document, blob, mark)


def test_of_two_files_in_one_place_one_is_chosen(world: World) -> None:
    clerk, commander = world.clerk, world.commander
    document = _draft(_as(world, "si"))
    _spread(world, clerk, commander)
    entry = Outgoing("Về việc của tôi", "cong-van", "CV-TM", ("Phòng Tham mưu",), "Người chi")
    for machine, content in ((clerk, b"%PDF-1.7 mot"), (commander, b"%PDF-1.7 hai")):
        outgoing.revise(machine.store, document, entry, b"{}", replace(FILE, content=content))
    _spread(world, clerk, commander)
    field = _field(clerk.store, document, "main")
    assert field.file
    assert len(field.sides) == 2
    mine = next(side for side in field.sides if side.here)
    every = [
        one.take(next(s for s in one.sides if s.here)) for one in _one(clerk.store, document).fields
    ]
    resolving.resolve(clerk.store, "document", document, filter(None, every))
    assert conflicts.waiting(clerk.store) == []
    assert _main(clerk.store, document) == mine.value["blob"]
    _spread(world, clerk, commander)
    assert conflicts.waiting(commander.store) == []
    assert _main(commander.store, document) == mine.value["blob"]


def test_what_a_signature_stands_over_is_not_chosen_any_more(world: World) -> None:
    clerk, commander = world.clerk, world.commander
    document = _draft(_as(world, "si"))
    _submitted(_as(world, "si"), document)
    _spread(world, clerk, commander)
    incoming.edit(clerk.store, document, subject=A)
    third = _machine(world, "third", "van")
    incoming.edit(third.store, document, subject=B)
    mark = Signature("KyChinh", "main", b"%PDF-1.7 ky", "A" * 43, 0)
    outgoing.sign(commander.store, document, _main(commander.store, document), mark)
    _spread(world, clerk, third, commander)
    world.pull(clerk)
    field = _field(clerk.store, document)
    assert field.locked
    assert field.of(field.sides[0].device) is None
    with pytest.raises(AlreadySigned):
        resolving.resolve(clerk.store, "document", document, [field.take(field.sides[0])])
    third.store.engine.dispose()


def test_who_may_not_settle_is_refused_and_who_may_not_see_sees_nothing(world: World) -> None:
    document = _disputed(world)
    person = world.unit.new_id()
    authority.set_person(world.admin.store, person, name="tra", unit=world.unit.unit)
    authority.give_grant(world.admin.store, person, Role.AUDITOR, "2026-01-01")
    world.push(world.admin)
    world.pull(world.clerk)
    clerk = world.clerk.store
    field = _field(clerk, document)
    auditor = replace(clerk, author=replace(clerk.author, person=person))
    officer = _as(world, "si")
    for store, error in ((auditor, NotAllowed), (officer, NotFound)):
        with pytest.raises(error):
            resolving.resolve(store, "document", document, [field.take(field.sides[0])])
    assert conflicts.waiting(officer) == []
    assert conflicts.conflict(officer, "document", document) is None
    assert set(map(str, _value(clerk, document))) == {A, B}
    assert office.sync(clerk).conflicts == 1
