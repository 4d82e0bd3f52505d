"""The year's list of dossiers (danh mục hồ sơ), which everybody works by."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from db import models, visible
from db.acting import Store

T, P, WHO = models.Dossier, models.Plan, models.Person


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An entry of the year's list; ``opened`` counts the dossiers opened from it that the person
    sees.
    """

    id: str
    code: str
    heading: str
    title: str
    retention: str
    keeper: str | None
    keeper_name: str
    place: int
    note: str
    opened: int


def plan(store: Store, year: int) -> list[PlanRow]:
    """The list of a year as it stands, in its order."""
    with store.engine.begin() as connection:
        shown = visible.dossiers(connection, store.viewer)
        opened = sa.select(sa.func.count()).where(T.plan == P.id, *shown).scalar_subquery()
        query = (
            sa.select(
                P.id, P.code, P.heading, P.title, P.retention, P.keeper,
                sa.func.coalesce(WHO.name, ""), P.place, P.note, opened,
            )
            .select_from(sa.outerjoin(P, WHO, WHO.id == P.keeper))
            .where(P.year == year, P.dropped.is_(sa.false()))
            .order_by(P.place, P.code, P.id)
        )  # fmt: skip
        return [PlanRow(*row) for row in connection.execute(query)]


def years(store: Store) -> list[int]:
    """The years that have a list, the newest first."""
    query = sa.select(P.year).where(P.dropped.is_(sa.false())).distinct()
    with store.engine.begin() as connection:
        return list(connection.execute(query.order_by(P.year.desc())).scalars())
