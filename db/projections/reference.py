"""Rows of what an administrator adds to the catalogues and the calendar."""

from __future__ import annotations

import json

from core.commits.fold import State
from db.projections.values import Values, field, text


def calendar_day(entity: str, _stream: str, state: State, _tentative: bool) -> Values:
    """The row of a day that is not what its weekday says."""
    return {
        "id": entity,
        "date": text(state, "date"),
        "kind": text(state, "kind"),
        "name": text(state, "name"),
        "changed": _changed(state),
    }


def entry(entity: str, _stream: str, state: State, _tentative: bool) -> Values:
    """The row of an entry of a catalogue; ``fields`` holds all of it as JSON."""
    fields = {name: field(state, name) for name in sorted(state.get("fields", {}))}
    return {
        "id": entity,
        "catalogue": text(state, "catalogue"),
        "code": text(state, "code"),
        "fields": json.dumps(fields, ensure_ascii=False),
        "changed": _changed(state),
    }


def _changed(state: State) -> str:
    """The last operation that wrote a field: of two entries for one thing the later counts."""
    return max((op for each in state.get("fields", {}).values() for op, _ in each), default="")
