"""A window of the clerk and one of the commander, each on a store of its own.

The unit is founded once; every test works on a copy of its stores.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.office.terms import Role
from db.actions import authority
from db.open_vault import OpenVault
from tests.db.test_ledger import Machine, World
from tests.desktop.incoming.people_rig import Officer, directed, machine, tell
from tests.desktop.incoming.rig import Rig

MACHINES = ("admin", "clerk", "commander", "server")


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("unit"))
    for name in MACHINES:
        getattr(made, name).store.engine.dispose()
    yield made
    made.close()


@pytest.fixture
def world(founded: World, tmp_path: Path) -> Iterator[World]:
    made = moved_to(founded, tmp_path / "unit")
    yield made
    made.close()


def moved_to(founded: World, folder: Path) -> World:
    """A copy of the founded unit, its stores open."""
    shutil.copytree(founded.unit.folder, folder, dirs_exist_ok=True)
    made = copy.copy(founded)
    made.order = list(founded.order)
    for name in MACHINES:
        machine: Machine = getattr(founded, name)
        vault = _moved(machine.vault, folder / name)
        setattr(made, name, Machine(vault, machine.mine, made.unit.open(vault)))
    return made


def _moved(vault: OpenVault, folder: Path) -> OpenVault:
    """The same vault, opened where its copy lies."""
    header = SimpleNamespace(vault=vault.vault, store=vault.store, file=vault.path.name)
    key = vault.with_key(bytearray)
    return OpenVault(folder, header, vault.person, key)


@pytest.fixture
def clerk(world: World, tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(world, world.clerk, tmp_path)
    yield rig
    rig.close()


@pytest.fixture
def commander(world: World, tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(world, world.commander, tmp_path)
    yield rig
    rig.close()


@pytest.fixture
def people(world: World) -> World:
    """Also a head of section and a second officer."""
    for name, role in {"truong": Role.HEAD_OF_SECTION, "ly": Role.OFFICER}.items():
        world.people[name] = person = world.unit.new_id()
        authority.set_person(world.admin.store, person, name=f"Người {name}", unit=world.unit.unit)
        authority.give_grant(world.admin.store, person, role, "2026-01-01")
    world.push(world.admin)
    for one in (world.clerk, world.commander):
        world.pull(one)
    return world


@pytest.fixture
def officer(people: World, tmp_path: Path) -> Iterator[Officer]:
    document = directed(people)
    made = machine(people, "si")
    tell(people, made)
    rig = Rig(people, made, tmp_path)
    yield Officer(rig, made, document)
    rig.close()
    made.store.engine.dispose()
    made.vault.close()
