"""Rows of dossiers (hồ sơ công việc) and of the documents in them."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Big, Code, Date, Id, IdKey, OpKey, RowKey, Text


class Dossier(Base):
    """One dossier; documents are in it without being copied. ``start`` and ``until`` are the days
    of its first and last document, ``moved`` when its stage changed (milliseconds UTC).
    """

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
    plan: Mapped[Id | None]
    start: Mapped[Date | None]
    until: Mapped[Date | None]
    moved: Mapped[Big]

    __table_args__ = (Index("dossiers_by_keeper", "keeper", "id"),)


class DossierItem(Base):
    """A document in a dossier."""

    __tablename__ = "dossier_items"

    dossier: Mapped[IdKey]
    document: Mapped[IdKey]
    op: Mapped[OpKey]

    __table_args__ = (Index("dossier_items_by_document", "document", "dossier"),)


class Plan(Base):
    """An entry in the list of dossiers of a year (danh mục hồ sơ), at its ``place``."""

    __tablename__ = "plans"

    id: Mapped[IdKey]
    stream: Mapped[Id]
    year: Mapped[Big]
    code: Mapped[Text]
    heading: Mapped[Text]
    title: Mapped[Text]
    retention: Mapped[Code]
    keeper: Mapped[Id | None]
    place: Mapped[Big]
    note: Mapped[Text]
    dropped: Mapped[bool]

    __table_args__ = (Index("plans_by_year", "year", "place"),)
