"""From an unlocked vault to a store with a person at work; what an installation keeps of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.commits import canonical
from core.commits.format import Count, Id, Session
from core.commits.ids import b64, text_id, unb64
from core.commits.signatures import Signed
from core.commits.trust import Key, Provision, read_provision
from core.errors import NotEnrolled, RolledBack
from core.recipients import public_of
from core.wrapping import KEY_SIZE
from db import ledger, local, models, schema
from db.acting import Store
from db.authoring import Author
from db.blobs import Blobs
from db.clock import Clock as Clock  # noqa: PLC0414 - found here, too
from db.engine import store_engine, writes
from db.facts import Realm
from db.open_vault import OpenVault
from db.outside import Outside
from db.vault import folder_of as folder_of  # noqa: PLC0414 - found here, too

BLOBS, OUTSIDE = "blobs", "outside"
PROVISION, INSTALLATION, NAME_KEY = "provision", "installation", "blob-names"
WRAP_LABEL, OUTSIDE_LABEL = "blob-wrap", "outside"


class Installation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """This device's own keys and its certificate once enrolled; kept inside the encrypted store.

    ``inc`` is the incarnation that the database believes in; the counter outside decides.
    """

    device: Id
    sign: Annotated[str, msgspec.Meta(max_length=43)]
    box: Key
    inc: Count
    certificate: Signed | None = None

    def signer(self) -> Callable[[bytes], bytes]:
        """The device's signing function."""
        return Ed25519PrivateKey.from_private_bytes(unb64(self.sign, 32)).sign


@dataclass(frozen=True)
class PublicKeys:
    """An installation's public halves as text: what it signs with, what is sealed to it."""

    sign: str
    box: str


def fresh(vault: OpenVault, random: Callable[[int], bytes]) -> Installation:
    """A new installation's own keys, in its first incarnation."""
    inc = outside(vault).bump()
    return Installation(text_id(random(16)), b64(random(32)), b64(random(32)), inc)


def prepare(
    vault: OpenVault, provision: Signed, clock: Clock, mine: Installation | None = None
) -> Installation:
    """Make a new vault's store: tables, own keys unless given, provisioning file.

    Raises as read_provision.
    """
    read_provision(provision)
    engine = store_engine(vault.connect)
    schema.upgrade(engine)
    random = clock.random
    mine = mine or fresh(vault, random)
    with writes(engine).begin() as connection:
        local.put_value(connection, PROVISION, canonical.encode(provision))
        local.put_value(connection, NAME_KEY, random(KEY_SIZE))
        keep_installation(connection, mine)
        ledger.open_streams(connection, Realm(read_provision(provision)))
    engine.dispose()
    return mine


def public_keys(mine: Installation) -> PublicKeys:
    """The public halves of an installation's keys."""
    sign = Ed25519PrivateKey.from_private_bytes(unb64(mine.sign, 32)).public_key()
    return PublicKeys(b64(sign.public_bytes_raw()), b64(public_of(unb64(mine.box, 32))))


def keep_installation(connection: sa.Connection, mine: Installation) -> None:
    """Store the installation's keys and certificate."""
    local.put_value(connection, INSTALLATION, canonical.encode(mine))


def installation(connection: sa.Connection) -> Installation:
    """This installation's keys and certificate; raises NotEnrolled where there are none."""
    kept = local.value(connection, INSTALLATION)
    if kept is None:
        raise NotEnrolled
    return canonical.decode_as(Installation, kept)


def realm(connection: sa.Connection) -> Realm:
    """The unit that the store belongs to; raises NotEnrolled before provisioning."""
    kept = local.value(connection, PROVISION)
    if kept is None:
        raise NotEnrolled
    provision: Provision = read_provision(canonical.decode_as(Signed, kept))
    return Realm(provision)


def outside(vault: OpenVault) -> Outside:
    """The counters kept outside the database."""
    return Outside(vault.folder / OUTSIDE, vault.subkey(OUTSIDE_LABEL))


def open_store(vault: OpenVault, how: str, app: str, clock: Clock) -> Store:
    """The store of an unlocked vault with the person who unlocked it.

    An old copy of the database is found by the counters outside: it gets a new incarnation and may
    not give numbers from earlier leases. Raises NotEnrolled, StoreNewer, OutsideDamaged.
    """
    engine = store_engine(vault.connect)
    schema.upgrade(engine)
    with writes(engine).begin() as connection:
        mine, unit = installation(connection), realm(connection)
        names = local.value(connection, NAME_KEY) or b""
        counters = outside(vault)
        mine = _renewed(connection, mine, counters)
        entry = vault.person
        person = (local.value(connection, f"person.{entry}") or entry.encode()).decode()
    author = Author(mine.device, mine.inc, person, Session(how, clock.now()), app, mine.signer())
    blobs = Blobs(vault.folder / BLOBS, names, vault.subkey(WRAP_LABEL), clock.random)
    return Store(engine, unit, author, blobs, counters, clock.now, clock.random)


def _renewed(connection: sa.Connection, mine: Installation, counters: Outside) -> Installation:
    """A new incarnation where the database is behind the counters kept outside it."""
    lease = models.Lease
    query = sa.select(lease.id, lease.top).where(
        lease.device == mine.device, lease.inc == mine.inc, lease.returned.is_(False)
    )
    held = list(connection.execute(query))
    try:
        for row in held:
            counters.reconcile(row.id, row.top)
        behind = counters.incarnation() > mine.inc
    except RolledBack:
        behind = True
        counters.bump()
    if not behind:
        return mine
    renewed = msgspec.structs.replace(mine, inc=counters.incarnation())
    keep_installation(connection, renewed)
    return renewed
