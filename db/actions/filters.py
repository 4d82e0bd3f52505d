"""Keep, order and drop a person's own filters: values of this installation, no commits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from db import local
from db.acting import Store
from db.engine import writes
from db.queries.asking import Filter
from db.queries.filters import Saved, kept, place

LIMIT = 60
"""Letters of a filter's name; and no more filters than this, or the list is none any more."""


class Made(NamedTuple):
    """What is kept: a filter, for which screen, and the view or list there on which it stands."""

    filter: Filter
    screen: str = "home"
    base: str = ""


Change = Callable[[tuple[Saved, ...]], Sequence[Saved]]


def save(store: Store, name: str, made: Made, filter_id: str = "") -> str:
    """Keep a filter under a name: in place of the one with the id, or as a new one at the end.
    Returns its id.
    """
    one_id = filter_id or store.new_id()
    one = Saved(one_id, name.strip()[:LIMIT], made.filter, made.screen, made.base)

    def change(old: tuple[Saved, ...]) -> Sequence[Saved]:
        known = any(each.id == one.id for each in old)
        replaced = tuple(one if each.id == one.id else each for each in old)
        return replaced if known else (*old, one)[-LIMIT:]

    _change(store, change)
    return one.id


def rename(store: Store, filter_id: str, name: str) -> None:
    """Give a filter another name."""

    def change(old: tuple[Saved, ...]) -> Sequence[Saved]:
        new = name.strip()[:LIMIT]
        return [
            msgspec.structs.replace(each, name=new) if each.id == filter_id else each
            for each in old
        ]

    _change(store, change)


def drop(store: Store, filter_id: str) -> None:
    """Forget a filter."""
    _change(store, lambda old: [each for each in old if each.id != filter_id])


def shift(store: Store, filter_id: str, by: int) -> None:
    """Move a filter up (-1) or down (1) among the others of its screen; at the end it stays."""

    def change(old: tuple[Saved, ...]) -> Sequence[Saved]:
        one = next((each for each in old if each.id == filter_id), None)
        if one is None:
            return old
        near = [each for each in old if each.screen == one.screen]
        place = near.index(one)
        near.insert(max(0, place + by), near.pop(place))
        return [*near, *(each for each in old if each.screen != one.screen)]

    _change(store, change)


def restore(store: Store, filters: Sequence[Saved]) -> None:
    """Put the filters back as they were: the undo of what was done to them."""
    _change(store, lambda _old: filters)


def _change(store: Store, change: Change) -> None:
    person = store.author.person
    with writes(store.engine).begin() as connection:
        content = msgspec.json.encode(tuple(change(kept(connection, person))))
        local.put_value(connection, place(person), content)
