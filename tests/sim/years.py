"""What a unit lives through in years: machines come and are lost for good, a year ends,
certificates end, a server loses its journal too, and work goes by sticks in volumes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.errors import NotAllHeard
from core.sync import segment
from db import models
from db.actions import admission, books, lending, recovering, renewing, replacing, sealing
from tests.sim import faults, people
from tests.sim.hosts import APP, Device
from tests.sim.template import START, join

if TYPE_CHECKING:
    from tests.sim.world import World

DAY = 86_400_000
SMALL = 12_000
"""Bytes of a volume: a few acts."""


def pass_to(world: World, days: int) -> None:
    """Time goes by, to some days after the founding; clocks are set right meanwhile."""
    world.time.now = max(world.time.now, START + days * DAY)
    for device in world.working:
        device.skew = 0
    world.note("day", days)


def over(world: World) -> None:
    """The administrator ends what the server still collects."""
    if not world.central.running or not recovering.active(world.central.store):
        return
    world.sync(*world.working, world["late"])
    try:
        recovering.end(world.central.store)
    except NotAllHeard as error:
        world.breach("I9", f"nobody could give back: {error.facts}")
        recovering.end(world.central.store, unheard=True)


# -- machines ------------------------------------------------------------------------------------


def newcomer(world: World) -> None:
    """A person gets a machine while all go on; it works before the server has heard of it."""
    world.net.bad = 0.0
    admin, clerk, officer = world["admin"], world["clerk"], world["officer"]
    people.open_dossier(world, officer)
    world.sync(officer, clerk)
    made = _joined(world, everything=True)
    if made is None:
        return
    people.open_dossier(world, made)
    world.sync(made, admin)
    faults.dying(world, lambda: world.sync(made))
    people.open_dossier(world, clerk)
    world.export(made, clerk)
    world.carry(clerk)


def by_snapshot(world: World) -> None:
    """A machine begins with nothing and is shown a snapshot first, while work goes on and it dies
    again and again.
    """
    world.net.bad = 0.0
    admin, officer = world["admin"], world["officer"]
    people.open_dossier(world, officer)
    made = _joined(world, everything=False)
    world.sync(admin, officer)
    if made is None:
        return
    for _ in range(3):
        faults.dying(world, lambda: world.sync(made), 40)
        people.change_dossier(world, officer)
        world.sync(officer)
    world.sync(made)
    people.change_dossier(world, officer)
    world.sync(officer, made)


def _joined(world: World, *, everything: bool) -> Device | None:
    """The officer's second machine."""
    admin, person = world["admin"], world["officer"].store.author.person
    provision, seed = world.made.provision, f"newcomer/{world.seed}"
    made = world.do(admin, lambda: join(admin, "newcomer", person, provision, seed, everything))
    if not isinstance(made, Device):
        return None
    made.twin_of = "officer"
    world.devices[made.name] = made
    return made


def replaced(world: World) -> None:
    """A new machine takes the place of a broken one and has its acts; once those were heard, or
    before, the old one is retired, and its numbers are given anew.
    """
    admin, clerk = world["admin"], world["clerk"]
    world.net.bad = 0.0
    people.register(world, clerk)
    world.sync(admin, clerk)
    people.register(world, clerk)
    old = clerk.store.author.device
    code = world.do(admin, replacing.invite, admin.store, old)
    request = world.do(clerk, replacing.ask, clerk.vault, code, clerk.name, clerk.clock)
    people.open_dossier(world, clerk)
    done = world.do(admin, lambda: admission.approve(admin.store, request, everything=True))
    while done is not None and replacing.pending(clerk.vault):
        _finish(world, clerk, done.answer)
    people.open_dossier(world, clerk)
    world.sync(admin)
    if world.chance.random() < 0.5:
        faults.dying(world, lambda: world.sync(clerk))
        world.sync(clerk, admin)
    unheard = world.chance.random() < 0.5
    world.do(admin, lambda: replacing.retire(admin.store, old, "máy hỏng", unheard=unheard))
    world.sync(admin, clerk)
    world.lease(clerk, lost=True)
    world.sync(clerk)
    people.register(world, clerk)


def _finish(world: World, device: Device, answer: bytes) -> None:
    """The restored machine becomes the new device, or dies on the way; then it starts anew."""

    def finish() -> None:
        replacing.finish(device.vault, answer, APP, device.clock)
        world.restart(device)

    faults.dying(world, lambda: world.do(device, finish))


def sealed(world: World) -> None:
    """A machine is lost whose last message came and the one before never did: what came waits
    behind a hole until that is sealed.
    """
    officer, admin, central = world["officer"], world["admin"], world.central
    world.net.bad = 0.0
    world.sync(officer)
    for _ in range(2):
        people.open_dossier(world, officer)
    last = [run.data for run in segment.runs(officer.unsent()[-1:])]
    answer, _ = world.road(officer).push(central.home.registrar.epoch, last)
    faults.revoke(world, officer)
    world.sync(admin)
    if answer.held:
        _seal(world, officer)
        world.sync(world["clerk"])


