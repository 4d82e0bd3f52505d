"""A month of a whole unit, many machines at work, roads that break and programs that die: in the
end all are equal and every invariant holds, nothing half done is left, and no process grew by it
(sync.md §6.3, layer 9).

``ANTIN_DAYS`` and ``ANTIN_MACHINES`` say how much; ``./dev soak`` plays 30 days of 50 machines.
"""

from __future__ import annotations

import ctypes
import gc
import itertools
import os
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from db import models
from db.blobs import PARTS, tidy
from tests.sim import faults, people
from tests.sim.hosts import Central, Device
from tests.sim.invariants import broken
from tests.sim.template import join
from tests.sim.world import World, world
from tests.sim.years import pass_to

pytestmark = [pytest.mark.slow, pytest.mark.timeout(0)]
DAYS: Final = int(os.environ.get("ANTIN_DAYS", "2"))
MACHINES: Final = int(os.environ.get("ANTIN_MACHINES", "7"))
SEED, BAD = 30, 0.05
DYING: Final = 0.1
"""Of the rounds: cut by the end of the program."""
ROLES: Final = ("officer", "commander", "officer", "clerk")
FOREVER: Final = 1 << 62
LEAST_DAYS, GROWTH_MB = 9, 60
"""Memory is looked at in a run of so many days; the record of all that happened is in it too."""


def grown(made: World) -> None:
    """As many machines as asked for, of the same few people."""
    roles = itertools.cycle(ROLES)
    for number in range(MACHINES - len(made.devices)):
        role = next(roles)
        who, name = made[role].store.author.person, f"machine-{number}"
        device = join(made["admin"], name, who, made.made.provision, f"{SEED}/{name}")
        device.twin_of = role
        made.devices[name] = device


def a_day(made: World, day: int) -> None:
    """Everybody does something and meets the server, some of them not to the end."""
    pass_to(made, day)
    made.lease(made["clerk"])
    for _ in made.working:
        people.act(made)
    for device in made.working:
        if made.chance.random() < DYING:
            faults.dying(made, partial(made.sync, device))
        else:
            made.sync(device)


def held_mb(made: World) -> float:
    """Memory of this process while no program of the unit runs, MB."""
    every: list[Device | Central] = [made.central, *made.devices.values()]
    running = [each for each in every if each.running]
    for each in running:
        each.stop()
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    for each in running:
        each.open()
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def half_done(host: Device | Central) -> list[str]:
    """What is left of something that never ended."""
    folder = host.store.blobs.folder
    tidy(folder, FOREVER)  # of programs that died: removed after a day of the real clock
    with host.store.engine.begin() as connection:
        waiting = connection.execute(models.Held.__table__.select()).all()
    return [*(path.name for path in (folder / PARTS).glob("*")), *map(str, waiting)]


def test_all_are_equal_and_nothing_is_left() -> None:
    with world(SEED) as made:
        grown(made)
        made.sync(*made.working)
        made.net.bad = BAD
        early = 0.0
        for day in range(1, DAYS + 1):
            a_day(made, day)
            if day == DAYS // 3:
                early = held_mb(made)
        made.quiet()
        assert broken(made) == []
        hosts: list[Device | Central] = [made.central, *made.working]
        assert {host.name: left for host in hosts if (left := half_done(host))} == {}
        assert len(made.devices) == MACHINES
        if DAYS >= LEAST_DAYS:
            late = held_mb(made)
            print(f"{MACHINES} machines, {DAYS} days: {early:.0f} MB, {late:.0f} MB")
            assert late < early + GROWTH_MB
