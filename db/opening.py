"""From an unlocked vault to a store with a person at work; what an installation keeps of itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.commits import canonical
from core.commits.format import Session
from core.commits.ids import b64, text_id, unb64
from core.commits.signatures import Signed
from core.commits.trust import Provision, read_provision
from core.errors import AntinError, NotEnrolled
from core.recipients import public_of
from core.wrapping import KEY_SIZE
from db import before_upgrade, incarnation, ledger, local, rekey, schema
from db.acting import Store, acting, announce
from db.authoring import Author
from db.blobs import Blobs, tidy
from db.clock import Clock as Clock  # noqa: PLC0414 - found here, too
from db.engine import ending, store_engine, writes
from db.facts import Realm
from db.incarnation import INSTALLATION as INSTALLATION  # noqa: PLC0414
from db.incarnation import Installation as Installation  # noqa: PLC0414 - found here, too
from db.incarnation import installation as installation  # noqa: PLC0414
from db.incarnation import keep_installation as keep_installation  # noqa: PLC0414
from db.open_vault import OpenVault
from db.outside import NOWHERE, Here, Outside
from db.vault import folder_of as folder_of  # noqa: PLC0414 - found here, too

BLOBS, OUTSIDE = "blobs", "outside"
PROVISION, NAME_KEY = "provision", "blob-names"
WRAP_LABEL, OUTSIDE_LABEL = "blob-wrap", "outside"
LEFT_MS = 86_400_000
"""How old a half-sealed file is that no program writes any more."""


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
    random = clock.random
    with ending(store_engine(vault.connect)) as engine:
        schema.upgrade(engine)
        mine = mine or fresh(vault, random)
        with writes(engine).begin() as connection:
            local.put_value(connection, PROVISION, canonical.encode(provision))
            local.put_value(connection, NAME_KEY, random(KEY_SIZE))
            keep_installation(connection, mine)
            ledger.open_streams(connection, Realm(read_provision(provision)))
    return mine


def public_keys(mine: Installation) -> PublicKeys:
    """The public halves of an installation's keys."""
    sign = Ed25519PrivateKey.from_private_bytes(unb64(mine.sign, 32)).public_key()
    return PublicKeys(b64(sign.public_bytes_raw()), b64(public_of(unb64(mine.box, 32))))


def envelope(connection: sa.Connection) -> Signed:
    """The provisioning file as it was signed; raises NotEnrolled before provisioning."""
    kept = local.value(connection, PROVISION)
    if kept is None:
        raise NotEnrolled
    return canonical.decode_as(Signed, kept)


def realm(connection: sa.Connection) -> Realm:
    """The unit that the store belongs to; raises NotEnrolled before provisioning."""
    provision: Provision = read_provision(envelope(connection))
    return Realm(provision)


def outside(vault: OpenVault, here: Here = NOWHERE, former: bytes | None = None) -> Outside:
    """The counters kept outside the database; each vault has a folder of its own aside. ``former``
    is their key before the database got another one.
    """
    aside = here.aside / vault.vault.lower() if here.aside else None
    own = replace(here, aside=aside)
    return Outside(vault.folder / OUTSIDE, vault.subkey(OUTSIDE_LABEL), own, former)


def open_store(vault: OpenVault, how: str, app: str, clock: Clock, here: Here = NOWHERE) -> Store:
    """The store of an unlocked vault with the person who unlocked it.

    An old or second copy is found by the counters outside: it gets a new incarnation and may not
    give numbers from earlier leases; ``incarnation.noticed`` tells. Raises NotEnrolled, StoreNewer,
    DiskFull.
    """
    rekey.sweep(vault)
    engine = store_engine(vault.connect)
    try:
        return _opened(engine, vault, Session(how, clock.now()), app, clock, here)
    except BaseException:
        engine.dispose()  # no connection outlives the key
        raise


def _opened(
    engine: sa.Engine, vault: OpenVault, session: Session, app: str, clock: Clock, here: Here
) -> Store:
    schema.upgrade(engine, vault)
    before_upgrade.forget(vault, clock.now())
    with writes(engine).begin() as connection:
        mine, unit = installation(connection), realm(connection)
        names = local.value(connection, NAME_KEY) or b""
        counters = outside(vault, here, local.value(connection, rekey.FORMER))
        mine = incarnation.settled(connection, mine, counters, clock)
        begun = incarnation.untold(connection) is not None
        local.drop_value(connection, rekey.FORMER)
        entry = vault.person
        person = (local.value(connection, f"person.{entry}") or entry.encode()).decode()
    author = Author(mine.device, mine.inc, person, session, app, mine.signer())
    blobs = Blobs(vault.folder / BLOBS, names, vault.subkey(WRAP_LABEL), clock.random)
    tidy(vault.folder / BLOBS, clock.now() - LEFT_MS)
    store = Store(engine, unit, author, blobs, counters, clock.now, clock.random)
    if begun:
        _tell_unit(store)
    return store


def _tell_unit(store: Store) -> None:
    """Say the new incarnation in a commit; a server has no acts of its own, and a device that may
    not write any more opens all the same.
    """
    founder = store.realm.founders.get(store.author.device)
    if founder is None or founder.kind != "server":
        with suppress(AntinError), acting(store) as act:
            announce(act)
