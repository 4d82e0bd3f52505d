"""Saves the signed file where a person wants it: the one readable copy outside the store. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.printing import leaving
from desktop.signing import acts

if TYPE_CHECKING:
    from pathlib import Path

    from db.acting import Done, Store
    from desktop.printing.leaving import Papers


def export_pdf(store: Store, document: str, path: Path) -> Done:
    """Write the main file, whole or not at all, and record the export as an act.

    Raises NotAllowed, BlobMissing, DiskFull, FileUnwritable.
    """
    file = acts.shown(store, document)
    return leaving.save_file(store, document, file.blob, file.pdf, path)


def papers_of(store: Store, document: str, name: str) -> Papers:
    """The main file as it is printed: as it stands. Raises NotFound, BlobMissing."""
    return leaving.of_document(acts.shown(store, document).pdf, name, document)
