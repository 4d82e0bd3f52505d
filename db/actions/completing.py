"""The evidence of a signed document as far as it came: a file that grew, and when to go on."""

from __future__ import annotations

from typing import Final

import msgspec

from core.office.terms import Act
from db import local
from db.acting import Store, acting
from db.actions.files import MAIN, NewFile, keep, seal
from db.engine import writes
from db.ledger import Changed
from db.queries.completing import NOTES, PAUSE, Completion, Note, note_of

SHORTEST_MS: Final = 5 * 60_000
LONGEST_MS: Final = 6 * 3_600_000
WEEK_MS: Final = 7 * 86_400_000
"""When an incident is looked at again: somebody may have brought what was missing."""


def grown(store: Store, one: Completion, content: bytes, stage: str, due: int | None) -> Changed:
    """Put a completed file in the place of the one that it grew from.

    Nothing where another version stands there by now: it is looked at anew. Raises NotAllowed,
    NotFound, DiskFull.
    """
    with acting(store) as act:
        act.require(Act.READ)
        [(op, file), *others] = act.state("document", one.document)["files"][MAIN]
        if others or file["blob"] != one.blob:
            return frozenset()
        new = NewFile(file["name"], file["type"], content, file.get("pages", 0))
        sealed = seal(store, new)
        keep(act, sealed)
        after = sealed.body(MAIN, "main", 0)
        told = {"of": one.of, "after": after, "stage": stage, "due": due}
        act.add("document.evidence", one.document, (op,), **told, by=act.by())
        return act.append()


def note(store: Store, one: Completion, stage: str, due: int | None, incident: str = "") -> None:
    """Remember how far a document's evidence is, and when it is due again."""
    when = store.now() + WEEK_MS if incident else due or 0
    _put(store, NOTES + one.document, Note(stage, when, 0, incident))


def failed(store: Store, one: Completion, stage: str) -> None:
    """A document's answers could not be used: later again, more and more rarely."""
    tries = one.note.tries + 1
    _put(store, NOTES + one.document, Note(stage, store.now() + pause(tries), tries))


def halted(store: Store) -> None:
    """There was no way out: nothing is asked for a while."""
    with store.engine.begin() as connection:
        tries = note_of(local.value(connection, PAUSE)).tries + 1
    _put(store, PAUSE, Note(due=store.now() + pause(tries), tries=tries))


def went_on(store: Store) -> None:
    """The way out is open again."""
    with writes(store.engine).begin() as connection:
        local.drop_value(connection, PAUSE)


def pause(tries: int) -> int:
    """Milliseconds until the next try."""
    return min(SHORTEST_MS << min(tries - 1, 10), LONGEST_MS)


def _put(store: Store, name: str, said: Note) -> None:
    with writes(store.engine).begin() as connection:
        local.put_value(connection, name, msgspec.json.encode(said))
