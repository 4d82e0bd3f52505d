"""What somebody wrote and what of it can be written once more, by anybody, as an act of his own: so
that nothing typed is lost where a commit has no effect (sync.md §4.14).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from core.commits.format import Op

AGAIN: Final = frozenset(
    {
        "document.create", "document.set", "document.file", "document.link", "document.opine",
        "document.comment", "document.reply", "dossier.open", "dossier.set", "dossier.put",
    }
)  # fmt: skip
"""The kinds of operations that can: what signs, moves or decides is done anew at its own place."""
NUMBER: Final = frozenset({"register.give", "document.number"})
"""What gives a document its number as it begins: another one is asked for."""
_WORDS: Final = ("text", "reason", "note", "matter", "name")


class Said(NamedTuple):
    """Something that a person wrote: the field, or the part of the operation, and its value."""

    name: str
    value: Any


def said(ops: Iterable[Op]) -> Iterator[Said]:
    """Everything that a person wrote in a commit, in its order."""
    for op in ops:
        fields = op.body.get("fields")
        if isinstance(fields, dict):
            yield from (
                Said(name, value) for name, value in fields.items() if value not in ("", [])
            )
        for name in _WORDS:
            if isinstance(found := op.body.get(name), str) and found:
                yield Said(name, found)


def can(ops: Iterable[Op]) -> bool:
    """Whether all that a commit does can be written once more."""
    kinds = {op.kind for op in ops}
    return kinds <= (AGAIN | NUMBER if "document.create" in kinds else AGAIN)
