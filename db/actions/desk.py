"""What lies on a person's desk on this machine: entries not saved yet, documents opened.

Local to the installation, encrypted with the store, never synced (formats.md §2).
"""

from __future__ import annotations

from dataclasses import dataclass

from db import local
from db.acting import Store
from db.engine import writes


@dataclass(frozen=True)
class Unsaved:
    """An entry that was begun: what was written, and when it was kept (milliseconds UTC)."""

    body: bytes
    time: int


def keep_draft(store: Store, place: str, body: bytes) -> int:
    """Keep what the person is writing at a place; returns the time of keeping (milliseconds
    UTC).
    """
    now = store.now()
    with writes(store.engine).begin() as connection:
        local.put_draft(connection, store.author.person, place, body, now)
    return now


def drop_draft(store: Store, place: str) -> None:
    """Forget what was being written, once it is saved or given up."""
    with writes(store.engine).begin() as connection:
        local.drop_draft(connection, store.author.person, place)


def draft(store: Store, place: str) -> Unsaved | None:
    """What the person was writing at a place."""
    with store.engine.begin() as connection:
        found = local.draft(connection, store.author.person, place)
    return Unsaved(*found) if found else None


def mark_read(store: Store, document: str) -> None:
    """Note that the person has opened a document here."""
    with writes(store.engine).begin() as connection:
        local.mark_read(connection, store.author.person, document, store.now())
