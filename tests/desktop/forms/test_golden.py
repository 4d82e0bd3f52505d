"""Every family, and documents that are hard to lay out, against the figures of NĐ 30/2020 PL I:
what is measured was read back out of the PDF.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import msgspec
import pytest

from core.office.draft import CongVan, Document, Draft, Paragraph
from core.signing.fields import FieldSpec
from desktop import reference
from desktop.forms.document import Rendered, appendices, render
from desktop.forms.template import load
from tests.core.office.papers import PAPERS
from tests.desktop.forms.awkward_papers import AWKWARD, LINE
from tests.desktop.forms.reading import MM, Reading, Span, read
from tests.desktop.forms.test_layout import Box, inside, overlap

TEMPLATE, FORMS = load(), reference.forms()
TITLED = [name for name, draft in PAPERS.items() if isinstance(draft, Document) and draft.subject]
BOLD, ITALIC = "LiberationSerif-Bold", "LiberationSerif-Italic"
PICTURES = {"KyChinh", "ConDau"}


def drawn(draft: Draft, **change: Any) -> tuple[Rendered, Reading]:
    rendered = render(msgspec.structs.replace(draft, **change), TEMPLATE, FORMS)
    return rendered, read(rendered.pdf)


def fields(rendered: Rendered) -> dict[str, FieldSpec]:
    return {field.name: field for field in rendered.fields}


def letters(span: Span) -> Box:
    return (span.x0, span.low, span.x1, span.high)


def middle(reading: Reading) -> float:
    """The middle of the text area."""
    return (30 * MM + reading.width - 15 * MM) / 2


@pytest.mark.parametrize("name", [*PAPERS, *AWKWARD])
def test_nothing_overlaps_or_leaves_the_margins(name: str) -> None:
    rendered, reading = drawn((PAPERS | AWKWARD)[name])
    assert reading.pages == rendered.pages
    area = (30 * MM, 20 * MM, reading.width - 15 * MM, reading.height - 20 * MM)
    spans = [span for span in reading.spans if span.low < area[3]]
    for span in spans:
        assert inside(letters(span), area), span.text
    for page in range(reading.pages):
        here = [span for span in spans if span.page == page]
        assert here, f"page {page + 1} is empty"
        for one, other in combinations(here, 2):
            assert not overlap(one.band, other.band), (one.text, other.text)
    for field in rendered.fields:
        assert inside(field.box, area), field.name
        for span in spans:
            taken = span.page == field.page and overlap(field.box, letters(span), 0.5)
            assert not taken, (field.name, span.text)
    for one, other in combinations(rendered.fields, 2):
        if one.page == other.page and {one.name, other.name} != PICTURES:
            assert not overlap(one.box, other.box), (one.name, other.name)


@pytest.mark.parametrize("name", [*PAPERS, *AWKWARD])
def test_the_seal_covers_a_third_of_the_signature_and_text_stands_with_it(name: str) -> None:
    rendered, reading = drawn((PAPERS | AWKWARD)[name])
    own = fields(rendered)
    signature, seal = own["KyChinh"], own["ConDau"]
    assert signature.page == seal.page
    width = signature.box[2] - signature.box[0]
    assert (seal.box[2] - signature.box[0]) / width == pytest.approx(1 / 3, abs=0.01)
    assert seal.box[0] < signature.box[0]
    above = [
        span
        for span in reading.spans
        if span.page == signature.page and span.low > signature.box[3] and span.size in (13, 14)
    ]
    assert len({span.baseline for span in above}) >= 3


@pytest.mark.parametrize("name", TITLED)
def test_type_and_subject_stand_in_the_middle_over_a_line(name: str) -> None:
    draft = PAPERS[name]
    assert isinstance(draft, Document)
    reading = drawn(draft)[1]
    kind = FORMS.types.find(draft.type)
    assert kind is not None
    title = next(s for s in reading.spans if s.text == kind.vi.upper() and s.size == 14)
    subject = next(s for s in reading.spans if s.text == draft.subject and s.font == BOLD)
    assert title.font == BOLD
    assert 13 <= subject.size <= 14
    for span in (title, subject):
        assert span.centre == pytest.approx(middle(reading), abs=1)
    below = [line for line in reading.lines if line.top < subject.baseline and not line.page]
    line = max(below, key=lambda each: each.top)
    part = (line.right - line.left) / (subject.x1 - subject.x0)
    assert 1 / 3 <= part <= 1 / 2
    assert (line.left + line.right) / 2 == pytest.approx(middle(reading), abs=1)
    assert subject.baseline - line.top < subject.size


def test_a_decision_names_who_decides_on_which_bases_and_what() -> None:
    reading = drawn(PAPERS["quyet-dinh"])[1]
    lead, verb = reading.span("SƯ ĐOÀN TRƯỞNG SƯ ĐOÀN"), reading.span("QUYẾT ĐỊNH:")
    for span in (lead, verb):
        assert (span.font, span.size) == (BOLD, 14)
        assert span.centre == pytest.approx(middle(reading), abs=1)
    bases = [reading.span("Căn cứ Quy chế"), reading.span("Theo đề nghị")]
    assert [span.font for span in bases] == [ITALIC] * 2
    assert [span.text[-1] for span in bases] == [";", "."]
    assert lead.baseline > bases[0].baseline > bases[1].baseline > verb.baseline
    label, text = reading.span("Điều 1."), reading.span("Ban hành kèm theo văn bản này")
    assert (label.font, text.font, label.size, text.size) == (BOLD, "LiberationSerif", 14, 14)
    assert label.baseline == text.baseline < verb.baseline
    assert label.x0 / MM == pytest.approx(30 + 12.7, abs=0.3)
    assert text.x1 == pytest.approx(reading.width - 15 * MM, abs=1.5)


def test_a_telegram_says_who_wires_to_whom() -> None:
    reading = drawn(PAPERS["cong-dien"])[1]
    lead, wires = reading.spans, reading.span("điện:")
    who = next(span for span in lead if span.baseline == wires.baseline)
    assert (who.text, who.font, wires.font) == ("SƯ ĐOÀN TRƯỞNG", BOLD, "LiberationSerif")
    assert (who.x0 + wires.x1) / 2 == pytest.approx(middle(reading), abs=1)
    assert "Kính gửi" not in reading.text()
    assert reading.span("- Trung đoàn 9992.").baseline < wires.baseline


def test_an_attached_text_has_its_own_head_and_no_signature() -> None:
    rendered, reading = drawn(PAPERS["quyet-dinh-gian-tiep"])
    assert {field.page for field in rendered.fields} == {0}
    second = [span for span in reading.spans if span.page == 1]
    states = [span for span in second if span.text.startswith("CỘNG HÒA")]
    title, line = (
        next(span for span in second if span.text.startswith(text)) for text in ("QUY CHẾ", "(Kèm")
    )
    assert len(states) == 1
    assert title.font == BOLD
    assert (line.font, line.size) == (ITALIC, 14)
    assert line.text == "(Kèm theo Quyết định số …/QĐ-SĐ999 ngày … tháng … năm …)"
    assert next(span for span in second if span.text.startswith("Điều 1.")).font == BOLD
    assert second[-2].text.endswith("./.") or second[-1].text.endswith("./.")


def test_appendices_begin_pages_and_count_their_own() -> None:
    reading = drawn(AWKWARD["an appendix of many pages"])[1]
    starts = [span for span in reading.spans if span.text in ("Phụ lục I", "Phụ lục II")]
    assert [(span.font, span.size) for span in starts] == [(BOLD, 14)] * 2
    top = reading.height - 20 * MM
    assert all(top - span.high < 14 for span in starts)
    numbers = {span.page: span.text for span in reading.spans if span.low > top}
    first, second = (span.page for span in starts)
    assert first == 1
    wanted = {page: str(page - first + 1) for page in range(first + 1, second)}
    wanted |= {page: str(page - second + 1) for page in range(second + 1, reading.pages)}
    assert second - first >= 3
    assert numbers == wanted


def test_one_appendix_has_no_number_and_a_separate_one_a_corner() -> None:
    (file,) = appendices(PAPERS["co-ten-loai"], TEMPLATE, FORMS)
    reading = read(file.pdf)
    assert reading.span("Phụ lục II").font == BOLD
    (field,) = file.fields
    left, bottom, right, top = field.box
    assert (field.name, field.page) == ("ConDau", 0)
    assert (reading.width - right) / MM == pytest.approx(15, abs=0.1)
    assert reading.height - 20 * MM < bottom < top < reading.height
    assert (top - bottom) / 1.25 == pytest.approx(10, abs=0.1)
    assert left > reading.width / 3
    one = msgspec.structs.replace(
        PAPERS["co-ten-loai"], appendices=PAPERS["co-ten-loai"].appendices[:1]
    )
    assert read(render(one, TEMPLATE, FORMS).pdf).span("Phụ lục").text == "Phụ lục"


def test_rows_go_whole_onto_pages_under_their_head() -> None:
    reading = drawn(AWKWARD["a table across pages"])[1]
    heads = [span for span in reading.spans if span.text == "Nội dung công việc phải làm"]
    tables = {line.page for line in reading.lines if line.right - line.left > 160 * MM}
    assert [span.page for span in heads] == sorted(tables)
    assert len(tables) >= 3
    assert all(span.font == BOLD and 12 <= span.size <= 13 for span in heads)
    right = max(span.x1 for span in reading.spans if span.text == "5714.3")
    amounts = [span for span in reading.spans if span.size == 13 and span.text.endswith(".3")]
    assert all(span.x1 == pytest.approx(right, abs=0.6) for span in amounts)
    for at in range(1, 41):
        number = [s for s in reading.spans if s.text == str(at) and s.x1 < 47 * MM and s.size == 13]
        amount = [s for s in reading.spans if s.text == f"{at * 1000 / 7:.1f}" and s.size == 13]
        assert [s.page for s in number[:1]] == [s.page for s in amount[:1]]
        assert number[0].baseline == amount[0].baseline


def test_a_row_higher_than_a_page_begins_where_it_stands() -> None:
    reading = drawn(AWKWARD["a row higher than a page"])[1]
    lines = [s for s in reading.spans if s.size == 13 and s.x0 > reading.width / 2]
    first = [span for span in lines if not span.page]
    assert len(first) > 20
    heads = [span.page for span in reading.spans if span.text == "Nội dung"]
    assert heads == sorted({span.page for span in lines if span.page < reading.pages - 1})


def test_minutes_are_signed_by_the_writer_at_the_left_and_the_chair_at_the_right() -> None:
    rendered, reading = drawn(PAPERS["bien-ban"])
    writer, chair = reading.span("THƯ KÝ"), reading.span("CHỦ TỌA")
    own = fields(rendered)
    left, right = own["KyNhay3"], own["KyChinh"]
    names = [reading.span("Trung úy Trần"), reading.span("Đại tá Nguyễn")]
    assert writer.baseline == chair.baseline
    for title, field, name in zip((writer, chair), (left, right), names, strict=True):
        centre = (field.box[0] + field.box[2]) / 2
        assert centre == pytest.approx(title.centre, abs=1)
        assert name.centre == pytest.approx(title.centre, abs=1)
        assert name.high < field.box[1] < field.box[3] < title.low
        assert (field.box[2] - field.box[0]) / MM == pytest.approx(52, abs=0.1)
    assert writer.centre < reading.width / 2 < chair.centre
    assert reading.span("Nơi nhận:").high < min(name.low for name in names)


def test_a_leave_permit_is_confirmed_below_the_recipients() -> None:
    reading = drawn(PAPERS["giay-nghi-phep"])[1]
    confirmed = reading.span("Xác nhận của cơ quan")
    assert confirmed.font == BOLD
    assert confirmed.high < reading.span("- Lưu:").low
    assert confirmed.x1 < reading.width / 2


@pytest.mark.parametrize("lines", range(1, 8))
def test_the_confirmation_stays_with_the_signature(lines: int) -> None:
    body = (Paragraph(LINE * 2),) * lines
    rendered, reading = drawn(PAPERS["giay-nghi-phep"], body=body)
    confirmed = reading.span("Xác nhận của cơ quan")
    assert confirmed.page == fields(rendered)["KyChinh"].page


def test_circulation_marker_and_address_have_their_places() -> None:
    reading = drawn(PAPERS["co-ten-loai"])[1]
    mark = reading.span("LƯU HÀNH NỘI BỘ")
    state = next(span for span in reading.spans if span.text.startswith("CỘNG HÒA"))
    frame = max(reading.lines, key=lambda line: (not line.page, line.top))
    assert (mark.font, mark.colour) == (BOLD, (0, 0, 0))
    assert 13 <= mark.size <= 14
    assert frame.left < mark.x0 < mark.x1 < frame.right
    assert state.high < frame.bottom < mark.low < mark.high < frame.top
    marker, copy = reading.span("PL.(300)"), reading.span("- Lưu:")
    assert (marker.font, marker.size) == ("LiberationSerif", 11)
    assert marker.baseline < copy.baseline
    address = reading.span("Địa chỉ:")
    line = min(reading.lines, key=lambda each: (each.page, abs(each.bottom - address.high)))
    assert (address.font, address.page, line.page) == ("LiberationSerif", 0, 0)
    assert 11 <= address.size <= 12
    assert line.bottom > address.high
    assert (line.right - line.left) / MM == pytest.approx(165, abs=0.5)


def test_a_family_that_is_not_known_any_more_is_still_drawn() -> None:
    draft = msgspec.structs.replace(PAPERS["quyet-dinh"], template="cua-don-vi", type="la")
    text = drawn(draft)[1].text()
    assert "Điều 2." in text
    assert "Căn cứ Quy chế" in text
    assert drawn(CongVan())[1].pages == 1
