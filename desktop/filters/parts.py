"""What a filter asks, part by part, in words; and a filter without one of its parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec

from db.queries import groups, office
from db.queries.asking import ME, NOTHING, UNIT, Filter
from desktop import reference
from desktop.wording import day
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from db.acting import Store
    from db.queries.rows import InGroup, PersonRow

Part = tuple[str, str]
"""The name of a field of the filter, and one of its values where it holds several."""
_MANY: Final = ("kinds", "states", "types", "urgencies")
_KEYS: Final = {
    "kinds": "filters.kind.",
    "states": "office.state.",
    "urgencies": "office.urgency.",
    "due": "filters.due.",
    "filed": "filters.filed.",
}
_DAYS: Final = ("since", "until", "due_since", "due_until")


@dataclass(frozen=True)
class Known:
    """Who and what can be meant in a filter: the people, the units, the restricted groups that the
    person reads, by id and name.
    """

    people: tuple[PersonRow, ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[InGroup, ...] = ()


def known(store: Store) -> Known:
    """Read it in the database lane."""
    people, units, mine = office.people(store), office.units(store), groups.mine(store)
    names = {row.id: row.name for row in people} | dict(units)
    names |= {group.id: group.name for group in mine}
    return Known(tuple(people), tuple(units), names, mine)


def parts(asked: Filter, plain: Filter) -> list[Part]:
    """What is asked beyond what a list asks by itself; the words stand in their own box."""
    found: list[Part] = []
    for name in Filter.__struct_fields__:
        value = getattr(asked, name)
        if name == "words" or value in (getattr(NOTHING, name), getattr(plain, name)):
            continue
        found += [(name, str(one)) for one in value] if name in _MANY else [(name, str(value))]
    return found


def without(asked: Filter, part: Part, plain: Filter) -> Filter:
    """The filter that no longer asks for this part."""
    name, value = part
    if name not in _MANY:
        return msgspec.structs.replace(asked, **{name: getattr(plain, name)})
    left = tuple(one for one in getattr(asked, name) if str(one) != value)
    return msgspec.structs.replace(asked, **{name: left or getattr(plain, name)})


def said(part: Part, names: Mapping[str, str]) -> str:
    """A part in the words of the screen."""
    name, value = part
    if name in _KEYS:
        return word(_KEYS[name] + value)
    if name == "types":
        return reference.named(reference.document_types().find(value), words.language, value)
    if name == "scope":
        known = names.get(value, "")
        gone = word("groups.mark", name=known) if known else word("groups.scope.gone")
        return word("groups.scope.unit") if value == UNIT else gone
    if name in _DAYS:
        return word(f"filters.part.{name}", day=_day(value))
    if value == ME:
        return word(f"filters.part.{name}", name=word(f"filters.me.{name}"))
    return word(f"filters.part.{name}", name=names.get(value, value))


def whole(asked: Filter, plain: Filter, names: Mapping[str, str]) -> str:
    """Everything that is asked, in one line."""
    text = [f"“{asked.words}”"] if asked.words else []
    return ", ".join([*text, *(said(part, names) for part in parts(asked, plain))])


def _day(iso: str) -> str:
    return day(date.fromisoformat(iso))
