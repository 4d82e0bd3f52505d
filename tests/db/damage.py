"""What the tests of damage share: a closed store of a clerk, what it says, and one flipped bit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from core.errors import AntinError, Damaged
from db import opening
from db.acting import Store
from db.actions import files
from db.care.findings import Report
from db.care.integrity import check, check_closed
from db.engine import close
from db.keys.protectors import KEY_FILE, key_file_key
from db.open_vault import OpenVault
from db.vault import Vault
from tests.db.care.test_integrity import CLOCK
from tests.db.test_ledger import World

PAGE = 4096
READ = (
    "SELECT id, number, symbol, subject, issuer, state FROM documents",
    "SELECT id, name, rank, post FROM people",
    "SELECT id, code, title FROM dossiers",
    "SELECT document, name, blob, size FROM files",
)


@dataclass
class Seen:
    """What became of opening a store: refused, or open with a report and what it says."""

    refused: AntinError | None
    report: Report | None
    said: set[str]


def vault_at(world: World, folder: Path) -> OpenVault:
    """A copy of the clerk's vault, unlocked."""
    key = key_file_key(world.unit.folder / "keys" / "clerk")
    return Vault(folder, CLOCK.random).unlock_with(world.people["van"], KEY_FILE, key)


def look(world: World, folder: Path) -> Seen:
    """Open, read everything that a person sees, check; whatever is damaged, only our errors."""
    try:
        vault = vault_at(world, folder)
    except Damaged as error:
        return Seen(error, None, set())
    try:
        store = opening.open_store(vault, "keyfile", "test", CLOCK)
    except Damaged as error:
        return Seen(error, check_closed(vault), set())
    said = words(store)
    report = check(store, vault)
    store.engine.dispose()
    if report.whole:
        close(store.engine)
    vault.close()
    return Seen(None, report, said)


def words(store: Store) -> set[str]:
    """Everything readable, as one set; what cannot be read is left out."""
    said: set[str] = set()
    for query in READ:
        try:
            with store.engine.begin() as connection:
                rows = connection.execute(sa.text(query)).all()
        except Damaged:
            store.engine.dispose()
            continue
        said |= {repr(row) for row in rows}
        for row in rows if "blob" in query else ():
            try:
                said.add(repr(files.content(store, row.blob)))
            except AntinError:
                store.engine.dispose()
    return said


def flip(path: Path, offset: int, bit: int) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[offset % len(data)] ^= 1 << bit
    path.write_bytes(data)
