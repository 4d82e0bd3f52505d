"""What waits for a person's decision in an aggregate, and which acts wait for that: signing,
numbering, sealing and issuing a document, nothing else (sync.md §4.4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from core.commits import merge
from core.commits.merge import Entries
from core.errors import InConflict
from core.office.terms import Act
from core.office.workflow import TABLE, Need

State = Mapping[str, Any]

BLOCKED = frozenset(row.act for row in TABLE if Need.NO_CONFLICT in row.needs)
"""The acts that no document with an open conflict gets."""


def count(state: State) -> int:
    """How many things a person has to decide."""
    return sum(map(merge.in_conflict, _registers(state))) + len(state.get("conflicts", ()))


def items(state: State) -> Iterator[tuple[str, ...]]:
    """Each thing to be decided, by the operations that it came from."""
    yield from ((op,) for op, _ in state.get("conflicts", ()))
    for entries in _registers(state):
        if merge.in_conflict(entries):
            yield merge.operations(entries)


def operations(state: State) -> Iterator[str]:
    """The operations that what is to be decided came from."""
    return chain.from_iterable(items(state))


def seen(state: State, saw: Callable[[str], bool]) -> bool:
    """Whether somebody who saw those operations had something to decide before him."""
    if any(saw(op) for op, _ in state.get("conflicts", ())):
        return True
    return any(
        merge.in_conflict([entry for entry in entries if saw(entry[0])])
        for entries in _registers(state)
    )


def refuse(state: State, act: Act) -> None:
    """Raise InConflict where an act has to wait for a person's decision."""
    if act in BLOCKED and (found := count(state)):
        raise InConflict(count=found)


def _registers(state: State) -> Iterator[Entries]:
    yield from state.get("fields", {}).values()
    yield from state.get("files", {}).values()
