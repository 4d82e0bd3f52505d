"""Copies: the block below the text or on a page of its own, the corner of an electronic copy."""

from __future__ import annotations

import datetime
from io import BytesIO

import msgspec
import pikepdf
import pypdfium2 as pdfium
import pytest

from core.errors import BrokenPdf, EmptyFile, NotAPdf, TooLarge
from core.office.draft import CongVan, Paragraph, Signer
from core.signing import prepare
from desktop import reference
from desktop.forms import copied
from desktop.forms.copied import Copy, electronic, on_paper
from desktop.forms.document import Rendered, render
from desktop.forms.template import load
from desktop.signing import setting
from tests.core.office.letters import LETTER
from tests.desktop.forms.reading import MM, read

TEMPLATE = load()
COPY = Copy(
    "Sao y",
    1,
    datetime.date(2026, 2, 3),
    CongVan(
        parent=("Sư đoàn Bộ binh 999 (giả lập)",),
        issuer=("Trung đoàn 9991",),
        symbol="SY-TĐ9991",
        place="Thành phố Mô Phỏng",
        recipients=("Các tiểu đoàn",),
        file_copy=("VT",),
        signer=Signer(authority=("TL. Trung đoàn trưởng", "Tham mưu trưởng"), name="Lê Giả Định"),
    ),
)


def original() -> Rendered:
    short = msgspec.structs.replace(LETTER, body=(Paragraph("Báo cáo tình hình"),))
    return render(short, TEMPLATE, reference.forms())


def test_a_copy_for_paper_is_not_said_to_be_tagged() -> None:
    pdf = on_paper(setting.ready(original()), COPY, TEMPLATE, 400)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert not {"/StructTreeRoot", "/MarkInfo", "/AcroForm"} & set(document.Root.keys())


def test_the_block_stands_below_the_last_text() -> None:
    first = original()
    end = min(span.low for span in read(first.pdf).spans)
    reading = read(on_paper(first.pdf, COPY, TEMPLATE, end))
    assert reading.pages == 1
    title, number = reading.span("SAO Y"), reading.span("Số: 01/SY-TĐ9991")
    day = reading.span("Thành phố Mô Phỏng, ngày 03 tháng 02 năm 2026")
    assert (title.font, title.size) == ("LiberationSerif-Bold", 14)
    assert number.baseline == day.baseline < title.baseline < end
    line = min(reading.lines, key=lambda one: abs(one.top - end + 18))
    assert title.high < line.bottom < end
    assert (line.right - line.left) / MM == pytest.approx(165, abs=0.5)
    assert reading.span("THAM MƯU TRƯỞNG").centre > reading.width / 2
    assert min(span.low for span in reading.spans) >= 20 * MM - 1
    assert reading.text().startswith(read(first.pdf).text())


@pytest.mark.parametrize("end", [None, 150.0])
def test_the_block_has_a_page_of_its_own_where_it_finds_no_room(end: float | None) -> None:
    reading = read(on_paper(original().pdf, COPY, TEMPLATE, end))
    assert reading.pages == 2
    assert reading.span("SAO Y").page == 1
    assert on_paper(original().pdf, COPY, TEMPLATE) == on_paper(original().pdf, COPY, TEMPLATE)


def test_what_is_seen_of_fields_is_drawn_and_no_field_is_left() -> None:
    rendered = original()
    ready = prepare.add_fields(prepare.normalise(rendered.pdf), rendered.fields)
    with pikepdf.open(BytesIO(on_paper(ready, COPY, TEMPLATE))) as copy:
        assert "/AcroForm" not in copy.Root
        assert not any("/Annots" in page.obj and list(page.obj.Annots) for page in copy.pages)


def turned(pdf: bytes, angle: int) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        document.pages[0].rotate(angle, relative=False)
        output = BytesIO()
        document.save(output)
    return output.getvalue()


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_an_electronic_copy_has_its_signature_in_the_corner(angle: int) -> None:
    scan = turned(original().pdf, angle)
    found = electronic(scan, TEMPLATE)
    (field,) = found.fields
    before, after = pdfium.PdfDocument(scan)[0], pdfium.PdfDocument(found.pdf)[0]
    width, height = before.get_size()
    assert after.get_size() == pytest.approx((width, height), abs=0.01)
    assert after.get_rotation() == 0
    assert (field.name, field.page, found.pages) == ("ConDau", 0, 1)
    assert width - field.box[2] == pytest.approx(15 * MM, abs=0.1)
    assert 0 < height - field.box[3] < 20 * MM
    same = [page.render(scale=0.3).to_pil().convert("L") for page in (before, after)]
    different = zip(*(image.tobytes() for image in same), strict=True)
    assert sum(abs(one - other) > 90 for one, other in different) < 40
    prepare.add_fields(found.pdf, found.fields)


@pytest.mark.parametrize(
    ("pdf", "error"), [(b"", EmptyFile), (b"no", NotAPdf), (b"%PDF-1.7\nno", BrokenPdf)]
)
def test_what_is_no_pdf_is_refused(pdf: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        on_paper(pdf, COPY, TEMPLATE)
    with pytest.raises(error):
        electronic(pdf, TEMPLATE)


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied, "MOST_BYTES", 1000)
    with pytest.raises(TooLarge):
        on_paper(original().pdf, COPY, TEMPLATE)
