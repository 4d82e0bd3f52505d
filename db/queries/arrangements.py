"""How a person likes a list: which columns, in which order. Values of this installation, encrypted
with the store and never synced (formats.md §2).
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from db import local
from db.acting import Store
from db.queries.sorting import Order


class Arrangement(msgspec.Struct, frozen=True, omit_defaults=True):
    """The columns by their names, and the order; None is what the list has by itself."""

    columns: tuple[str, ...] | None = None
    order: Order | None = None


def arrangement(store: Store, screen: str) -> Arrangement:
    """How the person likes the list of a screen."""
    with store.engine.begin() as connection:
        return kept(connection, store.author.person).get(screen, Arrangement())


def kept(connection: sa.Connection, person: str) -> dict[str, Arrangement]:
    """All of a person by screen; what a newer program wrote and this one cannot read counts as
    none.
    """
    raw = local.value(connection, place(person))
    try:
        return msgspec.json.decode(raw, type=dict[str, Arrangement]) if raw else {}
    except msgspec.ValidationError:
        return {}


def place(person: str) -> str:
    """The name of the local value that holds them."""
    return f"arrangements.{person}"
