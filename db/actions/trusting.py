"""The unit's trust list on this machine: made by an administrator, taken in, never an older one.

The server keeps one by the same rules, and hands it on; so does a bundle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import sqlalchemy as sa

from core.commits import canonical
from core.commits.format import Whole
from core.commits.ids import b64
from core.errors import CertificateRefused, NotFound, TrustListOlder
from core.office.terms import Act
from core.sync import trust_list
from core.sync.trust_list import TrustList
from db import facts, local
from db.acting import Acting, Store
from db.actions import authority
from db.engine import writes

if TYPE_CHECKING:
    from core.commits.trust import Certificate
    from core.signing.trust import Trust

HELD: Final = "trust.list"
NOTED: Final = "trust.noted"
"""Number and signer of the list held: asked for with every greeting, as the list may be long."""


class Note(msgspec.Struct, frozen=True, array_like=True):
    """Which list it is, and the device that signed it."""

    number: Whole = 0
    device: str = ""


def held(store: Store) -> TrustList | None:
    """The list that this machine judges by, None while it has only its provisioning file."""
    with store.engine.begin() as connection:
        data = local.value(connection, HELD)
        return _read(store, connection, data) if data else None


def number(store: Store) -> int:
    """The number of the list held, 0 without one."""
    with store.engine.begin() as connection:
        return _noted(store, connection).number


def offered(store: Store) -> int:
    """The number of the list that is handed on: 0 without one, or where its signer was revoked, as
    nobody would take it.
    """
    with store.engine.begin() as connection:
        note = _noted(store, connection)
        revoked = note.number and facts.certificate(connection, store.realm, note.device)[1]
    return 0 if revoked else note.number


def handed(store: Store, wanted: int) -> bytes:
    """The list of a number, as the file that it came as; raises NotFound where it is not held."""
    with store.engine.begin() as connection:
        if wanted != _noted(store, connection).number:
            raise NotFound(kind="trust")
        return local.value(connection, HELD) or b""


def make(store: Store, given: Trust, days: int) -> bytes:
    """A new list of this administrator's machine, taken in here at once. Raises NotAllowed,
    CertificateRefused on a machine that is not an administrator's, TooLarge.
    """
    with store.engine.begin() as connection:
        authority.require(Acting(store, connection, authority.stream(store)), Act.ENROL_DEVICE)
    body = TrustList(
        v=trust_list.version(given.timestampers, given.algorithms),
        realm=store.realm.provision.realm,
        device=store.author.device,
        number=number(store) + 1,
        made=store.now(),
        next=store.now() + days * 86_400_000,
        roots=tuple(map(b64, given.roots)),
        intermediates=tuple(map(b64, given.intermediates)),
        crls=tuple(map(b64, given.crls)),
        timestampers=tuple(map(b64, given.timestampers)),
        algorithms=given.algorithms,
    )
    made = trust_list.write(body, store.author.sign)
    take(store, made)
    return made


def take(store: Store, data: bytes) -> TrustList:
    """Judge by this list from now on. Raises TrustListOlder for one that is not newer than the one
    held, CertificateRefused where its signer was revoked, and what reading raises.
    """
    with writes(store.engine).begin() as connection:
        return take_in(store, connection, data)


def take_in(store: Store, connection: sa.Connection, data: bytes) -> TrustList:
    """The same within a transaction of writes."""
    found = _read(store, connection, data)
    _, revoked = facts.certificate(connection, store.realm, found.device)
    if revoked:
        raise CertificateRefused(reason="issuer")
    before = _noted(store, connection).number
    same = found.number == before and data == local.value(connection, HELD)
    if found.number <= before and not same:
        raise TrustListOlder(number=found.number, held=before)
    local.put_value(connection, HELD, data)
    local.put_value(connection, NOTED, canonical.encode(Note(found.number, found.device)))
    return found


def _noted(store: Store, connection: sa.Connection) -> Note:
    """As it was noted; of a list that was taken in before it was, as the list says."""
    noted = local.value(connection, NOTED)
    if noted is not None:
        return canonical.decode_as(Note, noted)
    kept = local.value(connection, HELD)
    held = _read(store, connection, kept) if kept else None
    return Note(held.number, held.device) if held else Note()


def _read(store: Store, connection: sa.Connection, data: bytes) -> TrustList:
    def certificate(device: str) -> Certificate | None:
        return facts.certificate(connection, store.realm, device)[0]

    return trust_list.read(data, store.realm.provision.realm, certificate)
