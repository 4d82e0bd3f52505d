"""Whatever a page holds, the checker answers; what it compares words by."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from core.office.catalogue import load_document_types
from core.office.format.body import Frame, paragraphs_of
from core.office.format.check import check
from core.office.format.finding import Record
from core.office.format.head import MOTTO, STATE
from core.office.format.lines import Line, is_lower, is_upper, lines_of
from core.office.format.page import Page, Picture, Reading, Run, Stroke
from core.office.format.rules import Rule
from core.office.format.sheet import level_lines

TYPES = load_document_types(resources.text("catalogues/document-types.json")).items
WORDS = (
    *(STATE, MOTTO, "Số: 05/QĐ-SĐ999", "Mô Phỏng, ngày 05 tháng 01 năm 2026", "QUYẾT ĐỊNH"),
    *("Về việc thử", "V/v thử", "Kính gửi: A.", "- A;", "Căn cứ B;", "Điều 1. C", "1. D", "a) Đ"),
    *("Chương I", "Mục 1", "HỎA TỐC", "Nơi nhận:", "- Lưu: VT.", "KT. TRƯỞNG", "Nguyễn Văn A"),
    *(
        "Phụ lục II",
        "(Kèm theo Q)",
        "kết thúc./.",
        "2",
        "Địa chỉ: X; Fax: Y",
        "PL.(300)",
        "SƯ ĐOÀN",
    ),
)
side = st.floats(-50, 900, allow_nan=False)
runs = st.builds(
    Run,
    st.sampled_from(WORDS) | st.text(min_size=1, max_size=6),
    side,
    side,
    side,
    st.floats(1, 40),
    st.sampled_from(["TimesNewRomanPSMT", "Arial", ""]),
    st.booleans(),
    st.booleans(),
    st.integers(0, 0xFFFFFF),
)
strokes = st.builds(Stroke, side, side, side, side, st.floats(0, 4), st.just(0), st.booleans())
pictures = st.builds(Picture, side, side, side, side, st.integers(-1, 0xFFFFFF), st.just(72.0))
pages = st.builds(
    Page,
    st.floats(1, 2000),
    st.floats(1, 2000),
    st.lists(runs, max_size=24).map(tuple),
    st.lists(strokes, max_size=8).map(tuple),
    st.lists(pictures, max_size=3).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(pages, min_size=1, max_size=3), st.booleans(), st.booleans())
def test_no_page_is_too_strange(read: list[Page], scan: bool, signed: bool) -> None:
    record = Record(scan=scan, signed=signed)
    found = check(Reading(17, tuple(read)), TYPES, record)
    assert all(1 <= finding.page <= len(read) for finding in found)


def test_a_document_of_the_party_is_only_told_apart() -> None:
    head = Run("ĐẢNG CỘNG SẢN VIỆT NAM", 300, 500, 70, 15, "TimesNewRomanPS-BoldMT", bold=True)
    text = Run("Số 12-NQ/ĐU, ngày 05 tháng 01 năm 2026 ban hành", 85, 500, 300, 14, "Arial")
    found = check(Reading(17, (Page(595, 842, (head, text)),)), TYPES)
    assert [finding.rule for finding in found] == [Rule.OTHER_FORM]


def test_capitals_are_told_from_abbreviations_and_roman_numbers() -> None:
    assert is_lower("Về việc giao UBND TP và BTL QK phối hợp")
    assert is_lower("Chương II")
    assert is_lower("09/KH-SĐ999; 2026-11-05T08:30:15+07:00")
    assert not is_lower("CHƯƠNG II")
    assert not is_lower("CĂN CỨ QUY CHẾ làm việc")
    assert is_upper("SƯ ĐOÀN 999 (GIẢ LẬP)")


def test_cells_of_one_row_are_one_line() -> None:
    left = Run("Nơi nhận:", 85, 136, 368.9, 12, "T")
    right = Run("TL. THAM MƯU TRƯỞNG", 335, 495, 369.8, 13, "T")
    below = Run("- Như trên;", 85, 133, 381.7, 11, "T")
    assert lines_of(0, (below, right, left)) == [Line(0, (left, right)), Line(0, (below,))]


def test_dashes_are_one_line_that_is_not_solid() -> None:
    dashes = [Stroke(left, 50, left + 4, 50, 0.7) for left in (100, 107, 114)]
    (line,) = level_lines(dashes)
    assert (line.left, line.right, line.solid) == (100, 118, False)
    (whole,) = level_lines([Stroke(100, 50, 140, 50, 0.7), Stroke(140, 50, 180, 50, 0.7)])
    assert (whole.width, whole.solid) == (80, True)


def test_ragged_text_goes_on_over_the_page_where_a_sentence_does() -> None:
    frame = Frame(85, 540)

    def line(page: int, text: str, left: float, right: float, baseline: float) -> Line:
        return Line(page, (Run(text, left, right, baseline, 14, "T"),))

    lines = [
        line(0, "Các đơn vị tổ chức thực hiện nội dung của văn bản này", 121, 538, 740),
        line(0, "rồi báo cáo lên", 85, 300, 758),
        line(1, "TRƯỞNG-BAN-CHỈ-HUY-MÔ-PHỎNG theo quy định của Sư đoàn và các", 85, 538, 80),
        line(1, "phòng.", 85, 130, 98),
        line(1, "Một đoạn khác không lùi đầu dòng", 85, 320, 122),
    ]
    whole, other = paragraphs_of(lines, frame)
    assert [each.text for each in whole.lines] == [each.text for each in lines[:4]]
    assert other.first is lines[4]
