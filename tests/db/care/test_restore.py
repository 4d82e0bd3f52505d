"""Restoring real stores: whole, noticed as old, nothing lost; damage is named and costs nothing."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.errors import (
    BackupAbsent,
    BackupAmbiguous,
    BackupDamaged,
    DiskFull,
    NoLease,
    VaultExists,
    WorkStopped,
    WrongKey,
)
from core.recipients import public_of
from core.sync import backup as manifests
from db import incarnation, local, opening
from db.actions import files, incoming
from db.actions.files import NewFile
from db.care import backup, restore, second_copy
from db.care.backup_work import on
from db.care.restore import Wish
from db.connection import driver
from db.engine import close, integrity, writes
from db.keys.protectors import KEY_FILE, by_key_file, key_file_key
from db.open_vault import OpenVault
from db.queries import documents
from db.rekey import rekey
from db.vault import Vault
from tests.db.keepers import fill, small_disk
from tests.db.test_ledger import ENTRY, World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.acting import Store

WORDS = "chín con chim đậu trên cành tre"


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


def work(world: World, name: str, store: Store | None = None) -> str:
    file = NewFile(f"{name}.pdf", "application/pdf", b"%PDF-1.7 " + name.encode() * 99, 1)
    return incoming.register(store or world.clerk.store, ENTRY, file, world.book).entity


def back_up(world: World, stick: Path) -> backup.Report:
    return backup.run(world.clerk.store, world.clerk.vault, stick)


def unlock_of(world: World) -> restore.Unlock:
    key = world.unit.folder / "keys" / "clerk"
    person = world.people["van"]
    return lambda vault: vault.unlock_with(person, KEY_FILE, key_file_key(key))


def restored(world: World, wish: Wish, home: Path) -> restore.Restored:
    return restore.restore(wish, home, unlock_of(world), world.unit.clock, "test")


def opened(world: World, home: Path) -> tuple[OpenVault, Store]:
    vault = unlock_of(world)(Vault(home / "store", world.unit.dice))
    return vault, world.unit.open(vault)


def content(store: Store, document: str) -> bytes:
    page = documents.page(store, document)
    assert page is not None
    return files.content(store, page.files[0].blob)


def test_a_restored_store_is_whole_and_noticed_as_old(
    world: World, stick: Path, tmp_path: Path
) -> None:
    document = work(world, "a")
    back_up(world, stick)
    done = restored(world, Wish(stick), tmp_path / "new")
    assert (done.generation, done.files, done.aside) == (1, 1, None)
    vault, store = opened(world, tmp_path / "new")
    try:
        assert content(store, document).startswith(b"%PDF-1.7 aaa")
        assert integrity(store.engine, deep=True) == []
        assert store.author.device == world.clerk.store.author.device
        assert store.author.inc == done.inc > world.clerk.store.author.inc
        assert [each.why for each in incarnation.noticed(store)] == ["restored"]
        with pytest.raises(NoLease):  # numbers of the earlier life are not given again
            work(world, "b", store)
        assert Vault(tmp_path / "new" / "store", world.unit.dice).people()[0].label == "clerk"
        assert not list((tmp_path / "new").glob(restore.STAGED))
        again = backup.run(store, vault, stick)
        # the list is known by name, size and time: no file was read or written again
        assert (again.generation, again.new_objects) == (2, 2)
    finally:
        close(store.engine)
        vault.close()


def test_the_second_copy_brings_back_what_the_backup_lacks(
    world: World, stick: Path, tmp_path: Path
) -> None:
    work(world, "a")
    back_up(world, stick)
    later = work(world, "later")
    assert second_copy.only_here(world.clerk.store).commits == 2
    assert second_copy.only_here(world.clerk.store).copied == 1
    copied = second_copy.write(world.clerk.store, world.clerk.vault, stick)
    assert (copied.commits, copied.files) == (1, 1)
    here = second_copy.only_here(world.clerk.store)
    assert (here.commits, here.copied) == (2, 2)
    done = restored(world, Wish(stick), tmp_path / "new")
    assert (done.taken.new, done.taken.files, done.taken.failed) == (1, 1, ())
    vault, store = opened(world, tmp_path / "new")
    try:
        assert content(store, later).startswith(b"%PDF-1.7 later")
        here = second_copy.only_here(store)
        assert (here.commits, here.copied) == (3, 2)  # and one that tells of the new life
    finally:
        close(store.engine)
        vault.close()


def test_without_waiting_acts_there_is_no_second_copy(world: World, stick: Path) -> None:
    work(world, "a")
    second_copy.write(world.clerk.store, world.clerk.vault, stick)
    assert len(list(stick.glob("antin/*/s-*"))) == 1
    world.push(world.clerk)
    world.pull(world.clerk)
    done = second_copy.write(world.clerk.store, world.clerk.vault, stick)
    assert (done.commits, list(stick.glob("antin/*/s-*"))) == (0, [])
    assert second_copy.only_here(world.clerk.store) == second_copy.OnlyHere(0, 0, None)


def test_an_older_generation_can_be_chosen(world: World, stick: Path, tmp_path: Path) -> None:
    first = work(world, "a")
    back_up(world, stick)
    second = work(world, "b")
    back_up(world, stick)
    restored(world, Wish(stick, generation=1), tmp_path / "new")
    vault, store = opened(world, tmp_path / "new")
    try:
        assert content(store, first)
        assert documents.page(store, second) is None
    finally:
        close(store.engine)
        vault.close()


def test_a_store_that_opens_is_never_replaced_and_a_broken_one_is_put_aside(
    world: World, stick: Path, tmp_path: Path
) -> None:
    work(world, "a")
    back_up(world, stick)
    home = tmp_path / "new"
    first = restored(world, Wish(stick), home)
    with pytest.raises(VaultExists):
        restored(world, Wish(stick), home)
    [database] = (home / "store").glob("*.db")
    data = database.read_bytes()
    database.write_bytes(data[:5000] + bytes(100) + data[5100:])
    second = restored(world, Wish(stick), home)
    assert second.aside is not None
    assert (second.aside / database.name).read_bytes()[5000:5100] == bytes(100)
    assert second.inc > first.inc  # the counters that stood here were heard


def test_which_backup_is_meant_must_be_clear(world: World, stick: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupAbsent):
        restored(world, Wish(stick), tmp_path / "new")
    back_up(world, stick)
    backup.run(world.commander.store, world.commander.vault, stick)
    with pytest.raises(BackupAmbiguous):
        restored(world, Wish(stick), tmp_path / "new")
    with pytest.raises(BackupAbsent):
        restored(world, Wish(stick, 7, world.clerk.vault.vault), tmp_path / "new")
    restored(world, Wish(stick, None, world.clerk.vault.vault), tmp_path / "new")


def test_a_rehearsal_counts_and_leaves_nothing(world: World, stick: Path, tmp_path: Path) -> None:
    work(world, "a")
    work(world, "b")
    report = back_up(world, stick)
    scratch = tmp_path / "scratch"
    done = restore.rehearse(Wish(stick), scratch, unlock_of(world), world.unit.clock)
    assert (done.generation, done.files, done.documents) == (1, 2, 2)
    assert done.size <= report.size
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_a_flipped_bit_anywhere_is_noticed_and_named(
    world: World, stick: Path, tmp_path: Path, share: float
) -> None:
    """Every file of the backup, at several places: the restore says so and leaves no store."""
    work(world, "a")
    back_up(world, stick)
    second_copy.write(world.clerk.store, world.clerk.vault, stick)
    for path in sorted(stick.rglob("*")):
        if not path.is_file() or path.name.startswith("s-"):
            continue
        good = path.read_bytes()
        at = int(len(good) * share)
        path.write_bytes(good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :])
        with pytest.raises((BackupDamaged, BackupAbsent)) as caught:
            restored(world, Wish(stick), tmp_path / "new")
        if isinstance(caught.value, BackupDamaged):
            name = str(caught.value.facts["name"])
            assert path.name.startswith(name)
        assert not (tmp_path / "new" / "store").exists()
        path.write_bytes(good)
    restored(world, Wish(stick), tmp_path / "new")


def test_a_damaged_generation_leaves_the_older_ones(
    world: World, stick: Path, tmp_path: Path
) -> None:
    document = work(world, "a")
    back_up(world, stick)
    before = set(stick.glob("antin/*/o/*/*"))
    work(world, "b")
    back_up(world, stick)
    for path in set(stick.glob("antin/*/o/*/*")) - before:
        path.unlink()
    with pytest.raises(BackupDamaged):
        restored(world, Wish(stick), tmp_path / "new")
    restored(world, Wish(stick, generation=1), tmp_path / "new")
    vault, store = opened(world, tmp_path / "new")
    assert content(store, document)
    close(store.engine)
    vault.close()


def test_a_manifest_of_somebody_else_with_a_right_sum_is_refused(
    world: World, stick: Path, tmp_path: Path
) -> None:
    """Whoever holds the stick can compute sums, but not the vault's MAC."""
    work(world, "a")
    back_up(world, stick)
    [path] = stick.glob("antin/*/g-*")
    body = manifests.read(path.read_bytes()).body
    path.write_bytes(manifests.write(body, bytes(32)))
    with pytest.raises(BackupDamaged) as caught:
        restored(world, Wish(stick), tmp_path / "new")
    assert caught.value.facts["part"] == "mac"


