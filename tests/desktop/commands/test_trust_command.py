"""``antin admin trust`` as an administrator types it: made, taken in, told; never half done."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from db.engine import close
from db.keys.protectors import by_passphrase
from db.vault import Vault
from tests.db.test_ledger import World
from tests.desktop.commands.typed import WORDS, antin
from tests.pki import authority

TABLE = """
[[allowed]]
key = "rsa"
bits = 3072
paddings = ["pss"]
digests = ["sha256", "sha512"]
uses = ["signature"]
last = 2030-12-31

[[allowed]]
key = "ec"
bits = 256
digests = ["sha384"]
"""
SAID = [
    "  RSA ≥ 3072 · PSS · SHA-256, SHA-512 · PDF, CMS · → 31/12/2030",
    "  ECDSA ≥ 256 · SHA-384",
]


def trust(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return antin("admin", "trust", "--home", home, *arguments)


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    """The administrator's home and the clerk's, each opened by a passphrase."""
    (tmp_path / "unit").mkdir()
    world = World(tmp_path / "unit")
    machines = {"admin": (world.admin, "quan"), "clerk": (world.clerk, "van")}
    for name, (machine, person) in machines.items():
        vault = Vault(machine.vault.folder, world.unit.dice)
        protection = by_passphrase(WORDS, world.unit.dice)
        vault.readmit(machine.vault, machine.store.author.person, f"Người {person}", protection)
        shutil.copytree(machine.vault.folder, tmp_path / name / "store")
    for machine in (world.clerk, world.commander, world.admin, world.server):
        close(machine.store.engine)
        machine.vault.close()
    return tmp_path / "admin", tmp_path / "clerk"


def test_a_list_is_made_carried_and_taken_in(homes: tuple[Path, Path], tmp_path: Path) -> None:
    admin, clerk = homes
    nothing = trust(clerk)
    assert (nothing.returncode, nothing.stderr) == (0, "")
    assert nothing.stdout.startswith("There is no trust list")
    root, ca, file = tmp_path / "root.pem", tmp_path / "ca.pem", tmp_path / "list"
    root.write_bytes(authority.pem(authority.root().certificate))
    ca.write_bytes(authority.pem(authority.issuing().certificate))
    made = trust(admin, "--root", root, "--intermediate", ca, "--days", "9", "--out", file)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("Trust list 1 of ")
    again = trust(admin, "--root", root, "--out", file)
    assert (again.returncode, again.stdout) == (2, "")  # no file is replaced
    refused = trust(clerk, "--root", root, "--out", tmp_path / "own")
    assert refused.returncode == 2
    assert not (tmp_path / "own").exists()
    taken = trust(clerk, file)
    assert taken.stdout == made.stdout
    _with_algorithms(homes, tmp_path, root)
    file.write_bytes(file.read_bytes()[:-5])
    spoilt = trust(clerk, file)
    assert (spoilt.returncode, spoilt.stdout) == (2, "")
    assert trust(clerk).stdout.startswith("Trust list 2 of ")


def _with_algorithms(homes: tuple[Path, Path], folder: Path, root: Path) -> None:
    """The next list has a table; one that reaches below the floor makes none."""
    admin, clerk = homes
    table, file = folder / "algorithms.toml", folder / "next"
    table.write_text(TABLE.replace("3072", "1024"))
    low = trust(admin, "--root", root, "--algorithms", table, "--out", file)
    assert (low.returncode, low.stdout, file.exists()) == (2, "", False)
    assert low.stderr.startswith("The table of algorithms cannot be used")
    table.write_text(TABLE)
    tsa = folder / "tsa.pem"
    tsa.write_bytes(authority.pem(authority.timestamper().certificate))
    made = trust(admin, "--root", root, "--tsa", tsa, "--algorithms", table, "--out", file)
    assert made.stdout.splitlines()[1:] == SAID
    taken = trust(clerk, file)
    assert taken.stdout == made.stdout
