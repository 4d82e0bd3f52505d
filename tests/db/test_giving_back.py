"""What waits is given back to an author, or both files are kept; two who do differently differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.commits import referring
from core.errors import NotFound, ReasonMissing
from core.office.turns import Turn
from db import facts
from db.acting import Store
from db.actions import incoming, outgoing, resolving
from db.actions.outgoing import Outgoing
from db.queries import conflicts, setting_aside
from db.queries.conflicts import Waiting
from tests.db.test_conflicts import _as, _disputed, _draft, _field, _main, _one, _spread
from tests.db.test_ledger import FILE, World

WHY = "Số liệu chưa khớp, đề nghị xem lại"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def row(store: Store) -> Waiting:
    [found] = setting_aside.everything(store)
    return found


def test_it_is_the_authors_from_then_on_until_it_is_settled(world: World) -> None:
    document = _disputed(world)
    clerk, commander = world.clerk.store, world.commander.store
    assert _one(clerk, document).authors == ((world.people["chi"], "Người chi"),)
    chi = world.people["chi"]
    with pytest.raises(ReasonMissing):
        resolving.give_back(clerk, "document", document, chi, " ")
    with pytest.raises(NotFound):
        resolving.give_back(clerk, "document", document, world.people["si"], WHY)
    resolving.give_back(clerk, "document", document, chi, WHY)
    _spread(world, world.clerk, world.commander)
    theirs = row(commander)
    assert (theirs.turn, theirs.keeper, theirs.reason, theirs.back, theirs.count) == (
        Turn.OWN, "Người chi", WHY, "Người van", 1,
    )  # fmt: skip
    assert row(clerk).turn is Turn.OTHERS, "no longer his"
    field = _field(commander, document)
    resolving.resolve(commander, "document", document, [field.take(field.sides[0])])
    _spread(world, world.commander, world.clerk)
    assert conflicts.waiting(clerk) == []
    incoming.edit(clerk, document, subject="Lại khác 1")
    incoming.edit(commander, document, subject="Lại khác 2")
    _spread(world, world.commander, world.clerk)
    again = row(clerk)
    assert (again.turn, again.reason) == (Turn.OWN, ""), "the next time it is its owner's"


def test_two_who_give_it_to_different_people_are_in_conflict_visibly(world: World) -> None:
    document = _disputed(world)
    clerk, commander = world.clerk.store, world.commander.store
    resolving.give_back(clerk, "document", document, world.people["chi"], WHY)
    resolving.give_back(commander, "document", document, world.people["van"], "Bên lập xem lại")
    _spread(world, world.clerk, world.commander)
    for store in (clerk, commander):
        found = {one.name: one for one in _one(store, document).fields}
        assert found.keys() == {"subject", referring.FIELD}
        assert {one.named for one in found[referring.FIELD].sides} == {"Người chi", "Người van"}
    field = _field(clerk, document, referring.FIELD)
    theirs = next(one for one in field.sides if one.named == "Người van")
    resolving.resolve(clerk, "document", document, [field.take(theirs)])
    _spread(world, world.clerk, world.commander)
    assert row(commander).keeper == "Người van"


def test_of_two_files_both_are_kept_each_once(world: World) -> None:
    clerk, commander = world.clerk, world.commander
    document = _draft(_as(world, "si"))
    _spread(world, clerk, commander)
    entry = Outgoing("Về việc của tôi", "cong-van", "CV-TM", ("Phòng Tham mưu",), "Người chi")
    for machine, content in ((clerk, b"%PDF-1.7 mot"), (commander, b"%PDF-1.7 hai")):
        outgoing.revise(machine.store, document, entry, b"{}", replace(FILE, content=content))
    _spread(world, clerk, commander)
    found = _field(clerk.store, document, "main")
    mine, theirs = sorted(found.sides, key=lambda side: not side.here)
    every = [
        one.take(next(s for s in one.sides if s.here)) for one in _one(clerk.store, document).fields
    ]
    kept = [one._replace(both=one.name == "main") for one in every]
    resolving.resolve(clerk.store, "document", document, kept)
    resolving.resolve(clerk.store, "document", document, kept)  # twice is once
    _spread(world, clerk, commander)
    for machine in (clerk, commander):
        assert conflicts.waiting(machine.store) == []
        assert _main(machine.store, document) == mine.value["blob"]
        with machine.store.engine.begin() as connection:
            key = ("document", document)
            files = facts.states(connection, [key])[key]["files"]
        [(_, beside)] = files["attachment-1"]
        assert (beside["blob"], beside["role"]) == (theirs.value["blob"], "attachment")
        assert "attachment-2" not in files
