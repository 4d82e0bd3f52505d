"""Reads the layout of a PDF for the format checker: runs of text, lines, pictures of every page.

Runs in a limited child process only (``worker.run_limited``); what it returns are plain values.
Stamps of signatures are read as what they show: they are made part of the page first, in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from core.errors import BrokenPdf, TooLarge
from core.office.format.page import Page, Reading
from desktop.format_shapes import shapes_of
from desktop.format_text import text_of
from desktop.page_reader import load

if TYPE_CHECKING:
    from desktop.format_text import Turn

MAX_PAGES: Final = 200
_QUARTER: Final = 90


def read_layout(file: bytes) -> Reading:
    """What stands on every page.

    Raises EmptyFile, NotAPdf, BrokenPdf, ProtectedPdf; TooLarge beyond MAX_PAGES.
    """
    document = load(file)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise TooLarge(size=count, limit=MAX_PAGES)
        version = document.get_version() or 0
        return Reading(version, tuple(_page(document, place) for place in range(count)))
    except pdfium.PdfiumError as error:
        raise BrokenPdf from error
    finally:
        document.close()


def _page(document: pdfium.PdfDocument, place: int) -> Page:
    page = document[place]
    try:
        if raw.FPDFPage_GetAnnotCount(page.raw):
            raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
            page.close()
            page = document[place]
        turn = _turn(page)
        strokes, pictures = shapes_of(document, page, turn)
        width, height = page.get_size()
        return Page(width, height, text_of(page, turn), strokes, pictures)
    finally:
        page.close()


def _turn(page: pdfium.PdfPage) -> Turn:
    """From the file's own coordinates to those of the page as it is seen."""
    box: tuple[float, float, float, float] = page.get_bbox()
    left, bottom, right, top = box
    quarters = int(page.get_rotation()) // _QUARTER
    turns: tuple[Turn, ...] = (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )
    return turns[quarters % len(turns)]
