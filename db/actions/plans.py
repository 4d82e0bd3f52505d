"""The year's list of dossiers (danh mục hồ sơ): approved by the head, issued at the start of the
year, opened from by whoever has the work (NĐ 30/2020 Đ.28–29, PL V).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.errors import NothingToCopy
from core.office.terms import Act
from db import models
from db.acting import Acting, Done, Store, acting
from db.projections import field

P = models.Plan


@dataclass(frozen=True)
class Entry:
    """A line of the list; without ``id`` it is new. ``retention`` is a code of the catalogue,
    ``keeper`` the id of whoever opens and keeps the dossier, ``place`` the line's place.
    """

    code: str
    title: str
    retention: str
    place: int
    heading: str = ""
    keeper: str = ""
    note: str = ""
    id: str = ""

    def fields(self) -> dict[str, Any]:
        """Everything but the id."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "id"}


def keep(store: Store, year: int, entries: Sequence[Entry], dropped: Sequence[str] = ()) -> Done:
    """Write the lines of a year's list that are new or changed, and strike out those ``dropped``;
    one act. Raises NotAllowed.
    """
    with acting(store) as act:
        act.require(Act.PLAN_DOSSIERS)
        wrote = [_write(act, entry.id, {**entry.fields(), "year": year}) for entry in entries]
        wrote += [_write(act, entry, {"dropped": True}) for entry in dropped]
        return Done(act.append() if any(wrote) else frozenset(), "")


def restore(store: Store, entries: Sequence[str]) -> Done:
    """Take entries that were struck out back into their list."""
    with acting(store) as act:
        act.require(Act.PLAN_DOSSIERS)
        wrote = [_write(act, entry, {"dropped": False}) for entry in entries]
        return Done(act.append() if any(wrote) else frozenset(), "")


def copy(store: Store, year: int) -> Done:
    """Take last year's list over: every entry whose code this year's has not. ``number`` is how
    many. Raises NothingToCopy, NotAllowed.
    """
    with acting(store) as act:
        act.require(Act.PLAN_DOSSIERS)
        there = {row.code for row in _entries(act.connection, year)}
        last = max((row.place for row in _entries(act.connection, year)), default=0)
        new = [row for row in _entries(act.connection, year - 1) if row.code not in there]
        if not new:
            raise NothingToCopy(year=year - 1)
        for place, row in enumerate(new, last + 1):
            entry = Entry(
                row.code, row.title, row.retention, place, row.heading, row.keeper or "", row.note
            )
            _write(act, "", {**entry.fields(), "year": year})
        return Done(act.append(), "", len(new))


def _entries(connection: sa.Connection, year: int) -> Sequence[sa.Row[Any]]:
    query = sa.select(P.__table__).where(P.year == year, P.dropped.is_(sa.false()))
    return connection.execute(query.order_by(P.place, P.id)).all()


def _write(act: Acting, entry: str, values: dict[str, Any]) -> bool:
    """Write what differs from what stands there; a new entry leaves out what is empty."""
    if not entry:
        given = {name: value for name, value in values.items() if value != ""}
        act.add("plan.set", act.store.new_id(), fields=given, by=act.by())
        return True
    state = act.state("plan", entry)
    new = {name: value for name, value in values.items() if field(state, name) != value}
    if new:
        act.set_fields("plan", entry, **new)
    return bool(new)
