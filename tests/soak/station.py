"""The clerk's store of a fictional unit, founded in a folder, opened there again and again."""

from __future__ import annotations

import json
import secrets
import time
from typing import TYPE_CHECKING, Final

from db import opening, schema
from db.actions.incoming import Incoming
from db.clock import Clock
from db.engine import close, store_engine, writes
from db.keys.protectors import KEY_FILE, key_file_key
from db.rekey import rekey
from db.vault import Vault
from tests.db.test_ledger import World
from tests.db.upgrade_child import TRIAL

if TYPE_CHECKING:
    from pathlib import Path

    from db.acting import Store
    from db.open_vault import OpenVault

NOTES: Final = "station.json"
NUMBERS: Final = 100_000
BACK: Final = ("DROP INDEX documents_by_trial", "ALTER TABLE documents DROP COLUMN trial")
NOW: Final = f"'{schema.NEWEST}'"
CLOCK: Final = Clock(lambda: int(time.time() * 1000), secrets.token_bytes)


def found(folder: Path) -> None:
    """A unit whose clerk may give many numbers; only the clerk's machine is used afterwards."""
    world = World(folder)
    world.lease(world.clerk, 10, NUMBERS)
    world.pull(world.clerk)
    notes = {"person": world.people["van"], "book": world.book}
    (folder / NOTES).write_text(json.dumps(notes))
    world.close()


def entry(code: str) -> Incoming:
    """A fictional letter."""
    return Incoming(
        code=code,
        issuer="Phòng Tham mưu",
        subject=f"Về việc bảo đảm thông tin liên lạc, lần {code}",
        type="cong-van",
        document_date="2026-11-16",
        arrived="2026-11-18",
    )


class Station:
    """The clerk's machine in a founded folder, its store open."""

    def __init__(self, folder: Path) -> None:
        notes = json.loads((folder / NOTES).read_text())
        self.folder, self.target = folder, folder / "backup"
        self.book, self._person = str(notes["book"]), str(notes["person"])
        self.place = folder / "clerk"
        self.target.mkdir(exist_ok=True)
        self._vault = Vault(self.place, CLOCK.random)
        self.vault = self.unlock(self._vault)
        self._take_back()
        self.store = self._open()

    def _open(self) -> Store:
        return opening.open_store(self.vault, "key-file", "soak", CLOCK)

    def unlock(self, vault: Vault) -> OpenVault:
        """Open a vault of this station, wherever it lies, by the clerk's key file."""
        return vault.unlock_with(self._person, KEY_FILE, key_file_key(self.folder / "keys/clerk"))

    def rekey(self) -> None:
        """Bring the closed store under another key and open it again."""
        close(self.store.engine)
        self.vault = rekey(self._vault, self.vault, "soak", CLOCK, lambda _done, _total: True)
        self.store = self._open()

    def upgrade(self) -> None:
        """Bring the closed store to a revision that only tests know, its database copied first."""
        close(self.store.engine)
        engine = store_engine(self.vault.connect)
        schema.upgrade(engine, self.vault, [TRIAL])
        close(engine)

    def downgrade(self) -> None:
        """Back to the program's own revision, and open."""
        self._take_back()
        self.store = self._open()

    def _take_back(self) -> None:
        engine = store_engine(self.vault.connect)
        if schema.revision(engine) != schema.NEWEST:
            with writes(engine).begin() as connection:
                for statement in (*BACK, f"UPDATE alembic_version SET version_num = {NOW}"):
                    connection.exec_driver_sql(statement)
        close(engine)

    def close(self) -> None:
        """Close store and vault."""
        close(self.store.engine)
        self.vault.close()
