"""Filters over documents and a person's own named ones: how many fit, which ones, in which order.

The named ones are values of this installation, encrypted with the store and never synced
(formats.md §2).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from core.text import fold
from db import local, models, visible
from db.acting import Store
from db.queries import documents, worklists
from db.queries.asking import NOTHING, Asker, Condition, Filter, conditions
from db.queries.documents import View
from db.queries.sorting import BY_DUE, Order, in_order

D = models.Document
Base = View | str
"""What a filter stands on: a view of a register, or the id of a work list."""


class Saved(msgspec.Struct, frozen=True, omit_defaults=True):
    """A filter under the name that the person gave it, for the ``screen`` where he made it;
    ``base`` is the id of the view or list there on which it stands.
    """

    id: str
    name: str
    filter: Filter
    screen: str = "home"
    base: str = ""


@dataclass(frozen=True)
class Question:
    """A filter on what it stands on; without a base it chooses from everything."""

    filter: Filter = NOTHING
    base: Base | None = None


def saved(store: Store, screen: str = "") -> tuple[Saved, ...]:
    """The person's filters in his order, those of one screen if it is named."""
    with store.engine.begin() as connection:
        found = kept(connection, store.author.person)
    return tuple(one for one in found if screen in ("", one.screen))


def kept(connection: sa.Connection, person: str) -> tuple[Saved, ...]:
    """The filters that a person keeps on this machine; what a newer program wrote and this one
    cannot read counts as none.
    """
    raw = local.value(connection, place(person))
    try:
        return msgspec.json.decode(raw, type=tuple[Saved, ...]) if raw else ()
    except msgspec.ValidationError:
        return ()


def place(person: str) -> str:
    """The name of the local value that holds a person's filters."""
    return f"filters.{person}"


def ids(
    store: Store,
    asked: Filter,
    base: Base | None = None,
    order: Order = BY_DUE,
    names: Mapping[str, str] | None = None,
) -> array[int]:
    """The row numbers of the documents that fit, in an order; ``names`` are the words of the types,
    by which these are ordered.
    """
    with store.engine.begin() as connection:
        shown = visible.documents(connection, store.viewer)
        where = _where(Asker(connection, store), Question(asked, base))
        return in_order(connection, [*where, *shown], order, names or {})


def counts(store: Store, asked: Mapping[str, Question]) -> dict[str, int]:
    """How many documents fit each filter, up to ``worklists.CAP``: in one statement, so that what
    the person sees is looked up once.
    """
    if not asked:
        return {}
    with store.engine.begin() as connection:
        asker, within = Asker(connection, store), visible.once(connection, store.viewer)
        columns = [
            worklists.counting(sa.select(D.n).where(*_where(asker, each), *within)).label(f"c{n}")
            for n, each in enumerate(asked.values())
        ]
        found = connection.execute(sa.select(*columns)).one()
    return dict(zip(asked, found, strict=True))


def total(store: Store) -> int:
    """How many documents the person sees at all: what a filter chooses from."""
    with store.engine.begin() as connection:
        shown = visible.documents(connection, store.viewer)
        query = sa.select(sa.func.count()).select_from(D).where(*shown)
        return connection.execute(query).scalar_one()


def _where(asker: Asker, asked: Question) -> list[Condition]:
    """The conditions of everything that is asked; what the person may see is not among them."""
    standing = _standing(asker, asked.base)
    return [*standing, *conditions(asker, asked.filter)]


def _standing(asker: Asker, base: Base | None) -> list[Condition]:
    if base is None:
        return []
    if isinstance(base, View):
        return documents.narrowing(asker.connection, asker.store, base)
    return worklists.narrowing(asker.connection, asker.store, base)


def named(filters: Iterable[Saved], name: str) -> Saved | None:
    """The filter with a name, capitals and marks aside; None where there is none."""
    wanted = fold(name.strip())
    return next((each for each in filters if fold(each.name) == wanted), None)
