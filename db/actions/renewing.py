"""An administrator renews the certificates of machines before they end: same machine, same keys,
another term. The renewal is an admission in the authority's stream, so it travels with every sync
and every bundle, and nobody at the machine has anything to do (docs/formats/trust.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from core.commits.trust import Certificate, issue, renewal
from core.errors import NotAllowed, NotFound
from core.office.terms import Act
from db import facts, groups
from db.acting import Acting, Done, Store, acting
from db.actions import authority
from db.actions.admission import YEAR


def renew(store: Store, devices: Sequence[str]) -> Done:
    """Renew the certificates of some machines for a year, all in one act.

    Raises NotAllowed, also on a machine that is no administrator's; NotFound for a machine that is
    unknown, revoked, certified by the root, or whose certificate this machine's own would not
    outlast.
    """
    own = store.realm.founders.get(store.author.device)
    if own is None or own.kind != "administrator":
        raise NotAllowed(act=Act.ENROL_DEVICE.value, roles="administrator")
    with acting(store, authority.stream(store)) as act:
        authority.require(act, Act.ENROL_DEVICE)
        for device in devices:
            _renew(act, own, device)
        return Done(act.append(), devices[0] if devices else store.author.device)


def _renew(act: Acting, own: Certificate, device: str) -> None:
    held, revoked = facts.certificate(act.connection, act.store.realm, device)
    longer = held and not revoked and renewal(held, own, act.store.now(), YEAR)
    if not longer:
        raise NotFound(kind="device")
    envelope = issue(longer, act.store.author.sign)
    person = groups.person_of(act.connection, device) or None
    act.add("device.admit", device, certificate=msgspec.to_builtins(envelope), person=person)
