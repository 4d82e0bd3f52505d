"""Dossiers and what lies in them, as far as the person may see it."""

from __future__ import annotations

import sqlalchemy as sa

from db import groups, models, visible
from db.acting import Store
from db.projections import field
from db.queries.rows import DossierRow, InGroup


def dossiers(store: Store) -> list[DossierRow]:
    """All dossiers that the person may see, the newest first."""
    with store.engine.begin() as connection:
        return dossier_rows(connection, store, sa.true())


def dossier_rows(
    connection: sa.Connection, store: Store, where: sa.ColumnElement[bool]
) -> list[DossierRow]:
    """The rows of some dossiers, the newest first; ``documents`` counts what the person may see."""
    table, item, document = models.Dossier, models.DossierItem, models.Document
    own = set(DossierRow.__dataclass_fields__) - {"group"}
    columns = {name: table.__table__.c[name] for name in own}
    chosen = [each for name, each in columns.items() if name != "documents"]
    counted = columns["documents"].label("documents")
    if shown := visible.documents(connection, store.viewer):
        seen = sa.select(document.id).where(*shown)
        inside = sa.select(sa.func.count()).where(item.dossier == table.id, item.document.in_(seen))
        counted = inside.scalar_subquery().label("documents")
    query = sa.select(*chosen, counted, table.stream.label("group"))
    query = query.where(where, *visible.dossiers(connection, store.viewer))
    named = groups_here(connection)
    rows = connection.execute(query.order_by(table.n.desc())).mappings()
    return [DossierRow(**{**row, "group": named.get(row["group"])}) for row in rows]


def groups_here(connection: sa.Connection) -> dict[str, InGroup]:
    """The unit's restricted groups by their streams; none in a unit without groups."""
    found = groups.every(connection).items()
    return {stream: InGroup(stream, field(dict(group), "name", "")) for stream, group in found}
