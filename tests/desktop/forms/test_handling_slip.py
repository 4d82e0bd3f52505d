"""The handling slip read back by PDFium: head, facts, three blocks in their order, pages that break
well.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.queries.rows import DocumentRow, InGroup, Letterhead
from db.queries.slips import Given, Slip, Word
from desktop.forms.handling_slip import HEADINGS, Printed, render
from tests.desktop.forms.reading import MM, Reading, read

ROW = DocumentRow(
    n=1, id="A", kind="incoming", state="in_progress", type="cong-van",
    subject="V/v chuẩn bị diễn tập khu vực phòng thủ năm 2026 tại các đơn vị trực thuộc Sư đoàn Bộ "
            "binh 999 (giả lập), thời gian và lực lượng tham gia",
    issuer="Bộ Tham mưu Quân khu Mô phỏng", code="217/BTM-TC", document_date="2026-11-16",
    number=12, suffix="", symbol="", dated="2026-11-18", urgency="urgent", due="2026-11-26",
    lead="Người si", lead_person="si", pages=3, files=1, directives=1, conflicts=0,
    tentative=False, created=0, act="direct", read=False,
)  # fmt: skip
HEAD = Letterhead("Quân khu Mô phỏng", "Sư đoàn Bộ binh 999 (giả lập)", "SĐ999", "", "")
TIME = 1_795_000_000_000  # 18/11/2026
SLIP = Slip(
    ROW,
    HEAD,
    (
        Given("command", "lead", "Đại úy Lê Giả Sĩ", "2026-11-26", TIME),
        Given("command", "support", "Thiếu tá Trần Giả Ly", "2026-11-25", TIME),
        Given("command", "support", "Thượng úy Ngô Giả An", None, TIME),
        Given("section", "inform", "Trung úy Võ Giả Bình", None, TIME),
    ),
    (
        Word("command", "Đại tá Phạm Giả Chí", "Sư đoàn trưởng", "Chủ trì nghiên cứu.", TIME),
        Word("handler", "Đại úy Lê Giả Sĩ", "Trợ lý", "Đề xuất lập tổ kiểm tra.", TIME),
    ),
)
HOW = Printed("Nguyễn Giả Vân", TIME, "Công văn", "DỮ LIỆU GIẢ LẬP")


@pytest.fixture(scope="module")
def page() -> Reading:
    return read(render(SLIP, HOW))


def test_head_title_and_the_facts_that_the_form_asks_for(page: Reading) -> None:
    assert (page.pages, round(page.width / MM), round(page.height / MM)) == (1, 210, 297)
    title = page.span("PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN")
    assert (title.font, title.size) == ("LiberationSerif-Bold", 14)
    assert page.span("QUÂN KHU MÔ PHỎNG").centre < page.width / 2 < page.span("CỘNG HÒA").centre
    facts = [
        ("Số đến:", "12, ngày đến 18/11/2026"),
        ("Tên loại:", "Công văn"),
        ("Số, ký hiệu:", "217/BTM-TC"),
        ("Ngày, tháng, năm:", "16/11/2026"),
        ("Cơ quan, tổ chức ban hành:", "Bộ Tham mưu Quân khu Mô phỏng"),
        ("Trích yếu nội dung:", "V/v chuẩn bị diễn tập"),
    ]
    before = title.baseline
    for name, value in facts:
        found, said = page.span(name), page.span(value)
        assert found.baseline < before
        assert abs(found.baseline - said.baseline) < 0.1
        assert found.x1 < said.x0
        before = found.baseline


def test_the_mark_of_a_restricted_group_stands_over_every_page(page: Reading) -> None:
    """Where nothing of the prescribed form stands; a whole unit's slip has none."""
    assert not [span for span in page.spans if "Hạn chế" in span.text]
    many = SLIP.words * 30
    group = InGroup("G", "Nhóm kiểm tra nội bộ (giả lập)")
    marked = replace(SLIP, row=replace(ROW, group=group), words=many)
    reading = read(render(marked, HOW))
    assert reading.pages > 1
    spans = [span for span in reading.spans if span.text == f"Hạn chế · {group.name}"]
    assert len(spans) == reading.pages
    title = reading.span("QUÂN KHU MÔ PHỎNG")
    assert all(span.baseline > title.baseline + 3 * MM for span in spans)
    assert all(reading.width - 16 * MM < span.x1 <= reading.width - 14 * MM for span in spans)


