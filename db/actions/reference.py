"""What an administrator adds to the calendar and the catalogues, on the authority stream; every
machine of the unit then counts and offers alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from core.errors import BadEntry
from core.office import overlay
from core.office.terms import Act
from db import models
from db.acting import Acting, Done, Store, acting
from db.actions import authority
from db.queries import reference


def set_day(store: Store, date: str, kind: str, name: str) -> Done:
    """Say what a day (ISO) is: ``off``, or ``worked`` to make one up, with its name; ``plain`` for
    what its weekday says.

    Due dates that were set keep their value. Raises NotAllowed, BadEntry.
    """
    name = _tidy(name)
    _refuse(overlay.check_day(date, kind, name))
    fields = {"date": date, "kind": kind, "name": name}
    with acting(store, authority.stream(store)) as act:
        authority.require(act, Act.EDIT_CALENDAR)
        table = models.CalendarDay
        return _write(act, "calendar", sa.select(table.id).where(table.date == date), fields)


def drop_day(store: Store, date: str) -> Done:
    """Let a day be what its weekday says; raises as :func:`set_day`."""
    return set_day(store, date, "plain", "")


def settle_year(store: Store, year: int, settled: bool) -> Done:
    """Say that the days off of a year are decided (``settled``), or are not after all: deadlines in
    it may then still change. Raises NotAllowed, BadEntry for a year of another century.
    """
    if not 2000 <= year < 2100:
        raise BadEntry(field="date")
    fields = {"catalogue": overlay.YEARS, "code": str(year), "settled": settled}
    return _keep_entry(store, fields)


def set_entry(store: Store, catalogue: str, fields: Mapping[str, Any], new: bool) -> Done:
    """Add an entry to a catalogue, or change or end (``until``) the one with this code; ``fields``
    are all of it, empty ones are none.

    Raises NotAllowed, BadEntry for a field that is wrong, a code that is there already (``new``) or
    is not there, and a catalogue that nobody edits or adds to.
    """
    shape = overlay.EDITABLE.get(catalogue)
    if shape is None:
        raise BadEntry(field="catalogue")
    said = {
        name: _tidy(value) if isinstance(value, str) else value for name, value in fields.items()
    }
    if new and catalogue in overlay.CLOSED:
        raise BadEntry(field="code")
    known = reference.catalogue(store, catalogue)
    _refuse(overlay.check_entry(known, shape, said, new))
    code = str(said["code"])
    if not new and known.find(code) is None:
        raise BadEntry(field="code")
    return _keep_entry(store, {**said, "catalogue": catalogue})


def _keep_entry(store: Store, fields: Mapping[str, Any]) -> Done:
    with acting(store, authority.stream(store)) as act:
        authority.require(act, Act.EDIT_CATALOGUES)
        table = models.CatalogueEntry
        same = (table.catalogue == fields["catalogue"], table.code == fields["code"])
        return _write(act, "catalogue", sa.select(table.id).where(*same), fields)


def _write(act: Acting, kind: str, rows: sa.Select[str], fields: Mapping[str, Any]) -> Done:
    """Write all fields over what stands there: machines that did not know of one another may have
    made several rows for one thing, and all of them say the same from now on.
    """
    entities = sorted(act.connection.execute(rows).scalars()) or [act.store.new_id()]
    for entity in entities:
        state = act.stored(kind, entity).get("fields", {})
        bases = sorted({op for name in fields for op, _ in state.get(name, [])})
        act.add(f"{kind}.set", entity, tuple(bases), fields=dict(fields))
    return Done(act.append(), entities[0])


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _refuse(problems: tuple[overlay.Problem, ...]) -> None:
    if problems:
        raise BadEntry(field=problems[0].field)
