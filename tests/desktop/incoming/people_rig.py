"""People of the unit around the incoming screen: an officer with a letter of his, what everybody is
told, acts from the menu.
"""

from __future__ import annotations

from dataclasses import dataclass

from db.actions import incoming
from db.actions.incoming import Task
from db.queries import documents
from desktop.reference import calendar
from tests.db.test_ledger import Machine, World
from tests.desktop.incoming.rig import Rig, register


def machine(world: World, name: str) -> Machine:
    """A machine of somebody, with everything that the others know."""
    label = f"{name}-{world.unit.new_id()}"  # all tests share the folder of the unit
    made = world.unit.machine(label, world.people[name])
    world.unit.admit(world.admin, made)
    world.push(world.admin)
    world.pull(made)
    return made


@dataclass
class Officer:
    """The officer's window, with a letter that was given to him; everybody knows it."""

    rig: Rig
    machine: Machine
    document: str

    @property
    def world(self) -> World:
        return self.rig.world

    def lead(self) -> tuple[str, str, str | None]:
        """Who has the lead by the commander's store, what led to it, and until when."""
        tell(self.world, self.machine)
        page = documents.page(self.world.commander.store, self.document)
        assert page is not None
        return page.row.lead, page.row.act, page.row.due


def directed(world: World, days: int = 5, **changes: object) -> str:
    document = register(world, **changes)
    incoming.submit(world.clerk.store, document)
    world.carry(world.clerk, world.commander)
    task = Task("lead", world.people["si"], days)
    incoming.direct(world.commander.store, document, "Nghiên cứu", [task], calendar())
    world.carry(world.commander, world.clerk)
    return document


def tell(world: World, *others: Machine) -> None:
    """Everybody gets everything."""
    known = (world.clerk, world.commander, *others)
    for one in known:
        world.push(one)
    for one in known:
        world.pull(one)


def reopen(rig: Rig) -> None:
    rig.changes.emit(frozenset({("document", "")}))
    rig.rest()


def run(rig: Rig, act: str) -> None:
    """An act from the menu, as the palette finds it."""
    next(c for c in rig.screen.commands() if c.id == f"act.{act}").run()
    rig.rest()
