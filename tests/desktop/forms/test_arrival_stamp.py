"""The ĐẾN stamp read back by PDFium, and where it finds room on a page."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.forms.arrival_stamp import HEIGHT, WIDTH, Stamp, place, render
from tests.desktop.forms.reading import MM, read

STAMP = Stamp(
    "Sư đoàn Bộ binh 999 (giả lập)",
    "12",
    datetime.date(2026, 11, 18),
    "Người si; phối hợp: Người ly",
    "01.TM",
)
PAGE = (210 * MM, 297 * MM)


def test_it_says_what_the_form_asks_for_in_a_frame_of_35_by_50_millimetres() -> None:
    page = read(render(STAMP))
    assert (round(page.width / MM), round(page.height / MM), page.pages) == (50, 35, 1)
    outer = max(page.lines, key=lambda line: line.top - line.bottom)
    assert (round((outer.right - outer.left) / MM), round((outer.top - outer.bottom) / MM)) == (
        50,
        35,
    )
    order = ["SƯ ĐOÀN", "Số: 12", "Ngày: 18/11/2026", "Chuyển: Người si", "Số và ký hiệu HS: 01.TM"]
    heights = [page.span(text).baseline for text in order]
    assert heights == sorted(heights, reverse=True)
    word = page.span("ĐẾN")
    assert (word.font, word.colour) == ("LiberationSerif-Bold", (255, 0, 0))
    assert word.x1 < page.span("Số: 12").x0


@pytest.mark.parametrize("long", [STAMP.agency * 4, STAMP.to * 8, "x" * 300])
def test_long_words_stay_in_the_frame(long: str) -> None:
    for stamp in (Stamp(long), replace(STAMP, to=long), replace(STAMP, dossier=long)):
        page = read(render(stamp))
        for span in page.spans:
            left, bottom, right, top = span.band
            assert left >= 0
            assert right <= WIDTH
            assert bottom >= -1
            assert top <= HEIGHT + 1


def test_what_is_not_known_yet_is_left_to_be_written() -> None:
    text = read(render(Stamp("Cơ quan"))).text()
    assert "Số: …" in text
    assert "Ngày: …" in text
    assert "Chuyển: …" in text


def test_it_lies_in_the_free_place_nearest_to_the_head() -> None:
    head = (30 * MM, 255 * MM, 195 * MM, 280 * MM)  # both columns of the head
    body = (30 * MM, 20 * MM, 195 * MM, 200 * MM)
    left, bottom, right, top = place([head, body], *PAGE)
    assert bottom > 200 * MM
    assert top < 255 * MM
    assert left == pytest.approx(25 * MM)
    under_number = (25 * MM, 200 * MM, 90 * MM, 255 * MM)  # a subject there: below the date then
    assert place([head, body, under_number], *PAGE)[0] > 100 * MM
    assert right - left == pytest.approx(WIDTH)


def test_on_a_scan_it_lies_where_most_letters_are_empty() -> None:
    assert place([], *PAGE)[3] == pytest.approx((297 - 62) * MM)


BOXES = st.lists(
    st.tuples(*[st.floats(-50, 900, allow_nan=False) for _ in range(4)]).map(
        lambda box: (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1:4:2]))
    ),
    max_size=20,
)


@given(BOXES)
def test_whatever_stands_on_the_page_it_lies_on_it(words: list[tuple[float, ...]]) -> None:
    left, bottom, right, top = place(words, *PAGE)  # type: ignore[arg-type]
    assert 0 <= left < right <= PAGE[0]
    assert 0 <= bottom < top <= PAGE[1]
