"""What other programs show of a PDF: poppler by its commands, PDFium in a process of its own."""

from __future__ import annotations

import subprocess

import pypdfium2


def words_by_poppler(pdf: bytes) -> str:
    return _output(["pdftotext", "-q", "-", "-"], pdf).decode("utf-8", "replace")


def picture_by_poppler(pdf: bytes) -> bytes:
    """The first page, small; empty where there is none."""
    return _output(["pdftoppm", "-q", "-r", "24", "-gray", "-singlefile", "-"], pdf)


def _output(command: list[str], pdf: bytes) -> bytes:
    run = subprocess.run(command, input=pdf, capture_output=True, check=False, timeout=60)
    return run.stdout


def words_by_pdfium(files: list[bytes]) -> list[str | None]:
    """The first page's words, None of a file that does not open. Runs in a child."""
    return [_words(pdf) for pdf in files]


def _words(pdf: bytes) -> str | None:
    try:
        return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range())
    except pypdfium2.PdfiumError:
        return None
