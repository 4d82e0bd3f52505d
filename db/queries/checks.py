"""The checks of a document: who checked what of it, whether that still holds, what is still to be
asked before it goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from core.commits.file_bodies import digest
from core.commits.fold import State as Folded
from core.office import workflow
from core.office.checks import Check, open_asks, standing
from core.office.terms import Act, Kind, State
from core.office.workflow import Ask
from db import checked, facts, visible
from db.acting import Store


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check: of what, by whom, when (ms UTC); ``holds`` while the file is the one checked."""

    act: str
    person: str
    name: str
    time: int
    opinion: str
    holds: bool


def checks(store: Store, document: str) -> list[CheckRow]:
    """All checks of a document, the oldest first; of those of its file the first of each kind
    counts, and others stand beside it.
    """
    with store.engine.begin() as connection:
        if not visible.sees(connection, store.viewer, "document", document):
            return []
        found, held = _both(connection, document)
    return [
        CheckRow(one.act.value, one.person, one.name, one.time, one.opinion, one in held)
        for one in found
    ]


def asks(store: Store, document: str, act: Act) -> tuple[Ask, ...]:
    """What about the checks is to be asked before an act: one is missing, or of another file.

    Raises WrongState.
    """
    with store.engine.begin() as connection:
        if not visible.sees(connection, store.viewer, "document", document):
            return ()
        state = _state(connection, document)
        kind, step = Kind(state["kind"]), State(state["step"]["name"])
        _, held = _both(connection, document)
    return open_asks(workflow.move(kind, step, act).asks, {one.act for one in held})


def _both(connection: sa.Connection, document: str) -> tuple[tuple[Check, ...], tuple[Check, ...]]:
    """All checks, and those of the file as it is."""
    state = _state(connection, document)
    found = checked.checks(connection, document)
    current = checked.current(state)
    if not current:
        return found, ()
    return found, standing(found, current, checked.signed(state), digest(state))


def _state(connection: sa.Connection, document: str) -> Folded:
    key = ("document", document)
    return facts.states(connection, [key]).get(key, {})
