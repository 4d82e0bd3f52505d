"""The streams that this store follows, and the aggregates folded from their commits."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Big, Code, Hash, Id, IdKey, Raw


class Stream(Base):
    """A stream's head in the server's order, as far as it is applied here."""

    __tablename__ = "streams"

    id: Mapped[IdKey]
    kind: Mapped[Code]
    epoch: Mapped[Big]
    gseq: Mapped[Big]
    chain: Mapped[Hash]
    state_hash: Mapped[Raw]


class Aggregate(Base):
    """An aggregate's committed state and, only while something is tentative, the overlay that
    screens show.
    """

    __tablename__ = "aggregates"

    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[IdKey]
    stream: Mapped[Id]
    committed: Mapped[Raw | None]
    overlay: Mapped[Raw | None]

    __table_args__ = (Index("aggregates_by_stream", "stream"),)
