"""Opens a PDF for signing or judging: strictly, with limits, from memory.

Errors of the library never leave this folder: they become our own (core/errors.py).
"""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.reader import PdfFileReader

from core.errors import AntinError, BrokenPdf, EmptyFile, NotAPdf, ProtectedPdf

if TYPE_CHECKING:
    from collections.abc import Iterator

# where ISO 32000-1 Annex H.3 allows the header to begin
_HEADER_WITHIN = 1024


def check_header(pdf: bytes) -> None:
    """Raise EmptyFile or NotAPdf when the bytes do not begin as a PDF does."""
    if not pdf:
        raise EmptyFile
    if b"%PDF-" not in pdf[:_HEADER_WITHIN]:
        raise NotAPdf


@contextmanager
def as_broken() -> Iterator[None]:
    """Turn whatever a parser raises on a bad file into BrokenPdf; our own errors pass."""
    try:
        yield
    except AntinError:
        raise
    # the parser raises a dozen kinds on hostile input (signing.md §11.3)
    except Exception as error:
        raise BrokenPdf from error


def open_reader(pdf: bytes) -> PdfFileReader:
    """A strict reader. Raises EmptyFile, NotAPdf, BrokenPdf or ProtectedPdf."""
    check_header(pdf)
    with as_broken():
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        if reader.encrypted:
            raise ProtectedPdf
        _ = reader.root["/Pages"]
    return reader


def is_hybrid(reader: PdfFileReader) -> bool:
    """Whether two kinds of cross-reference stand side by side, so that readers may differ."""
    return bool(reader.xrefs.hybrid_xrefs_present)
