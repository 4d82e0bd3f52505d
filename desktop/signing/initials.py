"""Whose nháy a draft has and awaits: the boxes of its PDF with the names that the draft gives them.
No Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.signing.fields import nhay
from core.signing.places import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from core.office.draft import Checker


@dataclass(frozen=True)
class Box:
    """A place for a nháy; ``name`` is whose it is, empty where the draft does not say."""

    field: str
    name: str
    signed: bool


def boxes(pdf: bytes, checkers: Sequence[Checker]) -> tuple[Box, ...]:
    """The places of a file in the order of the form. Raises what reading the PDF raises."""
    names = {nhay(number): one.name for number, one in enumerate(checkers, 1)}
    return tuple(
        Box(place.name, names.get(place.name, ""), place.signed)
        for place in places(pdf)
        if place.kind == "nhay"
    )


def box_for(found: Iterable[Box], name: str) -> str:
    """Where somebody sets his nháy: the place that names him, else the first empty one that names
    nobody, else the first empty one; the empty text where every checker has initialled.
    """
    empty = [box for box in found if not box.signed]
    order = sorted(empty, key=lambda box: (box.name != name, bool(box.name)))
    return order[0].field if order else ""


def awaited(found: Iterable[Box], name: str) -> bool:
    """Whether a nháy of somebody is awaited: a place names him, or nobody."""
    return any(box.name in {name, ""} for box in found if not box.signed)


def missing(found: Iterable[Box]) -> tuple[str, ...]:
    """The names whose nháy is still awaited."""
    return tuple(dict.fromkeys(box.name for box in found if not box.signed and box.name))
