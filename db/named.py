"""People as they were named on a day: names, ranks and posts with their history, from the commits
that said them.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from core.commits import check, fold
from core.commits.fold import State
from db import commits


class Named(NamedTuple):
    """What a person was called from an instant on (ms UTC) until the next; ``unit`` is an id."""

    since: int
    name: str
    rank: str
    post: str
    unit: str


def history(connection: sa.Connection, person: str) -> tuple[Named, ...]:
    """Every change of name, rank, post or unit, the oldest first."""
    state: State | None = None
    found: list[Named] = []
    for commit, standing in commits.touching(connection, ("person", person)):
        if standing not in check.EFFECTIVE:
            continue
        for index, op in enumerate(commit.ops):
            if fold.key(op) == ("person", person):
                state = fold.fold(state, op, check.at(commit, index))
        now = _named(commit.header.hlc[0], state or {})
        if not found or now[1:] != found[-1][1:]:
            found.append(now)
    return tuple(found)


def post_at(connection: sa.Connection, person: str, time: int) -> str:
    """The person's post at an instant (ms UTC): the first that is known, before that."""
    found = history(connection, person)
    known = [one for one in found if one.since <= time] or list(found[:1])
    return known[-1].post if known else ""


def _named(since: int, state: State) -> Named:
    fields = state.get("fields", {})
    said = (
        str(fields[name][0][1]) if fields.get(name) else ""
        for name in ("name", "rank", "post", "unit")
    )
    return Named(since, *said)
