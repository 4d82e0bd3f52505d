"""Saves the signed file where a person wants it: the one readable copy outside the store. No Qt."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from core.commits.file_bodies import APPENDIX
from db.actions.appendices import BESIDE
from db.queries import documents
from desktop.printing import leaving
from desktop.signing import acts

if TYPE_CHECKING:
    from pathlib import Path

    from db.acting import Done, Store
    from db.queries.rows import FileRow
    from desktop.printing.leaving import Papers


def export_pdf(store: Store, document: str, path: Path) -> Done:
    """Write the main file with its appendices beside it, and record the export as one act: all
    are read before any is written.

    Raises NotFound, NotAllowed, BlobMissing, DiskFull, FileUnwritable.
    """
    file, page = acts.shown(store, document), documents.page(store, document)
    own = [one for one in page.files if one.slot.startswith(APPENDIX)] if page else []
    beside = ((one.blob, path.with_name(_beside(path.stem, one))) for one in own)
    return leaving.save_files(store, document, [(file.blob, path), *beside])


def _beside(stem: str, file: FileRow) -> str:
    """``05-SĐ999-TM.phu-luc-1.xlsx``, and its signature with ``.p7s`` behind that."""
    slot = file.slot.removesuffix(BESIDE)
    name = file.name.removesuffix(".p7s") if slot != file.slot else file.name
    ending = "".join(one for one in PurePath(name).suffix if one.isalnum() or one == ".")
    p7s = ".p7s" if slot != file.slot else ""
    return f"{stem}.phu-luc-{slot.removeprefix(APPENDIX).lstrip('-')}{ending}{p7s}"


def papers_of(store: Store, document: str, name: str) -> Papers:
    """The main file as it is printed: as it stands. Raises NotFound, BlobMissing."""
    return leaving.of_document(acts.shown(store, document).pdf, name, document)
