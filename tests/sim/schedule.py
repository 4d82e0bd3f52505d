"""What happens in a world: chance, and in each one a course of events that chance alone would
rarely bring together (sync.md §5.3).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.sim import faults, people, years

if TYPE_CHECKING:
    from tests.sim.world import World

NOISE = 4
"""Random steps before and after the course."""
Course = Callable[["World"], None]


def play(world: World) -> None:
    """One history: some chance, the seed's course, some chance."""
    happens = course(world.seed)
    world.note("course", happens.__name__)
    world.net.bad = world.chance.choice((0.0, 0.1, 0.3))
    for _ in range(world.chance.randrange(NOISE)):
        noise(world)
    happens(world)
    for _ in range(world.chance.randrange(NOISE)):
        noise(world)


def course(seed: int) -> Course:
    """The course of a seed."""
    return COURSES[seed % len(COURSES)]


def noise(world: World) -> None:
    """One thing that happens in any unit."""
    dice = world.chance.random()
    device = world.chance.choice(world.working)
    if dice < 0.6:
        people.act(world)
    elif dice < 0.85:
        world.sync(device)
    elif dice < 0.93:
        faults.dying(world, lambda: world.sync(device))
    elif dice < 0.97:
        device.skew = world.chance.choice((-240_000, -60_000, 0, 90_000, 600_000))
    else:
        faults.dying(world, lambda: people.act(world), 6)


def restored_after_a_lease(world: World) -> None:
    """The server forgets a lease whose numbers were given."""
    clerk = world["clerk"]
    faults.save(world, world.central)
    world.lease(clerk, lost=True)
    world.sync(clerk)
    people.register(world, clerk)
    faults.restore_server(world)
    world.lease(clerk, lost=True)
    world.sync(clerk)
    people.register(world, clerk)


def holder_lost(world: World) -> None:
    """A holder is given up for lost, and numbers on."""
    clerk = world["clerk"]
    world.sync(clerk)
    world.lease(world["officer"], lost=True)
    people.register(world, clerk)
    people.register(world, clerk)
    world.sync(world["officer"], clerk)
    world.lease(clerk, lost=True)


def rolled_back_after_a_number(world: World) -> None:
    """A disk comes back from before a number was given."""
    clerk = world["clerk"]
    faults.save(world, clerk)
    people.register(world, clerk)
    if world.chance.random() < 0.5:
        world.sync(clerk)
    faults.roll_back(world, clerk)
    people.register(world, clerk)
    world.sync(clerk)
    world.lease(clerk, lost=True)
    world.sync(clerk)
    people.register(world, clerk)


def cut_in_receipts(world: World) -> None:
    """Answers are lost and programs end while receipts are taken."""
    clerk, bad = world["clerk"], world.net.bad
    for _ in range(2):
        people.register(world, clerk)
        people.open_dossier(world, world["officer"])
    world.net.bad = 0.6
    world.sync(clerk, world["officer"])
    world.net.bad = bad
    for device in (clerk, world["officer"]):
        faults.dying(world, lambda device=device: world.sync(device), 12)


def dying_pull(world: World) -> None:
    """A machine ends between the rows of others' work and their cursor."""
    for _ in range(4):
        people.open_dossier(world, world["officer"])
        people.open_dossier(world, world["clerk"])
        world.sync(world["officer"], world["clerk"])
        faults.dying(world, lambda: world.sync(world["commander"]), 6)
    world.sync(world["commander"])


def dying_server(world: World) -> None:
    """The server ends between store, journal and answer, and its disk is lost later."""
    faults.save(world, world.central)
    for name in ("officer", "clerk"):
        people.open_dossier(world, world[name])
        faults.dying(world, lambda name=name: world.sync(world[name]), 10)
        world.sync(world[name])
    faults.restore_server(world)
    world.sync(world["clerk"])


def lost_at_both_ends(world: World) -> None:
    """The server is restored and the author's disk rolled back: only the journal has the act."""
    officer = world["officer"]
    faults.save(world, world.central)
    faults.save(world, officer)
    people.open_dossier(world, officer)
    world.sync(officer)
    faults.restore_server(world)
    faults.roll_back(world, officer)
    people.open_dossier(world, world["clerk"])


def twins(world: World) -> None:
    """One machine works as two."""
    clerk = world["clerk"]
    twin = faults.clone(world, clerk)
    for device in (clerk, twin):
        people.open_dossier(world, device)
        if world.chance.random() < 0.5:
            people.register(world, device)
    world.sync(clerk, twin)
    people.open_dossier(world, twin)
    world.sync(twin, clerk)


