"""A restricted group in the simulated unit: two machines in it, others out, one let out in the
midst; on bad roads, with dying machines and with sticks. Who is out holds nothing of it, also where
somebody forgets to ask; everything else holds as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from typing_extensions import override

from core.commits.ids import unb64
from core.errors import AntinError
from core.sync import wire
from db import models, opening, reach
from db.actions import dossiers, groups
from db.actions.bundle_reader import BundleReader
from server.sessions import Session
from tests.sim import faults, invariants, people
from tests.sim.hosts import Device, heads
from tests.sim.world import World, world

STEPS = 16
OUT = ("admin", "late", "officer")
"""Machines whose people never read the group."""
TABLES = (models.Commit, models.Receipt, models.Held, models.Aggregate, models.Mention)


def write(found: World, device: Device, group: str) -> None:
    """A reader opens a dossier of the group, or goes on with one."""
    within = replace(device.store, group=group)
    word = f"Chỉ nhóm đọc {found.chance.randrange(1000)}"
    with device.store.engine.begin() as connection:
        query = sa.select(models.Dossier.id).where(models.Dossier.stream == group)
        known = sorted(connection.execute(query).scalars())
    if known and found.chance.random() < 0.5:
        dossier = found.chance.choice(known)
        found.do(device, lambda: dossiers.change(device.store, dossier, "01.TM", word, "10"))
    else:
        found.do(device, lambda: dossiers.open_dossier(within, "01.TM", word, "10"))


def play(found: World) -> str:
    """One history; the group."""
    admin, clerk, commander = (found[name] for name in ("admin", "clerk", "commander"))
    group = groups.open_group(admin.store, "Nhóm A").entity
    for device in (clerk, commander):
        groups.let_in(admin.store, group, device.store.author.person)
    found.sync(admin, clerk, commander)
    found.net.bad = 0.2
    leaves = found.chance.randrange(STEPS // 2, STEPS)
    for step in range(STEPS):
        if step == leaves:
            found.do(admin, groups.let_out, admin.store, group, commander.store.author.person)
        dice, device = found.chance.random(), found.chance.choice(found.working)
        if dice < 0.35:
            write(found, found.chance.choice((clerk, commander)), group)
        elif dice < 0.5:
            people.act(found)
        elif dice < 0.75:
            found.sync(device)
        elif dice < 0.85:
            faults.dying(found, lambda: found.sync(clerk))
        else:
            found.export(clerk, found["officer"])
            found.carry(found["officer"])
    write(found, clerk, group)
    found.quiet()
    return group


def outside(found: World, group: str) -> Iterator[str]:
    """Who is out holds nothing of the group, gets nothing by asking, finds nothing on a stick."""
    for device in (*found.working, found["late"]):
        with device.store.engine.begin() as connection:
            store = device.store
            if group in reach.of_device(connection, store.realm, store.author.device):
                continue
            for table in TABLES:
                count = sa.select(sa.func.count()).where(table.stream == group)
                if connection.execute(count).scalar():
                    yield f"{device.name} has {table.__tablename__} of the group"
        try:
            found.road(device).ask(wire.PULL, wire.Pull(group, 0, 0))
        except AntinError:
            continue
        yield f"{device.name} was shown the group"
    for name in OUT:
        yield from (f"a stick for {name} has the group" for _ in carried(found, name, group))


def carried(found: World, name: str, group: str) -> Iterator[str]:
    store = found[name].store
    with store.engine.begin() as connection:
        box = unb64(opening.installation(connection).box, 32)
    for data in found.sticks.get(name, ()):
        with BundleReader(store, [data], box) as reader:
            yield from (each.id for each in reader.commits if each.header.stream == group)


def wrong(seed: int) -> tuple[list[str], int]:
    """What was broken in a history, and how far the group's stream went."""
    with world(seed) as found:
        group = play(found)
        head = heads(found.central.store)[group]
        return [*invariants.broken(found), *outside(found, group)], head.gseq


@pytest.mark.parametrize("seed", [1, 2])
def test_who_is_out_holds_nothing_and_all_else_holds(seed: int) -> None:
    found, reached = wrong(seed)
    assert found == []
    assert reached > 0


BUGS: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "the server asks nobody": lambda: patch.object(Session, "reads", lambda *_: True),
    "bundles carry everything": lambda: patch.object(reach, "of_all", lambda *_: _Everything()),
}


class _Everything(frozenset[str]):
    @override
    def __contains__(self, _stream: object) -> bool:
        return True


@pytest.mark.parametrize("bug", BUGS)
def test_a_forgotten_check_is_noticed(bug: str) -> None:
    with BUGS[bug]():
        found, _ = wrong(1)
    assert any("the group" in why for why in found)
