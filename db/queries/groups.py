"""The restricted groups of the unit, as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from core.commits import groups as rules
from core.office import access
from core.office.terms import Role
from db import facts, groups, models, reach
from db.acting import Store
from db.projections import field


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group: its stream, its name, who reads it by name; ``mine`` where the person who is
    unlocked reads it on this machine.
    """

    id: str
    name: str
    readers: tuple[str, ...]
    mine: bool


def every(store: Store) -> list[GroupRow]:
    """The groups by name: all of them for an administrator, for everybody else those that he reads
    on this machine.
    """
    person = store.author.person
    with store.engine.begin() as connection:
        here = reach.of_device(connection, store.realm, store.author.device)
        held = facts.grants(connection, person)
        roles = access.roles_in(held, store.unit, store.today())
        people = models.Person
        names = {row.id: row.name for row in connection.execute(sa.select(people.id, people.name))}
        found = [
            GroupRow(
                stream,
                field(dict(group), "name", ""),
                tuple(sorted(names.get(one, one) for one in rules.readers(group))),
                stream in here and person in rules.readers(group),
            )
            for stream, group in groups.every(connection).items()
        ]
    shown = (row for row in found if row.mine or Role.ADMINISTRATOR in roles)
    return sorted(shown, key=lambda row: (row.name, row.id))
