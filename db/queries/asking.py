"""What a filter asks, field by field, and the one place where that becomes conditions of SQL."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final, Literal

import msgspec
import sqlalchemy as sa

from core.office.terms import Kind, State, Urgency
from core.text import fold
from db import models, search, visible
from db.acting import Store

D = models.Document
ME: Final = "me"
"""As a person: whoever uses the filter, and those for whom he stands in; as a unit: his own."""
UNIT: Final = "unit"
"""As a scope: what the whole unit has."""

Due = Literal["any", "late", "today", "ahead", "none"]
Filed = Literal["any", "in", "out"]
Condition = sa.ColumnElement[bool]


class Filter(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a filter asks; an empty value asks nothing, of several in one field any will do.

    ``since`` to ``until`` is the day under which a document stands in its book, ``due_since`` to
    ``due_until`` its deadline: ISO dates, both inside. ``assignee`` handles it in any part, people
    of ``unit`` do; ``concerns`` is who drafted, handles or signed it or keeps its dossier.
    ``filed`` asks whether it is in a dossier, ``scope`` in which restricted group it stands, or
    whether it is the whole UNIT's.
    """

    kinds: tuple[Kind, ...] = ()
    states: tuple[State, ...] = ()
    types: tuple[str, ...] = ()
    urgencies: tuple[Urgency, ...] = ()
    issuer: str = ""
    due: Due = "any"
    assignee: str = ""
    since: str = ""
    until: str = ""
    words: str = ""
    due_since: str = ""
    due_until: str = ""
    unit: str = ""
    concerns: str = ""
    filed: Filed = "any"
    scope: str = ""


NOTHING: Final = Filter()


class Asker:
    """Who asks, and what is looked up once for all his filters."""

    def __init__(self, connection: sa.Connection, store: Store) -> None:
        self.connection, self.store = connection, store
        self.today = store.today().isoformat()

    @cached_property
    def issuers(self) -> list[tuple[str, str]]:
        """The agencies that wrote to us, as written and folded."""
        known = self.connection.execute(sa.select(D.issuer).distinct()).scalars()
        return [(issuer, fold(issuer)) for issuer in known]

    def people(self, person: str) -> tuple[str, ...]:
        """Who is meant by a person's id, or by ME."""
        return self._me if person == ME else (person,)

    def units(self, unit: str) -> list[str]:
        """A unit, or by ME his own, and everything under it."""
        found = [self._my_unit if unit == ME else unit]
        for each in found:
            found += [one for one in self._under.get(each, ()) if one not in found]
        return found

    @cached_property
    def _me(self) -> tuple[str, ...]:
        return visible.behalf(self.connection, self.store.viewer)

    @cached_property
    def _my_unit(self) -> str:
        query = sa.select(models.Person.unit).where(models.Person.id == self.store.author.person)
        return self.connection.execute(query).scalar() or ""

    @cached_property
    def _under(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one, parent in self.connection.execute(sa.select(models.Unit.id, models.Unit.parent)):
            found.setdefault(parent, []).append(one)
        return found


def conditions(asker: Asker, asked: Filter) -> list[Condition]:
    """One condition for each field in which the filter asks for something; what the person may see
    is for the caller to add.
    """
    return [
        condition(asker, asked)
        for name, condition in _ASKS.items()
        if getattr(asked, name) != getattr(NOTHING, name)
    ]


# -- one condition for each thing that can be asked ------------------------------------------------

Ask = Callable[[Asker, Filter], Condition]


def _one_of(column: Any, name: str) -> Ask:
    def condition(_asker: Asker, asked: Filter) -> Condition:
        found: Condition = column.in_([str(value) for value in getattr(asked, name)])
        return found

    return condition


def _from(column: Any, name: str) -> Ask:
    def condition(_asker: Asker, asked: Filter) -> Condition:
        found: Condition = column >= getattr(asked, name)
        return found

    return condition


def _to(column: Any, name: str) -> Ask:
    def condition(_asker: Asker, asked: Filter) -> Condition:
        found: Condition = column <= getattr(asked, name)
        return found

    return condition


def _issuer(asker: Asker, asked: Filter) -> Condition:
    """Marks and capitals do not matter: the few agencies there are are compared folded."""
    wanted = fold(asked.issuer.strip())
    return D.issuer.in_([issuer for issuer, folded in asker.issuers if wanted in folded])


def _due(asker: Asker, asked: Filter) -> Condition:
    found: dict[str, Condition] = {
        "late": (D.due < asker.today) & D.state.in_(_COUNTED),
        "today": D.due == asker.today,
        "ahead": D.due > asker.today,
        "none": D.due.is_(None),
    }
    return found[asked.due]


def _assignee(asker: Asker, asked: Filter) -> Condition:
    given = models.Assignment
    people = asker.people(asked.assignee)
    return D.id.in_(sa.select(given.document).where(given.person.in_(people)))


def _unit(asker: Asker, asked: Filter) -> Condition:
    """Given to the unit itself, or to somebody who is in it today."""
    given, units = models.Assignment, asker.units(asked.unit)
    inside = sa.select(models.Person.id).where(models.Person.unit.in_(units))
    hands = sa.or_(given.unit.in_(units), given.person.in_(inside))
    return D.id.in_(sa.select(given.document).where(hands))


def _concerns(asker: Asker, asked: Filter) -> Condition:
    return D.id.in_(visible.concerning(asker.people(asked.concerns)))


def _filed(_asker: Asker, asked: Filter) -> Condition:
    item = models.DossierItem
    inside = sa.exists().where(item.document == D.id)
    return inside if asked.filed == "in" else ~inside


def _scope(asker: Asker, asked: Filter) -> Condition:
    unit = asker.store.realm.provision.stream("unit")
    return D.stream == (unit if asked.scope == UNIT else asked.scope)


def _words(asker: Asker, asked: Filter) -> Condition:
    return search.holding(asker.connection, asked.words, D.n)


_DAY: Final = sa.func.coalesce(D.dated, D.document_date)
"""The day under which a document stands in its book; before it has a number, its own."""
_COUNTED: Final = [
    state.value
    for state in (State.REGISTERED, State.SUBMITTED, State.IN_PROGRESS, State.COORDINATING)
]
"""The states in which a deadline still counts."""
_ASKS: Final[dict[str, Ask]] = {
    "kinds": _one_of(D.kind, "kinds"),
    "states": _one_of(D.state, "states"),
    "types": _one_of(D.type, "types"),
    "urgencies": _one_of(D.urgency, "urgencies"),
    "issuer": _issuer,
    "due": _due,
    "assignee": _assignee,
    "since": _from(_DAY, "since"),
    "until": _to(_DAY, "until"),
    "words": _words,
    "due_since": _from(D.due, "due_since"),
    "due_until": _to(D.due, "due_until"),
    "unit": _unit,
    "concerns": _concerns,
    "filed": _filed,
    "scope": _scope,
}