def revoked(world: World) -> None:
    """A machine is revoked while its work is on the way."""
    officer = world["officer"]
    people.open_dossier(world, officer)
    world.export(officer, world["clerk"])
    faults.revoke(world, officer)
    world.sync(world["admin"])
    people.open_dossier(world, officer)
    world.sync(officer)
    world.carry(world["clerk"])
    world.sync(world["clerk"])


def revoked_and_restored(world: World) -> None:
    """What was accepted before a machine was revoked stays accepted when the server is restored."""
    officer = world["officer"]
    faults.save(world, world.central)
    people.open_dossier(world, officer)
    world.sync(officer)
    faults.revoke(world, officer)
    world.sync(world["admin"])
    faults.restore_server(world)
    world.sync(world["clerk"])
    people.open_dossier(world, officer)
    world.export(officer, world["clerk"])
    world.carry(world["clerk"])
    world.sync(world["clerk"])


def hostile(world: World) -> None:
    """An officer's machine lies in every way that it knows."""
    world.net.bad = 0.0
    people.register(world, world["clerk"])
    people.open_dossier(world, world["officer"])
    faults.forge(world, world["officer"])
    faults.overreach(world, world["officer"])
    world.sync(world["clerk"], world["officer"])
    people.open_dossier(world, world["officer"])
    faults.forge(world, world["officer"])
    faults.garbage(world)


def mixed_versions(world: World) -> None:
    """One machine is newer than the others and than the server."""
    faults.newer(world, world["officer"])
    people.open_dossier(world, world["officer"])
    world.sync(world["officer"], world["clerk"])
    people.open_dossier(world, world["clerk"])


def by_stick(world: World) -> None:
    """An officer without network: his work goes by sticks, in any order and again."""
    officer, clerk = world["officer"], world["clerk"]
    for _ in range(2):
        people.open_dossier(world, officer)
        world.export(officer, clerk)
    world.carry(clerk, world.chance.choice(("", "cut", "flip")))
    world.carry(clerk)
    world.sync(clerk)
    world.export(clerk, officer)
    world.carry(officer)
    people.change_dossier(world, officer)


def apart(world: World) -> None:
    """Two people change the same thing, each without the other."""
    clerk, officer, commander = world["clerk"], world["officer"], world["commander"]
    people.open_dossier(world, officer)
    people.register(world, clerk)
    world.net.bad = 0.0
    world.sync(officer, clerk, officer, commander)
    for device in (officer, clerk):
        people.change_dossier(world, device)
    for device in (clerk, commander):
        people.edit(world, device)
    world.sync(clerk, officer, commander, clerk)


def two_signers(world: World) -> None:
    """Two people sign one paper, one after the other or apart."""
    officer, clerk = world["officer"], world["clerk"]
    world.net.bad = 0.0
    people.draft(world, officer)
    world.sync(officer, clerk)
    people.initial(world, officer)
    if world.chance.random() < 0.5:
        world.sync(officer, clerk)
    people.initial(world, clerk)
    world.sync(clerk, officer)


def clock_years_off(world: World) -> None:
    """A machine's clock is years ahead for a while, then mended."""
    officer = world["officer"]
    officer.skew = world.chance.choice((-2, 2, 11)) * 366 * 86_400_000
    people.open_dossier(world, officer)
    world.sync(officer)
    officer.skew = 0
    people.open_dossier(world, officer)
    world.sync(officer, world["clerk"])


def handed_back(world: World) -> None:
    """A lease goes back in order: the next one begins behind its last number."""
    clerk, officer = world["clerk"], world["officer"]
    world.net.bad = 0.0
    people.register(world, clerk)
    people.hand_back(world, clerk)
    people.register(world, clerk)
    world.sync(clerk)
    world.lease(officer)
    world.sync(officer)
    people.register(world, clerk)


def full_disks(world: World) -> None:
    """No space anywhere for a while: nothing is taken, nothing half done, and it goes on after."""
    clerk = world["clerk"]
    people.register(world, clerk)
    world.storage.full = True
    people.register(world, clerk)
    world.sync(clerk, world["officer"])
    world.storage.full = False
    people.register(world, clerk)
    world.sync(clerk)


COURSES: tuple[Course, ...] = (
    restored_after_a_lease,
    rolled_back_after_a_number,
    holder_lost,
    cut_in_receipts,
    dying_pull,
    dying_server,
    lost_at_both_ends,
    twins,
    revoked,
    revoked_and_restored,
    hostile,
    mixed_versions,
    by_stick,
    apart,
    two_signers,
    clock_years_off,
    handed_back,
    full_disks,
    *years.COURSES,
)
