"""Backup and restore as IT staff type them: words, exit codes, nothing secret in an argument."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from db.actions import incoming
from db.engine import close
from db.keys.protectors import by_passphrase
from db.vault import Vault
from tests.db.test_ledger import ENTRY, FILE, World
from tests.desktop.commands.typed import WORDS, antin


def vault(*arguments: str | Path, words: str = WORDS) -> subprocess.CompletedProcess[str]:
    return antin("vault", *arguments, words=None if "--list" in arguments else words)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A clerk's home with one document, opened by a passphrase."""
    (tmp_path / "unit").mkdir()
    world = World(tmp_path / "unit")
    incoming.register(world.clerk.store, ENTRY, FILE, world.book)
    vault = Vault(world.clerk.vault.folder, world.unit.dice)
    protection = by_passphrase(WORDS, world.unit.dice)
    vault.readmit(world.clerk.vault, world.people["van"], "Nguyễn Thị Mẫu", protection)
    for machine in (world.clerk, world.commander, world.admin, world.server):
        close(machine.store.engine)
        machine.vault.close()
    shutil.copytree(tmp_path / "unit" / "clerk", tmp_path / "home" / "store")
    return tmp_path / "home"


def test_backed_up_listed_rehearsed_and_restored(home: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = vault("backup", "--home", home, "--to", stick)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("Backup 1: ")
    second = vault("backup", "--home", home, "--to", stick, "--second-copy")
    assert second.returncode == 0
    listed = vault("backup", "--to", stick, "--list", "--json")
    [row] = json.loads(listed.stdout)
    assert (row["number"], row["whole"], row["files"]) == (1, True, 1)
    wrong = vault("restore", "--home", tmp_path / "new", "--from", stick, words="không phải")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert not (tmp_path / "new" / "store").exists()
    rehearsal = ("restore", "--home", tmp_path / "new", "--from", stick, "--rehearse", "--as")
    tried = vault(*rehearsal, "Nguyễn Thị Mẫu")
    assert (tried.returncode, tried.stderr) == (0, "")
    assert "1 documents" in tried.stdout
    assert not (tmp_path / "new" / "store").exists()
    done = vault("restore", "--home", tmp_path / "new", "--from", stick)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Restored backup 1" in done.stdout
    other = vault("restore", "--home", tmp_path / "new", "--from", stick, "--as", "Người lạ")
    assert (other.returncode, "holds a store already" in other.stderr) == (2, True)
    again = vault("restore", "--home", tmp_path / "new", "--from", stick)
    assert again.returncode == 2
    assert "holds a store already" in again.stderr
    taken = vault("restore", "--home", tmp_path / "new", "--from", stick, "--second-copy")
    assert (taken.returncode, taken.stderr) == (0, "")
    names = [holder.label for holder in Vault(tmp_path / "new" / "store", os.urandom).people()]
    assert names == ["Nguyễn Thị Mẫu"]


def test_what_is_not_there_is_said(home: Path, tmp_path: Path) -> None:
    gone = vault("backup", "--home", home, "--to", tmp_path / "no stick")
    assert (gone.returncode, "not there" in gone.stderr) == (2, True)
    unset = vault("backup", "--home", home)
    assert (unset.returncode, "not there" in unset.stderr) == (2, True)
    empty = vault("restore", "--home", tmp_path / "new", "--from", tmp_path)
    assert (empty.returncode, "No backup was found" in empty.stderr) == (2, True)


def test_a_damaged_backup_is_told_before_anything_is_restored(home: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    vault("backup", "--home", home, "--to", stick)
    pages = max(stick.glob("antin/*/o/*/*"), key=lambda path: path.stat().st_size)
    data = bytearray(pages.read_bytes())
    data[99_999] ^= 1
    pages.write_bytes(data)
    done = vault("restore", "--home", tmp_path / "new", "--from", stick)
    assert done.returncode == 2
    assert "pages of the database" in done.stderr
    assert pages.name[:12] in done.stderr
