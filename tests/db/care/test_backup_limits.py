"""What lies on a stick may have any size: nothing is read that could not be what it should be."""

from __future__ import annotations

import os
import tracemalloc
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from core.commits.ids import b64, text_id, unb64
from core.errors import BackupDamaged
from core.sync import backup as manifests
from core.sync.backup import FileEntry, Pieces
from db.care import backup, restore
from db.care.backup_place import Place
from db.care.restore import Wish
from tests.db.care.test_restore import back_up, unlock_of, work
from tests.db.test_ledger import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HUGE = 512 << 20
BOUND = 3 * manifests.MAX_BYTES


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def place(stick: Path) -> Place:
    made = Place(stick, text_id(bytes(16)))
    made.prepare()
    return made


def peak(work: Callable[[], object]) -> int:
    """The most memory (bytes) that some work had at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def put(place: Place, data: bytes) -> bytes:
    digest = sha256(data).digest()
    assert place.put(digest, (data,))
    return digest


def pieces_of(place: Place, entries: list[FileEntry]) -> Pieces:
    data = manifests.write_files(entries)
    return Pieces(len(data), tuple(b64(put(place, piece)) for piece in manifests.cut(data)))


def test_a_huge_manifest_hides_no_other(world: World, stick: Path) -> None:
    back_up(world, stick)
    [good] = stick.glob("antin/*/g-*")
    with good.with_name("g-0000000002.antin").open("wb") as file:
        file.truncate(HUGE)
    found: list[backup.Generation] = []
    assert peak(lambda: found.extend(backup.generations(stick))) < BOUND
    assert [(each.number, each.whole) for each in found] == [(1, True), (2, False)]


@pytest.mark.parametrize("part", ["pack", "table", "list", "file"])
def test_a_huge_object_is_damage(world: World, stick: Path, tmp_path: Path, part: str) -> None:
    work(world, "a")
    back_up(world, stick)
    chosen = restore.choose(Wish(stick))
    body = chosen.body
    [entry] = backup.entries(chosen.place, body.files)
    names = {
        "pack": unb64(body.pages.packs[0].name),
        "table": unb64(body.pages.table.chunks[0]),
        "list": unb64(body.files.chunks[0]),
        "file": entry.digest,
    }
    [path] = stick.glob(f"antin/*/o/*/{names[part].hex()}")
    os.truncate(path, HUGE)

    def refused() -> None:
        with pytest.raises(BackupDamaged):
            restore.rehearse(Wish(stick), tmp_path / "try", unlock_of(world), world.unit.clock)

    assert peak(refused) < BOUND


def test_an_object_is_read_to_its_limit_and_not_beyond(place: Place) -> None:
    digest = put(place, bytes(3 << 20))
    assert sum(map(len, place.checked(digest, "file", 3 << 20))) == 3 << 20
    given = []
    with pytest.raises(BackupDamaged):
        given.extend(place.checked(digest, "file", (3 << 20) - 1))
    assert sum(map(len, given)) < 3 << 20
    assert not place.has(digest)


def test_a_list_in_several_chunks_comes_back_and_has_its_declared_size(place: Place) -> None:
    entries = [
        FileEntry(sha256(b"%d" % number).digest(), number, number, bytes(32))
        for number in range(manifests.CHUNK // manifests.RECORD + 1000)
    ]
    listed = pieces_of(place, entries)
    assert len(listed.chunks) == 2
    assert list(backup.entries(place, listed)) == entries
    for size in (listed.size - 80, listed.size + 80):
        with pytest.raises(BackupDamaged):
            list(backup.entries(place, Pieces(size, listed.chunks)))
    cut = Pieces(79, (b64(put(place, bytes(79))),))
    with pytest.raises(BackupDamaged):
        list(backup.entries(place, cut))
