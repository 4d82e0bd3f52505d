"""What only the root may do after the unit was founded: renew what it certified, and stand behind
further administrators' machines. An administrator's machine publishes it; the root's private half
is in memory while it signs, and nowhere else (docs/formats/trust.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.commits import canonical, trust
from core.commits.signatures import Sign
from core.commits.trust import ROOT, Certificate, issue, prolonged
from core.errors import CertificateRefused, NotFound
from core.office.terms import Act
from core.sync import container
from core.sync.container import FileKind
from db import facts, local, opening
from db.acting import Acting, Done, Store, acting
from db.actions import authority
from db.actions.founding import YEARS
from db.engine import writes
from db.keys import kept_key
from db.queries import certificates


def opened(store: Store, data: bytes, words: str) -> Sign:
    """The unit's root, from its file and passphrase. Raises CertificateRefused for another unit's
    key or another kind of key, and what reading the file raises.
    """
    kept, private = kept_key.read(data, words)
    provision = store.realm.provision
    if (kept.use, kept.realm, kept.public) != (ROOT, provision.realm, provision.root):
        raise CertificateRefused(reason="other-root")
    return Ed25519PrivateKey.from_private_bytes(private).sign


def due(store: Store) -> list[str]:
    """The machines that the root certified and whose certificate ends within a year."""
    with store.engine.begin() as connection:
        held = facts.rooted(connection, store.realm)
        gone = {each for each in held if facts.certificate(connection, store.realm, each)[1]}
    near = {each for each, one in held.items() if certificates.warned(one, store.now())}
    return sorted(near - gone)


def named(store: Store, called: str) -> str:
    """The one machine that the root certified and that an id or a label means; raises NotFound."""
    with store.engine.begin() as connection:
        held = facts.rooted(connection, store.realm)
    found = [each for each, one in held.items() if called in {each, one.label}]
    if len(found) != 1:
        raise NotFound(kind="device")
    return found[0]


def renew(store: Store, devices: Sequence[str], sign: Sign) -> Done:
    """Renew for ten years what the root certified, all in one act.

    Raises NotAllowed; NotFound for a machine that the root did not certify or that was revoked.
    """
    with acting(store, authority.stream(store)) as act:
        authority.require(act, Act.ENROL_DEVICE)
        for device in devices:
            _renew(act, sign, device)
        return Done(act.append(), devices[0] if devices else store.author.device)


def provision(store: Store, sign: Sign) -> bytes:
    """The provisioning file for the machines of the next ten years, with all that the root
    certified; the invitations of this machine carry it from now on. Raises NotAllowed.
    """
    now, before = store.now(), store.realm.provision
    with writes(store.engine).begin() as connection:
        authority.require(Acting(store, connection, authority.stream(store)), Act.ENROL_DEVICE)
        held = facts.rooted(connection, store.realm).values()
        made = msgspec.structs.replace(
            before,
            serial=before.serial + 1,
            created=now,
            expires=now + YEARS,
            certificates=tuple(issue(one, sign) for one in held),
        )
        envelope = trust.provision(made, sign)
        local.put_value(connection, opening.PROVISION, canonical.encode(envelope))
    return container.write_json(FileKind.PROVISION, envelope)


def _renew(act: Acting, sign: Sign, device: str) -> None:
    held, revoked = facts.certificate(act.connection, act.store.realm, device)
    longer = None if held is None or revoked else prolonged(held, act.store.now(), YEARS)
    if longer is None:
        raise NotFound(kind="device")
    act.add("device.admit", device, certificate=msgspec.to_builtins(issue(longer, sign)))


def administrators(of: Certificate, now: int) -> Certificate:
    """The certificate by which the root stands behind a machine as an administrator's, where an
    administrator's machine would have admitted it as a plain one.
    """
    return msgspec.structs.replace(of, kind="administrator", issuer=ROOT, end=now + YEARS)