def test_a_spoiled_second_copy_is_told_and_the_rest_comes_back(
    world: World, stick: Path, tmp_path: Path
) -> None:
    back_up(world, stick)
    work(world, "a")
    second_copy.write(world.clerk.store, world.clerk.vault, stick)
    [path] = stick.glob("antin/*/s-*")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    done = restored(world, Wish(stick), tmp_path / "new")
    assert done.taken.new == 0
    assert [error.code for error in done.taken.failed] == ["BundleCut"]


def test_a_restore_without_room_or_stopped_leaves_nothing(
    world: World, stick: Path, tmp_path: Path
) -> None:
    work(world, "a")
    with writes(world.clerk.store.engine).begin() as connection:
        local.put_value(connection, "ballast", random.Random(1).randbytes(1 << 20))
    back_up(world, stick)
    with pytest.raises(WorkStopped):
        restore.restore(
            Wish(stick),
            tmp_path / "new",
            unlock_of(world),
            world.unit.clock,
            "test",
            lambda _done, _total: False,
        )
    assert list((tmp_path / "new").iterdir()) == []
    with small_disk(tmp_path / "small", "1m") as small:
        fill(small).unlink()
        with pytest.raises(DiskFull):
            restored(world, Wish(stick), small / "home")
        assert list((small / "home").iterdir()) == []


