"""Many PDFs bound to one: every page, a bookmark each, what stamps show; bad files keep out."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from core.errors import BrokenPdf, EmptyFile, NotAPdf, ProtectedPdf, TooLarge
from desktop import page_binder
from desktop.page_binder import Binder
from tests.desktop.sample import sample_pdf

INCOMING = Path(__file__).parent.parent / "data" / "incoming"


def stamped(text: str) -> bytes:
    """A page with a signature's widget whose appearance says ``text``."""
    pdf = pikepdf.open(io.BytesIO(sample_pdf(1)))
    page = pdf.pages[0]
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    look = pdf.make_stream(f"BT /F1 12 Tf 4 10 Td ({text}) Tj ET".encode())
    look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    look.BBox = pikepdf.Array([0, 0, 160, 40])
    look.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    widget = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T="ChuKy1",
            F=4,
            Rect=pikepdf.Array([200, 200, 360, 240]),
            AP=pikepdf.Dictionary(N=look),
        )
    )
    page.Annots = pikepdf.Array([widget])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([widget]), SigFlags=3)
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def test_every_page_in_order_with_a_bookmark_each_and_what_stamps_show() -> None:
    binder = Binder()
    refused = {}
    try:
        assert binder.add(sample_pdf(3), "1. Kế hoạch diễn tập") == 3
        for name in ("not-a-pdf.pdf", "empty.pdf", "password.pdf", "broken-cut.pdf"):
            with pytest.raises(page_binder.UNBOUND) as told:
                binder.add((INCOMING / name).read_bytes(), name)
            refused[name] = told.type
        assert binder.add((INCOMING / "scan-bao-cao.pdf").read_bytes(), "2. Báo cáo") == 1
        assert binder.add(stamped("DA KY SO"), "3. Ẩm ướt") == 1
        bound = binder.save()
    finally:
        binder.stop()
    assert refused == {
        "not-a-pdf.pdf": NotAPdf,
        "empty.pdf": EmptyFile,
        "password.pdf": ProtectedPdf,
        "broken-cut.pdf": BrokenPdf,
    }
    with pikepdf.open(io.BytesIO(bound)) as pdf, pdf.open_outline() as outline:
        pages = [page.objgen for page in pdf.pages]
        marks = [(mark.title, pages.index(mark.destination[0].objgen)) for mark in outline.root]
        assert "/AcroForm" not in pdf.Root, "a bound copy pretends no signature"
    assert marks == [("1. Kế hoạch diễn tập", 0), ("2. Báo cáo", 3), ("3. Ẩm ướt", 4)]
    with pdfium.PdfDocument(bound) as read:
        texts = [page.get_textpage().get_text_range() for page in read]
    assert len(texts) == 5
    assert "Trang 3, dong 1" in texts[2]
    assert "DA KY SO" in texts[4]


def test_more_than_there_is_room_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_binder, "MOST_BYTES", 5000)
    binder = Binder()
    try:
        with pytest.raises(TooLarge):
            binder.add(bytes(5001), "large")
    finally:
        binder.stop()
