"""Numbers of an old book in a register's state, and the step of a document that came from one.

Old numbers were given on paper or by another program. They come before every number given here, so
none of them lies at or after a range that was leased: the register goes on behind the highest.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.office.terms import State as Step

Ranges = Sequence[Sequence[int]]
"""First and last numbers, in order; what follows on one another is one range."""


def step_of(state: Mapping[str, Any]) -> str:
    """The name of a document's step; the empty text where it has none.

    The first programs said ``registered`` of a document of an old book, with the fields
    ``old_book`` and ``old_number`` and no number of a register: that is one taken over, too.
    """
    name = str(state.get("step", {}).get("name", ""))
    marked = "old_book" in state.get("fields", {}) and "number" not in state
    return Step.TAKEN_OVER.value if marked and name == Step.REGISTERED else name


def given_from(state: Mapping[str, Any]) -> int | None:
    """The first number of a register that is or was to be given here; None while there is none.

    A range that went back unused is nobody's.
    """
    begun = (
        lease["first"]
        for lease in state.get("leases", {}).values()
        if "returned" not in lease or lease["top"] >= lease["first"]
    )
    return min(begun, default=None)


def is_old(state: Mapping[str, Any], number: int, suffix: str = "") -> bool:
    """Whether a register has a number from an old book."""
    if suffix:
        return [number, suffix] in state.get("imported_late", ())
    ranges: Ranges = state.get("imported", ())
    at = bisect_right(ranges, number, key=lambda each: each[0]) - 1
    return at >= 0 and number <= ranges[at][1]


def may_take(state: Mapping[str, Any], number: int, suffix: str = "") -> bool:
    """Whether a number of an old book has no fate yet, and comes before those given here."""
    begun = given_from(state)
    return (begun is None or number < begun) and not is_old(state, number, suffix)


def take(state: Mapping[str, Any], numbers: Iterable[tuple[int, str]]) -> dict[str, Any]:
    """The register's state with further old numbers, each of which :func:`may_take` lets in."""
    found = list(numbers)
    ranges = [list(each) for each in state.get("imported", ())]
    for number in sorted(number for number, suffix in found if not suffix):
        _insert(ranges, number)
    late = [[number, suffix] for number, suffix in found if suffix]
    late += [list(each) for each in state.get("imported_late", ())]
    following = max(state.get("next", 1), *(number + 1 for number, _ in found))
    parts = {"imported": ranges, "imported_late": sorted(late), "next": following}
    return {**state, **{name: part for name, part in parts.items() if part}}


def _insert(ranges: list[list[int]], number: int) -> None:
    at = bisect_left(ranges, number, key=lambda each: each[0])
    before = at > 0 and ranges[at - 1][1] == number - 1
    after = at < len(ranges) and ranges[at][0] == number + 1
    if before and after:
        ranges[at - 1 : at + 1] = [[ranges[at - 1][0], ranges[at][1]]]
    elif before:
        ranges[at - 1][1] = number
    elif after:
        ranges[at][0] = number
    else:
        ranges.insert(at, [number, number])
