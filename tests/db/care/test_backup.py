"""Backups of a real store: incremental, read back, never half there; acts go on beside them."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from core.commits.ids import unb64
from core.errors import (
    BackupDamaged,
    BackupTargetClosed,
    BackupTargetFull,
    BackupTargetGone,
)
from core.sync import backup as manifests
from db import commits, local
from db.actions import incoming
from db.actions.files import NewFile
from db.care import backup, backup_place, backup_work, restore
from db.care.backup_place import Place
from db.care.restore import Wish
from db.engine import store_engine, writes
from tests.db.care.test_restore import unlock_of
from tests.db.keepers import small_disk
from tests.db.test_ledger import ENTRY, World

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY_NS = 86_400 * 10**9


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    made.lease(made.clerk, 10, 100)
    made.pull(made.clerk)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def work(world: World, name: str, size: int = 100) -> str:
    """Register a document with a file of its own content."""
    file = NewFile(f"{name}.pdf", "application/pdf", b"%PDF-1.7 " + name.encode() * size, 1)
    return incoming.register(world.clerk.store, ENTRY, file, world.book).entity


def run(world: World, stick: Path, **options: object) -> backup.Report:
    return backup.run(world.clerk.store, world.clerk.vault, stick, **options)  # type: ignore[arg-type]


def objects(stick: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in stick.glob("antin/*/o/*/*")}


def test_a_run_writes_only_what_is_new(world: World, stick: Path) -> None:
    work(world, "a")
    first = run(world, stick)
    assert (first.generation, first.complete, first.new_objects) == (1, True, first.objects)
    quiet = run(world, stick)
    # noting the first run changed a few pages: one pack and the table; the file and the list stay
    assert (quiet.generation, quiet.new_objects, quiet.objects) == (2, 2, 5)
    assert quiet.new_size < 100_000
    work(world, "b")
    assert run(world, stick).new_objects == 4


def test_most_of_a_large_database_is_not_written_again(world: World, stick: Path) -> None:
    with writes(world.clerk.store.engine).begin() as connection:
        local.put_value(connection, "ballast", Random(1).randbytes(9 << 20))
    first = run(world, stick)
    work(world, "a")
    again = run(world, stick)
    assert first.new_size > 9 << 20
    assert again.new_size < first.new_size / 20


def test_packs_of_many_runs_stay_in_use_and_every_generation_comes_back(
    world: World, stick: Path, tmp_path: Path
) -> None:
    """Scattered changes, some of them large: each generation is that of its moment, and what lies
    at the place is bounded by what is in use.
    """
    store, chance = world.clerk.store, Random(5)
    with writes(store.engine).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE ballast (n INTEGER PRIMARY KEY, x BLOB)")
        for number in range(400):
            row = (number, chance.randbytes(3000))
            connection.exec_driver_sql("INSERT INTO ballast VALUES (?, ?)", row)
    for moment in range(8):
        with writes(store.engine).begin() as connection:
            local.put_value(connection, "moment", str(moment).encode())
            for number in chance.sample(range(400), chance.choice((1, 30, 250))):
                row = (chance.randbytes(3000), number)
                connection.exec_driver_sql("UPDATE ballast SET x = ? WHERE n = ?", row)
        run(world, stick, keep=8)
        pages = backup.read_manifest(max(stick.glob("antin/*/g-*"))).body.pages
        held = sum(pack.pages for pack in pages.packs) * manifests.PAGE
        assert held <= 2 * pages.size + manifests.CHUNK
    chosen = [restore.choose(Wish(stick, each.number)) for each in backup.generations(stick)]
    for number, each in enumerate(chosen):
        folder = tmp_path / f"fetched{number}"
        folder.mkdir()
        vault, inside = restore.fetch(
            each, folder, unlock_of(world), world.unit.dice, backup_work.on
        )
        restore.check(vault, inside)
        opened = store_engine(vault.connect)
        with opened.begin() as connection:
            assert local.value(connection, "moment") == str(each.body.generation - 1).encode()
        opened.dispose()
        vault.close()


def test_nothing_readable_stands_at_the_place(world: World, stick: Path) -> None:
    work(world, "Ten co dau")
    run(world, stick)
    holder = "clerk"
    everything = b"".join(path.read_bytes() for path in stick.rglob("*") if path.is_file())
    words = ["Phòng Tham mưu", "TM-TH", "Ten co dau", "CREATE TABLE", "SQLite format", holder]
    assert [word for word in words if word.encode() in everything] == []
    names = "/".join(str(path.relative_to(stick)) for path in stick.rglob("*"))
    assert holder not in names


def test_acts_go_on_while_a_slow_place_takes_the_pages(world: World, stick: Path) -> None:
    work(world, "a")
    acts: list[str] = []

    def slow(_done: int, _total: int) -> bool:
        acts.append(work(world, f"beside{len(acts)}"))
        return True

    report = backup.run(world.clerk.store, world.clerk.vault, stick, slow)
    assert report.complete
    assert len(acts) >= 3
    body = backup.read_manifest(next(stick.glob("antin/*/g-*"))).body
    inside = manifests.open_inside(body, world.clerk.vault.subkey(backup.LABEL))
    with world.clerk.store.engine.begin() as connection:
        now = commits.frontier(connection)
    mine = (world.clerk.mine.device, world.clerk.mine.inc, world.unit.stream)
    held = {(row.device, row.inc, row.stream): row.seq for row in inside.frontier}
    assert held[mine] == now[mine] - len(acts)


def test_another_process_that_opens_the_store_meanwhile_spoils_nothing(
    world: World, stick: Path, pytestconfig: pytest.Config
) -> None:
    """Closing a descriptor of the database would drop SQLite's locks in this process: the other one
    would take itself for the last and remove the log.
    """
    work(world, "a")
    run(world, stick)
    work(world, "b")
    log = Path(f"{world.clerk.vault.path}-wal")
    assert log.stat().st_size > 0
    key = world.clerk.vault.with_key(bytes).hex()
    code = (
        "import sys; from pathlib import Path; from db.connection import open_store\n"
        "open_store(Path(sys.argv[1]), bytes.fromhex(sys.stdin.read())).close()"
    )
    command = [sys.executable, "-c", code, str(world.clerk.vault.path)]
    subprocess.run(command, cwd=pytestconfig.rootpath, input=key, text=True, check=True)
    assert log.stat().st_size > 0


def test_a_stopped_run_leaves_the_last_generation_and_is_continued(
    world: World, stick: Path
) -> None:
    for name in "abcdef":
        work(world, name)
    run(world, stick)
    for name in "ghijkl":
        work(world, name)
    calls = iter(range(100))
    stopped = run(world, stick, progress=lambda _done, _total: next(calls) < 10)
    assert (stopped.complete, stopped.generation) == (False, 0)
    assert [each.number for each in backup.generations(stick)] == [1]
    rest = run(world, stick)
    assert rest.complete
    assert (stopped.new_objects, rest.new_objects) == (6, 3)  # the rest: two files and the list


def test_what_a_stopped_run_left_is_read_before_it_is_named(
    world: World, stick: Path, tmp_path: Path
) -> None:
    """Bits that went bad at the place while no generation named them yet."""
    for name in "abcdef":
        work(world, name)
    seen: list[int] = []

    def until_read_back(done: int, _total: int) -> bool:
        seen.append(done)
        return seen[-2:] != [done, done]

    assert not run(world, stick, progress=until_read_back).complete
    left = objects(stick)
    for path in stick.glob("antin/*/o/*/*"):
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    done = run(world, stick)
    assert (done.complete, done.damaged, done.healed) == (True, 0, len(left))
    assert objects(stick).items() >= left.items()
    restore.rehearse(Wish(stick), tmp_path / "try", unlock_of(world), world.unit.clock)


def test_what_goes_bad_under_way_is_found_by_reading_back(
    world: World, stick: Path, tmp_path: Path
) -> None:
    work(world, "a")
    spoiled: list[str] = []

    def spoil(_done: int, _total: int) -> bool:
        for path in [] if spoiled else stick.glob("antin/*/o/*/" + "?" * 64):
            data = path.read_bytes()
            path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
            spoiled.append(path.name)
        return True

    with pytest.raises(BackupDamaged) as refused:
        run(world, stick, progress=spoil)
    assert refused.value.facts["part"] == "read-back"
    assert refused.value.facts["name"] in {name[:12] for name in spoiled}
    assert backup.generations(stick) == []
    assert run(world, stick).complete
    done = restore.rehearse(Wish(stick), tmp_path / "try", unlock_of(world), world.unit.clock)
    assert (done.files, done.documents) == (1, 1)


@pytest.mark.parametrize("part", ["file", "pack", "table"])
def test_a_bad_object_is_found_by_rotation_and_made_good(
    world: World, stick: Path, tmp_path: Path, part: str
) -> None:
    work(world, "a")
    run(world, stick)
    place = Place(stick, world.clerk.vault.vault)
    [(_, manifest)] = place.manifests()
    body = backup.read_manifest(manifest).body
    [entry] = backup.entries(place, body.files)
    names = {
        "file": entry.digest.hex(),
        "pack": unb64(body.pages.packs[0].name).hex(),
        "table": unb64(body.pages.table.chunks[0]).hex(),
    }
    [path] = stick.glob(f"antin/*/o/*/{names[part]}")
    good = path.read_bytes()
    path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    before = backup_work.SHARES + int(path.name[:2], 16) - 1  # so that its turn is next
    manifest.rename(manifest.with_name(f"g-{before:010d}.antin"))
    report = run(world, stick)
    assert report.damaged == 0
    assert report.healed == (part in {"file", "pack"})  # lists and tables are read each time
    if part == "file":
        assert path.read_bytes() == good
    wish = Wish(stick, report.generation)
    done = restore.rehearse(wish, tmp_path / "try", unlock_of(world), world.unit.clock)
    assert (done.files, done.documents) == (1, 1)


def test_a_list_that_is_found_bad_is_written_again_at_once(
    world: World, stick: Path, tmp_path: Path
) -> None:
    work(world, "a")
    run(world, stick)
    [(_, manifest)] = Place(stick, world.clerk.vault.vault).manifests()
    name = unb64(backup.read_manifest(manifest).body.files.chunks[0]).hex()
    [path] = stick.glob(f"antin/*/o/*/{name}")
    path.write_bytes(bytes(80))
    run(world, stick)
    for number in (1, 2):
        wish = Wish(stick, number)
        restore.rehearse(wish, tmp_path / "try", unlock_of(world), world.unit.clock)


def test_old_generations_go_and_then_what_only_they_named(world: World, stick: Path) -> None:
    for number in range(5):
        work(world, f"f{number}")
        run(world, stick, keep=3)
    assert [each.number for each in backup.generations(stick)] == [5, 4, 3]
    assert len(objects(stick)) == 4 * 5  # packs, tables, lists, files: the young are left alone
    for path in stick.glob("antin/*/o/*/*"):
        stamp = path.stat().st_mtime_ns - 2 * DAY_NS
        os.utime(path, ns=(stamp, stamp))
    leftover = next(stick.glob("antin/*/o/*")) / ("00" * 32 + backup_place.PART)
    leftover.write_bytes(b"half")
    os.utime(leftover, ns=(0, 0))
    last = run(world, stick, keep=3)
    assert last.dropped == (3,)
    assert not leftover.exists()
    vault = world.clerk.vault.vault
    place = Place(stick, vault)
    for _, path in place.manifests():
        body = backup.read_manifest(path).body
        for entry in backup.entries(place, body.files):
            assert place.whole(entry.digest)
    assert len(objects(stick)) < 20


def test_a_place_that_is_gone_full_or_closed_is_said(
    world: World, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(world, "a")
    with pytest.raises(BackupTargetGone):
        run(world, stick / "not there")
    run(world, stick)
    work(world, "b")
    for number, error in ((errno.EROFS, BackupTargetClosed), (errno.ENODEV, BackupTargetGone)):

        def refuse(_path: Path, number: int = number) -> object:
            raise OSError(number, "no")

        with monkeypatch.context() as patch:
            patch.setattr(backup_place.durable, "fresh", refuse)
            with pytest.raises(error):
                run(world, stick)
    assert [each.number for each in backup.generations(stick)] == [1]


def test_a_full_stick_keeps_its_last_generation(world: World, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", "2m") as stick:
        work(world, "a")
        run(world, stick)
        for number in range(4):
            work(world, f"large{number}", 200_000)
        with pytest.raises(BackupTargetFull):
            run(world, stick)
        assert [each.whole for each in backup.generations(stick)] == [True]
        assert not list(stick.glob("antin/*/o/*/*.part"))


def test_a_pulled_stick_is_not_made_anew_on_the_disk_below(world: World, stick: Path) -> None:
    work(world, "a")
    away = stick.with_name("away")

    def pull(_done: int, _total: int) -> bool:
        if stick.exists():
            stick.rename(away)
        return True

    with pytest.raises(BackupTargetGone):
        run(world, stick, progress=pull)
    assert not stick.exists()


def test_what_a_system_leaves_in_our_folders_is_no_obstacle(world: World, stick: Path) -> None:
    run(world, stick)
    for folder in [*stick.glob("antin/*"), *stick.glob("antin/*/o/*")]:
        (folder / "._DS_Store").write_bytes(b"x")
        (folder / "g-x.antin").write_bytes(b"x")
    (stick / "antin" / "thumbs.db").write_bytes(b"x")
    assert run(world, stick).generation == 2
    assert len(backup.generations(stick)) == 2


def test_a_damaged_manifest_is_listed_as_such(world: World, stick: Path) -> None:
    run(world, stick)
    run(world, stick)
    newest = max(stick.glob("antin/*/g-*"))
    data = bytearray(newest.read_bytes())
    data[len(data) // 2] ^= 1
    newest.write_bytes(data)
    assert [(each.number, each.whole) for each in backup.generations(stick)] == [
        (1, True),
        (2, False),
    ]
    assert run(world, stick).generation == 3
