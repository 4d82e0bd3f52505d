"""Device-local tables: never synced, never hashed, written only by db/local.py (formats.md §2)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Big, Id, IdKey, Raw, Text


class LocalSecret(Base):
    """A secret or state of this installation by name: device keys, name key of blobs, cursors,
    provisioning.
    """

    __tablename__ = "local_values"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Raw]


class LocalKey(Base):
    """A signing key of a person or of the agency as an encrypted PKCS#12 file."""

    __tablename__ = "local_keys"

    id: Mapped[IdKey]
    person: Mapped[Id]
    use: Mapped[Text]
    label: Mapped[Text]
    file: Mapped[Raw]
    added: Mapped[Big]


class LocalDraft(Base):
    """What a person was writing and has not saved."""

    __tablename__ = "local_drafts"

    person: Mapped[IdKey]
    place: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[Raw]
    time: Mapped[Big]


class LocalRead(Base):
    """Documents that a person has opened on this machine."""

    __tablename__ = "local_reads"

    person: Mapped[IdKey]
    document: Mapped[IdKey]
    time: Mapped[Big]


class LocalExport(Base):
    """Bundles written here and whether a return bundle has confirmed them."""

    __tablename__ = "local_exports"

    bundle: Mapped[IdKey]
    recipient: Mapped[IdKey]
    time: Mapped[Big]
    contains: Mapped[Raw]
    confirmed: Mapped[bool]
