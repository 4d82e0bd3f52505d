"""Changes of rights that somebody else still has to confirm: each grant and each end of one is
shown until the competent person did (NĐ 30/2020/NĐ-CP PL VI; formats.md §2).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from core.office.terms import Act

State = Mapping[str, Any]


class Change(NamedTuple):
    """A right given or ended: the operation, which act it is, whose, when (ms UTC), and why."""

    op: str
    act: Act
    author: str
    time: int
    reason: str = ""


def changes(state: State) -> tuple[Change, ...]:
    """Every change that a grant has seen, its beginning first."""
    begun = state.get("created")
    first = (Change(begun["op"], Act.GRANT, begun["author"], begun["time"]),) if begun else ()
    ended = tuple(
        Change(op, Act.REVOKE_GRANT, value["author"], value["time"], value["reason"])
        for op, value in state.get("lists", {}).get("revocations", ())
    )
    return first + ended


def waiting(state: State) -> tuple[Change, ...]:
    """Those that nobody has confirmed yet."""
    confirmed = {value["change"] for _, value in state.get("lists", {}).get("confirmations", ())}
    return tuple(change for change in changes(state) if change.op not in confirmed)
