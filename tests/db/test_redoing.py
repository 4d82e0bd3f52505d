"""Nothing typed is lost: what was set aside is written once more as an act of one's own, its author
is told who let it lie and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.commits import redoing
from core.commits.check import Verdict
from core.commits.format import Op
from core.errors import NotFound, ReasonMissing, WriteRefused
from core.office.turns import Turn
from db import ledger
from db.acting import Store
from db.actions import authority, incoming, reinstating
from db.actions import redoing as anew
from db.engine import writes
from db.queries import documents, setting_aside
from db.queries.setting_aside import Item
from tests.db.test_ledger import ENTRY, FILE, World
from tests.db.test_reinstating import lost, numbers, same, spread
from tests.db.unit_of_three import Machine

WHY = "Vào sổ lại ở máy mới"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def other_machine(world: World) -> Machine:
    """Another machine of the clerk, with numbers of its own."""
    made = world.unit.machine("second", world.people["van"])
    world.unit.admit(world.admin, made)
    world.push(world.admin)
    world.lease(made, first=10, end=20)
    world.pull(made)
    return made


def items(store: Store) -> list[Item]:
    return setting_aside.items(store)[::-1]


def test_a_lost_registration_is_written_once_more_with_another_number(world: World) -> None:
    first, second = lost(world)
    fresh = other_machine(world)
    one, two = items(fresh.store)
    assert one.again
    assert ("subject", ENTRY.subject) in one.said
    assert ("code", "0/TM") in one.said
    with pytest.raises(ReasonMissing):
        anew.again(fresh.store, one.id, "  ")
    with pytest.raises(NotFound):
        anew.again(fresh.store, "A" * 43, WHY)
    made = anew.again(fresh.store, one.id, WHY).entity
    assert made not in (first, second)
    spread(world, fresh, world.commander)
    for machine in (fresh, world.commander):
        page = documents.page(machine.store, made)
        assert page is not None
        assert (page.row.number, page.row.code, page.row.subject) == (10, "0/TM", ENTRY.subject)
        assert [each.id for each in items(machine.store)] == [two.id], "it lies from then on"
        assert documents.page(machine.store, first) is None
    same(world, fresh, world.commander)
    fresh.store.engine.dispose()


def test_an_edit_with_its_file_is_written_on_what_stands_today(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, FILE, world.book).entity
    spread(world, world.clerk, world.commander)
    incoming.edit(world.clerk.store, document, subject="Câu gõ trên máy thất lạc", pages=7)
    authority.revoke_device(world.admin.store, world.clerk.mine.device, "máy thất lạc")
    spread(world, world.admin, world.clerk, world.commander)
    incoming.edit(world.commander.store, document, subject="Sửa sau đó")
    [one] = items(world.commander.store)
    anew.again(world.commander.store, one.id, WHY)
    page = documents.page(world.commander.store, document)
    assert page is not None
    assert (page.row.subject, page.row.pages) == ("Câu gõ trên máy thất lạc", 7)
    assert page.row.conflicts == 0
    world.push(world.commander)
    assert items(world.commander.store) == []


def test_its_author_is_told_who_gave_it_back_and_why_until_he_has_seen_it(world: World) -> None:
    lost(world, 1)
    fresh = other_machine(world)
    [one] = items(world.commander.store)
    reinstating.let_lie(world.commander.store, [one.id], "Văn bản gửi nhầm đơn vị")
    spread(world, world.commander, fresh)
    assert items(world.commander.store) == [], "who decided is done with it"
    [mine] = items(fresh.store)
    assert mine.decided is not None
    assert mine.decided[:2] == ("Người chi", "Văn bản gửi nhầm đơn vị")
    [row] = setting_aside.everything(fresh.store)
    assert (row.turn, row.part) == (Turn.OWN, setting_aside.BACK)
    assert mine.again, "and he can still write it once more"
    reinstating.let_lie(fresh.store, [mine.id], "Đã xem")
    assert items(fresh.store) == []
    spread(world, fresh, world.commander)
    same(world, fresh, world.commander)
    fresh.store.engine.dispose()


def test_what_is_held_here_has_a_row_of_its_own_beside_what_was_taken(world: World) -> None:
    lost(world, 1)
    fresh = other_machine(world)
    third = world.unit.machine("third", world.people["van"])
    world.unit.admit(world.admin, third)
    world.push(world.admin)
    for machine in (third, fresh):
        world.pull(machine)
    document = incoming.register(fresh.store, ENTRY, None, world.book).entity
    incoming.edit(fresh.store, document, subject="Gõ ở máy thứ hai")
    arrived = world.unsent(fresh, world.unit.stream)[1:]
    with writes(third.store.engine).begin() as connection:
        ledger.receive(connection, third.store.realm, arrived)
    rows = setting_aside.everything(third.store)
    assert {row.part for row in rows} == {Verdict.REVIEW, Verdict.HELD}
    assert len({row.n for row in rows}) == 2
    assert all((row.n < 0) == (row.part == Verdict.HELD) for row in rows)
    held = next(one for one in items(third.store) if one.standing == Verdict.HELD)
    assert ("subject", "Gõ ở máy thứ hai") in held.said, "its words can be copied meanwhile"
    assert not held.again
    for machine in (fresh, third):
        machine.store.engine.dispose()


def test_what_signs_moves_or_decides_is_not_written_by_another(world: World) -> None:
    document = incoming.register(world.clerk.store, ENTRY, None, world.book).entity
    spread(world, world.clerk, world.commander)
    incoming.submit(world.clerk.store, document)
    authority.revoke_device(world.admin.store, world.clerk.mine.device, "máy thất lạc")
    spread(world, world.admin, world.clerk, world.commander)
    [one] = items(world.commander.store)
    assert not one.again
    with pytest.raises(WriteRefused):
        anew.again(world.commander.store, one.id, WHY)
    assert [each.id for each in items(world.commander.store)] == [one.id]
    assert set(numbers(world.commander).values()) == {1}


@pytest.mark.parametrize(
    ("kinds", "may"),
    [
        (("document.create", "document.file", "register.give", "document.number"), True),
        (("register.give", "document.number"), False),
        (("document.set",), True),
        (("document.set", "document.sign"), False),
        (("document.move",), False),
        (("grant.give",), False),
    ],
)
def test_a_number_is_asked_for_only_as_a_document_begins(kinds: tuple[str, ...], may: bool) -> None:
    assert redoing.can([Op(kind=kind, id="", body={}) for kind in kinds]) is may
