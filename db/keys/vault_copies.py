"""The two copies of the vault's header on disk: the whole one of the higher generation counts.

Whoever changes it reads it anew under a lock (``changing``), so that nothing read before, as while
a passphrase was being derived, can undo what another program did meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from core.errors import DiskFull, StoreBusy, VaultDamaged
from db import durable
from db.keys import vault_header

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from db.keys.vault_header import Header
    from db.open_vault import OpenVault

COPIES: Final = ("vault-a.json", "vault-b.json")
LOCK: Final = "vault.lock"


class Found(NamedTuple):
    """A header with its MAC, not yet checked against any key, and its bytes."""

    header: Header
    mac: bytes
    data: bytes


def there(folder: Path) -> bool:
    """Whether the folder holds a header, whole or damaged."""
    return any((folder / name).exists() for name in COPIES)


def read(folder: Path) -> Found:
    """The whole copy of the higher generation; raises VaultDamaged."""
    found = []
    for data in durable.read_copies(folder, COPIES, vault_header.MAX_BYTES):
        parsed = vault_header.read(data)
        if parsed is not None:
            found.append(Found(*parsed, data))
    if not found:
        raise VaultDamaged(name=folder.name)
    return max(found, key=lambda copy: copy.header.generation)


def changing(folder: Path) -> AbstractContextManager[None]:
    """Nobody else changes the header while the block lasts."""
    return durable.alone(folder / LOCK)


def write(folder: Path, header: Header, key: bytearray) -> None:
    """Bring both copies to a new header, one after the other; raises DiskFull."""
    durable.write_copies(folder, COPIES, vault_header.write(header, key))


def heal(folder: Path, found: Found) -> bool:
    """Bring a lost or older copy up to date, unless the header was changed since it was read; a
    store on a read-only disk still opens.
    """
    if durable.read_copies(folder, COPIES, vault_header.MAX_BYTES) == [found.data] * len(COPIES):
        return True
    try:
        with changing(folder):
            if read(folder).data == found.data:
                durable.write_copies(folder, COPIES, found.data)
    except (OSError, DiskFull, StoreBusy, VaultDamaged):
        return False
    return True


def authentic(opened: OpenVault) -> Found:
    """The header as it stands now, checked with the database key.

    Raises VaultTampered, and StoreBusy where another key has taken its place.
    """
    found = read(opened.folder)
    if found.header.store != opened.store:
        raise StoreBusy
    opened.with_key(lambda key: vault_header.authenticate(found.header, found.mac, key))
    return found
