"""Saves the signed file where a person wants it: the one readable copy outside the store. No Qt."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from core.errors import DiskFull, FileUnreadable
from db.actions import exports
from desktop.signing import acts

if TYPE_CHECKING:
    from pathlib import Path

    from db.acting import Store


def export_pdf(store: Store, document: str, path: Path) -> None:
    """Write the main file, whole or not at all, and record the export as an act.

    Raises NotAllowed, BlobMissing, DiskFull, FileUnreadable.
    """
    file = acts.shown(store, document)
    exports.note(store, document, file.blob)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as target:
            target.write(file.pdf)
            target.flush()
            os.fsync(target.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise (DiskFull if error.errno == errno.ENOSPC else FileUnreadable)() from error
