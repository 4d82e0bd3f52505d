"""The evidence of a signed file completed later: the file that grew takes the place of the one that
was signed (signing.md §9). Two machines may do so unknown to each other; everybody then shows the
same one of the two, and loses neither.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from core.commits import merge
from core.commits.bodies import By, File
from core.commits.format import Hash, Instant, Op

if TYPE_CHECKING:
    from core.commits.fold import At, State

STAGES = ("t", "interim", "lt", "lta")
"""How far evidence goes, from little to much (core/signing/upgrade.py)."""


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The file ``of``, as it was last signed, has grown to ``after``; ``due`` is when it is to be
    seen to again.
    """

    of: Hash
    after: File
    stage: Literal["t", "interim", "lt", "lta"]
    due: Instant | None = None
    by: By


def complete(state: State, op: Op, at: At, place: str) -> State:
    """The state with a completed file in its slot, unless another version stands there by now, or
    one that nobody signed: what is added to such a file could change what it shows.

    One that its author had seen is replaced; of two that had not seen each other the one that goes
    further stands, else the later by name, in whichever order they come.
    """
    lists = dict(state.get("lists", {}))
    lists[place] = merge.append(lists.get(place, []), at.op, _stamp(op.body, at))
    kept, slot = {**state, "lists": lists}, op.body["after"]["slot"]
    entries = state.get("files", {}).get(slot, [])
    of = op.body["of"]
    signed = {mark["after"]["blob"] for _, mark in lists.get("signatures", ())}
    same = [
        entry
        for entry in entries
        if of in {entry[1]["blob"], entry[1].get("of")} and is_signed(entry[1], signed)
    ]
    if not same:
        return kept
    told: dict[str, Any] = {
        name: op.body[name] for name in ("of", "stage", "due") if name in op.body
    }
    mine = [at.op, _stamp({**op.body["after"], **told}, at)]
    rivals = [each for each in same if each[0] not in op.bases and "of" in each[1]]
    best = max([mine, *rivals], key=_rank)
    others = [entry for entry in entries if entry not in same]
    files = {**state["files"], slot: sorted([*others, best], key=lambda entry: str(entry[0]))}
    return {**kept, "files": files}


def is_signed(file: Mapping[str, Any], signed: Collection[str]) -> bool:
    """Whether a file in its slot is signed: here (``signed``), before it came, or it grew since."""
    return "of" in file or file["blob"] in signed or bool(file.get("intake", {}).get("signatures"))


def _rank(entry: merge.Entry) -> tuple[int, str]:
    return STAGES.index(entry[1]["stage"]), str(entry[0])


def _stamp(value: Mapping[str, Any], at: At) -> dict[str, Any]:
    return {**value, "author": at.person, "time": at.time}
