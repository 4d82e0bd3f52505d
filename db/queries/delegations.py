"""Who may sign and stand in for whom: delegations with their state, authorities of a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import sqlalchemy as sa

from core.commits import powers as rules
from core.office import access, authority, delegation
from core.office.authority import Authority
from core.office.collation import name_key
from core.office.delegation import ABSENCE, Delegation, Short, Standing
from core.office.terms import Role
from db import facts, models, powers
from db.acting import Store
from db.queries import accounts, office
from db.queries.accounts import ChangeRow
from db.queries.rows import PersonRow


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation as the list shows it: names of today, how it stands, the lines that it prints.

    ``mine`` tells whether the person at work may end it; ``reason`` why it was ended.
    """

    n: int
    given: Delegation
    giver: str
    person: str
    standing: Standing
    lines: tuple[str, ...]
    reason: str = ""
    mine: bool = False

    @property
    def id(self) -> str:
        """The delegation's id."""
        return self.given.id


@dataclass(frozen=True, slots=True)
class SignerRow:
    """Somebody who may sign that day, and on which grounds; the first is the usual one."""

    id: str
    name: str
    rank: str
    post: str
    held: tuple[Authority, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of ô 7a on the usual ground."""
        return authority.lines(self.held[0])


@dataclass(frozen=True)
class Board:
    """Everything that the screen of delegations shows: the list, what the person at work may give,
    whom to, the customs that the unit does without, and the changes of rights that wait for him.
    """

    rows: tuple[DelegationRow, ...]
    me: PersonRow
    people: tuple[PersonRow, ...]
    held: tuple[Authority, ...]
    off: frozenset[str]
    changes: tuple[ChangeRow, ...] = ()

    @property
    def giver(self) -> delegation.Giver:
        """The person at work as one who gives."""
        return delegation.Giver(self.me.id, self.me.roles, self.held)


_ORDER = tuple(Standing)


def board(store: Store) -> Board:
    """The list, and what a new delegation is made of."""
    person, today = store.author.person, store.today()
    everybody = sorted(office.people(store), key=lambda one: (name_key(one.name), one.id))
    me = next((one for one in everybody if one.id == person), office.me(store))
    return Board(
        rows=tuple(delegations(store)),
        me=me,
        people=tuple(one for one in everybody if one.roles),
        held=authorities(store, person, today),
        off=separations_off(store),
        changes=accounts.changes(store) if Role.COMMANDER in me.roles else (),
    )


def delegations(store: Store) -> list[DelegationRow]:
    """Those that a commander may see: all; of others, those that they gave or received."""
    person, today = store.author.person, store.today()
    with store.engine.begin() as connection:
        roles = access.roles_in(facts.grants(connection, person), store.unit, today)
        names = _names(connection)
        wide = bool(roles & {Role.COMMANDER, Role.AUDITOR, Role.ADMINISTRATOR})
        shown = [
            one
            for one in powers.delegations(connection)
            if wide or person in (one.giver, one.person)
        ]
        states = facts.states(connection, (("delegation", one.id) for one in shown))
        giver = delegation.Giver(person, roles)
        shown.sort(key=lambda one: (_ORDER.index(one.standing(today)), one.start, one.id))
        return [
            DelegationRow(
                n,
                one,
                names.get(one.giver, ""),
                names.get(one.person, ""),
                one.standing(today),
                _lines(one),
                _reason(states.get(("delegation", one.id), {})),
                delegation.may_end(one, giver) is None
                and one.standing(today) in {Standing.NOW, Standing.LATER},
            )
            for n, one in enumerate(shown, 1)
        ]


def authorities(store: Store, person: str, day: datetime.date) -> tuple[Authority, ...]:
    """Every ground on which a person may sign that day, his own post's first."""
    with store.engine.begin() as connection:
        return _held(connection, store, person, day, powers.of(connection, person, store.now()))


def signers(store: Store, type_code: str) -> list[SignerRow]:
    """Everybody who may sign documents of a type today, heads first, then by name."""
    today = store.today()
    found = []
    with store.engine.begin() as connection:
        given = powers.delegations(connection)
        for row in connection.execute(sa.select(models.Person)).mappings():
            received = tuple(one for one in given if one.person == row["id"])
            known = rules.Powers(row["post"], received)
            grounds = _held(connection, store, row["id"], today, known)
            held = tuple(one for one in grounds if authority.covers(one, type_code, today))
            if held:
                found.append(SignerRow(row["id"], row["name"], row["rank"], row["post"], held))
    order = list(authority.Prefix)
    return sorted(
        found, key=lambda one: (order.index(one.held[0].prefix), name_key(one.name), one.id)
    )


def ground(store: Store, type_code: str, block: tuple[str, ...] = ()) -> Authority:
    """The ground on which the person at work signs a document of a type today; ``block`` are the
    lines printed on it.

    Raises OutsideDelegation, and SignerBlockWrong where the page names another authority.
    """
    person, today = store.author.person, store.today()
    held = authority.all_for(authorities(store, person, today), person, type_code, today)
    return authority.with_block(held, block) if block else held[0]


def falls_short(store: Store, block: tuple[str, ...] = ()) -> Short | None:
    """Why no delegation to the post of the person at work reaches a document with these lines."""
    with store.engine.begin() as connection:
        known = powers.of(connection, store.author.person, store.now())
    held = ((one, one.authority()) for one in known.received)
    fitting = [one for one, given in held if given is not None and known.fits(given)]
    return delegation.falls_short(fitting, block, store.today())


def absences(store: Store) -> list[Delegation]:
    """For whom the person at work stands in today."""
    person, today = store.author.person, store.today()
    with store.engine.begin() as connection:
        found = powers.delegations(connection)
    return [
        one for one in found if one.kind == ABSENCE and one.person == person and one.in_force(today)
    ]


def separations_off(store: Store) -> frozenset[str]:
    """The codes of the customary separations of duties that the unit does without."""
    with store.engine.begin() as connection:
        return powers.off(connection)


def _held(
    connection: sa.Connection,
    store: Store,
    person: str,
    day: datetime.date,
    known: rules.Powers,
) -> tuple[Authority, ...]:
    roles = access.roles_in(facts.grants(connection, person), store.unit, day)
    return known.held(person, roles, day)


def _names(connection: sa.Connection) -> dict[str, str]:
    found = connection.execute(sa.select(models.Person.id, models.Person.name))
    return {row.id: row.name for row in found}


def _lines(one: Delegation) -> tuple[str, ...]:
    found = one.authority()
    return authority.lines(found) if found is not None else ()


def _reason(state: rules.State) -> str:
    ended = state.get("lists", {}).get("revocations", ())
    return str(ended[0][1]["reason"]) if ended else ""
