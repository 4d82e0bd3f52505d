"""Saves the signed file where a person wants it: the one readable copy outside the store. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.actions import exports
from desktop.signing import acts
from desktop.written import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from db.acting import Store


def export_pdf(store: Store, document: str, path: Path) -> None:
    """Write the main file, whole or not at all, and record the export as an act.

    Raises NotAllowed, BlobMissing, DiskFull, FileUnwritable.
    """
    file = acts.shown(store, document)
    exports.note(store, document, file.blob)
    write_whole(path, file.pdf)
