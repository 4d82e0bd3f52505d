"""Which numbers of a lease its holder may give, and numbers that were kept (sync.md §4.6). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.commits.format import Op

if TYPE_CHECKING:
    from core.commits.fold import At, State


def unreserve(state: State, numbers: set[int]) -> State:
    """Without these numbers among those that were kept."""
    left = [kept for kept in state.get("reserved", ()) if kept[0] not in numbers]
    rest = {name: value for name, value in state.items() if name != "reserved"}
    return {**rest, "reserved": left} if left else rest


def is_reserved(state: State, lease: Mapping[str, Any], op: Op, at: At) -> bool:
    """The holder of a lease gives one of its numbers that was kept."""
    plain = not op.body.get("suffix") and not op.body.get("voids")
    mine = holds(lease, at) and lease["first"] <= op.body["number"] < lease["end"]
    kept = {number for number, _, _ in state.get("reserved", ())}
    return bool(plain and mine and op.body["number"] in kept)


def follows(lease: Mapping[str, Any], numbers: list[int], at: At) -> bool:
    """Whether the holder takes the next numbers of his lease, in order."""
    top = lease["top"]
    # the last first: a range as long as a lease is never built for a hostile number
    fits = numbers[-1] < lease["end"] and numbers[-1] - top == len(numbers)
    return bool(holds(lease, at) and fits and numbers == list(range(top + 1, numbers[-1] + 1)))


def is_next(lease: Mapping[str, Any], op: Op, at: At) -> bool:
    """The holder gives the next number, or a later one with every skipped number void, or a later
    suffix of the last.
    """
    number, top, last = op.body["number"], lease["top"], lease["suffix"]
    skipped = [void["number"] for void in op.body.get("voids", ())]
    if not holds(lease, at):
        return False
    if suffix := op.body.get("suffix"):
        later = (len(suffix), suffix) > (len(last), last)
        return bool(lease["first"] <= number == top and later and not skipped)
    # the count first: a range as long as a lease is never built for a hostile number
    in_order = top < number < lease["end"] and len(skipped) == number - top - 1
    return bool(in_order and skipped == list(range(top + 1, number)))


def holds(lease: Mapping[str, Any], at: At) -> bool:
    """Only the incarnation that got a lease uses or returns it: another may not know its last
    numbers.
    """
    return (lease["device"], lease["inc"]) == (at.device, at.inc) and "returned" not in lease