def test_left_over_work_of_a_killed_restore_is_no_obstacle(
    world: World, stick: Path, tmp_path: Path
) -> None:
    back_up(world, stick)
    home = tmp_path / "new"
    shutil.copytree(world.clerk.vault.folder, home / restore.STAGED)
    restored(world, Wish(stick), home)
    assert sorted(path.name for path in home.iterdir()) == ["store"]


def test_the_database_of_a_backup_is_not_readable_without_the_key(
    world: World, stick: Path
) -> None:
    back_up(world, stick)
    pages = max(stick.glob("antin/*/o/*/*"), key=lambda path: path.stat().st_size)
    with pytest.raises(driver.DatabaseError):
        driver.connect(str(pages)).execute("SELECT count(*) FROM sqlite_master")


def test_backups_from_before_and_after_a_new_database_key(
    world: World, stick: Path, tmp_path: Path
) -> None:
    """Each generation opens with the header that it carries."""
    document = work(world, "a")
    back_up(world, stick)
    close(world.clerk.store.engine)
    vault = Vault(world.clerk.vault.folder, world.unit.dice)
    world.clerk.vault = rekey(vault, world.clerk.vault, "thử", world.unit.clock, on)
    world.clerk.store = world.unit.open(world.clerk.vault)
    report = back_up(world, stick)
    assert (report.generation, report.damaged, report.missing) == (2, 0, 0)
    # the earlier generation cannot be asked how far it goes: so the second copy has everything
    assert second_copy.write(world.clerk.store, world.clerk.vault, stick).commits >= 1
    for number in (1, 2):
        home = tmp_path / f"home{number}"
        restored(world, Wish(stick, generation=number), home)
        opened_vault, store = opened(world, home)
        assert content(store, document).startswith(b"%PDF-1.7 aaa")
        close(store.engine)
        opened_vault.close()


def test_the_recovery_key_restores_where_nobody_knows_a_passphrase(
    world: World, stick: Path, tmp_path: Path
) -> None:
    private = world.unit.dice(32)
    key = world.unit.folder / "keys" / "clerk"
    vault = Vault(tmp_path / "other", world.unit.dice).create(
        world.people["van"], "van", by_key_file(key), public_of(private)
    )
    opening.prepare(vault, world.unit.provision, world.unit.clock)
    store = world.unit.open(vault)
    backup.run(store, vault, stick)
    close(store.engine)
    vault.close()
    clock, home = world.unit.clock, tmp_path / "new"
    with pytest.raises(WrongKey):
        restore.restore(Wish(stick), home, lambda one: one.recover(bytes(32)), clock, "test")
    done = restore.restore(Wish(stick), home, lambda one: one.recover(private), clock, "test")
    assert done.generation == 1
    vault, store = opened(world, home)
    assert store.author.inc == done.inc
    close(store.engine)
    vault.close()
