"""People and units as they were named: what was known at an instant, and what held on a day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import sqlalchemy as sa

from core.commits import check, fold
from core.commits.fold import Key, State
from core.office import naming
from core.office.day import day
from core.office.naming import Span
from db import commits

_NAMES = {"person": naming.PERSON, "unit": naming.UNIT}


def spans(connection: sa.Connection, entity: Key) -> tuple[Span, ...]:
    """The names of a person or unit with the days from which they hold, the oldest first."""
    kind = entity[0]
    return naming.spans(
        naming.said(day(commit.header.hlc[0]), op.body["fields"], _NAMES[kind])
        for commit, standing in commits.touching(connection, entity)
        if standing in check.EFFECTIVE
        for op in commit.ops
        if op.kind == f"{kind}.set" and fold.key(op) == entity and fold.known(op)
    )


def unit_names(connection: sa.Connection, unit: str, on: datetime.date) -> Mapping[str, str]:
    """What a unit was called on a day; of a text that is no unit's id, that it is a name."""
    return naming.at(spans(connection, ("unit", unit)), on) or {"name": unit}


def post_at(connection: sa.Connection, person: str, time: int) -> str:
    """The post that was known for a person at an instant (ms UTC), the first one before that: by
    the commits, as nothing that is entered later changes what somebody could sign.
    """
    state: State | None = None
    post = ""
    for commit, standing in commits.touching(connection, ("person", person)):
        if standing not in check.EFFECTIVE:
            continue
        if state is not None and commit.header.hlc[0] > time:
            break
        for index, op in enumerate(commit.ops):
            if fold.key(op) == ("person", person):
                state = fold.fold(state, op, check.at(commit, index))
        said = (state or {}).get("fields", {}).get("post")
        post = str(said[0][1]) if said else ""
    return post
