"""Reads a file that another program made, to go along with a draft as an appendix. No document of
its text is made: it goes as it is, a PDF made ready for the agency's signature.

A PDF that cannot be made ready (signed already, with scripts in it) goes along untouched, as every
other kind of file does.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from core.errors import ActiveContent, AlreadySigned, TooLarge
from core.office.secrecy import ORDINARY, refuse_secret
from core.office.taking_in import all_lines
from core.signing import prepare
from core.signing.fields import NAMES, FieldSpec
from db.actions.files import NewFile
from desktop.drafts.given import PDF
from desktop.forms import template
from desktop.forms.boxes import LEADING
from desktop.forms.template import MM
from desktop.intake import given_pdf
from desktop.intake.office_suite import KINDS, to_pdf
from desktop.intake.opening import content_of, shown_name
from desktop.intake.taking import read_word
from desktop.wording import file_size

if TYPE_CHECKING:
    from pathlib import Path

LARGEST: Final = 50 * 1024 * 1024
TYPES: Final = {
    "pdf": PDF,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "zip": "application/zip",
}
ANY: Final = "application/octet-stream"


def read(path: Path, *, as_pdf: bool) -> NewFile:
    """A file that another program made, as it goes along; waits for the disk and for limited
    processes. ``as_pdf``: what a word processor made is turned into pages.

    Raises FileUnreadable, EmptyFile, TooLarge, BrokenWordFile, NotConverted, OfficeSuiteMissing,
    PrivateMemoryMissing, what is raised of a PDF that cannot be read, WorkerTimeout, WorkerCrashed,
    and SecretRefused for a stamp of a state secret; nothing is kept then.
    """
    content, name = content_of(path), shown_name(path.name)
    if len(content) > LARGEST:
        raise TooLarge(limit=file_size(LARGEST))
    kind = path.suffix.lower().removeprefix(".")
    if as_pdf and kind in KINDS:
        content, kind = to_pdf(content, kind), "pdf"
        name = shown_name(f"{PurePath(path.name).stem}.pdf")
    if kind == "pdf":
        return _paged(name, content)
    if kind == "docx":
        refuse_secret(ORDINARY, all_lines(read_word(content).parts))
    return NewFile(name, TYPES.get(kind, ANY), content)


def _paged(name: str, pdf: bytes) -> NewFile:
    """A PDF with the place of the agency's signature in the corner of its first page."""
    pages = given_pdf.read(pdf)
    refuse_secret(ORDINARY, [line.text for page in pages for line in page.lines])
    try:
        ready = prepare.add_fields(prepare.normalise(pdf), (_corner(*pages[0].size),))
    except (ActiveContent, AlreadySigned):
        ready = pdf
    return NewFile(name, PDF, ready, len(pages))


def _corner(width: float, height: float) -> FieldSpec:
    """The upper right corner, as high and as wide as on pages of our own (PL I, III.1)."""
    own = template.load()
    marks, size = own.marks, own.styles.corner.sizes[0]
    right, top = width - own.page.right_mm * MM, height - marks.corner_mm * MM + size
    left = max(0.0, right - marks.corner_width_mm * MM)
    bottom = top - LEADING * size
    box = (round(left, 2), round(bottom, 2), round(max(right, left + size), 2), round(top, 2))
    return FieldSpec(NAMES["dau"], "dau", 0, box)
