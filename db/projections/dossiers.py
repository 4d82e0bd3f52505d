"""Rows of dossiers, of what is in them, and of the year's list."""

from __future__ import annotations

from core.commits.fold import State
from db import models
from db.projections.values import Rows, Values, field, members, number, optional, text


def dossier(entity: str, stream: str, state: State, tentative: bool) -> Values:
    """The row of a dossier."""
    return {
        "id": entity,
        "stream": stream,
        "code": text(state, "code"),
        "title": text(state, "title"),
        "retention": text(state, "retention"),
        "state": state.get("step", {}).get("name", "open"),
        "keeper": state.get("created", {}).get("author", ""),
        "tentative": tentative,
        "documents": len(members(state, "documents")),
        "plan": optional(state, "plan"),
        "start": optional(state, "start"),
        "until": optional(state, "until"),
        "moved": state.get("step", {}).get("time", 0),
        "created": state.get("created", {}).get("time", 0),
    }


def items(entity: str, state: State) -> Rows:
    """The documents in it."""
    return [
        (models.DossierItem, {"dossier": entity, "document": value["document"], "op": op})
        for op, value in members(state, "documents")
    ]


def plan(entity: str, stream: str, state: State, _tentative: bool) -> Values:
    """The row of an entry in the list of dossiers of a year (danh mục hồ sơ)."""
    return {
        "id": entity,
        "stream": stream,
        "year": number(state, "year"),
        "code": text(state, "code"),
        "heading": text(state, "heading"),
        "title": text(state, "title"),
        "retention": text(state, "retention"),
        "keeper": optional(state, "keeper"),
        "place": number(state, "place"),
        "note": text(state, "note"),
        "dropped": field(state, "dropped", False) is True,
    }
