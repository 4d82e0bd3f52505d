"""What a person may see of documents and dossiers, as conditions of SQL: every query joins them.

The rule is core's (:func:`core.office.access.reading`); this is the one place that turns it into
SQL, so that lists, counts, search and direct opening cannot differ.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from core.office import access
from core.office.access import Reading
from core.office.delegation import ABSENCE
from db import facts, groups, models

Condition = sa.ColumnElement[bool]
D = models.Document
A = models.Delegation
_DAY: Final = sa.bindparam("day", type_=sa.String)
_AWAY: Final = (
    sa.select(A.giver)
    .where(
        A.person == sa.bindparam("person"),
        A.kind == ABSENCE,
        A.start <= _DAY,
        sa.or_(A.until.is_(None), A.until >= _DAY),
        sa.or_(A.ended.is_(None), A.ended > _DAY),
    )
    .distinct()
    .order_by(A.giver)
)


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

    def concerned() -> Condition:
        return _ROW.in_(sa.select(D.n).where(D.id.in_(concerning(behalf(connection, viewer)))))

    return (*_for(reading(connection, viewer), concerned), *_in_groups(connection, viewer, D))


def once(connection: sa.Connection, viewer: Viewer) -> tuple[Condition, ...]:
    """The conditions of :func:`documents` for several queries of one statement."""
    shown = documents(connection, viewer)
    if not shown:
        return ()
    seen = sa.select(D.n).where(*shown).cte("seen")
    return (_ROW.in_(sa.select(seen.c.n)),)


def dossiers(connection: sa.Connection, viewer: Viewer) -> tuple[Condition, ...]:
    """Conditions on the table of dossiers: those that the person keeps, and those that hold a
    document that concerns him.
    """
    shelved = _for(reading(connection, viewer), lambda: _shelved(behalf(connection, viewer)))
    return (*shelved, *_in_groups(connection, viewer, models.Dossier))


def books(connection: sa.Connection, viewer: Viewer) -> tuple[Condition, ...]:
    """Conditions on the table of books: those of restricted groups are for who reads these."""
    return _in_groups(connection, viewer, models.Register)


def _in_groups(connection: sa.Connection, viewer: Viewer, table: Any) -> tuple[Condition, ...]:
    """What stands in a restricted group is there for those who read it, also where somebody else's
    machine holds it; no condition in a unit without groups.
    """
    hidden = groups.hidden(connection, viewer.person)
    return (table.stream.not_in(hidden),) if hidden else ()


def behalf(connection: sa.Connection, viewer: Viewer) -> tuple[str, ...]:
    """On whose behalf the person looks and acts that day: his own first, then those who are away
    and for whom he stands in; of these only who may see documents himself.
    """
    asked = {"person": viewer.person, "day": viewer.day.isoformat()}
    away = connection.execute(_AWAY, asked).scalars()
    seeing = (one for one in away if reading(connection, viewer._replace(person=one)) in _SEEING)
    return (viewer.person, *(one for one in seeing if one != viewer.person))


def instead_of(
    connection: sa.Connection, viewer: Viewer, kind: str, entity: str
) -> tuple[str, ...]:
    """For whom the person acts on a document or dossier: those that he stands in for whom it
    concerns; nobody where it concerns himself. Who sees the whole unit acts in his own right but
    on what was given to the other, or is kept by him.
    """
    mine, *away = behalf(connection, viewer)
    if not away or kind not in _TABLES:
        return ()

    whole = reading(connection, viewer) is Reading.UNIT

    def concerns(person: str) -> bool:
        table, condition = (_GIVEN if whole else _CONCERNING)[kind]
        query = sa.select(sa.true()).where(table.id == entity, condition((person,)))
        return connection.execute(query).first() is not None

    return () if concerns(mine) else tuple(one for one in away if concerns(one))


def sees(connection: sa.Connection, viewer: Viewer, kind: str, entity: str) -> bool:
    """Whether the person may see one document or dossier; everything else is everybody's."""
    if kind not in _TABLES:
        return True
    table, conditions = _TABLES[kind]
    query = sa.select(sa.true()).where(table.id == entity, *conditions(connection, viewer))
    return connection.execute(query).first() is not None


def sees_file(connection: sa.Connection, viewer: Viewer, blob: str) -> bool:
    """Whether some document that the person may see holds a file, or held it before a signature."""
    if not (shown := documents(connection, viewer)):
        return True
    file, mark = models.File, models.Signature
    holders = sa.union(
        sa.select(file.document).where(file.blob == blob),
        sa.select(mark.document).where(sa.or_(mark.before == blob, mark.after == blob)),
    )
    query = sa.select(sa.true()).where(D.id.in_(holders), *shown)
    return connection.execute(query).first() is not None


def row_numbers(connection: sa.Connection, viewer: Viewer) -> list[int] | None:
    """The row numbers of all documents that the person sees; None where these are all."""
    conditions = documents(connection, viewer)
    if not conditions:
        return None
    return list(connection.execute(sa.select(D.n).where(*conditions)).scalars())


def _for(found: Reading, concerned: Callable[[], Condition]) -> tuple[Condition, ...]:
    by_reading: dict[Reading, Callable[[], tuple[Condition, ...]]] = {
        Reading.UNIT: lambda: (),
        Reading.CONCERNED: lambda: (concerned(),),
        Reading.NOTHING: lambda: (sa.false(),),
    }
    return by_reading[found]()


def _shelved(people: Sequence[str]) -> Condition:
    """The dossiers that somebody keeps, and those that hold a document that concerns him."""
    dossier, item = models.Dossier, models.DossierItem
    holding = sa.select(item.dossier).where(item.document.in_(concerning(people)))
    return sa.or_(dossier.keeper.in_(people), dossier.id.in_(holding))


def concerning(people: Sequence[str]) -> sa.CompoundSelect[Any]:
    """The documents that somebody drafted, handles in any part, signed or initialled, or keeps the
    dossier of; each side has an index of its own.
    """
    given, mark = models.Assignment, models.Signature
    item, dossier = models.DossierItem, models.Dossier
    kept = sa.select(dossier.id).where(dossier.keeper.in_(people))
    return sa.union(
        sa.select(D.id).where(D.drafter.in_(people)),
        sa.select(given.document).where(given.person.in_(people)),
        sa.select(mark.document).where(mark.person.in_(people)),
        sa.select(item.document).where(item.dossier.in_(kept)),
    )


# the plus keeps the list's own index in the lead: which rows are shown is only looked up
_ROW: sa.ColumnElement[int] = sa.literal_column("+documents.n", D.n.type)
_TABLES: Any = {"document": (D, documents), "dossier": (models.Dossier, dossiers)}
_CONCERNING: Any = {
    "document": (D, lambda people: D.id.in_(concerning(people))),
    "dossier": (models.Dossier, _shelved),
}
_GIVEN: Any = {
    "document": (
        D,
        lambda people: D.id.in_(
            sa.select(models.Assignment.document).where(models.Assignment.person.in_(people))
        ),
    ),
    "dossier": (models.Dossier, models.Dossier.keeper.in_),
}
_SEEING = frozenset({Reading.CONCERNED, Reading.UNIT})
