"""Dossiers and what lies in them, as far as the person may see it."""

from __future__ import annotations

import sqlalchemy as sa

from db import models, visible
from db.acting import Store
from db.queries.rows import DossierRow


def dossiers(store: Store) -> list[DossierRow]:
    """All dossiers that the person may see, the newest first."""
    with store.engine.begin() as connection:
        return dossier_rows(connection, store, sa.true())


def dossier_rows(
    connection: sa.Connection, store: Store, where: sa.ColumnElement[bool]
) -> list[DossierRow]:
    """The rows of some dossiers, the newest first; ``documents`` counts what the person may see."""
    table, item, document = models.Dossier, models.DossierItem, models.Document
    columns = {name: table.__table__.c[name] for name in DossierRow.__dataclass_fields__}
    chosen = [each for name, each in columns.items() if name != "documents"]
    counted = columns["documents"].label("documents")
    if shown := visible.documents(connection, store.viewer):
        seen = sa.select(document.id).where(*shown)
        inside = sa.select(sa.func.count()).where(item.dossier == table.id, item.document.in_(seen))
        counted = inside.scalar_subquery().label("documents")
    query = sa.select(*chosen, counted).where(where, *visible.dossiers(connection, store.viewer))
    rows = connection.execute(query.order_by(table.n.desc())).mappings()
    return [DossierRow(**row) for row in rows]
