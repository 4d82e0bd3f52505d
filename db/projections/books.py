"""Rows of registers: leases, numbers without a document, closings."""

from __future__ import annotations

from core.commits.fold import State
from db import models
from db.projections.values import Rows, Values, listed, number, text


def register(entity: str, stream: str, state: State, _tentative: bool) -> Values:
    """The row of a register of one year."""
    return {
        "id": entity,
        "stream": stream,
        "unit": text(state, "unit"),
        "kind": state.get("kind", ""),
        "name": text(state, "name"),
        "symbol": text(state, "symbol"),
        "year": number(state, "year"),
        "given": state.get("given", 0),
    }


def leases(entity: str, state: State) -> Rows:
    """The ranges that devices number from."""
    return [
        (
            models.Lease,
            {
                "id": lease["lease"],
                "register": entity,
                "device": lease["device"],
                "inc": lease["inc"],
                "first": lease["first"],
                "end": lease["end"],
                "top": lease["top"],
                "start": lease["start"],
                "until": lease["until"],
                "returned": "returned" in lease,
            },
        )
        for lease in state.get("leases", {}).values()
    ]


def spare(entity: str, state: State) -> Rows:
    """Numbers that are void, or kept for a document that is to come."""
    return [
        (
            models.SpareNumber,
            {"register": entity, "number": number, "fate": fate, "reason": reason, "op": op},
        )
        for fate, name in (("void", "voids"), ("reserved", "reserved"))
        for number, reason, op in state.get(name, ())
    ]


def closings(entity: str, state: State) -> Rows:
    """The months and years for which it was closed."""
    return [
        (
            models.Closing,
            {
                "register": entity,
                "op": op,
                "period": value["period"],
                "lines": value["lines"],
                "first": value.get("first", 0),
                "last": value.get("last", 0),
                "voids": value.get("voids", 0),
                "head": value["head"],
                "blob": value.get("file", {}).get("blob"),
                "name": value["by"]["name"],
                "time": value["time"],
            },
        )
        for op, value in listed(state, "closings")
    ]
