"""Rows of people, units, grants and devices, projected from the authority stream."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.models.base import Base, Code, Date, Id, IdKey, OpKey, Raw, Text


class Person(Base):
    """A person as named today."""

    __tablename__ = "people"

    id: Mapped[IdKey]
    name: Mapped[Text]
    rank: Mapped[Text]
    post: Mapped[Text]
    unit: Mapped[Id]


class Unit(Base):
    """An agency or unit as named today."""

    __tablename__ = "units"

    id: Mapped[IdKey]
    name: Mapped[Text]
    short: Mapped[Text]
    code: Mapped[Text]
    parent: Mapped[Text]
    place: Mapped[Text]


class Grant(Base):
    """A role of a person in a unit with its dates; ``op`` is what commits name as their right."""

    __tablename__ = "grants"

    id: Mapped[IdKey]
    op: Mapped[OpKey]
    person: Mapped[Id]
    unit: Mapped[Id]
    role: Mapped[Code]
    start: Mapped[Date]
    until: Mapped[Date | None]
    revoked: Mapped[Date | None]

    __table_args__ = (Index("grants_by_person", "person"),)


class Device(Base):
    """A device of the realm with its certificate."""

    __tablename__ = "devices"

    id: Mapped[IdKey]
    kind: Mapped[Code]
    label: Mapped[Text]
    certificate: Mapped[Raw]
    revoked: Mapped[bool]
