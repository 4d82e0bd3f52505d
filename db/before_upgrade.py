"""The database as it was before a newer program changed its tables: one copy beside it.

The encrypted pages are copied as they lie, under a name that says which revision they hold, read
back and opened with the key before anything is changed. The copy stays for a fortnight: faults of a
new program show within days, and the room that it takes is given back. Going back means losing the
work since; a store that was put back is noticed as an old copy (db/incarnation.py).
"""

from __future__ import annotations

from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.errors import StoreUnreadable
from db import durable
from db.connection import open_store, remove_store
from db.frozen import frozen

if TYPE_CHECKING:
    from db.open_vault import OpenVault

BEFORE: Final = ".before-"
PART: Final = ".part"
DAMAGED: Final = "damaged-"
KEPT_MS: Final = 14 * 86_400_000
PIECE: Final = 1 << 20


def keep(vault: OpenVault, head: str) -> Path:
    """Copy the database before it is brought to the revision ``head``; durable and checked when
    this returns. Raises DiskFull, StoreBusy, StoreUnreadable; nothing is left then.
    """
    path = vault.path.with_name(vault.path.name + BEFORE + head)
    part = path.with_name(path.name + PART)
    remove_store(part)
    try:
        _check(vault, part, _copied(vault, part))
        part.replace(path)
    except BaseException:
        remove_store(part)
        raise
    durable.sync_folder(path.parent)
    return path


def forget(vault: OpenVault, now: int) -> None:
    """Remove copies that are older than a fortnight (``now`` in ms UTC), halves of one, and those
    under a former key, which somebody else may know; and what a salvage put aside so long ago.
    """
    for path in (*vault.folder.glob(f"*.db{BEFORE}*"), *vault.folder.glob(f"{DAMAGED}*.db")):
        with suppress(OSError):  # held by a scanner, say: at the next start
            old = path.stat().st_mtime_ns // 1_000_000 + KEPT_MS < now
            foreign = not path.name.startswith((vault.path.name + BEFORE, DAMAGED))
            if old or foreign or path.name.endswith(PART):
                remove_store(path)


def _copied(vault: OpenVault, part: Path) -> bytes:
    digest = sha256()
    with frozen(vault) as still, durable.room(), durable.fresh(part) as file:
        for piece in still.pages():
            digest.update(piece)
            file.write(piece)
        file.flush()
        durable.sync_file(file.fileno())
    return digest.digest()


def _check(vault: OpenVault, part: Path, digest: bytes) -> None:
    """Read the copy back and open it; raises StoreUnreadable."""
    if _digest(part) != digest:
        raise StoreUnreadable(reason="copy")
    vault.with_key(lambda key: open_store(part, key)).close()


def _digest(path: Path) -> bytes:
    digest = sha256()
    with closing(path.open("rb")) as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.digest()
