"""The restricted groups of the unit, as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa

from core.commits import canonical
from core.commits import groups as rules
from core.office import access
from core.office.terms import Role
from db import facts, groups, local, models, purge, reach
from db.acting import Store
from db.projections import field
from db.queries.rows import InGroup


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group: its stream, its name, who reads it by name; ``mine`` where the person who is
    unlocked reads it on this machine. ``people`` are the readers by id, ``books`` the names of its
    books, which stand in the group itself: none where it is not read here.
    """

    id: str
    name: str
    readers: tuple[str, ...]
    mine: bool
    people: frozenset[str] = frozenset()
    books: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A group that left this machine with its person, and how many acts he had written in it."""

    id: str
    name: str
    acts: int


def every(store: Store) -> list[GroupRow]:
    """The groups by name: all of them for an administrator, for everybody else those that he reads
    on this machine.
    """
    person = store.author.person
    with store.engine.begin() as connection:
        here = reach.of_device(connection, store.realm, store.author.device)
        tells = _keeps(connection, store)
        people = models.Person
        names = {row.id: row.name for row in connection.execute(sa.select(people.id, people.name))}
        found = [
            GroupRow(
                stream,
                field(dict(group), "name", ""),
                tuple(sorted(names.get(one, one) for one in rules.readers(group))),
                stream in here and person in rules.readers(group),
                rules.readers(group),
                _books(connection, stream),
            )
            for stream, group in groups.every(connection).items()
        ]
    shown = (row if row.mine else replace(row, books=()) for row in found if row.mine or tells)
    return sorted(shown, key=lambda row: (row.name, row.id))


def _books(connection: sa.Connection, stream: str) -> tuple[str, ...]:
    book = models.Register
    query = sa.select(book.name, book.year).where(book.stream == stream)
    rows = connection.execute(query.order_by(book.year.desc(), book.name))
    return tuple(f"{row.name} ({row.year})" for row in rows)


def mine(store: Store) -> tuple[InGroup, ...]:
    """The groups that the person reads here, by name: he may put there what he begins."""
    return tuple(InGroup(row.id, row.name) for row in every(store) if row.mine)


def left(store: Store) -> tuple[LeftRow, ...]:
    """The groups that left this machine because the person who is unlocked was let out, until he
    has been told.
    """
    with store.engine.begin() as connection:
        kept = local.values(connection, purge.LEFT)
    told = ((stream, canonical.decode_as(purge.Left, raw)) for stream, raw in kept.items())
    mine = ((stream, one) for stream, one in told if one.person == store.author.person)
    return tuple(LeftRow(stream, one.name, one.acts) for stream, one in mine)


def _keeps(connection: sa.Connection, store: Store) -> bool:
    """Whether the person is an administrator, or keeps the unit before it has any."""
    day, known = store.today(), facts.administrators(connection).values()
    if access.administered(known, day):
        held = facts.grants(connection, store.author.person)
        return Role.ADMINISTRATOR in access.roles_in(held, store.unit, day)
    own, _ = facts.certificate(connection, store.realm, store.author.device)
    return own is not None and own.kind == "administrator"
