"""An administrator renews the certificates of machines before they end: same machine, same keys,
another term. The renewal is an admission in the authority's stream, so it travels with every sync
and every bundle, and nobody at the machine has anything to do (docs/formats/trust.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
import sqlalchemy as sa

from core.commits.trust import Certificate, issue, renewal
from core.errors import NotAllowed, NotFound
from core.office.terms import Act
from db import facts, groups, local
from db.acting import Acting, Done, Store, acting
from db.actions import authority
from db.actions.admission import YEAR
from db.engine import writes
from db.queries import certificates

LOOKED: Final = "renew.day"
"""On which day this machine looked whose certificate ends."""


def renew(store: Store, devices: Sequence[str]) -> Done:
    """Renew the certificates of some machines for a year, all in one act.

    Raises NotAllowed, also on a machine that is no administrator's; NotFound for a machine that is
    unknown, revoked, certified by the root, or whose certificate this machine's own would not
    outlast.
    """
    own = _administrator(store)
    if own is None:
        raise NotAllowed(act=Act.ENROL_DEVICE.value, roles="administrator")
    with acting(store, authority.stream(store)) as act:
        authority.require(act, Act.ENROL_DEVICE)
        for device in devices:
            _renew(act, own, device)
        return Done(act.append(), devices[0] if devices else store.author.device)


def due(store: Store) -> list[str]:
    """The machines that this one renews of itself: their certificate ends within
    ``certificates.AHEAD`` or has ended, they are not revoked, they were heard of late, and this
    machine's own certificate gives them more time. None where this is no administrator's.
    """
    own = _administrator(store)
    if own is None:
        return []
    ending = [one.device for one in certificates.ending(store) if not one.silent]
    with store.engine.begin() as connection:
        return [one for one in ending if _longer(connection, store, own, one)]


def keep(store: Store) -> Done | None:
    """Renew what is due, once a day; None where there is nothing to do, or nobody at work who may.

    Of two administrators' machines that do so at once the first in order counts, the other renewal
    changes nothing (docs/formats/trust.md).
    """
    if _administrator(store) is None:
        return None
    today = store.today().isoformat().encode()
    with store.engine.begin() as connection:
        if local.value(connection, LOOKED) == today:
            return None
    try:
        wanted = due(store)
        done = renew(store, wanted) if wanted else None
    except NotAllowed:
        return None
    with writes(store.engine).begin() as connection:
        local.put_value(connection, LOOKED, today)
    return done


def _administrator(store: Store) -> Certificate | None:
    """This machine's certificate where it is an administrator's."""
    with store.engine.begin() as connection:
        own, _ = facts.certificate(connection, store.realm, store.author.device)
    return own if own is not None and own.kind == "administrator" else None


def _renew(act: Acting, own: Certificate, device: str) -> None:
    longer = _longer(act.connection, act.store, own, device)
    if longer is None:
        raise NotFound(kind="device")
    envelope = issue(longer, act.store.author.sign)
    person = groups.person_of(act.connection, device) or None
    act.add("device.admit", device, certificate=msgspec.to_builtins(envelope), person=person)


def _longer(
    connection: sa.Connection, store: Store, own: Certificate, device: str
) -> Certificate | None:
    held, revoked = facts.certificate(connection, store.realm, device)
    return None if held is None or revoked else renewal(held, own, store.now(), YEAR)
