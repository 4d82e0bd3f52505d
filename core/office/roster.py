"""What a unit brings to its provisioning: units, people, roles, registers, signing authorities.

The file names things by short words ("sd999"); the ceremony mints the real ids. The demo unit is
such a file, resources/demo/unit.json, and plainly fictional (domain.md §17.5).
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from core import errors
from core.office.authority import Authority, Prefix, same_post
from core.office.authority import check as check_authority
from core.office.catalogue import decode
from core.office.numbering import Register
from core.office.people import Person
from core.office.terms import Role
from core.office.units import Unit, above

if TYPE_CHECKING:
    from collections.abc import Iterator


class Issuer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency whose documents arrive: for completion and for the duplicate check."""

    name: str
    abbr: str = ""
    code: str = ""


class RoleOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role that the ceremony grants: person and unit by their short words."""

    person: str
    role: Role
    unit: str
    with_subunits: bool = False


class Roster(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit at its beginning; ``unit`` is the one that owns the registers."""

    version: str
    fictional: bool
    unit: str
    place: str
    since: datetime.date
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    roles: tuple[RoleOf, ...]
    registers: tuple[Register, ...]
    authorities: tuple[Authority, ...]
    issuers: tuple[Issuer, ...] = ()
    watermark: str = ""

    def by_id(self) -> dict[str, Unit]:
        """Return the units by their short word."""
        return {unit.id: unit for unit in self.units}


def load_roster(text: str) -> Roster:
    """Read a roster. Raises errors.BadCatalogue naming what is missing, twice there or circular.

    Raises errors.AuthorityIncomplete for a signing authority that the law does not know. The
    ceremony gives none of them: each is a delegation that its giver gives himself; one that nobody
    of the roster could give has no place here.
    """
    roster = decode(text, Roster)
    for kind, names in _names(roster):
        if len(set(names)) != len(names):
            raise errors.BadCatalogue(item=f"{kind} twice")
    for name, known in _references(roster):
        if name not in known:
            raise errors.BadCatalogue(item=name)
    for authority in roster.authorities:
        check_authority(authority)
        if giver(roster, authority) is None:
            raise errors.BadCatalogue(item=authority.id)
    units = roster.by_id()
    for unit in units:
        above(units, unit)
    return roster


def giver(roster: Roster, authority: Authority) -> str | None:
    """Who gives an authority, as a delegation: whoever holds the post signed for, or the head whose
    deputy signs; None where nobody of the roster does, and for a head's own, which his post gives.
    """
    if authority.prefix is Prefix.HEAD:
        return None
    post = authority.through or authority.for_whom
    return next((one.id for one in roster.people if same_post(one.post, post)), None)


def _names(roster: Roster) -> Iterator[tuple[str, list[str]]]:
    yield "units", [unit.id for unit in roster.units]
    yield "people", [person.id for person in roster.people]
    yield "registers", [register.id for register in roster.registers]
    yield "authorities", [authority.id for authority in roster.authorities]


def _references(roster: Roster) -> Iterator[tuple[str, set[str]]]:
    units, people = {unit.id for unit in roster.units}, {person.id for person in roster.people}
    yield roster.unit, units
    yield from ((unit.parent, units | {""}) for unit in roster.units)
    yield from ((person.unit, units) for person in roster.people)
    yield from ((role.unit, units) for role in roster.roles)
    yield from ((role.person, people) for role in roster.roles)
    yield from ((register.unit, units) for register in roster.registers)
    yield from ((authority.person, people) for authority in roster.authorities)
