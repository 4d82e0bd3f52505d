"""Rows of what an administrator adds to the catalogues and the calendar that come with us."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.models.base import Base, Code, Date, IdKey, Text


class CalendarDay(Base):
    """A day that is not what its weekday says: ``kind`` is off, worked or plain; of two rows for
    one date the later ``changed`` counts.
    """

    __tablename__ = "calendar_days"

    id: Mapped[IdKey]
    date: Mapped[Date]
    kind: Mapped[Code]
    name: Mapped[Text]
    changed: Mapped[Text]

    __table_args__ = (Index("calendar_days_by_date", "date"),)


class CatalogueEntry(Base):
    """An entry of a catalogue, added or changed; ``fields`` holds all of it as JSON."""

    __tablename__ = "catalogue_entries"

    id: Mapped[IdKey]
    catalogue: Mapped[Code]
    code: Mapped[Code]
    fields: Mapped[Text]
    changed: Mapped[Text]

    __table_args__ = (Index("catalogue_entries_by_code", "catalogue", "code"),)
