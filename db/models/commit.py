"""The table of commits, what is held back, the tips of chains, and which commits touch which
aggregates.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Base, Big, Code, Hash, HashKey, Id, IdKey, Raw, RowKey

_ASIDE = text("standing IN ('review', 'quarantine')")


class Commit(Base):
    """A commit with the exact bytes that were signed; ``standing`` is ``tentative`` or the server's
    verdict.
    """

    __tablename__ = "commits"

    n: Mapped[RowKey]
    id: Mapped[Hash] = mapped_column(unique=True)
    stream: Mapped[Id]
    device: Mapped[Id]
    inc: Mapped[Big]
    seq: Mapped[Big]
    hlc_ms: Mapped[Big]
    hlc_n: Mapped[Big]
    person: Mapped[Id]
    standing: Mapped[Code]
    gseq: Mapped[int | None] = mapped_column(BIG)
    header: Mapped[Raw]
    payload: Mapped[Raw | None]
    signature: Mapped[Raw]

    __table_args__ = (
        UniqueConstraint("stream", "gseq"),
        Index("commits_by_chain", "stream", "device", "inc", "seq"),
        Index("commits_by_clock", "hlc_ms", "hlc_n"),
        Index("commits_tentative", "stream", sqlite_where=text("standing = 'tentative'")),
        Index("commits_aside", "standing", sqlite_where=_ASIDE, postgresql_where=_ASIDE),
    )


class Held(Base):
    """A commit that is durably kept while something that it needs is missing."""

    __tablename__ = "held"

    id: Mapped[HashKey]
    stream: Mapped[Id]
    reason: Mapped[Code]
    header: Mapped[Raw]
    payload: Mapped[Raw | None]
    signature: Mapped[Raw]


class Receipt(Base):
    """The server's signed word on a commit's place and verdict."""

    __tablename__ = "receipts"

    commit: Mapped[HashKey]
    stream: Mapped[Id]
    gseq: Mapped[Big]
    body: Mapped[Raw]
    signature: Mapped[Raw]

    __table_args__ = (Index("receipts_by_place", "stream", "gseq"),)


class Chain(Base):
    """The last accepted commit of a device's incarnation in a stream."""

    __tablename__ = "chains"

    stream: Mapped[IdKey]
    device: Mapped[IdKey]
    inc: Mapped[int] = mapped_column(BIG, primary_key=True)
    seq: Mapped[Big]
    tip: Mapped[Hash]


class Touch(Base):
    """Which aggregate a commit changes: the way to fold again and to tell an entity's story."""

    __tablename__ = "touches"

    commit: Mapped[int] = mapped_column(BIG, ForeignKey("commits.n"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    entity: Mapped[IdKey]

    __table_args__ = (Index("touches_by_entity", "kind", "entity"),)
