"""What lies in a dossier, as the acts check it and the queries show it."""

from __future__ import annotations

import sqlalchemy as sa

from core.office import completeness
from db import models, visible
from db.visible import Condition, Viewer

D, ITEM = models.Document, models.DossierItem
NAMED = completeness.Named.__struct_fields__
DAY = sa.func.coalesce(D.document_date, D.dated)
"""The day that a document bears: its own, or that of its number."""


def inside(dossier: str) -> Condition:
    """The condition that a document lies in a dossier, once however often it was put there."""
    return D.id.in_(sa.select(ITEM.document).where(ITEM.dossier == dossier))


def period(connection: sa.Connection, dossier: str) -> tuple[str | None, str | None]:
    """The first and the last day of a dossier's documents, ISO; None where none has a day."""
    query = sa.select(sa.func.min(DAY), sa.func.max(DAY)).where(inside(dossier))
    first, last = connection.execute(query).one()
    return first, last


def count(connection: sa.Connection, dossier: str) -> int:
    """How many documents lie in a dossier, seen or not."""
    query = sa.select(sa.func.count()).select_from(D).where(inside(dossier))
    return connection.execute(query).scalar_one()


def papers(
    connection: sa.Connection, dossier: str, shown: tuple[Condition, ...] = ()
) -> list[completeness.Paper]:
    """The documents of a dossier as its check sees them; ``shown`` leaves out what may not be."""
    file, blob = models.File, models.Blob
    missing = sa.outerjoin(file, blob, blob.id == file.blob)
    away = (
        sa.select(sa.true())
        .select_from(missing)
        .where(file.document == D.id, blob.complete.is_not(sa.true()))
    )
    query = sa.select(D.id, D.state, D.files, ~away.exists(), D.duplicate_key)
    found = connection.execute(query.where(inside(dossier), *shown).order_by(DAY, D.created, D.n))
    return [completeness.Paper(*row) for row in found]


def visible_documents(connection: sa.Connection, viewer: Viewer, dossier: str) -> list[str]:
    """The ids of those documents of a dossier that a person may see."""
    query = sa.select(D.id).where(inside(dossier), *visible.documents(connection, viewer))
    return list(connection.execute(query.order_by(D.n)).scalars())


def holders(connection: sa.Connection, document: str) -> set[str]:
    """The dossiers that a document lies in, seen or not."""
    query = sa.select(ITEM.dossier).where(ITEM.document == document)
    return set(connection.execute(query).scalars())
