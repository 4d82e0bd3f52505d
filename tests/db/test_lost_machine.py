"""A machine is lost and revoked: what it sent stays, what comes later waits for review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.commits.check import Verdict
from core.errors import NotAllowed
from db import commits
from db.actions import authority, bundles, incoming
from db.queries import documents, setting_aside
from tests.db.test_ledger import ENTRY, FILE, World
from tests.db.unit_of_three import Machine


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def verdict(machine: Machine, document: str) -> str:
    with machine.store.engine.begin() as connection:
        [(_, standing)] = commits.touching(connection, ("document", document))
    return standing


def test_work_of_a_revoked_machine_comes_by_bundle_and_waits_for_review(world: World) -> None:
    clerk, commander, admin = world.clerk, world.commander, world.admin
    sent = incoming.register(clerk.store, ENTRY, FILE, world.book).entity
    world.push(clerk)
    kept = incoming.register(clerk.store, ENTRY, FILE, world.book).entity
    authority.revoke_device(admin.store, clerk.mine.device, "máy thất lạc")
    world.push(admin)
    for machine in (commander, admin):
        world.pull(machine)
    data = b"".join(bundles.export(clerk.store, [commander.mine.device]).pieces)
    done = bundles.import_(commander.store, [data])
    assert (done.held, done.refused) == (0, 0)
    assert verdict(commander, kept) == Verdict.REVIEW
    assert documents.page(commander.store, kept) is None
    world.push(commander)
    world.pull(commander)
    assert verdict(world.server, kept) == Verdict.REVIEW
    [item] = setting_aside.items(commander.store)
    assert (item.device, item.why) == (clerk.mine.device, "device-revoked")
    for machine in (commander, world.server):
        assert verdict(machine, sent) == Verdict.OK
    assert documents.page(commander.store, sent) is not None


def test_nobody_writes_bundles_for_a_revoked_machine(world: World) -> None:
    authority.revoke_device(world.admin.store, world.clerk.mine.device, "máy thất lạc")
    world.push(world.admin)
    world.pull(world.commander)
    with pytest.raises(NotAllowed):
        bundles.export(world.commander.store, [world.clerk.mine.device])
