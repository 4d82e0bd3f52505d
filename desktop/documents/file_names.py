"""The files of a document as people read them: which is which, how large, and how it is signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office.typography import roman
from db.actions.appendices import BESIDE, P7S
from desktop.documents.fetching import absence
from desktop.intake_words import at_intake
from desktop.wording import file_size
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.rows import FileRow

PDF: Final = "application/pdf"
GIVEN: Final = "given"
_ROLES: Final = ("main", "received", "appendix", "attachment")
"""In the order in which they are read; the text of a draft is none of them."""


@dataclass(frozen=True)
class Named:
    """A file with what it is called in its document, and the signature ``beside`` it."""

    row: FileRow
    name: str
    beside: FileRow | None = None

    @property
    def shown(self) -> bool:
        """Whether its pages can be shown."""
        return self.row.type == PDF

    def line(self) -> str:
        """Its own name, kind, pages, size and signatures; of one that was signed before it came
        what was found then.
        """
        row = self.row
        pages = word("files.pages", n=row.pages) if row.pages else ""
        size = file_size(row.size) if row.here else absence(row)
        signed = word("files.signed") if row.signed else ""
        if self.beside is not None:
            signed = word("files.signed_beside")
        found = row.intake if row.intake and row.intake.signatures else None
        came = at_intake(found, words.language) if found else ""
        return " · ".join(filter(None, (row.name, kind(row), pages, size, signed, came)))


def named(files: Sequence[FileRow]) -> tuple[Named, ...]:
    """The files of a document in reading order, the one that is signed first."""
    found: list[Named] = []
    beside = {row.slot: row for row in files if row.type == P7S}
    for role in _ROLES:
        own = [row for row in files if row.role == role and row.type != P7S]
        found += (
            Named(row, _name(row, at, len(own)), beside.get(row.slot + BESIDE))
            for at, row in enumerate(own, 1)
        )
    return tuple(sorted(found, key=lambda one: one.row.slot == GIVEN))


def kind(row: FileRow) -> str:
    """What sort of file it is, by the ending of its name: ``XLSX``."""
    stem, dot, ending = row.name.rpartition(".")
    known = dot and stem and len(ending) <= 5 and ending.isalnum()
    return ending.upper() if known else word("files.kind_other")


def _name(row: FileRow, at: int, count: int) -> str:
    if row.role == "main":
        return word("files.main")
    if row.role == "appendix":
        return word("files.appendix", n=roman(at)) if count > 1 else word("files.appendix_only")
    if row.role == "attachment":
        return word("files.attached", n=at)
    return word("files.given" if row.slot == GIVEN else "files.received")
