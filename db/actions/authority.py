"""Acts of an administrator on the authority stream: units, people, grants, devices."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import msgspec

from core.commits.confirming import changes
from core.commits.signatures import Signed
from core.commits.trust import Certificate
from core.errors import GrantDates, LastAdministrator, NotFound, OwnMachine, OwnRole
from core.office import access
from core.office.terms import Act, Role
from db import facts, powers
from db.acting import Acting, Done, Store, acting


def stream(store: Store) -> str:
    """The id of the authority stream."""
    return store.realm.provision.stream("authority")


def set_unit(store: Store, unit: str, **fields: str) -> Done:
    """Name a unit. Raises NotAllowed."""
    return _upsert(store, Act.EDIT_UNITS, "unit", unit, fields)


def set_person(store: Store, person: str, **fields: str) -> Done:
    """Name a person: name, rank, post, unit. Raises NotAllowed."""
    return _upsert(store, Act.EDIT_PEOPLE, "person", person, fields)


def _upsert(store: Store, what: Act, kind: str, entity: str, fields: dict[str, str]) -> Done:
    with acting(store, stream(store)) as act:
        require(act, what)
        act.add(f"{kind}.set", entity, _standing(act, kind, entity, fields), fields=fields)
        return Done(act.append(), entity)


def _standing(act: Acting, kind: str, entity: str, fields: dict[str, str]) -> tuple[str, ...]:
    state = act.stored(kind, entity).get("fields", {})
    return tuple(sorted({op for name in fields for op, _ in state.get(name, [])}))


def give_grant(store: Store, person: str, role: Role, start: str, until: str | None = None) -> Done:
    """Give a person a role in the unit from a day on, up to and with another.

    Raises NotAllowed, OwnRole for a new role of one's own, GrantDates.
    """
    _check_days(store, start, until)
    with acting(store, stream(store)) as act:
        require(act, Act.GRANT)
        day, own = store.today(), person == store.author.person
        begun = access.administered(_administrators(act), day)
        if own and begun and not access.may_grant(act.grants(), role, store.unit, day):
            raise OwnRole(role=role.value)
        grant = store.new_id()
        fields: dict[str, Any] = {
            "person": person,
            "unit": store.unit,
            "role": role.value,
            "start": start,
        }
        act.add("grant.give", grant, fields=fields | ({"until": until} if until else {}))
        return Done(act.append(), grant)


def revoke_grant(store: Store, grant: str, reason: str, day: str | None = None) -> Done:
    """End a grant: today, or with ``day`` as the first day without it.

    Raises NotAllowed, LastAdministrator, GrantDates for a day in the past.
    """
    return _revoke(store, (grant,), reason, day, grant)


def revoke_person(store: Store, person: str, reason: str, day: str | None = None) -> Done:
    """End every grant of a person that has not ended, in one act; raises as ``revoke_grant``, and
    NotFound where there is none.
    """
    with store.engine.begin() as connection:
        held = facts.grants_by_id(connection, person)
    today = store.today()
    grants = tuple(sorted(name for name, grant in held.items() if grant.last_day() >= today))
    if not grants:
        raise NotFound(kind="grant")
    return _revoke(store, grants, reason, day, person)


def _revoke(
    store: Store, grants: tuple[str, ...], reason: str, day: str | None, entity: str
) -> Done:
    today = store.today()
    if day is not None and _day(day) < today:
        raise GrantDates(reason="past")
    with acting(store, stream(store)) as act:
        require(act, Act.REVOKE_GRANT)
        _keep_one(act, set(grants), today)
        for grant in grants:
            act.state("grant", grant)
            act.add("grant.revoke", grant, reason=reason, day=day)
        return Done(act.append(), entity)


def _keep_one(act: Acting, ended: set[str], day: datetime.date) -> None:
    """Raise LastAdministrator where nobody would be left on the office's ``day``."""
    known = facts.administrators(act.connection)
    left = [grant for name, grant in known.items() if name not in ended and grant.in_force(day)]
    if ended & known.keys() and not left:
        raise LastAdministrator


def confirm(store: Store, chosen: Sequence[tuple[str, str]]) -> Done:
    """Confirm changes of rights that others made: each a grant and the operation that changed it
    (NĐ 30/2020/NĐ-CP PL VI). All of them in one act, or none.

    Raises NotAllowed, NotFound for what is no change, SameHands for one of the person's own.
    """
    with acting(store, stream(store)) as act:
        act.require(Act.CONFIRM_GRANT)
        off, person = powers.off(act.connection), store.author.person
        for grant, op in chosen:
            made = [one for one in changes(act.state("grant", grant)) if one.op == op]
            if not made:
                raise NotFound(kind="grant")
            done = [(one.act, one.author) for one in made]
            if refusal := access.same_hands(done, Act.CONFIRM_GRANT, person, off):
                raise refusal
            act.add("grant.confirm", grant, change=op, by=act.by())
        return Done(act.append(), chosen[0][0] if chosen else person)


def admit_device(store: Store, certificate: Certificate, envelope: Signed) -> Done:
    """Publish a device's certificate to everybody."""
    with acting(store, stream(store)) as act:
        require(act, Act.ENROL_DEVICE)
        act.add("device.admit", certificate.device, certificate=msgspec.to_builtins(envelope))
        return Done(act.append(), certificate.device)


def revoke_device(store: Store, device: str, reason: str) -> Done:
    """End a device's right to write; what comes from it afterwards is reviewed.

    Raises NotAllowed, OwnMachine for the machine at which the person works, NotFound for the server
    and for an unknown one.
    """
    if device == store.author.device:
        raise OwnMachine
    founder = store.realm.founders.get(device)
    with acting(store, stream(store)) as act:
        require(act, Act.REVOKE_DEVICE)
        if founder is None:
            act.state("device", device)
        elif founder.kind == "server":
            raise NotFound(kind="device")
        act.add("device.revoke", device, reason=reason)
        return Done(act.append(), device)


def _administrators(act: Acting) -> list[access.Grant]:
    return list(facts.administrators(act.connection).values())


def require(act: Acting, what: Act) -> None:
    """Raise NotAllowed where neither a grant nor, before there is any, the root's word allows it:
    the same that every receiver checks.
    """
    if access.administered(_administrators(act), act.store.today()):
        act.require(what)


def _check_days(store: Store, start: str, until: str | None) -> None:
    first, last = _day(start), _day(until) if until else datetime.date.max
    if last < first:
        raise GrantDates(reason="order")
    if last < store.today():
        raise GrantDates(reason="past")


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise GrantDates(reason="format") from error
