"""LibreOffice turns a file into a PDF and leaves nothing behind; without it the reason is said."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from core.errors import (
    NotConverted,
    OfficeSuiteMissing,
    PrivateMemoryMissing,
    WorkerCrashed,
    WorkerTimeout,
)
from desktop.intake import office_suite
from desktop.intake.office_suite import to_pdf
from desktop.worker import run_program

PLAN = Path(__file__).parents[2] / "data/word/ke-hoach.docx"


def _possible() -> bool:
    try:
        office_suite._make_sure_of_memory()
    except PrivateMemoryMissing:
        return False
    return shutil.which("soffice") is not None


needs_suite = pytest.mark.skipif(
    not _possible(), reason="LibreOffice is not installed, or no private memory is given"
)


@needs_suite
def test_a_plan_becomes_a_pdf_and_nothing_stays_on_the_disk() -> None:
    folders = [Path(tempfile.gettempdir()), Path.home()]
    before = {name for folder in folders for name in folder.iterdir()}
    page = pdfium.PdfDocument(to_pdf(PLAN.read_bytes(), "docx"))[0]
    assert "Tổ chức hội thao" in page.get_textpage().get_text_range()
    new = {name for folder in folders for name in folder.iterdir()} - before
    assert not [name for name in new if name.name.startswith(("lu", "given", "home", ".config"))]


@needs_suite
@pytest.mark.parametrize("file", [b"", bytes(range(256)), PLAN.read_bytes()[:2000]])
def test_what_is_no_document_is_not_converted(file: bytes) -> None:
    with pytest.raises(NotConverted):
        to_pdf(file, "docx")
    with pytest.raises(NotConverted):
        to_pdf(PLAN.read_bytes(), "exe")


def test_without_libreoffice_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OfficeSuiteMissing):
        to_pdf(PLAN.read_bytes(), "docx")


def test_a_program_is_given_bytes_and_answers() -> None:
    large = os.urandom(300_000)
    assert run_program(("cat",), large, seconds=20) == large
    with pytest.raises(WorkerCrashed):
        run_program(("false",), b"", seconds=20)


def test_a_program_that_takes_too_long_is_killed_with_its_children() -> None:
    begun = time.monotonic()
    with pytest.raises(WorkerTimeout):
        run_program(("sh", "-c", "sleep 600 & sleep 600"), b"", seconds=0.5)
    assert time.monotonic() - begun < 60
