"""How a row shows a state: the first of concurrent values, with the conflicts counted; the state
itself keeps them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.commits.fold import State
from db import models

Values = dict[str, Any]
Rows = list[tuple[type[models.Base], Values]]
Entries = list[tuple[str, Values]]

NO_VALUE = ""


def field(state: Mapping[str, Any], name: str, default: Any = NO_VALUE) -> Any:
    """The value shown for a field: the first of those that stand side by side."""
    entries = state.get("fields", {}).get(name)
    return entries[0][1] if entries else default


def text(state: Mapping[str, Any], name: str) -> str:
    """A field that is a text; a commit may put anything else there, which shows as none."""
    value = field(state, name)
    return value if isinstance(value, str) else NO_VALUE


def optional(state: Mapping[str, Any], name: str) -> str | None:
    """A text that may be absent."""
    return text(state, name) or None


def number(state: Mapping[str, Any], name: str) -> int:
    """A field that is a whole number; 0 where it is not."""
    value = field(state, name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def listed(state: State, name: str) -> Entries:
    """The entries of a list, in their order."""
    return [(op, value) for op, value in state.get("lists", {}).get(name, ())]


def members(state: State, name: str) -> Entries:
    """The entries of a set."""
    return [(op, value) for op, value in state.get("sets", {}).get(name, ())]
