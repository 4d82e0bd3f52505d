"""Rows of people, units, grants, delegations and devices."""

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


class Delegation(Base):
    """Who signs or acts for whom, on what ground, from when until when; ``scope`` is a JSON list of
    codes of document types, ``ended`` the first day without it.
    """

    __tablename__ = "delegations"

    id: Mapped[IdKey]
    kind: Mapped[Code]
    giver: Mapped[Id]
    person: Mapped[Id]
    post: Mapped[Text]
    for_whom: Mapped[Text]
    through: Mapped[Text]
    scope: Mapped[Text]
    matter: Mapped[Text]
    basis: Mapped[Text]
    start: Mapped[Date]
    until: Mapped[Date | None]
    ended: Mapped[Date | None]

    __table_args__ = (Index("delegations_by_person", "person"),)


class Device(Base):
    """A device of the realm with its certificate."""

    __tablename__ = "devices"

    id: Mapped[IdKey]
    kind: Mapped[Code]
    label: Mapped[Text]
    certificate: Mapped[Raw]
    revoked: Mapped[bool]