def test_the_three_blocks_follow_one_another_with_what_belongs_to_each(page: Reading) -> None:
    one, two, three = (page.span(f"{n}. {text}") for n, text in enumerate(HEADINGS.values(), 1))
    assert one.baseline > two.baseline > three.baseline
    assert one.font == "LiberationSerif-Bold"

    def between(upper: float, lower: float) -> str:
        inside = [s.text for s in page.spans if upper > s.baseline > lower]
        return " ".join(inside)

    first = between(one.baseline, two.baseline)
    assert "Chủ trì: Đại úy Lê Giả Sĩ (thời hạn 26/11/2026)." in first
    assert "Thiếu tá Trần Giả Ly (thời hạn 25/11/2026); Thượng úy Ngô Giả An." in first
    assert "Ngày 18 tháng 11 năm 2026 – Đại tá Phạm Giả Chí, Sư đoàn trưởng" in first
    assert "Để biết: Trung úy Võ Giả Bình." in between(two.baseline, three.baseline)
    last = between(three.baseline, 0)
    assert "Đề xuất lập tổ kiểm tra. Ngày 18 tháng 11 năm 2026 – Đại úy Lê Giả Sĩ" in last


def test_the_day_and_the_name_end_at_the_right_margin(page: Reading) -> None:
    signed = page.span("Ngày 18 tháng 11 năm 2026 – Đại tá")
    assert abs(signed.x1 - (page.width - 15 * MM)) < 1.5
    assert signed.font == "LiberationSerif-Italic"


def test_nothing_leaves_the_margins_and_the_foot_says_who_printed(page: Reading) -> None:
    for span in page.spans:
        assert span.x0 > 30 * MM - 1
        assert span.x1 < page.width - 15 * MM + 1
    foot = page.span("Bản in từ hệ thống")
    assert foot.text.endswith("in lúc 18:06 18/11/2026 · người in Nguyễn Giả Vân")
    assert "Trang 1/1" in foot.text
    assert page.span("DỮ LIỆU GIẢ LẬP").baseline == foot.baseline


def test_where_nobody_has_spoken_there_is_room_to_write() -> None:
    page = read(render(replace(SLIP, given=(), words=()), HOW))
    assert page.pages == 1
    assert len([s for s in page.spans if s.text.startswith("Ngày …")]) == 3
    assert len([line for line in page.lines if line.right - line.left > 160 * MM]) == 12 + 3


def test_many_words_go_on_over_pages_and_no_heading_stands_alone() -> None:
    long = "Các đơn vị tổ chức thực hiện nghiêm túc, báo cáo kết quả đúng hạn. " * 14
    words = tuple(
        Word(block, f"Người {n}", "", long, TIME + n)
        for block in ("command", "section", "handler")
        for n in range(3)
    )
    page = read(render(replace(SLIP, words=words), HOW))
    assert page.pages > 1
    for number, text in enumerate(HEADINGS.values(), 1):
        heading = page.span(f"{number}. {text}")
        below = [
            s
            for s in page.spans
            if s.page == heading.page and 20 * MM < s.baseline < heading.baseline
        ]
        assert below


def test_the_same_slip_gives_the_same_bytes_and_strange_letters_are_told() -> None:
    assert render(SLIP, HOW) == render(SLIP, HOW)
    odd = replace(SLIP, row=replace(ROW, subject="Về 漢"))
    assert "Về [U+6F22]" in read(render(odd, HOW)).text()
