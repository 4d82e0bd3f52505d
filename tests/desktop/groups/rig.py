"""A restricted group on the clerk's and the commander's machine of the fictional unit, with a book
of its own from which the clerk numbers.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from db.acting import Store, acting
from db.actions import authority, books, groups
from db.queries.rows import InGroup
from desktop.screens import Screen
from desktop.words import word
from tests.db.test_ledger import World
from tests.db.unit_of_three import Machine
from tests.desktop.seat import Seat

NAME = "Nhóm A"


@dataclass(frozen=True)
class Group:
    """The group's stream, its book, and how it is named in rows."""

    world: World
    id: str
    book: str

    @property
    def row(self) -> InGroup:
        return InGroup(self.id, NAME)

    @property
    def mark(self) -> str:
        return word("groups.mark", name=NAME)

    @property
    def server(self) -> World:
        """The unit as its server orders what is the group's."""
        made = copy.copy(self.world)
        made.unit = copy.copy(self.world.unit)
        made.unit.stream, made.book = self.id, self.book
        return made

    def within(self, machine: Machine) -> Store:
        """A machine's store in which new things are the group's."""
        return replace(machine.store, group=self.id)

    def let_out(self, name: str) -> None:
        """Somebody reads it no more, and the clerk's and commander's machines know."""
        groups.let_out(self.world.admin.store, self.id, self.world.people[name])
        self.world.push(self.world.admin)
        for machine in (self.world.clerk, self.world.commander):
            self.world.pull(machine)


def opened(world: World) -> Group:
    """Open it, let the clerk and the commander read it, open its book, lend its numbers."""
    group = groups.open_group(world.admin.store, NAME).entity
    for machine, name in ((world.clerk, "van"), (world.commander, "chi")):
        _name(world, machine.store.author.device, world.people[name])
        groups.let_in(world.admin.store, group, world.people[name])
    world.push(world.admin)
    for machine in (world.clerk, world.commander):
        world.pull(machine)
    within = replace(world.clerk.store, group=group)
    book = books.open_register(within, "incoming", "Sổ hạn chế", "", 2026).entity
    found = Group(world, group, book)
    found.server.push(world.clerk)
    found.server.lease(world.clerk, 1, 10)
    for machine in (world.clerk, world.commander):
        world.pull(machine)
    return found


def _name(world: World, device: str, person: str) -> None:
    """Say for whom a machine was certified, as enrolment does."""
    with acting(world.admin.store, authority.stream(world.admin.store)) as act:
        [(_, known)] = act.state("device", device)["lists"]["certificates"]
        act.add("device.admit", device, certificate=known["certificate"], person=person)
        act.append()


def seated(store: Store, folder: Path, screen: Screen, *others: str) -> Seat:
    """A window of a person."""
    return Seat(store, folder, screen, others)


def said() -> str:
    """What a screen reader says of what has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return f"{widget.accessibleName()} {widget.accessibleDescription()}"
