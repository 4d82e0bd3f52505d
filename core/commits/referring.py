"""What waits for a decision is given back to the author of a side of it, for a reason: from then
on it is his to decide (sync.md §4.14).

It is a field of the document or dossier, so that two who give it to different people are in
conflict themselves, and programs that do not know it keep it. It names the operations that it is
about, and means nothing any more once they are settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from core.commits import disputed

FIELD: Final = "referred"


class Referral(NamedTuple):
    """Who shall decide, why, and the operation that says so."""

    person: str
    reason: str
    op: str


def value(person: str, reason: str, about: Iterable[str]) -> list[str]:
    """What the field says: the person, the reason, the operations that wait."""
    return [person, reason, *sorted(set(about))]


def standing(state: Mapping[str, Any]) -> Referral | None:
    """The referral that counts, the first where two compete; None where nobody gave it back, or
    what it was about is settled.
    """
    open_ = set(disputed.operations(state))
    for op, said in state.get("fields", {}).get(FIELD, ()):
        if isinstance(said, list) and len(said) > 2 and open_ & set(said[2:]):
            return Referral(said[0], said[1], op)
    return None
