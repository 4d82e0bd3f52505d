"""Bundles in volumes: any order, twice, cut, of two bundles; and who is known to have which."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.commits.ids import unb64
from core.errors import BundleCut, BundleEdited
from core.recipients import public_of
from core.sync import bundle
from core.sync.bundle import Lock
from db import opening
from db.actions import bundles, incoming
from db.queries import carried, documents, office
from tests.db.test_ledger import ENTRY, FILE, World
from tests.db.unit_of_three import Machine

LIMIT = 64 << 10
SIZE = 24 << 10
COUNT = 5


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def register(world: World) -> str:
    """A document with a file that nothing compresses."""
    file = replace(FILE, content=world.unit.dice(SIZE))
    return incoming.register(world.clerk.store, ENTRY, file, world.book).entity


def volumes(source: Machine, target: Machine, limit: int = LIMIT) -> list[bytes]:
    made = bundles.export(source.store, [target.mine.device], limit)
    return [b"".join(pieces) for pieces in made.volumes]


def whole(machine: Machine, document: str) -> bool:
    """Whether a document is there with its file."""
    page = documents.page(machine.store, document)
    return page is not None and [file.here for file in page.files] == [True]


def test_volumes_in_any_order_twice_and_one_of_them_cut(world: World) -> None:
    registered = [register(world) for _ in range(COUNT)]
    parts = volumes(world.clerk, world.commander)
    assert len(parts) > 2
    assert all(len(part) <= LIMIT for part in parts)
    last, *others = range(len(parts), 0, -1)
    first = bundles.import_(world.commander.store, [parts[last - 1]])
    assert (first.volume, first.new, first.held > 0) == ((last, last), 0, True)
    assert first.lacking == tuple(sorted(others))
    assert [each.chain[0] for each in first.missing] == [world.clerk.mine.device]
    with pytest.raises(BundleCut):
        bundles.import_(world.commander.store, [parts[0][: LIMIT // 2]])
    assert bundles.import_(world.commander.store, [parts[last - 1]]).lacking == first.lacking
    *_, done = (bundles.import_(world.commander.store, [parts[place - 1]]) for place in others)
    assert (done.lacking, done.missing, done.refused) == ((), (), 0)
    assert office.sync(world.commander.store).held == 0
    assert all(whole(world.commander, each) for each in registered)
    assert world.hashes(world.commander) == world.hashes(world.clerk)


def test_volumes_of_two_bundles_are_told_apart(world: World) -> None:
    registered = [register(world) for _ in range(COUNT)]
    one, two = (volumes(world.clerk, world.commander) for _ in range(2))
    assert bundles.import_(world.commander.store, [one[0]]).lacking == tuple(range(2, len(one) + 1))
    rest = [bundles.import_(world.commander.store, [part]).lacking for part in two[1:]]
    assert rest[-1] == (1,)  # its own first is not the other's
    # and yet nothing lacks of what they carry: both carry the same
    assert all(whole(world.commander, each) for each in registered)


def test_a_volume_of_another_number_of_volumes_is_refused(world: World) -> None:
    with world.commander.store.engine.begin() as connection:
        box = unb64(opening.installation(connection).box, 32)
    lock = Lock([public_of(box)], world.unit.dice(32), world.unit.dice(7))
    with world.clerk.store.engine.begin() as connection:
        made = bundles.heading(connection, world.clerk.store, {})
    for volume, refused in (((1, 3), False), ((2, 3), False), ((2, 2), True)):
        sign = world.clerk.store.author.sign
        data = b"".join(bundle.write_bundle(replace(made, volume=volume), [], lock, sign))
        if refused:
            with pytest.raises(BundleEdited):
                bundles.import_(world.commander.store, [data])
        else:
            bundles.import_(world.commander.store, [data])


def test_a_file_that_is_here_is_not_written_again(world: World) -> None:
    document = register(world)
    [data] = volumes(world.clerk, world.commander, 1 << 30)
    bundles.import_(world.commander.store, [data])
    parts = world.commander.vault.folder / "blobs" / "parts"
    assert parts.is_dir()
    shutil.rmtree(parts)
    parts.touch()  # nothing can be written now
    assert bundles.import_(world.commander.store, [data]).files == 0
    assert whole(world.commander, document)


def confirmed(machine: Machine) -> list[bool]:
    return [row.confirmed for row in carried.exports(machine.store)]


def test_an_export_is_confirmed_by_what_its_reader_saw_of_the_servers_order(world: World) -> None:
    document = register(world)
    volumes(world.clerk, world.commander)
    assert confirmed(world.clerk) == [False]
    world.push(world.clerk)
    world.pull(world.clerk)
    assert confirmed(world.clerk) == [False]  # the server has it; that says nothing of the reader
    world.pull(world.commander)
    incoming.edit(world.commander.store, document, subject="Đã đọc")
    world.push(world.commander)
    world.pull(world.clerk)
    assert confirmed(world.clerk) == [True]


def test_an_export_to_the_server_is_confirmed_by_its_receipts(world: World) -> None:
    register(world)
    made = bundles.export(world.clerk.store, [world.unit.server_id])
    assert confirmed(world.clerk) == [False]
    world.push(world.clerk)
    world.pull(world.clerk)
    assert confirmed(world.clerk) == [True]
    bundles.forget(world.clerk.store, made)
    assert confirmed(world.clerk) == []
