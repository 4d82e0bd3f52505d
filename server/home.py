"""The server's folder: key file, vault, TLS identity, journal; made once, opened to serve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

from core.commits.ids import text_id, unb64
from core.commits.signatures import Signed
from core.commits.trust import Certificate, Provision
from core.errors import VaultExists
from core.sync import container
from core.sync.container import FileKind
from core.sync.founding import ServerRequest, write_server_request
from db import durable, opening, serving
from db.acting import Store
from db.engine import close, store_engine
from db.keys.protectors import KEY_FILE, by_key_file, key_file_key, write_key_file
from db.ledger import Registrar
from db.mirror import Apart, Mirror, on_other_device
from db.open_vault import OpenVault
from db.opening import Clock
from db.vault import Vault
from server import clock, tls
from server.journal import Journal, Keys

KEY, TLS, VAULT, JOURNAL, LOCK = "server.key", "tls.pem", "vault", "journal", "lock"
CLOCK: Final = Clock(clock.now_ms, clock.random_bytes)
APP: Final = f"antin-server {version('antin')}"

Place = tuple[Path, Path | None, str | None, Path | None]
"""A server's folder, its journal's where that is elsewhere, its database and its mirror where it
has one.
"""


@dataclass(frozen=True)
class Home:
    """Everything that a running server holds; ``journal`` is written by nobody else. ``mirror`` is
    the second medium of its files, where one was named.
    """

    store: Store
    registrar: Registrar
    certificate: Certificate
    journal: Journal
    mirror: Mirror | None
    spki: str
    folder: Path
    session_key: bytes = field(repr=False)
    box: bytes = field(repr=False)
    tls_passphrase: Callable[[], bytes] = field(repr=False)


def create(folder: Path, names: list[str], label: str) -> bytes:
    """Make a server's folder; the request file for the ceremony. Raises VaultExists, DiskFull."""
    vault = Vault(folder / VAULT, clock.random_bytes)
    if vault.exists() or (folder / KEY).exists():
        raise VaultExists(name=folder.name)
    durable.make_folder(folder)
    write_key_file(folder / KEY, clock.random_bytes)
    entry = text_id(clock.random_bytes(16))
    opened = vault.create(entry, label, by_key_file(folder / KEY))
    keys = serving.prepare(opened, CLOCK)
    spki = tls.make(folder / TLS, names, passphrase(opened), clock.now_ms())
    request = ServerRequest(label=label, sign=keys.sign, box=keys.box, spki=spki, at=clock.now_ms())
    engine = store_engine(opened.connect)
    with engine.begin() as connection:
        sign = opening.installation(connection).signer()
    close(engine)
    opened.close()
    return write_server_request(request, sign)


def provision(folder: Path, data: bytes) -> Provision:
    """Take a provisioning file that names this server. Raises CertificateRefused and others."""
    envelope = container.read_json(FileKind.PROVISION, Signed, data)
    with unlocked(folder) as vault:
        return serving.provision(vault, envelope, tls.spki(folder / TLS))


def passphrase(vault: OpenVault) -> bytes:
    """What protects the TLS key: a subkey of the vault as text."""
    return vault.subkey(tls.LABEL).hex().encode("ascii")


@contextmanager
def unlocked(folder: Path) -> Iterator[OpenVault]:
    """The vault, opened by the key file beside it. Raises WrongKey, KeyFileExposed."""
    vault = Vault(folder / VAULT, clock.random_bytes)
    entry = vault.people()[0].person
    opened = vault.unlock_with(entry, KEY_FILE, key_file_key(folder / KEY))
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def opened(
    folder: Path,
    journal: Path | None = None,
    database: str | None = None,
    mirror: Path | None = None,
    apart: Apart = on_other_device,
) -> Iterator[Home]:
    """A server's folder open to serve. Raises NotEnrolled before provisioning, JournalDamaged."""
    with unlocked(folder) as vault:
        served = serving.open_served(vault, database, APP, CLOCK)
        try:
            yield Home(
                store=served.store,
                registrar=served.registrar,
                certificate=served.certificate,
                journal=Journal(journal or folder / JOURNAL, journal_keys(vault, served.store)),
                mirror=mirrored(vault, served.store, mirror, apart),
                spki=tls.spki(folder / TLS),
                folder=folder,
                session_key=vault.subkey("session"),
                box=served.box,
                tls_passphrase=lambda: passphrase(vault),
            )
        finally:
            close(served.store.engine)


def mirrored(vault: OpenVault, store: Store, folder: Path | None, apart: Apart) -> Mirror | None:
    """The second medium of a store's files; None where no folder is named."""
    if folder is None:
        return None
    return Mirror(store.blobs, folder, vault.subkey("mirror"), clock.random_bytes, apart)


def journal_keys(vault: OpenVault, store: Store) -> Keys:
    """What the journal is sealed with."""
    recovery = unb64(store.realm.provision.recovery, 32)
    return Keys(vault.subkey("journal"), recovery, clock.random_bytes)


@contextmanager
def alone(folder: Path, journal: Path | None = None, database: str | None = None) -> Iterator[None]:
    """Let one process serve from a folder; on a PostgreSQL one for each journal, as each writes
    down all that the store orders. Raises StoreBusy for another one.
    """
    place = (journal or folder / JOURNAL) if database else folder
    durable.make_folder(place)
    with durable.alone(place / LOCK, wait=False):
        yield
