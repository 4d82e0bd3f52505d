"""Delegations: who signs for whom and who stands in for whom, from when until when; and which
customary separations of duties the unit keeps (NĐ 30/2020/NĐ-CP Đ.13; domain.md §9).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.commits.powers import Author, of_state
from core.errors import AuthorityIncomplete, BadCatalogue, NotFound
from core.office import access, delegation
from core.office.delegation import ABSENCE
from core.office.roster import Roster, giver
from core.office.terms import Act
from db import models, powers
from db.acting import Acting, Done, Store, acting
from db.actions import authority


@dataclass(frozen=True)
class Giving:
    """A delegation as a person writes it: ``kind`` is a prefix of core.office.authority or
    "absence". Without ``post`` it is the receiver's own, without ``giver`` the author gives.
    """

    kind: str
    person: str
    start: datetime.date
    until: datetime.date | None = None
    giver: str = ""
    post: str = ""
    for_whom: str = ""
    through: str = ""
    scope: tuple[str, ...] = ()
    matter: str = ""
    basis: str = ""


def give(store: Store, given: Giving) -> Done:
    """Give a person an authority to sign for a time.

    Raises NotAllowed, NotYoursToGive, OwnDelegation, DelegationDates, AuthorityIncomplete.
    """
    with acting(store) as act:
        act.require(delegation.act_of(given.kind))
        name, fields = store.new_id(), _fields(act, given)
        found = delegation.read(name, fields)
        if found is None:
            raise AuthorityIncomplete(field="kind", prefix=given.kind)
        author = author_of(act)
        if refusal := delegation.may_give(found, author.giver(), author.day):
            raise refusal
        act.add("delegation.give", name, fields=fields, by=act.by())
        return Done(act.append(), name)


def give_by_roster(
    as_person: Callable[[str], Store], roster: Roster, people: Mapping[str, str]
) -> None:
    """Let the heads of a roster give what it says that others sign, each for himself; a head's own
    authority comes with his post. Raises as ``give``.
    """
    for one in roster.authorities:
        head = giver(roster, one)
        if head is None:
            continue
        store = as_person(people[head])
        today = store.today()
        if one.until is None or one.until >= today:
            given = Giving(
                one.prefix.value,
                people[one.person],
                max(one.since, today),
                one.until,
                for_whom=one.for_whom,
                through=one.through,
                scope=one.scope,
                matter=one.matter,
                basis=one.basis,
            )
            give(store, given)


def stand_in(
    store: Store,
    person: str,
    start: datetime.date,
    until: datetime.date,
    absent: str = "",
    matter: str = "",
) -> Done:
    """Let somebody stand in for the author, or for ``absent`` where a commander says so.

    Raises NotAllowed, OwnDelegation, DelegationDates.
    """
    return give(store, Giving(ABSENCE, person, start, until, giver=absent, matter=matter))


def end(store: Store, delegation_id: str, reason: str, day: datetime.date | None = None) -> Done:
    """End a delegation: today, or with ``day`` as the first day without it.

    Raises NotFound, NotAllowed for whoever neither gave it nor commands.
    """
    with acting(store) as act:
        found = of_state(delegation_id, act.state("delegation", delegation_id))
        if found is None:
            raise NotFound(kind="delegation")
        act.require(delegation.act_of(found.kind))
        if refusal := delegation.may_end(found, author_of(act).giver()):
            raise refusal
        act.add("delegation.end", delegation_id, reason=reason, day=day and day.isoformat())
        return Done(act.append(), delegation_id)


def author_of(act: Acting) -> Author:
    """The person of an act with what bears on it beyond his grants."""
    store = act.store
    person = store.author.person
    known = powers.of(act.connection, person, store.now())
    return Author(person, act.roles(), known, store.today())


def keep_separation(store: Store, code: str, applies: bool) -> Done:
    """Say whether the unit keeps a customary separation of duties; what the law asks always holds.

    Raises NotAllowed, BadCatalogue for one that is not a custom.
    """
    if code not in access.CUSTOMS:
        raise BadCatalogue(item=code)
    with acting(store, authority.stream(store)) as act:
        act.require(Act.EDIT_CATALOGUES)
        entry = _entry(act, code) or store.new_id()
        state = act.stored("catalogue", entry).get("fields", {})
        fields: dict[str, Any] = {"catalogue": powers.SEPARATIONS, "code": code, "applies": applies}
        bases = tuple(sorted({op for name in fields for op, _ in state.get(name, [])}))
        act.add("catalogue.set", entry, bases, fields=fields, by=act.by())
        return Done(act.append(), entry)


def _entry(act: Acting, code: str) -> str:
    """The entry of the catalogue for a separation; of several the first, as every machine finds."""
    table = models.CatalogueEntry
    query = sa.select(table.id).where(table.catalogue == powers.SEPARATIONS, table.code == code)
    return act.connection.execute(query.order_by(table.id)).scalar() or ""


def _fields(act: Acting, given: Giving) -> dict[str, Any]:
    """The fields of the commit; empty ones are left out."""
    own = sa.select(models.Person.post).where(models.Person.id == given.person)
    post = act.connection.execute(own).scalar()
    if post is None:
        raise NotFound(kind="person")
    absence = given.kind == ABSENCE
    fields = {
        "kind": given.kind,
        "giver": given.giver or act.store.author.person,
        "person": given.person,
        "post": "" if absence else given.post or post,
        "for_whom": given.for_whom,
        "through": given.through,
        "scope": list(given.scope),
        "matter": given.matter,
        "basis": given.basis,
        "start": given.start.isoformat(),
        "until": given.until.isoformat() if given.until else "",
    }
    return {name: value for name, value in fields.items() if value}
