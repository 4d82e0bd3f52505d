"""How a machine stands with the end of its certificate, in words: one rule for every place."""

from __future__ import annotations

from typing import NamedTuple

from core.commits.trust import DAY


class Term(NamedTuple):
    """``left`` or ``ended`` and in how many days or since how many; a day that has begun counts."""

    state: str
    days: int


def term(end: int, now: int) -> Term:
    """What is left of a term that ends at ``end`` (both milliseconds UTC)."""
    return Term("left", -((now - end) // DAY)) if now < end else Term("ended", (now - end) // DAY)
