"""What a person may see of documents and dossiers, as conditions of SQL: every query joins them.

The rule is core's (:func:`core.office.access.reading`); this is the one place that turns it into
SQL, so that lists, counts, search and direct opening cannot differ.
"""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from core.office import access
from core.office.access import Reading
from db import facts, models

Condition = sa.ColumnElement[bool]
D = models.Document


class Viewer(NamedTuple):
    """Who looks, in which unit, on which day."""

    person: str
    unit: str
    day: datetime.date


def reading(connection: sa.Connection, viewer: Viewer) -> Reading:
    """How much of the unit's documents the person sees."""
    return access.reading(facts.grants(connection, viewer.person), viewer.unit, viewer.day)


def documents(connection: sa.Connection, viewer: Viewer) -> tuple[Condition, ...]:
    """Conditions on the table of documents; none where the person sees all of them."""
    rows = sa.select(D.n).where(D.id.in_(_concerned(viewer.person)))
    return _for(reading(connection, viewer), _ROW.in_(rows))


def dossiers(connection: sa.Connection, viewer: Viewer) -> tuple[Condition, ...]:
    """Conditions on the table of dossiers: those that the person keeps, and those that hold a
    document that concerns him.
    """
    dossier, item = models.Dossier, models.DossierItem
    holding = sa.select(item.dossier).where(item.document.in_(_concerned(viewer.person)))
    mine = sa.or_(dossier.keeper == viewer.person, dossier.id.in_(holding))
    return _for(reading(connection, viewer), mine)


def sees(connection: sa.Connection, viewer: Viewer, kind: str, entity: str) -> bool:
    """Whether the person may see one document or dossier; everything else is everybody's."""
    if kind not in _TABLES:
        return True
    table, conditions = _TABLES[kind]
    query = sa.select(sa.true()).where(table.id == entity, *conditions(connection, viewer))
    return connection.execute(query).first() is not None


def sees_file(connection: sa.Connection, viewer: Viewer, blob: str) -> bool:
    """Whether some document that the person may see holds a file, or held it before a signature."""
    if reading(connection, viewer) is Reading.UNIT:
        return True
    file, mark = models.File, models.Signature
    holders = sa.union(
        sa.select(file.document).where(file.blob == blob),
        sa.select(mark.document).where(sa.or_(mark.before == blob, mark.after == blob)),
    )
    query = sa.select(sa.true()).where(D.id.in_(holders), *documents(connection, viewer))
    return connection.execute(query).first() is not None


def row_numbers(connection: sa.Connection, viewer: Viewer) -> list[int] | None:
    """The row numbers of all documents that the person sees; None where these are all."""
    conditions = documents(connection, viewer)
    if not conditions:
        return None
    return list(connection.execute(sa.select(D.n).where(*conditions)).scalars())


def _for(found: Reading, concerned: Condition) -> tuple[Condition, ...]:
    by_reading: dict[Reading, tuple[Condition, ...]] = {
        Reading.UNIT: (),
        Reading.CONCERNED: (concerned,),
        Reading.NOTHING: (sa.false(),),
    }
    return by_reading[found]


def _concerned(person: str) -> sa.CompoundSelect[Any]:
    """The documents that a person drafted, handles in any part, signed or initialled, or keeps the
    dossier of; each side has an index of its own.
    """
    given, mark = models.Assignment, models.Signature
    item, dossier = models.DossierItem, models.Dossier
    kept = sa.select(dossier.id).where(dossier.keeper == person)
    return sa.union(
        sa.select(D.id).where(D.drafter == person),
        sa.select(given.document).where(given.person == person),
        sa.select(mark.document).where(mark.person == person),
        sa.select(item.document).where(item.dossier.in_(kept)),
    )


# the plus keeps the list's own index in the lead: which rows are shown is only looked up
_ROW: sa.ColumnElement[int] = sa.literal_column("+documents.n", D.n.type)
_TABLES: Any = {"document": (D, documents), "dossier": (models.Dossier, dossiers)}
