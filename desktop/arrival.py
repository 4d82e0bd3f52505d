"""Somebody unlocked: who it is, and where his day begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office.access import READERS
from core.office.terms import Kind, Role, State
from db.queries import documents, office
from db.queries import reference as stored
from db.queries.documents import View
from desktop import reference

if TYPE_CHECKING:
    from db.acting import Store
    from db.queries.rows import PersonRow

TO_SIGN: Final = View((Kind.OUTGOING, Kind.INTERNAL), (State.TO_SIGN,))


@dataclass(frozen=True)
class Arrival:
    """A person, the unit's name, and the screen to begin with."""

    person: PersonRow
    unit: str
    screen: str


def arrive(store: Store) -> Arrival:
    """Read it from the store that was just opened, and use its calendar and catalogues."""
    reference.use(stored.reference(store))
    person = office.me(store)
    waiting = documents.counts(store, {"to_sign": TO_SIGN})["to_sign"]
    return Arrival(person, office.unit_name(store), first_screen(person, waiting))


def first_screen(person: PersonRow, to_sign: int) -> str:
    """A commander begins at what waits for his signature, where there is any; whoever sees
    documents at his own work. Who keeps people and machines only begins there, and whoever has no
    right yet at the book, which says so."""
    if to_sign and Role.COMMANDER in person.roles:
        return "signing"
    if person.roles & READERS:
        return "home"
    return "accounts" if Role.ADMINISTRATOR in person.roles else "incoming"
