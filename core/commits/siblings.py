"""Where values that stand side by side come from: what each of them replaced, down to the value
that all their authors had before them (sync.md §4.14).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Written(NamedTuple):
    """A value that an operation wrote, and the operations that it had seen."""

    bases: tuple[str, ...]
    value: Any


def common(writes: Mapping[str, Written], siblings: Iterable[str]) -> list[Any]:
    """The different values from which the siblings set out: what all of them replaced, the newest
    of it; none where they had nothing in common. ``writes`` are all that the field ever was, by
    operation.
    """
    behind = [_behind(writes, sibling) for sibling in siblings]
    shared = set.intersection(*behind) if behind else set()
    older = {base for one in shared for base in _behind(writes, one)}
    found: list[Any] = []
    for one in sorted(shared - older):
        if writes[one].value not in found:
            found.append(writes[one].value)
    return found


def _behind(writes: Mapping[str, Written], op: str) -> set[str]:
    """The writes that an operation replaced, and those that they had replaced."""
    found: set[str] = set()
    waiting = [op]
    while waiting:
        written = writes.get(waiting.pop())
        fresh = {base for base in written.bases if base in writes} - found if written else set()
        found |= fresh
        waiting += fresh
    return found
