"""The two copies of the vault's header on disk: the whole one of the higher generation counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from core.errors import DiskFull, VaultDamaged
from db import durable
from db.keys import vault_header

if TYPE_CHECKING:
    from pathlib import Path

    from db.keys.vault_header import Header
    from db.open_vault import OpenVault

COPIES: Final = ("vault-a.json", "vault-b.json")


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


def write(folder: Path, header: Header, key: bytearray) -> None:
    """Bring both copies to a new header, one after the other; raises DiskFull."""
    durable.write_copies(folder, COPIES, vault_header.write(header, key))


def heal(folder: Path, found: Found) -> bool:
    """Bring a lost or older copy up to date; a store on a read-only disk still opens."""
    try:
        durable.write_copies(folder, COPIES, found.data)
    except (OSError, DiskFull):
        return False
    return True


def authentic(opened: OpenVault) -> Header:
    """The header as it stands now, checked with the database key; raises VaultTampered."""
    found = read(opened.folder)
    opened.with_key(lambda key: vault_header.authenticate(found.header, found.mac, key))
    return found.header
