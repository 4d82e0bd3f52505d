"""A new database key: nothing is lost, nobody's passphrase is asked, the old key opens nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.errors import (
    BlobDamaged,
    DiskFull,
    RekeyFailed,
    StoreBusy,
    StoreUnreadable,
    VaultTampered,
    WorkStopped,
    WrongKey,
)
from core.recipients import public_of
from db import connection, facts, local, models, opening, rekey, schema, vault_events
from db.acting import Store
from db.actions import files, incoming
from db.clock import Clock
from db.engine import close, integrity, writes
from db.keys.protectors import KEY_FILE, Protection, by_passphrase, key_file_key
from db.open_vault import OpenVault
from db.vault import COPIES, Vault
from tests.db.keepers import fill, small_disk
from tests.db.test_ledger import ENTRY, FILE, World
from tests.db.unit_of_three import Dice, Watch

TOKEN = {"kind": "rsa-oaep"}


@dataclass
class Home:
    """A clerk's machine with a document and its file, to be copied for each test."""

    top: Path
    person: str
    book: str
    blob: str = ""
    clock: Clock = field(default_factory=lambda: Clock(Watch(), Dice("rekey")))

    @property
    def folder(self) -> Path:
        return self.top / "clerk"

    @property
    def key(self) -> Path:
        return self.top / "keys" / "clerk"

    def vault(self) -> Vault:
        return Vault(self.folder, self.clock.random)

    def unlock(self) -> OpenVault:
        return self.vault().unlock_with(self.person, KEY_FILE, key_file_key(self.key))

    def open(self) -> Store:
        return opening.open_store(self.unlock(), "keyfile", "test", self.clock)

    def rekey(self, progress: rekey.Progress = lambda _done, _total: True) -> OpenVault:
        return rekey.rekey(self.vault(), self.unlock(), "khóa bị lộ", self.clock, progress)

    def databases(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("store-*"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    world = World(tmp_path_factory.mktemp("unit"))
    machine = world.clerk
    incoming.register(machine.store, ENTRY, FILE, world.book)
    vault = Vault(machine.vault.folder, world.unit.dice)
    vault.add_person(machine.vault, world.people["si"], "Người si", Protection(TOKEN, bytes(32)))
    for each in (world.admin, machine, world.commander, world.server):
        close(each.store.engine)
    home = Home(world.unit.folder, world.people["van"], world.book)
    store = home.open()
    home.blob = blob_of(store)
    close(store.engine)
    return home


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    return copied(made, tmp_path)


def copied(made: Home, top: Path) -> Home:
    shutil.copytree(made.folder, top / "clerk")
    shutil.copytree(made.top / "keys", top / "keys")
    return Home(top, made.person, made.book, made.blob)


def blob_of(store: Store) -> str:
    """The one file that the store holds."""
    with store.engine.begin() as reading:
        return str(reading.execute(sa.select(models.Blob.id)).scalar_one())


def begun(store: Store) -> str | None:
    """Why a re-key was begun that a crash ended."""
    with store.engine.begin() as reading:
        return rekey.begun(reading)


def works(home: Home, number: int) -> Store:
    """Everything of before is there and the next number follows; the store is left open."""
    store = home.open()
    assert integrity(store.engine, deep=True) == []
    assert files.content(store, home.blob) == FILE.content
    assert incoming.register(store, ENTRY, None, home.book).number == number
    return store


# -- what changes and what does not ----------------------------------------------------------------


def test_everybody_gets_in_and_the_old_key_opens_nothing(home: Home) -> None:
    before = home.unlock()
    old, names = before.with_key(bytes), home.databases()
    opened = home.rekey()
    assert opened.with_key(bytes) != old
    assert opened.vault == before.vault
    assert opened.store != before.store
    [database] = home.databases()
    assert database not in names
    with pytest.raises(StoreUnreadable):
        connection.open_store(home.folder / database, old)
    store = works(home, 2)
    close(store.engine)
    officer = next(h.person for h in home.vault().people() if h.person != home.person)
    other = home.vault().unlock_with(officer, "rsa-oaep", lambda _: bytes(32))
    assert other.with_key(bytes) == opened.with_key(bytes)
    with pytest.raises(VaultTampered):
        home.vault().reopen(home.person, bytearray(old))


def test_the_counters_outside_go_over_to_the_new_key(home: Home) -> None:
    first = home.open()
    inc = first.author.inc
    close(first.engine)
    home.rekey().close()
    store = works(home, 2)
    assert store.author.inc == inc
    with store.engine.begin() as reading:
        assert local.value(reading, rekey.FORMER) is None
    close(store.engine)
    again = works(home, 3)
    assert again.author.inc == inc
    close(again.engine)


def test_the_recovery_key_and_a_passphrase_go_on(tmp_path: Path) -> None:
    clock, private, words = Clock(Watch(), Dice("x")), bytes([7]) * 32, "ngựa pin kẹp đúng"
    vault, person = Vault(tmp_path / "v", clock.random), "0" * 26
    opened = vault.create(person, "Người", by_passphrase(words, clock.random), public_of(private))
    store = opening.store_engine(opened.connect)
    schema.upgrade(store)
    close(store)
    renewed = rekey.rekey(vault, opened, "", clock, lambda _done, _total: True)
    key = renewed.with_key(bytes)
    assert vault.unlock(person, words, clock.now()).with_key(bytes) == key
    assert vault.recover(private).with_key(bytes) == key


def test_it_is_recorded_as_a_commit_once(home: Home) -> None:
    home.rekey().close()
    store = home.open()
    done = vault_events.record(store)
    assert done is not None
    assert vault_events.record(store) is None
    with store.engine.begin() as reading:
        state = facts.states(reading, [("vault", store.author.device)])
    [[_, entry]] = state["vault", store.author.device]["lists"]["rekeys"]
    assert (entry["reason"], entry["author"]) == ("khóa bị lộ", home.person)
    assert entry["by"]["name"] == "Người van"
    close(store.engine)


def test_progress_rises_to_the_whole(home: Home) -> None:
    heard: list[tuple[int, int]] = []
    home.rekey(lambda done, total: heard.append((done, total)) is None)
    assert heard == sorted(heard)
    assert heard[-1][0] == heard[-1][1]
    assert len({total for _, total in heard}) == 1


# -- refused and stopped ---------------------------------------------------------------------------


@pytest.mark.parametrize("step", [1, 2])
def test_stopped_by_a_person_it_leaves_nothing(home: Home, step: int) -> None:
    before, header = home.databases(), (home.folder / COPIES[0]).read_bytes()
    asked = iter(range(1, 100))
    with pytest.raises(WorkStopped):
        home.rekey(lambda _done, _total: next(asked) != step)
    assert home.databases() == before
    assert (home.folder / COPIES[0]).read_bytes() == header
    store = works(home, 2)
    assert begun(store) is None  # an orderly end needs no reminder
    close(store.engine)


def test_another_program_has_the_store_open(home: Home) -> None:
    store = home.open()
    before = home.databases()
    with pytest.raises(StoreBusy):
        home.rekey()
    assert set(home.databases()) == set(before)
    assert incoming.register(store, ENTRY, None, home.book).number == 2
    close(store.engine)


def test_a_full_disk_leaves_the_old_store(made: Home, tmp_path: Path) -> None:
    size = sum(path.stat().st_size for path in made.folder.rglob("*") if path.is_file())
    with small_disk(tmp_path / "disk", f"{(size >> 10) + 300}k") as disk:
        home = copied(made, disk)
        ballast = fill(disk)
        with pytest.raises(DiskFull):
            home.rekey()
        ballast.unlink()
        close(works(home, 2).engine)


def test_a_damaged_page_stops_it_with_the_store_as_it_was(home: Home) -> None:
    [name] = home.databases()
    data = bytearray((home.folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (home.folder / name).write_bytes(data)
    header = (home.folder / COPIES[0]).read_bytes()
    with pytest.raises((StoreUnreadable, RekeyFailed)):
        home.rekey()
    assert home.databases() == [name]
    assert (home.folder / COPIES[0]).read_bytes() == header


def test_a_file_whose_key_is_lost_does_not_hold_up_the_others(home: Home) -> None:
    store = home.open()
    with writes(store.engine).begin() as writing:
        writing.exec_driver_sql("UPDATE blobs SET wrapped_key = zeroblob(60)")
    close(store.engine)
    home.rekey().close()
    store = home.open()
    with pytest.raises(BlobDamaged):
        files.content(store, home.blob)
    close(store.engine)


def test_who_waits_with_the_old_key_finds_no_store(home: Home) -> None:
    late = home.unlock()
    kept = home.folder / "kept"
    with rekey._alone(late) as source:
        rekey._retire(source)
    shutil.copy(late.path, kept)
    with pytest.raises(StoreUnreadable):
        late.connect()
    assert kept.stat().st_size


# -- crashes ---------------------------------------------------------------------------------------


def killed(home: Home, step: int) -> int:
    """Let a child die at a step of its re-key; how many steps it had said."""
    words = [str(home.folder), str(home.key), home.person, str(step)]
    command = [sys.executable, "-m", "tests.db.rekey_child", *words]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=False)
    return len(done.stdout.splitlines())


def test_killed_at_every_step_a_store_opens_with_everything_in_it(
    made: Home, tmp_path: Path
) -> None:
    whole = copied(made, tmp_path / "whole")
    steps = killed(whole, 0)
    assert steps >= 5
    for step in (1, steps // 2, steps - 1, steps):
        home = copied(made, tmp_path / str(step))
        before = home.databases()
        assert killed(home, step) == step
        assert len(home.databases()) > 1 or home.databases() != before
        store = works(home, 2)
        assert begun(store) == ("thử" if step < steps else None)
        close(store.engine)
        named = home.vault().header().file
        assert [name for name in home.databases() if not name.startswith(named)] == []
        assert (named == before[0]) == (step < steps)


def test_one_copy_of_the_header_still_names_the_old_store(home: Home) -> None:
    old = (home.folder / COPIES[1]).read_bytes()
    home.rekey().close()
    (home.folder / COPIES[1]).write_bytes(old)
    close(works(home, 2).engine)
    assert (home.folder / COPIES[0]).read_bytes() == (home.folder / COPIES[1]).read_bytes()


def test_leftovers_stay_while_another_process_writes(home: Home) -> None:
    opened = home.unlock()
    stray = home.folder / "store-stray.db"
    stray.write_bytes(b"half")
    writing = opened.connect()
    writing.execute("BEGIN IMMEDIATE")
    rekey.sweep(opened)
    assert stray.exists()
    writing.execute("ROLLBACK")
    writing.close()
    rekey.sweep(opened)
    assert not stray.exists()
    with pytest.raises(WrongKey):
        home.vault().unlock_with(home.person, "rsa-oaep", lambda _: bytes(32))
