"""The sample documents are what their README says."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from tests.data import large_scan

FOLDER = Path(__file__).parent / "incoming"
TABLE = dict(
    re.findall(r"^\| `([^`]+)` \| (.+?) \|", (FOLDER / "README.md").read_text("utf-8"), re.M)
)
WITH_TEXT = {
    "libreoffice-cong-van.pdf": ("LibreOffice", "217/BTM-TC"),
    "cairo-thong-bao.pdf": ("cairo", "31/TB-E9991"),
    "ghostscript-bao-cao.pdf": ("Ghostscript", "08/BC-D2"),
    "qt-giay-moi.pdf": ("Qt", "19/GM-CT"),
}


def text_of(name: str) -> str:
    document = pdfium.PdfDocument(FOLDER / name)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return "\n".join(pages)


def test_the_table_names_every_file_and_each_is_small() -> None:
    files = {file.name: file.stat().st_size for file in FOLDER.glob("*.pdf")}
    assert set(files) == set(TABLE)
    assert max(files.values()) < 150_000


@pytest.mark.parametrize("name", WITH_TEXT)
def test_documents_of_other_producers(name: str) -> None:
    producer, code = WITH_TEXT[name]
    with pikepdf.open(FOLDER / name) as document:
        said = str(document.docinfo.Producer)
    assert producer in said
    assert not re.search("reportlab|pikepdf", said, re.IGNORECASE)
    text = text_of(name)
    assert f"Số: {code}" in text
    assert "DỮ LIỆU GIẢ LẬP" in text


def test_the_scan_is_a_picture_without_text() -> None:
    assert text_of("scan-bao-cao.pdf").strip() == ""
    document = pdfium.PdfDocument(FOLDER / "scan-bao-cao.pdf")
    kinds = [thing.type for thing in document[0].get_objects()]
    document.close()
    assert set(kinds) == {raw.FPDF_PAGEOBJ_IMAGE}


@pytest.mark.parametrize("name", ["broken-cut.pdf", "empty.pdf", "not-a-pdf.pdf"])
def test_files_that_no_reader_opens(name: str) -> None:
    with pytest.raises(pdfium.PdfiumError, match="Data format"):
        pdfium.PdfDocument(FOLDER / name)
    with pytest.raises(pikepdf.PdfError):
        pikepdf.open(FOLDER / name)


def test_the_protected_file_asks_for_its_password() -> None:
    with pytest.raises(pdfium.PdfiumError, match="password"):
        pdfium.PdfDocument(FOLDER / "password.pdf")
    with pikepdf.open(FOLDER / "password.pdf", password="giả lập") as document:
        assert len(document.pages) == 1


def test_wrong_offsets_are_repaired_by_pdfium_and_refused_by_a_strict_reader() -> None:
    assert "08/BC-D2" in text_of("broken-xref.pdf")
    with pytest.raises(pikepdf.PdfError):
        pikepdf.open(FOLDER / "broken-xref.pdf", attempt_recovery=False)


def test_a_large_scan_is_large_and_always_the_same(tmp_path: Path) -> None:
    one, other = (large_scan.make(tmp_path / name, 4) for name in ("one.pdf", "other.pdf"))
    assert one.stat().st_size >= 4_000_000
    assert one.read_bytes() == other.read_bytes()
    document = pdfium.PdfDocument(one)
    assert len(document) == 3
    document.close()
