"""Places in the year's list: a new entry after the last of its heading, one up or down; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.actions.plans import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.plans import PlanRow


@dataclass(frozen=True)
class Placed:
    """Where an entry comes, and the entries that make room for it."""

    place: int
    moved: tuple[Entry, ...] = ()


def written(row: PlanRow, place: int) -> Entry:
    """An entry as it stands, at another place."""
    return Entry(
        row.code, row.title, row.retention, place, row.heading, row.keeper or "", row.note, row.id
    )


def placed(rows: Sequence[PlanRow], heading: str, row: PlanRow | None = None) -> Placed:
    """Where an entry of a heading comes; ``row``, where it is in the list, stays while its heading
    does.
    """
    if row is not None and row.heading == heading:
        return Placed(row.place)
    others = [one for one in rows if one is not row]
    under = [one.place for one in others if one.heading == heading]
    place = max(under or [one.place for one in others], default=0) + 1
    behind = [one for one in others if one.place >= place]
    return Placed(place, tuple(written(one, one.place + 1) for one in behind))


def stepped(rows: Sequence[PlanRow], row: PlanRow, step: int) -> tuple[Entry, ...]:
    """The list's changes when an entry goes one up (-1) or down (1) within its heading."""
    under = [one for one in rows if one.heading == row.heading]
    at = under.index(row)
    if not 0 <= at + step < len(under):
        return ()
    under[at], under[at + step] = under[at + step], under[at]
    places = sorted({one.place for one in under})
    if len(places) < len(under):  # two machines gave one place
        places = list(range(places[0], places[0] + len(under)))
    pairs = zip(under, places, strict=True)
    return tuple(written(one, place) for one, place in pairs if one.place != place)
