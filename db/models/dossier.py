"""Rows of dossiers (hồ sơ công việc) and of the documents in them."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Big, Code, Id, IdKey, OpKey, RowKey, Text


class Dossier(Base):
    """One dossier; documents are in it without being copied."""

    __tablename__ = "dossiers"

    n: Mapped[RowKey]
    id: Mapped[Id] = mapped_column(unique=True)
    stream: Mapped[Id]
    code: Mapped[Text]
    title: Mapped[Text]
    retention: Mapped[Code]
    state: Mapped[Code]
    keeper: Mapped[Id]
    documents: Mapped[Big]
    tentative: Mapped[bool]
    created: Mapped[Big]

    __table_args__ = (Index("dossiers_by_keeper", "keeper", "id"),)


class DossierItem(Base):
    """A document in a dossier."""

    __tablename__ = "dossier_items"

    dossier: Mapped[IdKey]
    document: Mapped[IdKey]
    op: Mapped[OpKey]

    __table_args__ = (Index("dossier_items_by_document", "document", "dossier"),)
