"""A workstation takes the place of a broken one: restored from a backup, certified as a new device.

All data stays, and so do the former device's signed acts that were not sent: they go out under its
own chain, so it is revoked only once the new machine was heard (docs/formats/enrolment.md). The
restored machine works on as the former device until the answer has come.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from core.commits import canonical
from core.commits.ids import b64, text_id, unb64
from core.errors import EnrolAnswerForeign, MachineNotHeard, NotFound
from core.sync import enrol
from db import facts, groups, incarnation, local, models, opening
from db.acting import Done, Store
from db.actions import admission, authority, enrolment
from db.clock import Clock
from db.engine import close, once, writes
from db.incarnation import Installation
from db.open_vault import OpenVault
from db.outside import NOWHERE, Here

ASKED, FRESH, REPLACES = "replace.asked", "replace.installation", "replaces."


@dataclass(frozen=True)
class Replacement:
    """A machine that took the place of another, and whether the unit has heard its acts."""

    old: str
    new: str
    heard: bool


@dataclass(frozen=True)
class Held:
    """Numbers of a book that a machine still holds: ``first`` to ``last``, given up to ``top``."""

    register: str
    first: int
    last: int
    top: int


# -- the restored machine --------------------------------------------------------------------------


def ask(vault: OpenVault, code: str, machine: str, clock: Clock) -> bytes:
    """A request for a new certificate under new keys; the file. Raises EnrolCodeMistyped."""
    secret = enrol.read_code(code)
    with once(vault.connect, writing=True) as connection:
        body = opening.realm(connection).provision
        keys = (b64(clock.random(32)), b64(clock.random(32)))
        inc = opening.installation(connection).inc
        fresh = Installation(text_id(clock.random(16)), *keys, inc)
        data = enrolment.request_of(fresh, body, secret, machine, clock)
        local.put_value(connection, FRESH, canonical.encode(fresh))
        local.put_value(connection, ASKED, data)
    return data


def pending(vault: OpenVault) -> bytes | None:
    """The request file that waits for its answer."""
    with once(vault.connect) as connection:
        return local.value(connection, ASKED)


def device_of(vault: OpenVault) -> str:
    """The device that an installation is now."""
    with once(vault.connect) as connection:
        return opening.installation(connection).device


def finish(vault: OpenVault, data: bytes, app: str, clock: Clock, here: Here = NOWHERE) -> str:
    """Take the answer, become the new device and say so in its first commit; its id. A store that
    is open writes as the former device: open it anew afterwards.

    Raises what ``enrolment.finish`` raises; nothing is changed then.
    """
    with once(vault.connect, writing=True) as connection:
        waiting, kept = local.value(connection, ASKED), local.value(connection, FRESH)
        if waiting is None or kept is None:
            raise EnrolAnswerForeign
        former = opening.installation(connection)
        fresh = msgspec.structs.replace(canonical.decode_as(Installation, kept), inc=former.inc)
        ours = enrolment.take(connection, fresh, waiting, data, clock)
        local.put_value(connection, incarnation.FORMER + former.device, canonical.encode(former))
        counters = opening.outside(vault, here)
        incarnation.begin(connection, counters, "restored", clock)
        local.drop_value(connection, ASKED)
        local.drop_value(connection, FRESH)
    store = opening.open_store(vault, "enrolment", app, clock, here)
    close(store.engine)
    return ours.device


# -- the administrator -----------------------------------------------------------------------------


def invite(store: Store, old: str, label: str = "") -> str:
    """A code for the machine that takes the place of another, for the same person.

    Raises NotFound for a machine that is not known or has no person, NotAllowed.
    """
    with store.engine.begin() as connection:
        person = groups.person_of(connection, old)
        named = sa.select(models.Device.label).where(models.Device.id == old)
        before = connection.execute(named).scalar()
    if not person:
        raise NotFound(kind="device")
    code = admission.invite(store, person, label or before or "")
    with writes(store.engine).begin() as connection:
        name = enrol.code_name(enrol.read_code(code))
        local.put_value(connection, REPLACES + name, old.encode())
    return code


def waiting(store: Store) -> list[Replacement]:
    """The machines that were replaced and may still write."""
    known = {enrol.code_name(unb64(each.code)): each.device for each in admission.pending(store)}
    found = []
    with store.engine.begin() as connection:
        for name, kept in local.values(connection, REPLACES).items():
            old, new = kept.decode(), known.get(name, "")
            if new and not facts.certificate(connection, store.realm, old)[1]:
                found.append(Replacement(old, new, _heard(connection, store, new)))
    return found


def retire(
    store: Store, old: str, reason: str, *, unheard: bool = False
) -> tuple[Done, list[Held]]:
    """Revoke a machine that was replaced; with it the numbers that it still holds, which the server
    gives anew when their holder is given up for lost.

    Raises MachineNotHeard while the new machine may still carry acts of the old one (``unheard``
    revokes all the same: such acts are then reviewed one by one), NotFound, NotAllowed.
    """
    found = {each.old: each for each in waiting(store)}
    if old not in found:
        raise NotFound(kind="device")
    if not (found[old].heard or unheard):
        raise MachineNotHeard
    held = leases(store, old)
    return authority.revoke_device(store, old, reason), held


def leases(store: Store, device: str) -> list[Held]:
    """The numbers that a machine, in any life, was given and did not give back."""
    lease, register = models.Lease, models.Register
    query = (
        sa.select(register.name, lease.first, lease.end, lease.top)
        .join(register, register.id == lease.register)
        .where(lease.device == device, lease.returned.is_(False), lease.top < lease.end - 1)
    )
    with store.engine.begin() as connection:
        rows = connection.execute(query.order_by(register.name, lease.first))
        return [Held(row.name, row.first, row.end - 1, row.top) for row in rows]


def _heard(connection: sa.Connection, store: Store, device: str) -> bool:
    """Whether acts of a machine have come: it sends what it carries for others before its own."""
    table = models.Chain
    query = sa.select(table.seq).where(table.device == device, table.stream == store.stream)
    return connection.execute(query).first() is not None
