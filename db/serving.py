"""A server's own store: made before the unit is founded, provisioned by the root, opened to serve.

Keys, provisioning and epoch lie in the embedded vault. Commits and rows lie there too, or on
PostgreSQL, where the same tables and the same ledger work.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import msgspec
import sqlalchemy as sa

from core.commits import canonical
from core.commits.ids import unb64
from core.commits.signatures import Signed
from core.commits.trust import Certificate, Provision, read_provision
from core.errors import CertificateRefused
from core.wrapping import KEY_SIZE
from db import facts, ledger, local, opening, schema
from db.acting import Store
from db.actions import ordering
from db.engine import server_engine, store_engine, writes
from db.facts import Realm
from db.ledger import Registrar
from db.open_vault import OpenVault
from db.opening import Clock, Installation, PublicKeys


@dataclass(frozen=True)
class Served:
    """An open server store, the hand that orders its commits, its certificate, and the private key
    that bundles are sealed to.
    """

    store: Store
    registrar: Registrar
    certificate: Certificate
    box: bytes = field(repr=False)


def prepare(vault: OpenVault, clock: Clock) -> PublicKeys:
    """Make a new server's tables and device keys; its unit is named later."""
    engine = store_engine(vault.connect)
    schema.upgrade(engine)
    mine = opening.fresh(vault, clock.random)
    with writes(engine).begin() as connection:
        local.put_value(connection, opening.NAME_KEY, clock.random(KEY_SIZE))
        opening.keep_installation(connection, mine)
    engine.dispose()
    return opening.public_keys(mine)


def provision(vault: OpenVault, envelope: Signed, spki: str) -> Provision:
    """Take the provisioning file that certifies this server; a newer one replaces it.

    Raises SignatureWrong, NotCanonical, CertificateRefused.
    """
    engine = store_engine(vault.connect)
    with writes(engine).begin() as connection:
        kept = local.value(connection, opening.PROVISION)
        earlier = read_provision(canonical.decode_as(Signed, kept)) if kept else None
        body = read_provision(envelope, earlier.root if earlier else None)
        if earlier and (body.realm != earlier.realm or body.serial < earlier.serial):
            raise CertificateRefused(reason="serial")
        mine = opening.installation(connection)
        certificate = _ours(body, mine, spki)
        local.put_value(connection, opening.PROVISION, canonical.encode(envelope))
        named = msgspec.structs.replace(mine, device=certificate.device)
        opening.keep_installation(connection, named)
        local.put_value(connection, f"person.{vault.person}", certificate.device.encode())
        ledger.open_streams(connection, Realm(body))
    engine.dispose()
    return body


def _ours(body: Provision, mine: Installation, spki: str) -> Certificate:
    """The server's certificate in a provisioning file; raises CertificateRefused if it is not
    ours.
    """
    keys = opening.public_keys(mine)
    for found in Realm(body).founders.values():
        if found.kind == "server" and (found.sign, found.box) == (keys.sign, keys.box):
            if body.server is None or body.server.spki != spki:
                raise CertificateRefused(reason="other-key")
            return found
    raise CertificateRefused(reason="other-server")


def open_served(vault: OpenVault, database: str | None, app: str, clock: Clock) -> Served:
    """The store to serve from; ``database`` is the address of a PostgreSQL instead of the vault.

    Raises NotEnrolled before provisioning, StoreNewer, OutsideDamaged.
    """
    store = opening.open_store(vault, "server", app, clock)
    with store.engine.begin() as connection:
        epoch = ordering.epoch(connection)
        box = unb64(opening.installation(connection).box, 32)
    registrar = Registrar(epoch, store.author.sign)
    if database:
        store.engine.dispose()
        store = replace(store, engine=_central(database, store.realm))
    with store.engine.begin() as connection:
        held, _ = facts.certificates(connection, store.realm, store.author.device)
    return Served(store, registrar, held[-1], box)


def _central(database: str, realm: Realm) -> sa.Engine:
    engine = server_engine(database)
    schema.upgrade(engine)
    with writes(engine).begin() as connection:
        ledger.open_streams(connection, realm)
    return engine


def begin_epoch(vault: OpenVault) -> int:
    """Note that the store was restored: another epoch of the server, another life of its chain."""
    engine = store_engine(vault.connect)
    with writes(engine).begin() as connection:
        raised = ordering.epoch(connection) + 1
        local.put_value(connection, ordering.EPOCH, str(raised).encode())
    engine.dispose()
    opening.outside(vault).bump()
    return raised
