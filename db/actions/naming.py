"""An administrator names people and units: rank, post, agency, name, with the day from which it
holds; what was before stays in the history.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from core.commits import merge
from core.commits.fold import Key
from core.errors import BadEntry, NameAhead, NotFound, UnitCircle
from core.office import naming, units
from core.office.terms import Act
from db import models, named
from db.acting import Acting, Done, Store, acting
from db.actions import authority

NAME_LIMIT = 200


@dataclass(frozen=True)
class PersonNames:
    """Everything that a person is called; ``unit`` is an id."""

    name: str
    rank: str
    post: str
    unit: str


@dataclass(frozen=True)
class UnitNames:
    """Everything that a unit is called; ``parent`` is a unit's id, or the name of one outside."""

    name: str
    short: str = ""
    code: str = ""
    parent: str = ""
    place: str = ""


def name_person(store: Store, person: str, since: str, names: PersonNames) -> Done:
    """Say what somebody is called from a day (ISO) on; nothing is written where nothing changes.

    Raises NotAllowed, NameAhead, BadEntry, NotFound for a unit that is not known.
    """
    with acting(store, authority.stream(store)) as act:
        authority.require(act, Act.EDIT_PEOPLE)
        if names.unit != store.unit and names.unit not in _units(act):
            raise NotFound(kind="unit")
        return _name(act, ("person", person), since, asdict(names))


def new_person(store: Store, name: str, rank: str, post: str) -> Done:
    """Somebody of the unit itself who was not known yet, from today on; raises as
    :func:`name_person`.
    """
    names = PersonNames(name, rank, post, store.unit)
    return name_person(store, store.new_id(), store.today().isoformat(), names)


def name_unit(store: Store, unit: str, since: str, names: UnitNames) -> Done:
    """Say what a unit is called from a day (ISO) on; nothing is written where nothing changes.

    Raises NotAllowed, NameAhead, BadEntry, UnitCircle.
    """
    with acting(store, authority.stream(store)) as act:
        authority.require(act, Act.EDIT_UNITS)
        known = _units(act)
        if names.parent in known and unit in {names.parent, *units.above(known, names.parent)}:
            raise UnitCircle
        return _name(act, ("unit", unit), since, asdict(names))


def _name(act: Acting, entity: Key, since: str, said: Mapping[str, str]) -> Done:
    day, tidy = _day(act.store, since), {name: _tidy(text) for name, text in said.items()}
    for name, text in tidy.items():
        if len(text) > NAME_LIMIT or (name == "name" and not text):
            raise BadEntry(field=name)
    new = naming.changed(named.spans(act.connection, entity), tidy, day)
    if not new:
        return Done(frozenset(), entity[1])
    kind, state = entity[0], act.stored(*entity).get("fields", {})
    fields = {**new, naming.SINCE: day.isoformat()}
    bases = {op for field in fields for op in merge.operations(state.get(field, []))}
    act.add(f"{kind}.set", entity[1], tuple(sorted(bases)), fields=fields)
    return Done(act.append(), entity[1])


def _day(store: Store, text: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise BadEntry(field=naming.SINCE) from error
    if day > store.today():
        raise NameAhead
    return day


def _units(act: Acting) -> dict[str, units.Unit]:
    table = models.Unit
    rows = act.connection.execute(sa.select(table.id, table.name, table.parent))
    return {row.id: units.Unit(row.id, row.name, parent=row.parent) for row in rows}


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))
