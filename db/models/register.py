"""Rows of registers (sổ) of a year and of the leases to number from them."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from db.models.base import Base, Big, Code, Date, Id, IdKey, Text


class Register(Base):
    """One book of one year."""

    __tablename__ = "registers"

    id: Mapped[IdKey]
    stream: Mapped[Id]
    unit: Mapped[Id]
    kind: Mapped[Code]
    name: Mapped[Text]
    symbol: Mapped[Text]
    year: Mapped[Big]
    given: Mapped[Big]


class Lease(Base):
    """The right of one device to give the numbers from ``first`` to before ``end``; ``top`` is the
    last given.
    """

    __tablename__ = "leases"

    id: Mapped[IdKey]
    register: Mapped[Id]
    device: Mapped[Id]
    inc: Mapped[Big]
    first: Mapped[Big]
    end: Mapped[Big]
    top: Mapped[Big]
    start: Mapped[Date]
    until: Mapped[Date]
    returned: Mapped[bool]
