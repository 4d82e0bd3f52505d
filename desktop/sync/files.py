"""Bundles as files on a stick: written whole beside their name, read in pieces. No Qt."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DiskFull, FileUnreadable
from db.actions import bundles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.acting import Store
    from db.actions.bundles import Exported, Imported

PIECE = 1 << 20
PART = ".part"


def write_bundle(store: Store, recipients: Sequence[str], path: Path) -> Exported:
    """Export to a file that appears only when it is whole and durable. Raises DiskFull, NotAllowed,
    FileUnreadable."""
    made = bundles.export(store, recipients)
    part = path.with_name(path.name + PART)
    try:
        with part.open("wb") as file:
            for piece in made.pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _ours(error) from error
    return made


def read_bundle(store: Store, path: Path) -> Imported:
    """Import a file; raises FileUnreadable and what ``bundles.import_`` raises."""
    return bundles.import_(store, _pieces(path))


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise _ours(error) from error


def _ours(error: OSError) -> DiskFull | FileUnreadable:
    return DiskFull() if error.errno == errno.ENOSPC else FileUnreadable()
