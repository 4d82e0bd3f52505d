"""Opens a file that a person brings: checked before anything is shown or stored.

Everything here waits, for the disk or for the page process: it belongs in the lane ``PAGES``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.errors import EmptyFile, FileUnreadable, SecretRefused, TooLarge
from db.actions.files import MAX_FILE
from desktop import pages as page_limits
from desktop.intake.fields import Reading, read_fields
from desktop.wording import file_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.catalogue import DocumentType
    from desktop.pages import Handle, PageServer

LARGEST: Final = min(MAX_FILE, page_limits.MAX_BYTES)
NAME_LIMIT: Final = 200


@dataclass(frozen=True)
class Known:
    """What reading compares with: the types of the law, the agencies of the books."""

    types: Sequence[DocumentType] = ()
    issuers: Sequence[str] = ()


@dataclass(frozen=True)
class Arrived:
    """A PDF that can be shown and stored: its name, bytes, open pages and what was read."""

    path: Path
    name: str
    content: bytes
    handle: Handle
    reading: Reading


def arrive(path: Path, pages: PageServer, known: Known) -> Arrived:
    """Read, check and open a file.

    Raises FileUnreadable, EmptyFile, TooLarge, NotAPdf, BrokenPdf, ProtectedPdf, and SecretRefused
    for a stamp of a state secret in its head (domain.md §10.3); nothing is kept then.
    """
    content = content_of(path)
    handle = pages.open(content)
    try:
        reading = _ordinary(read_fields(pages.lines(handle, 0), known.types, known.issuers))
    except BaseException:
        pages.close(handle)
        raise
    return Arrived(path, shown_name(path.name), content, handle, reading)


def _ordinary(reading: Reading) -> Reading:
    if reading.secrecy is not None:
        raise SecretRefused
    return reading


def content_of(path: Path) -> bytes:
    """The bytes of a file; one over the limit is never read to its end."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        raise FileUnreadable from error
    if not content:
        raise EmptyFile
    if len(content) > LARGEST:
        raise TooLarge(limit=file_size(LARGEST))
    return content


def shown_name(name: str) -> str:
    """A file's name as it is shown and recorded: composed, printable, NAME_LIMIT letters at
    most.
    """
    letters = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    printable = "".join(letter if letter.isprintable() else " " for letter in letters)
    if len(printable) <= NAME_LIMIT:
        return printable
    stem, dot, kind = printable.rpartition(".")
    kept = NAME_LIMIT - len(dot + kind) - 1
    return f"{stem[:kept]}…{dot}{kind}" if dot and len(kind) < 20 else printable[:NAME_LIMIT]
