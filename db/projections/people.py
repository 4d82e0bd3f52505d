"""Rows of people, units, rights and machines."""

from __future__ import annotations

import json

from core.commits import trust
from core.commits.fold import State
from core.commits.revocation import revoked
from db.projections.values import Values, field, optional, text


def person(entity: str, _stream: str, state: State, _tentative: bool) -> Values:
    """The row of a person."""
    return {"id": entity, **{name: text(state, name) for name in ("name", "rank", "post", "unit")}}


def unit(entity: str, _stream: str, state: State, _tentative: bool) -> Values:
    """The row of a unit."""
    return {
        "id": entity,
        **{name: text(state, name) for name in ("name", "short", "code", "parent", "place")},
    }


def grant(entity: str, _stream: str, state: State, _tentative: bool) -> Values:
    """The row of a grant."""
    return {
        "id": entity,
        "op": state.get("created", {}).get("op", ""),
        "person": text(state, "person"),
        "unit": text(state, "unit"),
        "role": text(state, "role"),
        "start": text(state, "start"),
        "until": optional(state, "until"),
        "revoked": revoked(state),
    }


def delegation(entity: str, _stream: str, state: State, _tentative: bool) -> Values:
    """The row of a delegation."""
    names = ("kind", "giver", "person", "post", "for_whom", "through", "matter", "basis", "start")
    return {
        "id": entity,
        **{name: text(state, name) for name in names},
        "scope": json.dumps(field(state, "scope", [])),
        "until": optional(state, "until"),
        "ended": revoked(state),
    }


def device(entity: str, _stream: str, state: State, _tentative: bool) -> Values:
    """The row of a device with its certificate as signed, or with all where it was renewed; readers
    check them before they believe them.
    """
    lists = state.get("lists", {})
    envelopes = [value["certificate"] for _, value in lists.get("certificates", ())] or [{}]
    inside = trust.unread(envelopes[-1])
    return {
        "id": entity,
        "kind": str(inside.get("kind", "")),
        "label": str(inside.get("label", "")),
        "certificate": json.dumps(envelopes if len(envelopes) > 1 else envelopes[0]).encode(),
        "revoked": bool(lists.get("revocations")),
    }