def handed_on(world: World) -> None:
    """A machine is lost whose last stick came to another one and the stick before never did: what
    waits there comes to the server by that machine, or by a third one where that is lost too, and
    the hole is sealed.
    """
    officer, clerk, commander = world["officer"], world["clerk"], world["commander"]
    world.net.bad = 0.0
    world.sync(officer, clerk)
    world.export(clerk, officer)
    world.carry(officer)  # so that the officer sends what is new alone
    world.sticks.pop("clerk", None)
    people.open_dossier(world, officer)
    people.draft(world, officer)
    people.draft(world, officer)
    world.export(officer, clerk, limit=1)  # a volume each
    world.sticks["clerk"] = world.sticks.pop("clerk", [])[1:]
    world.carry(clerk)
    faults.revoke(world, officer)
    bearer = clerk
    if world.chance.random() < 0.6:
        bearer = commander
        world.export(clerk, commander)
        world.carry(commander)
        if world.chance.random() < 0.5:
            faults.revoke(world, clerk)
    faults.dying(world, lambda: world.sync(bearer))
    world.sync(world["admin"], bearer)
    _seal(world, officer)
    world.sync(commander)


def _seal(world: World, lost: Device) -> None:
    """The administrator of the server gives up what is missing of a lost machine."""
    store, device = world.central.store, lost.store.author.device
    holes = [each for each in sealing.holes(store) if each.chain[0] == device]
    if not holes:
        return
    sealing.seal(store, world.central.home.registrar, device, "mất máy")
    world.publish()
    world.sealed.add(device)
    world.note("sealed", len(holes))


# -- years ---------------------------------------------------------------------------------------


def new_year(world: World) -> None:
    """Next year's book is lent before the year ends, and the old one gives no number after it."""
    admin, clerk = world["admin"], world["clerk"]
    world.net.bad = 0.0
    world.sync(clerk)
    pass_to(world, 283)  # 20 December
    with clerk.store.engine.begin() as connection:
        table = models.Register
        query = sa.select(table.kind, table.name, table.symbol).where(table.id == world.made.book)
        kind, name, symbol = connection.execute(query).one()
    opened = world.do(admin, books.open_register, admin.store, kind, name, symbol, 2027)
    world.sync(admin)
    lending.tend(world.central.store, world.central.home.registrar)
    world.publish()
    if world.chance.random() < 0.7:
        world.sync(clerk)
    people.register(world, clerk)
    pass_to(world, 298)  # 4 January
    people.register(world, clerk)
    world.sync(clerk)
    if opened is not None:
        for _ in range(2):
            people.register(world, clerk, opened.entity)
    world.sync(clerk)


def renewed(world: World) -> None:
    """Certificates are renewed in time; one machine hears of it after the old one has ended."""
    admin, clerk, officer = world["admin"], world["clerk"], world["officer"]
    world.net.bad = 0.0
    world.sync(admin, clerk, officer)
    pass_to(world, 340)
    names = ("clerk", "commander", "officer", "late")
    machines = [world[name].store.author.device for name in names]
    world.do(admin, renewing.renew, admin.store, machines)
    world.sync(admin, officer)
    people.open_dossier(world, officer)
    pass_to(world, 400)
    for device in (officer, clerk):
        people.open_dossier(world, device)
        world.sync(device)
        people.open_dossier(world, device)


# -- the server ----------------------------------------------------------------------------------


def without_journal(world: World) -> None:
    """Database and journal are lost; the machines give back what the server had ordered."""
    clerk, officer = world["clerk"], world["officer"]
    world.net.bad = 0.0
    faults.save(world, world.central)
    for device in (clerk, officer):
        people.open_dossier(world, device)
    people.register(world, clerk)
    world.sync(clerk, officer, clerk)
    burn(world)
    people.open_dossier(world, officer)
    world.sync(world.chance.choice((clerk, officer)))
    faults.dying(world, lambda: world.sync(officer))
    people.register(world, clerk)


def burn(world: World) -> None:
    """The server's disks are lost: an old backup is all there is."""
    central, before = world.central, world.central.has()
    central.stop()
    central.database.write_bytes(world.saved["server"])
    shutil.rmtree(central.journal)
    central.replay(recover=True)
    central.open()
    world.forget(central)
    elsewhere = central.has().union(*(each.has() for each in world.devices.values()))
    world.burnt |= before - elsewhere
    world.note("server", "burnt", len(before - elsewhere), central.home.registrar.epoch)


# -- sticks --------------------------------------------------------------------------------------


def in_volumes(world: World) -> None:
    """A bundle of many volumes: they come in any order, one of them later than the others."""
    officer, clerk = world["officer"], world["clerk"]
    world.sticks.pop("clerk", None)
    for _ in range(2):
        people.open_dossier(world, officer)
        people.draft(world, officer)
    has = officer.has()
    world.export(officer, clerk, limit=SMALL)
    volumes = world.sticks.pop("clerk", [])
    if not volumes:
        return
    late = volumes.pop(world.chance.randrange(len(volumes)))
    world.note("volumes", 1 + len(volumes))
    world.sticks["clerk"] = volumes
    world.carry(clerk)
    world.sync(clerk)
    world.sticks["clerk"] = [*volumes, late]
    world.carry(clerk)
    if not has <= clerk.has():
        world.breach("I9", f"a whole bundle left out {len(has - clerk.has())} commits")
    world.sync(clerk)


COURSES: tuple[Callable[[World], None], ...] = (
    newcomer,
    by_snapshot,
    sealed,
    new_year,
    renewed,
    without_journal,
    in_volumes,
    handed_on,
    replaced,
)
