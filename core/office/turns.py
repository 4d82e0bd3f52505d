"""Whose turn it is where something waits for a decision: its owner's, and once it has waited too
long his superiors' as well (sync.md §4.14). Nothing that waits expires by itself.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from core.office.access import ACCESS
from core.office.terms import Act, Role

if TYPE_CHECKING:
    from collections.abc import Set

AFTER: Final = 3
"""Working days; the unit's table of thresholds may say otherwise."""
DECIDERS: Final = frozenset(ACCESS[Act.RESOLVE_CONFLICT])
_ABOVE: Final = frozenset({Role.COMMANDER, Role.CLERK})


class Turn(StrEnum):
    """Why a person is shown what waits, in the order in which it is listed."""

    OWN = "own"  # it is his to decide
    RISEN = "risen"  # its owner had his time, or cannot decide any more
    OTHERS = "others"  # somebody else's, which he may decide too


ORDER: Final = tuple(Turn)


def is_above(roles: Set[Role], same_section: bool) -> bool:
    """Whether who holds these roles is told of what others left undecided: the commander and the
    clerks of all, the head of a section of what is owned there.
    """
    return bool(roles & _ABOVE) or (same_section and Role.HEAD_OF_SECTION in roles)


def turn(*, own: bool, above: bool, due: bool, orphan: bool) -> Turn:
    """Return whose turn it is; ``due``: the owner had his time; ``orphan``: he holds no role any
    more with which he could decide.
    """
    if own:
        return Turn.OWN
    return Turn.RISEN if above and (due or orphan) else Turn.OTHERS
