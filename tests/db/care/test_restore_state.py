"""What a restore checks at its end: the database is whole and stands where its backup says."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from core.errors import BackupDamaged
from core.sync import backup as manifests
from core.sync.backup import Head, Inside
from db import local
from db.care import backup, restore
from db.care.restore import Wish
from db.engine import close, writes
from tests.db.care.test_restore import back_up, restored, stick, unlock_of, work, world
from tests.db.damage import PAGE, flip
from tests.db.test_ledger import World

__all__ = ["stick", "world"]  # the fixtures

Bring = Callable[[World, Path, Path], object]
WAYS: dict[str, Bring] = {
    "restore": lambda world, stick, home: restored(world, Wish(stick), home),
    "rehearse": lambda world, stick, home: restore.rehearse(
        Wish(stick), home, unlock_of(world), world.unit.clock
    ),
}


def refused(world: World, stick: Path, home: Path, way: str) -> object:
    """Bring it back and be refused because of the database; what is named. Nothing is left."""
    with pytest.raises(BackupDamaged) as caught:
        WAYS[way](world, stick, home)
    assert caught.value.facts["part"] == "database"
    assert list(home.iterdir()) == []
    return caught.value.facts["name"]


def ahead(inside: Inside) -> Inside:
    """One change of a stream more than the database holds."""
    first, *others = inside.heads
    further = Head(first.stream, first.epoch, first.gseq + 1, first.state)
    return msgspec.structs.replace(inside, heads=(further, *others))


def otherwise(inside: Inside) -> Inside:
    """As far as the database goes, with other states."""
    first, *others = inside.heads
    other = Head(first.stream, first.epoch, first.gseq, "A" * 43)
    return msgspec.structs.replace(inside, heads=(other, *others))


def shorter(inside: Inside) -> Inside:
    """A stream of the database is not known."""
    return msgspec.structs.replace(inside, heads=inside.heads[1:])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("change", [ahead, otherwise, shorter])
def test_a_database_that_stands_elsewhere_than_its_backup_says_is_refused(
    world: World, stick: Path, tmp_path: Path, way: str, change: Callable[[Inside], Inside]
) -> None:
    work(world, "a")
    back_up(world, stick)
    [path] = stick.glob("antin/*/g-*")
    body, key = manifests.read(path.read_bytes()).body, world.clerk.vault.subkey(backup.LABEL)
    said = change(manifests.open_inside(body, key))
    sealed = manifests.seal_inside(said, key, world.unit.dice(12), body.vault, body.generation)
    path.write_bytes(manifests.write(msgspec.structs.replace(body, inside=sealed), key))
    assert refused(world, stick, tmp_path / "new", way) == "state"


@pytest.mark.parametrize("way", WAYS)
def test_a_backup_of_a_damaged_database_is_never_brought_back_as_a_good_one(
    world: World, stick: Path, tmp_path: Path, way: str
) -> None:
    """The damaged page belongs to something that nobody read meanwhile, so the backup carries it as
    it lies: every object is as it was written, only the database is not whole.
    """
    work(world, "a")
    with writes(world.clerk.store.engine).begin() as connection:
        local.put_value(connection, "ballast", random.Random(1).randbytes(1 << 20))
    close(world.clerk.store.engine)
    database = world.clerk.vault.path
    flip(database, database.stat().st_size - 100 * PAGE + 9, 2)
    world.clerk.store = world.unit.open(world.clerk.vault)
    assert back_up(world, stick).generation == 1
    assert refused(world, stick, tmp_path / "new", way) != "state"
