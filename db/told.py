"""What the server said of commits here that it has not ordered: it keeps them until something else
comes, or does not take them, and why. Never synced; of no use once the server is restored.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
import sqlalchemy as sa

from core.commits import canonical
from db import commits, local, models

_PREFIX: Final = "told."
_WAITING: Final = sa.select(models.Commit.id).where(commits.UNANSWERED)
_HELD: Final = sa.select(models.Held.id)


class Told(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """``kept``: the server has the commit for good; ``reason`` is why it has no place yet, or the
    error's code; ``lacks`` are the devices whose commits must come first.
    """

    kept: bool
    reason: str
    lacks: tuple[str, ...] = ()


def put(connection: sa.Connection, said: Mapping[str, Told]) -> set[str]:
    """Note what was said of commits, by id, and forget it of those that have a place by now; of
    which it is news.
    """
    before = _all(connection)
    news = {commit for commit, each in said.items() if before.get(commit) != each}
    for commit, each in said.items():
        local.put_value(connection, _PREFIX + commit, canonical.encode(each))
    here = {row.id for row in connection.execute(_WAITING.union_all(_HELD))}
    local.drop_values(connection, _PREFIX, (before.keys() | said.keys()) - here)
    return news


def kept(connection: sa.Connection) -> set[str]:
    """The commits that the server has without a place for them."""
    return {commit for commit, each in _all(connection).items() if each.kept}


def unplaced(connection: sa.Connection) -> dict[str, Told]:
    """What was said of the commits that are effective here and that the server has not ordered, by
    id.
    """
    said = _all(connection)
    here = connection.execute(_WAITING).scalars() if said else ()
    return {commit: said[commit] for commit in here if commit in said}


def forget(connection: sa.Connection) -> None:
    """Trust no longer what the server had: it was restored from a backup."""
    local.drop_values(connection, _PREFIX, _all(connection))


def _all(connection: sa.Connection) -> dict[str, Told]:
    found = local.values(connection, _PREFIX)
    return {commit: canonical.decode_as(Told, value) for commit, value in found.items()}
