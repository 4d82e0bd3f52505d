"""Whose turn it is to decide each of the things that wait (core.office.turns)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa

from core.office import access
from core.office.day import day
from core.office.deadlines import Calendar, working_days_between
from core.office.terms import Role
from core.office.turns import AFTER, DECIDERS, ORDER, Turn, is_above, turn
from db import facts, models, visible
from db.acting import Store
from db.queries import reference
from db.queries.conflicts import Waiting

_LIMIT: Final = "undecided"


@dataclass(frozen=True)
class Counts:
    """How much waits for this person: his own, what rose to him, and all that he may decide."""

    own: int
    risen: int
    total: int

    @property
    def needing(self) -> int:
        """What needs him now."""
        return self.own + self.risen


def counts(rows: Iterable[Waiting]) -> Counts:
    """How many of them are whose."""
    turns = [row.turn for row in rows]
    return Counts(turns.count(Turn.OWN), turns.count(Turn.RISEN), len(turns))


def placed(store: Store, rows: Iterable[Waiting]) -> list[Waiting]:
    """Each with its turn, its owner's name (empty where it is his who may decide) and the working
    days that it has waited: this person's own before what rose to him before the rest, the newest
    first among each.
    """
    found = list(rows)
    if not found:
        return []
    calendar = reference.calendar(store)
    with store.engine.begin() as connection:
        told = _People(connection, store)
        after = limit(store)
        turned = [_turned(row, told, calendar, after) for row in found]
    return sorted(turned, key=lambda one: (ORDER.index(one.turn), -one.time, -one.n, one.id))


def limit(store: Store) -> int:
    """After how many working days what waits rises, by the unit's table of thresholds."""
    days = {item.code: item.days for item in reference.catalogue(store, "thresholds").items}
    return int(days.get(_LIMIT, AFTER))


def _turned(row: Waiting, told: _People, calendar: Calendar, after: int) -> Waiting:
    days = max(0, working_days_between(day(row.since), told.today, calendar))
    whose = turn(
        own=row.mine or row.owner in told.mine,
        above=is_above(told.roles, told.section(row.owner)),
        due=days >= after,
        orphan=not told.decides(row.owner),
    )
    keeper = "" if row.mine and row.owner not in told.mine else told.name(row.owner)
    return replace(row, turn=whose, keeper=keeper, days=days)


class _People:
    """Who asks, for whom he stands in, and who the owners are."""

    def __init__(self, connection: sa.Connection, store: Store) -> None:
        self._connection, self._store = connection, store
        self.today = store.today()
        self._me = store.author.person
        self.mine = frozenset(visible.behalf(connection, store.viewer))
        self.roles = self._roles(self._me)
        table = models.Person
        rows = connection.execute(sa.select(table.id, table.name, table.unit))
        self._known = {row.id: row for row in rows}
        self._deciding: dict[str, bool] = {}

    def name(self, person: str) -> str:
        """What he is called; empty for somebody unknown here."""
        return self._known[person].name if person in self._known else ""

    def section(self, person: str) -> bool:
        """Whether he is of the same section as the person who asks."""
        both = [self._known.get(one) for one in (person, self._me)]
        return None not in both and len({one.unit for one in both if one is not None}) == 1

    def decides(self, person: str) -> bool:
        """Whether he holds a role today with which he could decide."""
        if person not in self._deciding:
            self._deciding[person] = bool(self._roles(person) & DECIDERS)
        return self._deciding[person]

    def _roles(self, person: str) -> frozenset[Role]:
        grants = facts.grants(self._connection, person)
        return access.roles_in(grants, self._store.unit, self.today)
