"""What waits is its owner's first, rises to his superiors once he had his time; nothing expires."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.office.turns import Turn
from db.acting import Store
from db.actions import authority, incoming
from db.actions import reference as saying
from db.actions.incoming import Task
from db.queries import reference, setting_aside, turns
from db.queries.conflicts import Waiting
from tests.db.test_conflicts import _as, _calendar, _disputed, _spread
from tests.db.test_ledger import World

DAY = 86_400_000


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def later(world: World, days: int) -> None:
    """So many days go by; it began on a Wednesday."""
    world.unit.watch.time += days * DAY


def only(store: Store) -> Waiting:
    [found] = setting_aside.everything(store)
    return found


def seen(store: Store) -> tuple[Turn, str, int]:
    row = only(store)
    return row.turn, row.keeper, row.days


def test_its_owner_has_it_first_and_after_his_time_the_commander_too(world: World) -> None:
    document = _disputed(world)
    clerk, commander = world.clerk.store, world.commander.store
    assert seen(clerk) == (Turn.OWN, "Người van", 0)
    assert seen(commander) == (Turn.OTHERS, "Người van", 0)
    assert turns.counts(setting_aside.everything(commander)) == turns.Counts(0, 0, 1)
    later(world, 4)  # to Sunday: two working days
    assert seen(commander) == (Turn.OTHERS, "Người van", 2)
    later(world, 1)  # Monday: the third
    assert seen(commander) == (Turn.RISEN, "Người van", 3)
    assert turns.counts(setting_aside.everything(commander)).needing == 1
    assert only(clerk).turn is Turn.OWN, "it stays his"
    began = only(commander).since
    incoming.edit(world.clerk.store, document, due="2026-12-01")
    incoming.edit(commander, document, due="2026-12-02")
    _spread(world, world.clerk, world.commander)
    row = only(commander)
    assert (row.count, row.since, row.turn) == (2, began, Turn.RISEN), "no new time begins"
    later(world, 400)
    assert only(commander).turn is Turn.RISEN, "nothing expires by itself"
    assert only(clerk).turn is Turn.OWN


def test_who_leads_the_handling_owns_it_and_it_rises_to_the_clerk_as_well(world: World) -> None:
    document = _disputed(world)
    incoming.submit(world.clerk.store, document)
    _spread(world, world.clerk, world.commander)
    task = Task("lead", world.people["si"], 3)
    incoming.direct(world.commander.store, document, "Xử lý", [task], _calendar())
    _spread(world, world.commander, world.clerk)
    assert seen(_as(world, "si"))[:2] == (Turn.OWN, "Người si")
    assert only(world.clerk.store).turn is Turn.OTHERS
    later(world, 5)
    assert only(world.clerk.store).turn is Turn.RISEN


def test_the_administrators_threshold_counts_and_who_cannot_decide_has_no_time(
    world: World,
) -> None:
    _disputed(world)
    commander = world.commander.store
    item = reference.catalogue(world.admin.store, "thresholds").find("undecided")
    assert item is not None
    said = {"code": item.code, "vi": item.vi, "en": item.en}
    for days, whose in ((1, Turn.RISEN), (9, Turn.OTHERS)):
        saying.set_entry(world.admin.store, "thresholds", {**said, "days": days}, new=False)
        world.push(world.admin)
        world.pull(world.commander)
        later(world, 1 if days == 1 else 0)
        assert turns.limit(commander) == days
        assert only(commander).turn is whose
    authority.revoke_person(world.admin.store, world.people["van"], "chuyển công tác")
    world.push(world.admin)
    world.pull(world.commander)
    later(world, 1)
    assert only(commander).turn is Turn.RISEN
