"""Saves the signed file where a person wants it: the one readable copy outside the store. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.printing import leaving
from desktop.signing import acts

if TYPE_CHECKING:
    from pathlib import Path

    from db.acting import Done, Store


def export_pdf(store: Store, document: str, path: Path) -> Done:
    """Write the main file, whole or not at all, and record the export as an act.

    Raises NotAllowed, BlobMissing, DiskFull, FileUnwritable.
    """
    file = acts.shown(store, document)
    return leaving.save_file(store, document, file.blob, file.pdf, path)
