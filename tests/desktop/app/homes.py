"""Home folders as the program makes them: a real encrypted store whose people have passphrases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db import opening
from db.engine import close
from db.protectors import by_passphrase
from db.vault import Vault
from tests.db.test_ledger import World
from tests.db.unit_of_three import Machine

PASSPHRASES = {"van": "con trâu đi trước", "si": "cái cày theo sau", "chi": "mưa to gió lớn"}
NAMES = {"van": "Người van", "si": "Người si", "chi": "Người chi"}


@dataclass(frozen=True)
class Homes:
    """The folders of two workstations and the ids of the unit's people by their short names."""

    clerk: Path
    commander: Path
    people: dict[str, str]


def make_homes(folder: Path) -> Homes:
    """A clerk's workstation that an officer uses too, and a commander's laptop."""
    (folder / "unit").mkdir()
    world = World(folder / "unit")
    _let_in(world, world.clerk, "van", "si")
    _let_in(world, world.commander, "chi")
    people = world.people
    world.close()
    return Homes(_home(folder, "clerk"), _home(folder, "commander"), people)


def _let_in(world: World, machine: Machine, *names: str) -> None:
    vault = Vault(machine.vault.folder, world.unit.dice)
    for name in names:
        protection = by_passphrase(PASSPHRASES[name], world.unit.dice)
        vault.add_person(machine.vault, world.people[name], NAMES[name], protection)
    close(machine.store.engine)


def _home(folder: Path, name: str) -> Path:
    home = folder / f"home-{name}"
    home.mkdir()
    (folder / "unit" / name).rename(opening.folder_of(home))
    return home
