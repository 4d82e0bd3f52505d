"""Acts of an administrator on the authority stream: units, people, grants, devices; and the books
of the unit.
"""

from __future__ import annotations

from typing import Any

import msgspec

from core.commits.signatures import Signed
from core.commits.trust import Certificate
from core.office.terms import Role
from db.acting import Acting, Done, Store, acting


def _authority(store: Store) -> str:
    return store.realm.provision.stream("authority")


def set_unit(store: Store, unit: str, **fields: str) -> Done:
    """Name a unit."""
    return _upsert(store, "unit", unit, fields)


def set_person(store: Store, person: str, **fields: str) -> Done:
    """Name a person: name, rank, post, unit."""
    return _upsert(store, "person", person, fields)


def _upsert(store: Store, kind: str, entity: str, fields: dict[str, str]) -> Done:
    with acting(store, _authority(store)) as act:
        act.add(f"{kind}.set", entity, _standing(act, kind, entity, fields), fields=fields)
        return Done(act.append(), entity)


def _standing(act: Acting, kind: str, entity: str, fields: dict[str, str]) -> tuple[str, ...]:
    state = act.stored(kind, entity).get("fields", {})
    return tuple(sorted({op for name in fields for op, _ in state.get(name, [])}))


def give_grant(store: Store, person: str, role: Role, start: str, until: str | None = None) -> Done:
    """Give a person a role in the unit from a day on (and to before another)."""
    with acting(store, _authority(store)) as act:
        grant = store.new_id()
        fields: dict[str, Any] = {
            "person": person,
            "unit": store.unit,
            "role": role.value,
            "start": start,
        }
        act.add("grant.give", grant, fields=fields | ({"until": until} if until else {}))
        return Done(act.append(), grant)


def revoke_grant(store: Store, grant: str, reason: str) -> Done:
    """End a grant today."""
    with acting(store, _authority(store)) as act:
        act.state("grant", grant)
        act.add("grant.revoke", grant, reason=reason)
        return Done(act.append(), grant)


def admit_device(store: Store, certificate: Certificate, envelope: Signed) -> Done:
    """Publish a device's certificate to everybody."""
    with acting(store, _authority(store)) as act:
        act.add("device.admit", certificate.device, certificate=msgspec.to_builtins(envelope))
        return Done(act.append(), certificate.device)


def revoke_device(store: Store, device: str, reason: str) -> Done:
    """End a device's right to write; what comes from it afterwards is reviewed."""
    with acting(store, _authority(store)) as act:
        act.state("device", device)
        act.add("device.revoke", device, reason=reason)
        return Done(act.append(), device)


def open_register(store: Store, kind: str, name: str, symbol: str, year: int) -> Done:
    """Open a book of a year: ``kind`` is incoming or outgoing."""
    with acting(store) as act:
        register = store.new_id()
        fields = {"name": name, "symbol": symbol, "year": year, "unit": store.unit}
        act.add("register.open", register, kind=kind, fields=fields)
        return Done(act.append(), register)
