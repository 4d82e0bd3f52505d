"""Bundles on sticks that are full, cannot be written, or break off, or that a person stops."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from core.commits.ids import b64
from core.errors import DiskFull, FileUnreadable, FileUnwritable, WorkStopped
from db import sticks
from db.actions import bundles, incoming
from db.actions.bundle_reader import GROUP_BYTES
from db.blob_rows import find
from db.queries import carried
from tests.db.keepers import small_disk
from tests.db.test_bundle_volumes import COUNT, LIMIT, register
from tests.db.test_ledger import ENTRY, FILE, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    (tmp_path / "unit").mkdir()
    made = World(tmp_path / "unit")
    for _ in range(COUNT):
        register(made)
    yield made
    made.close()


def written(world: World, path: Path, progress: sticks.Progress = sticks.on) -> list[Path]:
    """The volumes of a bundle of the clerk for the commander, on a stick."""
    made = bundles.export(world.clerk.store, [world.commander.mine.device], LIMIT)
    sticks.write(world.clerk.store, made, path, progress)
    return sticks.volume_paths(path, len(made.volumes))


def test_a_full_stick_keeps_nothing_that_looks_whole(world: World, tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick", f"{LIMIT * 3 // 2}") as stick:
        with pytest.raises(DiskFull):
            written(world, stick / "goi.antin")
        assert list(stick.iterdir()) == []
    assert carried.exports(world.clerk.store) == []  # nobody waits for it
    paths = written(world, tmp_path / "goi.antin")  # and the next one carries everything
    assert [path.name for path in paths] == [
        f"goi.{place}of{len(paths)}.antin" for place in range(1, len(paths) + 1)
    ]
    for path in paths:
        bundles.import_(world.commander.store, sticks.read(path))
    assert world.hashes(world.commander) == world.hashes(world.clerk)


def test_a_stick_that_cannot_be_written_or_read(world: World, tmp_path: Path) -> None:
    (tmp_path / "goi.antin.part").mkdir()  # what is in the way cannot be written over
    made = bundles.export(world.clerk.store, [world.commander.mine.device])
    with pytest.raises(FileUnwritable):
        sticks.write(world.clerk.store, made, tmp_path / "goi.antin")
    assert carried.exports(world.clerk.store) == []
    with pytest.raises(FileUnreadable):
        bundles.import_(world.commander.store, sticks.read(tmp_path / "unplugged" / "goi.antin"))


def test_what_a_person_stops_leaves_nothing_and_begins_anew(world: World, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    shares: list[float] = []

    def half(done: int, total: int) -> bool:
        shares.append(done / total)
        return shares[-1] < 1 / 2

    with pytest.raises(WorkStopped):
        written(world, stick / "goi.antin", half)
    assert list(stick.iterdir()) == []
    assert shares == sorted(shares)
    paths = written(world, stick / "goi.antin")
    before = world.hashes(world.commander)
    with pytest.raises(WorkStopped):
        bundles.import_(world.commander.store, sticks.read(paths[0], lambda _done, _total: False))
    assert world.hashes(world.commander) == before
    for path in paths:
        bundles.import_(world.commander.store, sticks.read(path))
    assert world.hashes(world.commander) == world.hashes(world.clerk)


@pytest.mark.parametrize("interruption", [FileUnreadable, KeyboardInterrupt])
def test_an_import_goes_on_with_the_files_that_came_before(
    world: World, tmp_path: Path, interruption: type[BaseException]
) -> None:
    """What was made durable before the stick was pulled, or the machine died, is read past."""
    with_files = [world.unit.dice(GROUP_BYTES // 2) for _ in range(3)]
    for content in with_files:
        file = replace(FILE, content=content)
        incoming.register(world.clerk.store, ENTRY, file, world.book)
    path = tmp_path / "goi.antin"
    sticks.write(world.clerk.store, bundles.export(world.clerk.store, _commander(world)), path)
    target, size = world.commander.store, path.stat().st_size

    def pulled() -> Iterator[bytes]:
        for number, piece in enumerate(sticks.read(path)):
            if number << 20 > size * 9 // 10:
                raise interruption
            yield piece

    with pytest.raises(interruption):
        bundles.import_(target, pulled())
    before = _written()
    done = bundles.import_(target, sticks.read(path))
    assert done.files == COUNT + len(with_files)
    assert _written() - before < GROUP_BYTES  # one long file is written; two were there
    assert world.hashes(world.commander) == world.hashes(world.clerk)
    for content in with_files:
        with target.engine.begin() as connection:
            row = find(connection, b64(sha256(content).digest()))
        assert row is not None
        assert target.blobs.read(row) == content
    assert not any((world.commander.vault.folder / "blobs" / "parts").iterdir())


def _commander(world: World) -> list[str]:
    return [world.commander.mine.device]


def _written() -> int:
    """Bytes that this process gave to the system to write."""
    lines = Path("/proc/self/io").read_text().splitlines()
    return int(dict(line.split(": ") for line in lines)["wchar"])


def test_a_stick_that_is_read_only(world: World, tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick", "1m") as stick:
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        with pytest.raises(FileUnwritable):
            written(world, stick / "goi.antin")
    assert carried.exports(world.clerk.store) == []
