"""What lies on a person's desk on this machine: entries not saved yet, documents opened, printers,
phrases.

Local to the installation, encrypted with the store, never synced (formats.md §2).
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from core.office.phrasing import Phrase
from db import local
from db.acting import Store
from db.engine import writes

RECENT = 5
"""Of a list, how many of the last choices are kept."""


@dataclass(frozen=True)
class Unsaved:
    """An entry that was begun: what was written, and when it was kept (milliseconds UTC)."""

    body: bytes
    time: int


class Habit(msgspec.Struct, frozen=True):
    """The printer that a person chose for a form, and whether both sides are printed."""

    printer: str
    two_sided: bool = False


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


def drafts(store: Store, prefix: str) -> list[tuple[str, int]]:
    """The places that begin so at which the person was writing, the last one first, each with the
    time of keeping (milliseconds UTC).
    """
    with store.engine.begin() as connection:
        return local.drafts(connection, store.author.person, prefix)


def printing(store: Store, form: str) -> Habit | None:
    """How the person printed a form here last; None where it never was, or cannot be read."""
    with store.engine.begin() as connection:
        kept = local.value(connection, _place(store, form))
    try:
        return msgspec.json.decode(kept, type=Habit) if kept else None
    except msgspec.MsgspecError:
        return None


def keep_printing(store: Store, form: str, habit: Habit) -> None:
    """Remember how the person prints a form here."""
    with writes(store.engine).begin() as connection:
        local.put_value(connection, _place(store, form), msgspec.json.encode(habit))


def _place(store: Store, form: str) -> str:
    return f"printing/{store.author.person}/{form}"


def mark_read(store: Store, document: str) -> None:
    """Note that the person has opened a document here."""
    with writes(store.engine).begin() as connection:
        local.mark_read(connection, store.author.person, document, store.now())


def mark_seen(store: Store, document: str, blob: str) -> None:
    """Note that the person has opened this very file of a document that waits for signature."""
    with writes(store.engine).begin() as connection:
        local.mark_read(connection, store.author.person, document, store.now())
        local.put_value(connection, _seen(store, document), blob.encode())


def seen(store: Store, document: str) -> str:
    """The file of a document that the person opened last before signing; empty: none."""
    with store.engine.begin() as connection:
        return (local.value(connection, _seen(store, document)) or b"").decode()


def _seen(store: Store, document: str) -> str:
    return f"seen/{store.author.person}/{document}"


def recent(store: Store, what: str) -> list[str]:
    """What the person chose last in a list, the newest first."""
    with store.engine.begin() as connection:
        kept = local.value(connection, _recent(store, what))
    try:
        return msgspec.json.decode(kept, type=list[str]) if kept else []
    except msgspec.MsgspecError:
        return []


def keep_recent(store: Store, what: str, chosen: str) -> None:
    """Remember what the person chose in a list; the last few are kept."""
    found = [chosen, *(one for one in recent(store, what) if one != chosen)][:RECENT]
    with writes(store.engine).begin() as connection:
        local.put_value(connection, _recent(store, what), msgspec.json.encode(found))


def phrases(store: Store) -> tuple[Phrase, ...]:
    """The phrases that the person made for drafts, here."""
    with store.engine.begin() as connection:
        kept = local.value(connection, _phrases(store))
    try:
        return msgspec.json.decode(kept, type=tuple[Phrase, ...]) if kept else ()
    except msgspec.MsgspecError:
        return ()


def keep_phrases(store: Store, known: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Keep these in place of those before; returns them."""
    with writes(store.engine).begin() as connection:
        local.put_value(connection, _phrases(store), msgspec.json.encode(known))
    return known


def _phrases(store: Store) -> str:
    return f"phrases/{store.author.person}"


def _recent(store: Store, what: str) -> str:
    return f"recent/{store.author.person}/{what}"
