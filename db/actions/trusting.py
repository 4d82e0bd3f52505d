"""The unit's trust list on this machine: made by an administrator, taken in, never an older one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.commits.ids import b64
from core.errors import CertificateRefused, TrustListOlder
from core.office.terms import Act
from core.sync import trust_list
from core.sync.trust_list import TrustList
from db import facts, local
from db.acting import Acting, Store
from db.actions import authority
from db.engine import writes

HELD: Final = "trust.list"


def held(store: Store) -> TrustList | None:
    """The list that this machine judges by, None while it has only its provisioning file."""
    with store.engine.begin() as connection:
        data = local.value(connection, HELD)
    return _read(store, data) if data else None


def make(
    store: Store,
    roots: Sequence[bytes],
    intermediates: Sequence[bytes],
    crls: Sequence[bytes],
    days: int,
) -> bytes:
    """A new list of this administrator's machine, taken in here at once. Raises NotAllowed,
    CertificateRefused on a machine that is not an administrator's, TooLarge.
    """
    with store.engine.begin() as connection:
        authority.require(Acting(store, connection, authority.stream(store)), Act.ENROL_DEVICE)
    before = held(store)
    body = TrustList(
        realm=store.realm.provision.realm,
        device=store.author.device,
        number=before.number + 1 if before else 1,
        made=store.now(),
        next=store.now() + days * 86_400_000,
        roots=tuple(map(b64, roots)),
        intermediates=tuple(map(b64, intermediates)),
        crls=tuple(map(b64, crls)),
    )
    made = trust_list.write(body, store.author.sign)
    take(store, made)
    return made


def take(store: Store, data: bytes) -> TrustList:
    """Judge by this list from now on. Raises TrustListOlder for one that is not newer than the one
    held, CertificateRefused where its signer was revoked, and what reading raises.
    """
    found = _read(store, data)
    with writes(store.engine).begin() as connection:
        _, revoked = facts.certificate(connection, store.realm, found.device)
        if revoked:
            raise CertificateRefused(reason="issuer")
        kept = local.value(connection, HELD)
        number = _read(store, kept).number if kept else 0
        if found.number < number or (found.number == number and data != kept):
            raise TrustListOlder(number=found.number, held=number)
        local.put_value(connection, HELD, data)
    return found


def _read(store: Store, data: bytes) -> TrustList:
    return trust_list.read(data, store.realm.provision.realm, store.realm.founders)
