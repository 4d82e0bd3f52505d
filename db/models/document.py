"""Rows of documents for lists and pages, projected from their aggregates."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    BIG,
    Base,
    Big,
    Code,
    Date,
    Hash,
    HashKey,
    Id,
    IdKey,
    OpKey,
    Raw,
    RowKey,
    Text,
)


class Document(Base):
    """One document in a register; lists are in the order of ``created``, which is the same on
    every machine; ``n`` names the row here and in the search table.
    """

    __tablename__ = "documents"

    n: Mapped[RowKey]
    id: Mapped[Id] = mapped_column(unique=True)
    stream: Mapped[Id]
    kind: Mapped[Code]
    state: Mapped[Code]
    act: Mapped[Code]
    type: Mapped[Code]
    subject: Mapped[Text]
    issuer: Mapped[Text]
    code: Mapped[Text]
    duplicate_key: Mapped[Text]
    document_date: Mapped[Date | None]
    register: Mapped[Id | None]
    number: Mapped[int | None] = mapped_column(BIG)
    suffix: Mapped[Text]
    symbol: Mapped[Text]
    dated: Mapped[Date | None]
    urgency: Mapped[Code]
    due: Mapped[Date | None]
    lead: Mapped[Text]
    lead_person: Mapped[Id | None]
    drafter: Mapped[Id]
    pages: Mapped[Big]
    files: Mapped[Big]
    directives: Mapped[Big]
    conflicts: Mapped[Big]
    tentative: Mapped[bool]
    created: Mapped[Big]

    __table_args__ = (
        Index("documents_by_kind", "kind", "created", "n"),
        Index("documents_by_state", "kind", "state", "created", "n"),
        Index("documents_by_number", "register", "number", "suffix"),
        Index("documents_by_duplicate_key", "duplicate_key"),
        Index("documents_by_due", "due"),
        Index("documents_by_drafter", "drafter", "id"),
    )


class File(Base):
    """A version of a file in a slot of a document; several current versions of one slot compete."""

    __tablename__ = "files"

    document: Mapped[IdKey]
    slot: Mapped[str] = mapped_column(primary_key=True)
    op: Mapped[OpKey]
    role: Mapped[Code]
    place: Mapped[Big]
    blob: Mapped[Hash]
    name: Mapped[Text]
    type: Mapped[Text]
    size: Mapped[Big]
    pages: Mapped[Big]

    __table_args__ = (Index("files_by_blob", "blob"),)


class Assignment(Base):
    """Who handles a document, in which part, until when; ``given`` and, once he said that he has
    read it, ``noted`` in milliseconds UTC.
    """

    __tablename__ = "assignments"

    document: Mapped[IdKey]
    op: Mapped[OpKey]
    part: Mapped[Code]
    person: Mapped[Id | None]
    unit: Mapped[Id | None]
    name: Mapped[Text]
    due: Mapped[Date | None]
    given: Mapped[Big]
    noted: Mapped[int | None] = mapped_column(BIG)

    __table_args__ = (Index("assignments_by_person", "person"),)


class Signature(Base):
    """A signature set in a file of a document."""

    __tablename__ = "signatures"

    document: Mapped[IdKey]
    op: Mapped[OpKey]
    field: Mapped[Text]
    kind: Mapped[Code]
    person: Mapped[Id]
    name: Mapped[Text]
    before: Mapped[Hash]
    after: Mapped[Hash]
    time: Mapped[Big]

    __table_args__ = (Index("signatures_by_person", "person", "document"),)


class Evidence(Base):
    """How far the evidence of a signed file is (``stage``, core/signing/upgrade.py), the file as it
    was signed (``origin``), the machine that sees to it (``keeper``), since when something is to be
    done (milliseconds UTC), and whether another machine saw to it before (``taken``).
    """

    __tablename__ = "evidence"

    document: Mapped[IdKey]
    slot: Mapped[str] = mapped_column(primary_key=True)
    op: Mapped[OpKey]
    blob: Mapped[Hash]
    origin: Mapped[Hash]
    stage: Mapped[Code]
    keeper: Mapped[Id]
    since: Mapped[Big]
    taken: Mapped[bool]

    __table_args__ = (Index("evidence_by_stage", "stage", "since"),)


class Link(Base):
    """A typed link from a document to another one."""

    __tablename__ = "links"

    document: Mapped[IdKey]
    op: Mapped[OpKey]
    relation: Mapped[Code]
    target: Mapped[Id]

    __table_args__ = (Index("links_by_target", "target"),)


class Dispatch(Base):
    """A document sent to one recipient, and whether he has it."""

    __tablename__ = "dispatches"

    document: Mapped[IdKey]
    op: Mapped[OpKey]
    recipient: Mapped[Text]
    unit: Mapped[Id | None]
    way: Mapped[Code]
    day: Mapped[Date]
    copies: Mapped[Big]
    envelopes: Mapped[Big]
    note: Mapped[Text]
    received: Mapped[Date | None]
    receiver: Mapped[Text]

    __table_args__ = (Index("dispatches_by_day", "day"),)


class Loan(Base):
    """A file copy lent to somebody (sổ sử dụng bản lưu)."""

    __tablename__ = "loans"

    document: Mapped[IdKey]
    op: Mapped[OpKey]
    borrower: Mapped[Text]
    day: Mapped[Date]
    allowed: Mapped[Text]
    until: Mapped[Date | None]
    returned: Mapped[Date | None]
    note: Mapped[Text]

    __table_args__ = (Index("loans_by_day", "day"),)


class Blob(Base):
    """A file by content: the wrapped key of its sealed copy, its chunks' hashes, whether all of it
    is here, and on how many media the server keeps it, 0 where that is not known. ``used`` is when
    it came or was opened last (milliseconds UTC); ``away`` says that it was given up here for room
    (``evicted``), or is wanted back (``asked``).
    """

    __tablename__ = "blobs"

    id: Mapped[HashKey]
    size: Mapped[Big]
    frame_log2: Mapped[Big]
    wrapped_key: Mapped[Raw]
    chunks: Mapped[Raw]
    complete: Mapped[bool]
    media: Mapped[Big] = mapped_column(default=0)
    used: Mapped[Big] = mapped_column(default=0)
    away: Mapped[Code] = mapped_column(default="")

    __table_args__ = (Index("blobs_by_media", "media", "id"),)


class Mention(Base):
    """A stream whose commits name a file; ``sent`` once the server is known to have all of it."""

    __tablename__ = "mentions"

    blob: Mapped[HashKey]
    stream: Mapped[IdKey]
    sent: Mapped[bool]

    __table_args__ = (Index("mentions_by_stream", "stream", "sent"),)
