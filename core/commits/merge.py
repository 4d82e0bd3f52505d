"""Merge rules for the kinds of values that an aggregate holds (sync.md §4.4); plain values in,
plain values out.

An entry is ``[operation, value]``. Entries are kept sorted by operation so that a state does not
depend on the order of arrival. What was not replaced by an operation that had seen it stays:
concurrent values stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Entry = list[Any]
Entries = list[Entry]


def replace(entries: Entries, bases: Iterable[str], op: str, value: object) -> Entries:
    """A multi-value register after a write that had seen ``bases``."""
    seen = {*bases, op}
    return sorted(
        [*(entry for entry in entries if entry[0] not in seen), [op, value]], key=_operation
    )


def add(entries: Entries, op: str, value: object) -> Entries:
    """A set after an add; each add is an element of its own."""
    return replace(entries, (), op, value)


def remove(entries: Entries, bases: Iterable[str]) -> Entries:
    """A set after a remove, which takes away only the adds that it had seen (add wins)."""
    seen = set(bases)
    return [entry for entry in entries if entry[0] not in seen]


def append(entries: Entries, op: str, value: object) -> Entries:
    """A grow-only list after an append, in the order of the fold; an operation twice is once."""
    return entries if any(entry[0] == op for entry in entries) else [*entries, [op, value]]


def values(entries: Sequence[Entry]) -> list[Any]:
    """The different values that stand side by side; equal values collapse."""
    found: list[Any] = []
    for entry in entries:
        if entry[1] not in found:
            found.append(entry[1])
    return found


def in_conflict(entries: Sequence[Entry]) -> bool:
    """Whether a person has to choose."""
    return len(values(entries)) > 1


def operations(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The operations that a write replaces when its author has seen all entries."""
    return tuple(entry[0] for entry in entries)


def _operation(entry: Entry) -> str:
    return str(entry[0])
