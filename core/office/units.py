"""Units and agencies: a tree of ids whose names and abbreviations may change (domain.md §17.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from core import errors
from core.office.collation import key

if TYPE_CHECKING:
    from collections.abc import Mapping

DEPTH_LIMIT: Final = 16


class Unit(msgspec.Struct, frozen=True):
    """A unit; ``code`` is its identifier in exchange (X99.01.02), ``abbr`` its part of symbols."""

    id: str
    name: str
    abbr: str = ""
    code: str = ""
    parent: str = ""


def above(units: Mapping[str, Unit], unit: str) -> tuple[str, ...]:
    """Return the units that ``unit`` belongs to, nearest first, as access.may_act wants them.

    Raises errors.BadCatalogue when the tree has a circle or is deeper than DEPTH_LIMIT.
    """
    found: list[str] = []
    at = units[unit].parent if unit in units else ""
    while at:
        if len(found) == DEPTH_LIMIT:
            raise errors.BadCatalogue(item=unit)
        found.append(at)
        at = units[at].parent if at in units else ""
    return tuple(found)


def below(units: Mapping[str, Unit], unit: str) -> tuple[Unit, ...]:
    """Return the units directly under ``unit``, in Vietnamese order of their names."""
    return tuple(sorted((u for u in units.values() if u.parent == unit), key=lambda u: key(u.name)))
