"""Backups of an embedded server: its vault with acts, files and keys, and its TLS identity.

Everything in the place is encrypted. The key file (``server.key``) is not among it and belongs in
another place: together they are the server.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.errors import FileUnreadable, VaultExists
from db import durable, opening, serving
from db.actions import recovering
from db.care import backup, restore
from db.care.restore import Wish
from db.keys.protectors import KEY_FILE, key_file_key
from server import home, orders
from server.home import APP, CLOCK

if TYPE_CHECKING:
    from db.care.backup_work import Report
    from db.care.restore import Restored
    from db.open_vault import OpenVault
    from db.vault import Vault

TLS_LIMIT: Final = 1 << 20


def run(data: Path, target: Path) -> Report:
    """Make one more generation in a folder; a running server goes on beside it.

    Raises what ``backup.run`` raises.
    """
    with home.unlocked(data) as vault:
        store = opening.open_store(vault, "server", APP, CLOCK)
        try:
            done = backup.run(store, vault, target)
            durable.replace(target / _tls(vault.vault), (data / home.TLS).read_bytes())
        finally:
            store.engine.dispose()
    return done


def bring_back(data: Path, source: Path, key: Path, journal: Path | None) -> tuple[Restored, int]:
    """Make a server's folder of the newest backup, its key file and what its journal still holds;
    it then recovers: what was restored, and how many commits the journal brought.

    Raises VaultExists over a folder that has a server, FileUnreadable, what ``restore.restore``
    raises, JournalDamaged.
    """
    if (data / home.VAULT).exists() or (data / home.KEY).exists():
        raise VaultExists(name=data.name)
    durable.make_folder(data)

    def unlock(vault: Vault) -> OpenVault:
        entry = vault.people()[0].person
        return vault.unlock_with(entry, KEY_FILE, key_file_key(key))

    done = restore.restore(Wish(source), data, unlock, CLOCK, APP)
    opening.folder_of(data).rename(data / home.VAULT)
    try:
        durable.replace(data / home.KEY, durable.read_small(key, TLS_LIMIT))
        with home.unlocked(data) as vault:
            kept = durable.read_small(source / _tls(vault.vault), TLS_LIMIT)
        durable.replace(data / home.TLS, kept)
    except OSError as error:
        raise FileUnreadable from error
    return done, recover(data, journal, None)


def recover(data: Path, journal: Path | None, database: str | None) -> int:
    """After a restore whose journal may lack something: take what it holds, begin another epoch and
    collect from the machines what the server had ordered; how many commits the journal brought.
    """
    with home.opened(data, journal, database) as opened:
        taken = orders.replay(opened)
        recovering.begin(opened.store)
    with home.unlocked(data) as vault:
        serving.begin_epoch(vault)
    return taken


def _tls(vault: str) -> str:
    return f"{vault}-tls.pem"
