"""Home folders as the program makes them: a real encrypted store whose people have passphrases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.office.terms import Role
from db import opening
from db.actions import authority
from db.engine import close
from db.keys.protectors import by_passphrase
from db.vault import Vault
from tests.db.test_ledger import World
from tests.db.unit_of_three import Machine

PASSPHRASES = {"van": "con trâu đi trước", "si": "cái cày theo sau", "chi": "mưa to gió lớn"}
PASSPHRASES["quan"] = "bát ngát đồng chiều"
NAMES = {"van": "Người van", "si": "Người si", "chi": "Người chi", "quan": "Người quản"}


@dataclass(frozen=True)
class Homes:
    """The folders of three workstations and the ids of the unit's people by their short names."""

    clerk: Path
    commander: Path
    admin: Path
    people: dict[str, str]


def make_homes(folder: Path) -> Homes:
    """A clerk's workstation that an officer uses too, a commander's laptop, and the machine of an
    administrator."""
    (folder / "unit").mkdir()
    world = World(folder / "unit")
    _name_administrator(world)
    _let_in(world, world.clerk, "van", "si")
    _let_in(world, world.commander, "chi")
    _let_in(world, world.admin, "quan")
    people = world.people
    world.close()
    clerk, commander, admin = (_home(folder, name) for name in ("clerk", "commander", "admin"))
    return Homes(clerk, commander, admin, people)


def _name_administrator(world: World) -> None:
    store = world.admin.store
    world.people["quan"] = person = store.author.person
    authority.set_person(store, person, name=NAMES["quan"], post="Quản trị", unit=store.unit)
    authority.give_grant(store, person, Role.ADMINISTRATOR, "2026-01-01")
    world.push(world.admin)
    for machine in (world.admin, world.clerk, world.commander):
        world.pull(machine)


def _let_in(world: World, machine: Machine, *names: str) -> None:
    vault = Vault(machine.vault.folder, world.unit.dice)
    for name in names:
        protection = by_passphrase(PASSPHRASES[name], world.unit.dice)
        vault.readmit(machine.vault, world.people[name], NAMES[name], protection)
    close(machine.store.engine)


def _home(folder: Path, name: str) -> Path:
    home = folder / f"home-{name}"
    home.mkdir()
    (folder / "unit" / name).rename(opening.folder_of(home))
    return home
