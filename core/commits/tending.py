"""Which machine completes the evidence of a document's files, and how another one takes over where
that one is lost or does not get to it (signing.md §9).

The machine that put a file in its place sees to it. A takeover is an operation: of two that knew
nothing of each other the first in the server's order has effect, and a machine that took over acts
once its takeover stands in that order. So no two ever complete the same file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec

from core.commits import merge
from core.commits.bodies import By
from core.commits.format import Id, Op
from core.commits.ids import op_id

if TYPE_CHECKING:
    from core.commits.fold import At, State

DAY_MS: Final = 86_400_000
EARLY_DAYS: Final = 3
"""So long programs that know no takeover left a signed file to the machine that signed it."""


class Tend(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The machine of the commit sees to the document's evidence from now on, ``instead`` of the one
    that did: that one was ``revoked``, nothing came of it for ``days``, or somebody ``asked``.
    """

    instead: Id
    reason: Literal["revoked", "late", "asked"]
    days: Annotated[int, msgspec.Meta(ge=1, le=1000)] | None = None
    by: By


def tend(state: State, op: Op, at: At, place: str) -> State:
    """The state with another machine seeing to it, unless yet another one took over before."""
    lists = dict(state.get("lists", {}))
    if takeover(state) != op.bases:
        return state
    value = {**op.body, "author": at.person, "time": at.time}
    lists[place] = merge.append(lists.get(place, []), at.op, value)
    return {**state, "lists": lists}


def takeover(state: Mapping[str, Any]) -> tuple[str, ...]:
    """The operation of the last takeover: what the next one has to have seen."""
    return merge.operations(state.get("lists", {}).get("tending", [])[-1:])


def keeper(state: Mapping[str, Any], entry: str) -> str:
    """The machine that sees to the file that an operation put in its place."""
    return op_id((takeover(state) or (entry,))[0]).device


def since(state: Mapping[str, Any], value: Mapping[str, Any]) -> int:
    """From when on something is to be done about a file (ms UTC): since it was put there, or since
    it is due again, but not before the last takeover.
    """
    last = [int(one["time"]) for _, one in state.get("lists", {}).get("tending", [])[-1:]]
    return max([int(value.get("due", value["time"])), *last])


def keepers(state: Mapping[str, Any]) -> frozenset[str]:
    """Every machine that sees to a file of the document now."""
    return frozenset(keeper(state, op) for op, _ in _entries(state))


def lacking(op: Op, state: Mapping[str, Any], device: str, at: int, lost: Collection[str]) -> str:
    """Why a machine may not do this to a document's evidence; the empty text where it may. ``at``
    is when it says that it did (ms UTC), ``lost`` are revoked machines.
    """
    if op.kind == "document.tend":
        return "" if _may_take_over(op, state, at, lost) else "evidence-takeover"
    if op.kind != "document.evidence" or device in _known(state, op.body["after"]["slot"]):
        return ""
    times = [since(state, value) for _, value in _entries(state)]
    late = any(at >= each + EARLY_DAYS * DAY_MS for each in times)
    return "" if late or not times else "evidence-keeper"


def _may_take_over(op: Op, state: Mapping[str, Any], at: int, lost: Collection[str]) -> bool:
    instead, reason = op.body["instead"], op.body["reason"]
    if takeover(state) != op.bases:
        return True  # another one was first: it has no effect
    if instead not in keepers(state):
        return False
    if reason != "late":
        return reason == "asked" or instead in lost
    wait = op.body.get("days", EARLY_DAYS) * DAY_MS
    return any(
        at >= since(state, value) + wait
        for entry, value in _entries(state)
        if keeper(state, entry) == instead
    )


def _known(state: Mapping[str, Any], slot: str) -> set[str]:
    """The machines that see to a file, or did so before they heard of a takeover."""
    lists = state.get("lists", {})
    here = [op for op, _ in state.get("files", {}).get(slot, ())]
    marks = [op for name in ("signatures", "tending") for op, _ in lists.get(name, ())]
    before = {one["instead"] for _, one in lists.get("tending", ())}
    return {op_id(op).device for op in (*here, *marks)} | before


def _entries(state: Mapping[str, Any]) -> list[merge.Entry]:
    return [entry for entries in state.get("files", {}).values() for entry in entries]
