"""What goes wrong: machines die, disks are rolled back or copied, the server is restored, devices
are revoked, and some of them lie.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.commits.format import Commit, Op
from core.errors import AntinError, JournalAhead
from core.sync import segment
from db import authoring, commits, incarnation
from db.actions import authority
from db.commits import Verdict
from db.engine import writes
from tests.sim import people
from tests.sim.hosts import Device, Host
from tests.sim.storage import Crash

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sim.world import World

MANY_STEPS = 24


def dying(world: World, work: Callable[[], object], steps: int = MANY_STEPS) -> None:
    """Do one thing while storage may end a program at one of the next steps."""
    world.storage.fuse = 1 + world.chance.randrange(steps)
    work()
    world.storage.fuse = 0


def save(world: World, host: Host) -> None:
    """A backup of the machine's database, by whatever copies disks."""
    host.stop()
    world.saved[host.name] = host.database.read_bytes()
    host.open()
    world.note(host.name, "saved")


def roll_back(world: World, device: Device) -> None:
    """An old copy of the database takes its place; the counters beside it stay."""
    old = world.saved.get(device.name)
    if old is None:
        return
    before, inc = device.has(), device.store.author.inc
    device.stop()
    device.database.write_bytes(old)
    device.open()
    world.forget(device)
    elsewhere = world.central.has()
    for other in world.devices.values():
        elsewhere |= other.has() if other.running else set()
    gone = before - elsewhere
    world.lost |= gone
    world.taken_back |= before - device.has()
    unnoticed = device.store.author.inc == inc and before != device.has()
    world.cloned |= unnoticed and world.storage.forgot
    world.note(device.name, "rolled back", len(gone), device.store.author.inc)


def restore_server(world: World) -> None:
    """The server's database comes from a backup; its administrator replays the journal."""
    old = world.saved.get("server")
    if old is None:
        return
    central = world.central
    central.stop()
    central.database.write_bytes(old)
    try:
        central.open()
    except JournalAhead:
        central.stop()
        central.replay()
        central.open()
    world.forget(central)
    world.note("server", "restored", central.home.registrar.epoch)


def clone(world: World, device: Device) -> Device:
    """The whole folder of a machine goes on working twice."""
    device.stop()
    name = f"{device.name}-twin"
    shutil.copytree(device.folder, world.folder / name)
    device.open()
    twin = Device(world.folder, name, world.time, f"twin/{world.seed}")
    twin.twin_of = device.name
    twin.open()
    world.devices[name] = twin
    world.cloned = True
    world.note(device.name, "cloned")
    return twin


def revoke(world: World, device: Device) -> None:
    """An administrator revokes a machine; it does not know yet."""
    who = device.store.author.device
    world.do(world["admin"], authority.revoke_device, world["admin"].store, who, "thất lạc")
    device.revoked = True


def slip_in(world: World, device: Device, *ops: Op, hostile: bool = True) -> Commit:
    """A changed program on a certified machine writes what the product's would not."""
    store = device.store
    with writes(store.engine).begin() as connection:
        mine = incarnation.installation(connection)
        author = replace(store.author, inc=mine.inc)
        commit = authoring.compose(
            connection, store.realm, author, store.stream, ops, store.random(16), store.now()
        )
        if hostile:
            world.hostile.add(commit.id)
        commits.store(connection, commit, Verdict.TENTATIVE)
        commits.advance(connection, commit)
    store.outside.record_place(store.stream, commit.header.seq, author.inc)
    world.note(device.name, "slipped in", commit.id)
    return commit


def overreach(world: World, device: Device) -> None:
    """An officer's machine directs, leases numbers to itself or opens a book."""
    store = device.store
    author = {"device": store.author.device, "inc": store.author.inc}
    dates = {"start": "2026-01-01", "until": "2026-12-31"}
    span = {"lease": store.new_id(), "first": 500, "end": 510}
    by = {"name": "Ai đó"}
    document = people.some(world, device, people.models.Document)
    book = {"kind": "incoming", "name": f"Sổ {store.new_id()}", "year": 2026}
    choices: list[tuple[str, str, dict[str, Any]]] = [
        ("register.open", store.new_id(), {"fields": book}),
        ("document.direct", document, {"text": "Làm ngay", "by": by}),
        ("register.lease", world.made.book, {**span, **author, **dates}),
        ("grant.give", store.new_id(), {"fields": {"role": "administrator"}}),
    ]
    kind, entity, body = world.chance.choice(choices)
    slip_in(world, device, Op(kind=kind, id=entity, body=body))


def forge(world: World, device: Device) -> None:
    """A machine sends a commit in another's name and bytes that are none, with honest work between
    them, which they must not stop.
    """
    victim = world["clerk" if device.name != "clerk" else "officer"]
    found, mine = victim.unsent(), device.unsent()
    if not found:
        return
    commit = found[0]
    flipped = bytes([commit.signature[0] ^ 1]) + commit.signature[1:]
    forged = Commit(commit.raw, commit.payload, flipped, commit.header, commit.ops)
    parts = [run.data for run in segment.runs([forged])]
    parts += [world.chance.randbytes(200), *(run.data for run in segment.runs(mine))]
    said: list[str] = []
    try:
        answer, _ = world.road(device).push(world.central.home.registrar.epoch, parts)
        said = [each.code for each in answer.refused]
    except AntinError as error:
        said = [error.code]
    world.note("forged", *said)
    with world.central.store.engine.begin() as connection:
        if any(kept.signature == flipped for kept in commits.load(connection, [commit.id])):
            world.breach("I7", "a forged commit was stored")
    if not world.net.bad and not {each.id for each in mine} <= world.central.has():
        world.breach("I9", "a forged commit stopped honest ones")


def garbage(world: World) -> None:
    """Any bytes as a question."""
    paths = ("/v1/hello", "/v1/push", "/v1/pull", "/v1/session")
    body = world.chance.randbytes(world.chance.randrange(300))
    try:
        status, _, _ = world.net.ask(world.central, world.chance.choice(paths), body, "")
        if status < 400:
            world.breach("I12", "garbage was taken")
    except (AntinError, Crash):
        world.note("garbage", "unreachable")


def newer(world: World, device: Device) -> None:
    """A machine with a later version writes operations that the others do not know."""
    op = Op(kind="document.colour", id=device.store.new_id(), body={"shade": "blue"})
    world.newer.append(slip_in(world, device, op, hostile=False).id)
