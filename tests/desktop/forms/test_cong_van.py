"""The letter is what NĐ 30/2020 PL I prescribes, read back by PDFium and pikepdf."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pikepdf
import pytest

from core.errors import LetterNotInFont
from core.office.draft import CongVan, Paragraph
from core.office.terms import Urgency
from desktop import reference
from desktop.forms.document import Rendered, render
from desktop.forms.template import load
from tests.core.office.letters import LETTER
from tests.desktop.forms.reading import MM, Reading, Span, read

if TYPE_CHECKING:
    from core.signing.fields import FieldSpec

LONG = Paragraph("Căn cứ tình hình thực tế, các đơn vị tổ chức thực hiện nghiêm túc. " * 12)
TWO_PAGES = msgspec.structs.replace(LETTER, body=(LONG,) * 5)

# law: NĐ 30/2020 PL I: text, style of the font, smallest and largest size
COMPONENTS = [
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "-Bold", 12, 13),
    ("Độc lập - Tự do - Hạnh phúc", "-Bold", 13, 14),
    ("QUÂN KHU MÔ PHỎNG", "", 12, 13),
    ("SƯ ĐOÀN BỘ BINH 999", "-Bold", 12, 13),
    ("(GIẢ LẬP)", "-Bold", 12, 13),
    ("Số:", "", 13, 13),
    ("/SĐ999-TM", "", 13, 13),
    ("Thành phố Mô Phỏng,", "-Italic", 13, 14),
    ("V/v báo cáo kết quả", "", 12, 13),
    ("Kính gửi: Bộ Tham mưu Quân khu Mô phỏng.", "", 13, 14),
    ("Thực hiện Kế hoạch", "", 13, 14),
    ("1. Bảo đảm ăn", "", 13, 14),
    ("a) 24 lượt xe", "", 13, 14),
    ("Nơi nhận:", "-BoldItalic", 12, 12),
    ("- Như trên;", "", 11, 11),
    ("- Lưu: VT, TM.", "", 11, 11),
    ("KT. SƯ ĐOÀN TRƯỞNG", "-Bold", 13, 14),
    ("PHÓ SƯ ĐOÀN TRƯỞNG", "-Bold", 13, 14),
    ("Thượng tá Trần Giả Định", "-Bold", 13, 14),
]


def drawn(draft: CongVan, **change: Any) -> tuple[Rendered, Reading]:
    rendered = render(msgspec.structs.replace(draft, **change), load(), reference.forms())
    return rendered, read(rendered.pdf)


@pytest.fixture(scope="module")
def letter() -> Reading:
    return drawn(LETTER)[1]


@pytest.fixture(scope="module")
def fields() -> dict[str, FieldSpec]:
    return {field.name: field for field in drawn(LETTER)[0].fields}


def body_lines(reading: Reading) -> list[Span]:
    """The lines of size 14 between addressees and foot of page 1."""
    first = reading.span("Thực hiện Kế hoạch")
    last = reading.span("xét, chỉ đạo./.")
    return [
        span
        for span in reading.spans
        if span.size == 14 and first.baseline >= span.baseline >= last.baseline
    ]


# -- the file --------------------------------------------------------------------------------------


def test_the_file_is_pdf_1_7_without_active_parts_or_dates() -> None:
    pdf = drawn(LETTER)[0].pdf
    assert pdf.startswith(b"%PDF-1.7")
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert not {"/AcroForm", "/OpenAction", "/AA", "/Names", "/OCProperties"} & set(opened.Root)
        assert str(opened.Root.Lang) == "vi-VN"
        assert not {"/CreationDate", "/ModDate"} & set(opened.docinfo)
        assert str(opened.docinfo.Title) == LETTER.subject


def test_every_font_is_an_embedded_subset() -> None:
    with pikepdf.open(BytesIO(drawn(TWO_PAGES, urgency=Urgency.EXPRESS)[0].pdf)) as opened:
        fonts = {
            str(font.BaseFont): font
            for page in opened.pages
            for font in page.Resources.Font.values()
        }
        assert {name.partition("+")[2] for name in fonts} == {
            "LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic",
            "LiberationSerif-BoldItalic",
        }  # fmt: skip
        for name, font in fonts.items():
            assert len(name.partition("+")[0]) == len("/ABCDEF")
            assert len(font.FontDescriptor.FontFile2.read_bytes()) < 100_000
            assert "/ToUnicode" in font


def test_the_same_letter_is_the_same_bytes_in_every_process() -> None:
    script = (
        "import hashlib; from desktop import reference; from desktop.forms.document import render;"
        "from desktop.forms.template import load; from tests.core.office.letters import LETTER;"
        "print(hashlib.sha256(render(LETTER, load(), reference.forms()).pdf).hexdigest())"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root, env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(root)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    first, second = (drawn(LETTER)[0].pdf for _ in range(2))
    assert first == second
    assert done.stdout.strip() == hashlib.sha256(first).hexdigest()


def test_a_letter_that_the_font_lacks_stops_the_drawing() -> None:
    with pytest.raises(LetterNotInFont) as caught:
        drawn(LETTER, body=(Paragraph("Tổng cộng 漢"),))
    assert caught.value.facts == {"letter": "U+6F22"}


# -- the page --------------------------------------------------------------------------------------


def test_paper_and_margins(letter: Reading) -> None:
    assert (letter.width / MM, letter.height / MM) == pytest.approx((210, 297), abs=0.1)
    lines = [span for span in drawn(TWO_PAGES)[1].spans if span.size == 14 and not span.page]
    left = min(span.x0 for span in lines) / MM
    right = (letter.width - max(span.x1 for span in lines)) / MM
    top = (letter.height - max(span.high for span in letter.spans)) / MM
    bottom = min(span.low for span in lines) / MM
    ink = 0.1  # letters may lean out of their room by as much
    assert 30 - ink <= left <= 35
    assert 15 - ink <= right <= 20
    assert 20 - ink <= top <= 25
    assert 20 - ink <= bottom <= 20 + 14 * 1.5 / MM


@pytest.mark.parametrize(("text", "style", "smallest", "largest"), COMPONENTS)
def test_font_and_size(
    letter: Reading, text: str, style: str, smallest: float, largest: float
) -> None:
    span = letter.span(text)
    assert span.font == f"LiberationSerif{style}"
    assert smallest <= span.size <= largest
    assert span.colour == (0, 0, 0)


def test_the_head_has_two_columns(letter: Reading) -> None:
    middle = letter.width / 2
    left = [letter.span(text) for text in ("QUÂN KHU", "SƯ ĐOÀN", "(GIẢ", "V/v báo", "tập khu")]
    right = [letter.span(text) for text in ("CỘNG HÒA", "Độc lập")]
    assert all(span.x1 < middle for span in left)
    assert all(abs(span.centre - left[0].centre) < 1 for span in left)
    assert abs(right[0].centre - right[1].centre) < 1
    assert right[0].x0 > max(span.x1 for span in left)
    assert left[0].baseline == pytest.approx(right[0].baseline, abs=0.1)
    single = right[1].size * 1.2
    assert right[0].baseline - right[1].baseline <= single


def test_the_lines_under_motto_and_issuer(letter: Reading) -> None:
    motto, issuer = letter.span("Độc lập"), letter.span("(GIẢ LẬP)")
    under_issuer, under_motto = sorted(letter.lines, key=lambda line: line.left)
    for line, span in ((under_motto, motto), (under_issuer, issuer)):
        assert abs((line.left + line.right) / 2 - span.centre) < 1
        assert line.top < span.baseline - 2
        assert line.bottom > span.baseline - span.size
    assert under_motto.right - under_motto.left == pytest.approx(motto.x1 - motto.x0, abs=2.5)
    part = (under_issuer.right - under_issuer.left) / (issuer.x1 - issuer.x0)
    assert 1 / 3 <= part <= 1 / 2


def test_number_and_place_stand_on_one_line(letter: Reading) -> None:
    number, symbol, place = (letter.span(text) for text in ("Số:", "/SĐ999", "Thành phố"))
    assert number.baseline == symbol.baseline == place.baseline
    subject = letter.span("V/v báo cáo")
    gap = number.baseline - subject.baseline - 1.15 * subject.size
    assert 5 <= gap <= 8


def test_the_text_is_justified_with_indent_gaps_and_spacing(letter: Reading) -> None:
    lines = body_lines(letter)
    starts = [span for span in lines if span.x0 > 30 * MM + 10]
    inner = [line for line, below in pairwise(lines) if below not in starts]
    edge = max(span.x1 for span in lines)
    assert len(inner) >= 4
    assert all(edge - line.x1 < 1.5 for line in inner)
    assert all(10 - 0.2 <= span.x0 / MM - 30 <= 12.7 + 0.6 for span in starts)
    steps = [upper.baseline - lower.baseline for upper, lower in pairwise(lines)]
    single = 14 * 1.149
    for step, below in zip(steps, lines[1:], strict=True):
        spacing = step - (6 if below in starts else 0)
        assert single <= spacing <= 1.5 * single


def test_one_addressee_shares_the_line_and_several_stand_under_the_colon() -> None:
    one = drawn(LETTER)[1].span("Kính gửi:")
    assert one.text == "Kính gửi: Bộ Tham mưu Quân khu Mô phỏng."
    several = drawn(LETTER, addressees=("Trung đoàn 9991", "Trung đoàn 9992", "Đại đội 18"))[1]
    title = several.span("Kính gửi:")
    items = [several.span(f"- {name}") for name in ("Trung đoàn 9991;", "Trung đoàn 9992;", "Đại")]
    assert items[-1].text.endswith(".")
    colon = title.x1 - 14 * 0.2
    assert all(abs(item.x0 - colon) < 2 for item in items)


@pytest.mark.parametrize(
    ("urgency", "word", "width"),
    [(Urgency.URGENT, "KHẨN", 20), (Urgency.VERY_URGENT, "THƯỢNG KHẨN", 40),
     (Urgency.EXPRESS, "HỎA TỐC", 30)],
)  # fmt: skip
def test_the_mark_of_urgency(urgency: Urgency, word: str, width: float) -> None:
    reading = drawn(LETTER, urgency=urgency)[1]
    mark = reading.span(word)
    frame = next(line for line in reading.lines if line.top - line.bottom > 10)
    assert (mark.font, mark.size, mark.colour) == ("LiberationSerif-Bold", 13, (255, 0, 0))
    assert (frame.right - frame.left) / MM == pytest.approx(width, abs=0.8)
    assert (frame.top - frame.bottom) / MM == pytest.approx(8, abs=0.8)
    assert frame.left < mark.x0 < mark.x1 < frame.right
    assert frame.bottom < mark.low < mark.high < frame.top


def test_page_numbers_begin_on_page_2_in_the_top_margin() -> None:
    rendered, reading = drawn(TWO_PAGES)
    assert rendered.pages == reading.pages == 2
    numbers = [span for span in reading.spans if span.low > reading.height - 20 * MM]
    assert [(span.page, span.text) for span in numbers] == [(1, "2")]
    left, right = 30 * MM, reading.width - 15 * MM
    assert numbers[0].centre == pytest.approx((left + right) / 2, abs=1)
    assert (numbers[0].font, numbers[0].size) == ("LiberationSerif", 14)


def test_the_watermark_stands_in_the_bottom_margin_and_moves_nothing() -> None:
    plain = drawn(TWO_PAGES)[1]
    rendered = render(TWO_PAGES, load(), reference.forms(), watermark="DỮ LIỆU GIẢ LẬP")
    marked = read(rendered.pdf)
    extra = [span for span in marked.spans if span.text == "DỮ LIỆU GIẢ LẬP"]
    rest = [span for span in marked.spans if span.text != "DỮ LIỆU GIẢ LẬP"]
    assert [span.page for span in extra] == [0, 1]
    assert all(span.high < 20 * MM and min(span.colour) > 150 for span in extra)
    assert rest == plain.spans
    assert rendered.fields == render(TWO_PAGES, load(), reference.forms()).fields


# -- the fields ------------------------------------------------------------------------------------


def test_there_is_a_field_for_every_signature_in_the_order_of_signing() -> None:
    names = [field.name for field in drawn(LETTER)[0].fields]
    assert names == ["KyNhay1", "KyNhay2", "KyChinh", "SoVanBan", "NgayVanBan", "ConDau"]


def test_number_and_date_have_their_blanks(letter: Reading, fields: dict[str, FieldSpec]) -> None:
    number, date = fields["SoVanBan"].box, fields["NgayVanBan"].box
    before, after, place = (letter.span(text) for text in ("Số:", "/SĐ999", "Thành phố"))
    assert before.x1 < number[0] < number[2] <= after.x0 + 0.01
    assert number[2] - number[0] >= 4 * 6.5  # four digits of size 13
    assert place.x1 < date[0] < date[2] <= letter.width - 15 * MM
    assert place.x0 + date[2] == pytest.approx(2 * letter.span("CỘNG HÒA").centre, abs=1.5)


def test_signature_between_post_and_name(letter: Reading, fields: dict[str, FieldSpec]) -> None:
    left, bottom, right, top = fields["KyChinh"].box
    post, name = letter.span("PHÓ SƯ ĐOÀN"), letter.span("Thượng tá Trần")
    assert name.high < bottom < top < post.low
    assert (left + right) / 2 == pytest.approx(post.centre, abs=1)
    assert post.centre == pytest.approx(name.centre, abs=1)
    assert letter.span("Nơi nhận:").baseline == letter.span("KT. SƯ ĐOÀN TRƯỞNG").baseline


def test_the_seal_covers_the_left_third_of_the_signature(fields: dict[str, FieldSpec]) -> None:
    left, bottom, right, top = fields["ConDau"].box
    signature = fields["KyChinh"].box
    width = signature[2] - signature[0]
    assert right - left == pytest.approx(top - bottom, abs=0.1)
    assert (right - left) / MM == pytest.approx(36, abs=0.1)
    assert left < signature[0]
    assert (right - signature[0]) / width == pytest.approx(1 / 3, abs=0.01)
    assert (bottom + top) / 2 == pytest.approx((signature[1] + signature[3]) / 2, abs=0.1)


def test_initials_after_the_ending_and_beside_the_recipients(
    letter: Reading, fields: dict[str, FieldSpec]
) -> None:
    content, form = fields["KyNhay1"].box, fields["KyNhay2"].box
    ending, title = letter.span("xét, chỉ đạo./."), letter.span("Nơi nhận:")
    assert ending.x1 < content[0] < ending.x1 + 20
    assert content[1] < ending.baseline < content[3]
    assert title.x1 < form[0] < title.x1 + 20
    assert form[1] < title.baseline < form[3]
