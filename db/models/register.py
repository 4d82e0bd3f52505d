"""Rows of registers (sổ) of a year: leases to number from them, numbers without a document,
closings.
"""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Base, Big, Code, Date, Hash, Id, IdKey, OpKey, Text


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


class SpareNumber(Base):
    """A number that no document has: ``fate`` is void or reserved."""

    __tablename__ = "spare_numbers"

    register: Mapped[IdKey]
    number: Mapped[int] = mapped_column(BIG, primary_key=True)
    fate: Mapped[Code]
    reason: Mapped[Text]
    op: Mapped[Text]


class Closing(Base):
    """A register closed for a month or a year, with the sheet that was signed."""

    __tablename__ = "closings"

    register: Mapped[IdKey]
    op: Mapped[OpKey]
    period: Mapped[Code]
    lines: Mapped[Big]
    first: Mapped[Big]
    last: Mapped[Big]
    voids: Mapped[Big]
    head: Mapped[Hash]
    blob: Mapped[Hash | None]
    name: Mapped[Text]
    time: Mapped[Big]
