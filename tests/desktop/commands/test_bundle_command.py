"""``antin bundle`` as IT staff type it: written, looked at, taken in, in any order; never half."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from db.actions import incoming
from db.engine import close
from db.keys.protectors import by_passphrase
from db.vault import Vault
from tests.db.test_ledger import ENTRY, FILE, World
from tests.db.unit_of_three import Machine
from tests.desktop.commands.typed import WORDS, antin


def bundle(what: str, home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return antin("bundle", what, "--home", home, *words)


class Homes:
    """The homes of a clerk and a commander, each opened by a passphrase, and their machines."""

    def __init__(self, folder: Path) -> None:
        (folder / "unit").mkdir()
        self.folder, self.world = folder, World(folder / "unit")
        self.clerk = self._home(self.world.clerk, "clerk")
        incoming.register(self.world.clerk.store, ENTRY, FILE, self.world.book)
        self.commander = self._home(self.world.commander, "commander")

    def _home(self, machine: Machine, name: str) -> Path:
        vault = Vault(machine.vault.folder, self.world.unit.dice)
        protection = by_passphrase(WORDS, self.world.unit.dice)
        vault.readmit(machine.vault, machine.store.author.person, f"Người {name}", protection)
        return self.folder / name

    def leave(self) -> None:
        """The machines close; their stores lie in their homes."""
        world = self.world
        for machine in (world.clerk, world.commander, world.admin, world.server):
            close(machine.store.engine)
            machine.vault.close()
        for machine, home in ((world.clerk, self.clerk), (world.commander, self.commander)):
            shutil.copytree(machine.vault.folder, home / "store")


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    made = Homes(tmp_path)
    made.leave()
    return made


def test_written_looked_at_and_taken_in(homes: Homes, tmp_path: Path) -> None:
    file, target = tmp_path / "goi.antin", homes.world.commander.mine.device
    made = bundle("export", homes.clerk, "--to", target, "--out", file)
    assert (made.returncode, made.stderr) == (0, "")
    assert "1 files" in made.stdout
    seen = bundle("inspect", homes.commander, file, "--json")
    facts = json.loads(seen.stdout)
    assert (seen.returncode, facts["new"] > 0, facts["files"]) == (0, True, 1)
    assert facts["sender"] == homes.world.clerk.mine.device
    # looking took nothing in
    assert json.loads(bundle("inspect", homes.commander, file, "--json").stdout) == facts
    taken = bundle("import", homes.commander, file, "--json")
    done = json.loads(taken.stdout)
    assert (taken.returncode, done["new"], done["files"]) == (0, facts["new"], 1)
    again = bundle("import", homes.commander, file)
    assert (again.returncode, again.stdout.startswith("0 new, ")) == (0, True)
    after = json.loads(bundle("inspect", homes.commander, file, "--json").stdout)
    assert (after["acts"], after["new"]) == (facts["acts"], 0)


def test_what_was_carried_before_is_asked_for(homes: Homes, tmp_path: Path) -> None:
    target, first, second = homes.world.commander.mine.device, tmp_path / "1", tmp_path / "2"
    bundle("export", homes.clerk, "--to", target, "--out", first)
    back = bundle("import", homes.clerk, first)
    assert (back.returncode, "not addressed to this machine" in back.stderr) == (2, True)
    assert bundle("import", homes.commander, first).returncode == 0
    answer = tmp_path / "answer"
    sender = homes.world.clerk.mine.device
    assert bundle("export", homes.commander, "--to", sender, "--out", answer).returncode == 0
    assert bundle("import", homes.clerk, answer).returncode == 0
    made = bundle("export", homes.clerk, "--to", target, "--out", second)
    assert made.stdout.startswith("Wrote 0 acts")


def test_nothing_is_overwritten_and_nobody_unknown_is_written_to(
    homes: Homes, tmp_path: Path
) -> None:
    file = tmp_path / "goi.antin"
    file.write_bytes(b"of somebody else")
    target = homes.world.commander.mine.device
    there = bundle("export", homes.clerk, "--to", target, "--out", file)
    assert (there.returncode, file.read_bytes()) == (2, b"of somebody else")
    unknown = bundle("export", homes.clerk, "--to", "Máy lạ", "--out", tmp_path / "khac")
    assert (unknown.returncode, (tmp_path / "khac").exists()) == (2, False)
    broken = bundle("inspect", homes.clerk, file)
    assert (broken.returncode, broken.stdout) == (2, "")
