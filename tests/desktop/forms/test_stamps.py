"""What signatures show: text that can be read again, pictures of the right colour and place."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from core.errors import PictureUnusable
from core.office.typography import long_date, pad_number
from core.signing.fields import FieldSpec
from core.signing.prepare import add_fields, normalise
from desktop.forms import fonts, stamps
from desktop.forms.boxes import text_box
from tests.pki import authority
from tests.pki.documents import sign

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIZE = 13
NUMBER = text_box(118, 700, 32, SIZE)
DATE = text_box(262, 700, 190, SIZE)
SIGNATURE = (355.0, 225.0, 495.0, 305.0)
SEAL = (300.0, 210.0, 300.0 + stamps.SEAL_DIAMETER, 210.0 + stamps.SEAL_DIAMETER)


def picture(mode: str = "RGBA", size: tuple[int, int] = (200, 80), kind: str = "PNG") -> bytes:
    """A blue bar on a transparent ground."""
    image = Image.new(mode, size)
    image.paste((20, 40, 160, 255) if mode == "RGBA" else 120, (20, 30, size[0] - 20, 50))
    output = BytesIO()
    image.save(output, kind)
    return output.getvalue()


DRAWN: dict[str, Callable[[], bytes]] = {
    "number": lambda: stamps.number("15", NUMBER),
    "date": lambda: stamps.date("ngày 22 tháng 11 năm 2026", DATE),
    "signature": lambda: stamps.signature("Nguyễn Văn Giả Lập", SIGNATURE),
    "initials": lambda: stamps.initials("Lê Văn Mẫu", (0, 0, 40, 26)),
    "picture": lambda: stamps.signature("Nguyễn Văn Giả Lập", SIGNATURE, picture()),
    "seal": lambda: stamps.seal("Sư đoàn Bộ binh 999", "Dữ liệu giả lập", SEAL),
}


def text_of(pdf: bytes) -> str:
    page = pypdfium2.PdfDocument(pdf)[0]
    return page.get_textpage().get_text_range()


def pixels(pdf: bytes, scale: float = 2) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_pil().convert("RGB")


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN.keys())
def test_each_is_one_page_of_its_box_and_always_the_same(draw: Callable[[], bytes]) -> None:
    first = draw()
    assert first == draw()
    with pikepdf.open(BytesIO(first)) as document:
        assert len(document.pages) == 1
        for font in document.pages[0].get("/Resources", {}).get("/Font", {}).values():
            if "/FontDescriptor" in font:
                assert "/FontFile2" in font.FontDescriptor


def test_sizes_are_those_of_the_boxes() -> None:
    for draw, box in (("number", NUMBER), ("signature", SIGNATURE), ("seal", SEAL)):
        with pikepdf.open(BytesIO(DRAWN[draw]())) as document:
            width, height = (float(edge) for edge in document.pages[0].mediabox[2:])
        assert width == pytest.approx(box[2] - box[0], abs=0.01)
        assert height == pytest.approx(box[3] - box[1], abs=0.01)
    assert pytest.approx(102.05, abs=0.01) == stamps.SEAL_DIAMETER


@settings(deadline=None, max_examples=30)
@given(some.integers(1, 9999), some.dates())
def test_number_and_date_can_be_read_out_again(number: int, day: object) -> None:
    said = pad_number(number), long_date(day)  # type: ignore[arg-type]
    drawn = stamps.number(said[0], NUMBER), stamps.date(said[1], DATE)
    for text, pdf in zip(said, drawn, strict=True):
        found = unicodedata.normalize("NFC", text_of(pdf)).strip()
        assert found == text


def test_every_vietnamese_letter_survives() -> None:
    letters = "ắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữự đĐ ƠƯ Ỳỷỹỵ"
    wide = text_box(0, 0, 600, SIZE)
    assert unicodedata.normalize("NFC", text_of(stamps.date(letters, wide))).strip() == letters


def _inked(pdf: bytes) -> tuple[float, float]:
    """Left and right edge of what is drawn, in points."""
    dark = pixels(pdf, 4).convert("L").point([255] * 128 + [0] * 128)
    box = dark.getbbox()
    assert box is not None
    return box[0] / 4, box[2] / 4


def test_letters_are_as_wide_as_the_font_says() -> None:
    """pyHanko's own text stamps come out twice too wide with this font (signing.md §6)."""
    text = "ngày 22 tháng 11 năm 2026"
    left, right = _inked(stamps.date(text, DATE))
    assert right - left == pytest.approx(fonts.width(text, fonts.ITALIC, SIZE), rel=0.02)


def test_the_number_ends_at_the_slash_and_the_date_begins_at_the_place() -> None:
    assert _inked(DRAWN["number"]())[1] == pytest.approx(NUMBER[2] - NUMBER[0], abs=1.5)
    assert _inked(DRAWN["date"]())[0] == pytest.approx(0, abs=1.5)


def _colours(pdf: bytes) -> set[str]:
    image = pixels(pdf)
    found = (colour for _, colour in image.getcolors(image.width * image.height))
    strong = [rgb for rgb in found if max(rgb) - min(rgb) > 90]
    return {"red" if red > blue else "blue" for red, _, blue in strong}


@pytest.mark.parametrize(
    ("drawn", "colours"),
    [
        ("signature", {"blue"}),
        ("initials", {"blue"}),
        ("picture", {"blue"}),
        ("seal", {"red"}),
        ("number", set()),
        ("date", set()),
    ],
)
def test_a_person_is_blue_the_agency_red_text_black(drawn: str, colours: set[str]) -> None:
    assert _colours(DRAWN[drawn]()) == colours


def test_people_sign_differently() -> None:
    assert stamps.signature("Lê Văn Mẫu", SIGNATURE) != stamps.signature("Lê Văn Mầu", SIGNATURE)


def test_a_seal_adds_no_rubble_to_the_text() -> None:
    assert text_of(DRAWN["seal"]()).strip() == ""


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"khong phai anh",
        picture()[:60],
        picture("RGB", kind="JPEG"),
        picture("L", size=(9000, 9000)),
        picture() + bytes(5 << 20),
    ],
    ids=["empty", "rubbish", "cut", "jpeg", "huge", "long"],
)
def test_a_bad_picture_is_refused(bad: bytes) -> None:
    with pytest.raises(PictureUnusable):
        stamps.signature("Nguyễn Văn Giả Lập", SIGNATURE, bad)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_number_and_date_fill_the_blanks_of_the_page(tmp_path: Path) -> None:
    """Signed into a page, both stand on its lines and are found by another program."""
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    fonts.face(fonts.REGULAR)
    canvas.setFont(fonts.REGULAR, SIZE)
    canvas.drawString(96, 700, "Số:")
    canvas.drawString(150, 700, "/SĐ999-TM")
    canvas.save()
    fields = (FieldSpec("SoVanBan", "so", 0, NUMBER), FieldSpec("NgayVanBan", "ngay", 0, DATE))
    pdf = add_fields(normalise(file.getvalue()), fields)
    clerk = authority.person("van-thu")
    pdf = sign(pdf, "SoVanBan", clerk, stamp=stamps.number("15", NUMBER))
    pdf = sign(pdf, "NgayVanBan", clerk, stamp=DRAWN["date"]())
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf)
    run = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    (line,) = filter(str.strip, run.stdout.decode().splitlines())
    assert "15/SĐ999-TM" in line
    assert "ngày 22 tháng 11 năm 2026" in unicodedata.normalize("NFC", line)
