"""Reads PDFs with PDFium inside a limited child process: page sizes, images, text with positions.

Runs in the child only (``worker.Resident``). A question is an operation and its parts, all bytes;
an answer is bytes that ``pages`` takes apart. Nothing here is trusted by the other side.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import msgspec
import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from core.errors import BrokenPdf, EmptyFile, NotAPdf, ProtectedPdf, TooLarge
from desktop.page_lines import TextLine, runs_of

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_PAGES: Final = 10_000
MAX_SIDE: Final = 12_000
MAX_PIXELS: Final = 24_000_000
MAX_TEXT: Final = 400_000
_HEAD: Final = 1024
_SMALLEST_PT: Final = 1.0


class Question(msgspec.Struct, frozen=True, array_like=True):
    """What is asked: open, close, render, text, lines."""

    act: str
    handle: int = 0
    page: int = 0
    width: int = 0


def make_reader() -> Callable[..., bytes]:
    """The answerer of a fresh child."""
    return _Reader().answer


class _Reader:
    def __init__(self) -> None:
        # with its bytes: PDFium reads from them as long as the document lives
        self._open: dict[int, tuple[pdfium.PdfDocument, bytes]] = {}

    def answer(self, asked: bytes, file: bytes = b"") -> bytes:
        """Do what is asked; raises our errors."""
        question = msgspec.msgpack.decode(asked, type=Question)
        if question.act == "open":
            return self._open_file(question.handle, file)
        document = self._open[question.handle][0]
        if question.act == "close":
            self._open.pop(question.handle)[0].close()
            return b""
        try:
            return _PAGE_ACTS[question.act](document, question)
        except pdfium.PdfiumError as error:
            raise BrokenPdf(page=question.page + 1) from error

    def _open_file(self, handle: int, file: bytes) -> bytes:
        document = load(file)
        self._open[handle] = (document, file)
        count = len(document)
        if count > MAX_PAGES:
            raise TooLarge(size=count, limit=MAX_PAGES)
        sizes = [document.get_page_size(page) for page in range(count)]
        return msgspec.msgpack.encode([_sane(width, height) for width, height in sizes])


def load(file: bytes) -> pdfium.PdfDocument:
    """Open a PDF of at least one page. Raises EmptyFile, NotAPdf, BrokenPdf, ProtectedPdf."""
    if not file:
        raise EmptyFile
    if b"%PDF-" not in file[:_HEAD]:
        raise NotAPdf
    document = raw.FPDF_LoadMemDocument64(file, len(file), None)
    if not document:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            raise ProtectedPdf
        raise BrokenPdf
    opened = pdfium.PdfDocument(document)
    if not len(opened):
        opened.close()
        raise BrokenPdf
    opened.init_forms()  # else the stamps of signatures are not drawn; this PDFium runs no scripts
    return opened


def read_pages(file: bytes) -> list[tuple[tuple[float, float], tuple[TextLine, ...]]]:
    """Size and runs of text of every page at once, for ``worker.run_limited``.

    Raises EmptyFile, NotAPdf, BrokenPdf, ProtectedPdf, TooLarge.
    """
    document = load(file)
    if len(document) > MAX_PAGES:
        raise TooLarge(size=len(document), limit=MAX_PAGES)
    try:
        return [(_sane(*page.get_size()), tuple(runs_of(page.get_textpage()))) for page in document]
    except pdfium.PdfiumError as error:
        raise BrokenPdf from error
    finally:
        document.close()


def _sane(width: float, height: float) -> tuple[float, float]:
    """A page of no size or of miles across is shown as A4: its bytes stay what they are."""
    limit = float(MAX_SIDE)
    if _SMALLEST_PT <= width <= limit and _SMALLEST_PT <= height <= limit:
        return width, height
    return 595.0, 842.0


def _render(document: pdfium.PdfDocument, question: Question) -> bytes:
    """Width and height as two u32, then rows of BGRA on white."""
    page = document[question.page]
    try:
        width, height = (max(side, _SMALLEST_PT) for side in page.get_size())
        wanted = question.width - 0.5  # PDFium rounds up
        scale = min(wanted / width, MAX_SIDE / height, (MAX_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
        pixels = bytes(bitmap.buffer)
        return struct.pack(">II", bitmap.width, bitmap.height) + pixels
    finally:
        page.close()


def _text(document: pdfium.PdfDocument, question: Question) -> bytes:
    page = document[question.page]
    try:
        found = page.get_textpage()
        count = min(found.count_chars(), MAX_TEXT)
        return str(found.get_text_range(0, count)).encode("utf-8", "replace")
    finally:
        page.close()


def _lines(document: pdfium.PdfDocument, question: Question) -> bytes:
    page = document[question.page]
    try:
        return msgspec.msgpack.encode(runs_of(page.get_textpage()))
    finally:
        page.close()


_PAGE_ACTS: Final = {"render": _render, "text": _text, "lines": _lines}
