"""The evidence of a signed document as far as it came: a file that grew, and when to go on."""

from __future__ import annotations

from typing import Final

import msgspec

from core.commits.intake_bodies import Intake
from core.commits.tending import keeper, takeover
from core.office.terms import Act
from db import local
from db.acting import Done, Store, acting
from db.actions.files import NewFile, keep, seal
from db.engine import writes
from db.ledger import Changed
from db.queries.completing import NOTES, PAUSE, Completion, Note, note_of

SHORTEST_MS: Final = 5 * 60_000
LONGEST_MS: Final = 6 * 3_600_000
WEEK_MS: Final = 7 * 86_400_000
"""When an incident is looked at again: somebody may have brought what was missing."""


def grown(store: Store, one: Completion, content: bytes, stage: str, due: int | None) -> Changed:
    """Put a completed file in the place of the one that it grew from.

    Nothing where another version stands there by now, or another machine sees to it: it is looked
    at anew. Raises NotAllowed, NotFound, DiskFull.
    """
    with acting(store) as act:
        act.require(Act.READ)
        state = act.state("document", one.document)
        [(op, file), *others] = state["files"][one.slot]
        if others or file["blob"] != one.blob or keeper(state, op) != store.author.device:
            return frozenset()
        intake = msgspec.convert(file["intake"], Intake) if "intake" in file else None
        new = NewFile(file["name"], file["type"], content, file.get("pages", 0), intake=intake)
        sealed = seal(store, new)
        keep(act, sealed)
        after = sealed.body(one.slot, file["role"], file["order"])
        told = {"of": one.of, "after": after, "stage": stage, "due": due}
        act.add("document.evidence", one.document, (op,), **told, by=act.by())
        return act.append()


def take_over(
    store: Store, one: Completion, reason: str = "asked", days: int | None = None
) -> Done:
    """Let this machine see to a document's evidence in place of the one that did; it begins once
    the server has ordered that. Nothing where it does already. Raises NotAllowed, NotFound.
    """
    with acting(store) as act:
        act.require(Act.READ)
        state = act.state("document", one.document)
        kept = {keeper(state, op) for op, _ in state.get("files", {}).get(one.slot, ())}
        if one.keeper not in kept or one.keeper == store.author.device:
            return Done(frozenset(), one.document)
        said = {"instead": one.keeper, "reason": reason, "days": days, "by": act.by()}
        act.add("document.tend", one.document, takeover(state), **said)
        return Done(act.append(), one.document)


def note(store: Store, one: Completion, stage: str, due: int | None, incident: str = "") -> None:
    """Remember how far a document's evidence is, and when it is due again."""
    when = store.now() + WEEK_MS if incident else due or 0
    _put(store, NOTES + one.key, Note(stage, when, 0, incident))


def failed(store: Store, one: Completion, stage: str) -> None:
    """A document's answers could not be used: later again, more and more rarely."""
    tries = one.note.tries + 1
    _put(store, NOTES + one.key, Note(stage, store.now() + pause(tries), tries))


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
