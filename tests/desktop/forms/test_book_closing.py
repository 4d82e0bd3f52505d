"""The sheet that closes a book says what stands in it, and has the clerk's field."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from core.commits.ids import b64
from core.errors import NotCanonical
from core.office.book_lines import Summary
from core.office.books import Form
from core.office.closing import Out
from core.signing.places import places
from desktop.forms import book_closing
from desktop.forms.book_closing import Closing
from desktop.signing import setting
from tests.desktop.forms.book_sample import bare, cover
from tests.desktop.forms.reading import read

DAY = datetime.date(2026, 4, 1)
HEAD = bytes(range(100, 132))
STANDS = Summary(1284, 1, 1290, ((17, "viết nhầm"), (34, "bỏ cách theo sổ giấy")), 3, 1)
CLOSING = Closing(
    cover(Form.OUTGOING, 1290),
    "2026-03",
    STANDS,
    "1A2B-3C4D-5E6F-7A8B",
    b64(HEAD),
    "Nguyễn Thị Mô Phỏng",
)


def said(closing: Closing) -> str:
    return bare(read(book_closing.render(closing, DAY, "DỮ LIỆU GIẢ LẬP").pdf).text())


@pytest.mark.parametrize(
    "text",
    [
        "QUÂN ĐOÀN 99 (GIẢ LẬP)",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "PHIẾU ĐÓNG SỔ",
        "THÁNG 3 NĂM 2026",
        "Sổ: SỔ ĐĂNG KÝ VĂN BẢN ĐI (Sổ chung), năm 2026.",
        "Từ ngày 02/01/2026 đến ngày 31/12/2026.",
        "Số văn bản trong sổ: 1.284 (một nghìn hai trăm tám mươi tư).",
        "Số đầu: 01; số cuối: 1290.",
        "Văn bản đã hủy: 3 (ba).",
        "Số đang giữ: 1 (một).",
        "Số bỏ: 2 (hai): - 17: viết nhầm; - 34: bỏ cách theo sổ giấy.",
        "Mã kiểm tra của bản in: 1A2B-3C4D-5E6F-7A8B.",
        "Thành phố Mô Phỏng, ngày 01 tháng 4 năm 2026",
        "VĂN THƯ",
        "Nguyễn Thị Mô Phỏng",
        "DỮ LIỆU GIẢ LẬP",
    ],
)
def test_the_sheet_says_it(text: str) -> None:
    assert bare(text) in said(CLOSING)


def test_the_end_of_the_chain_stands_in_groups() -> None:
    groups = book_closing.grouped(b64(HEAD)).split()
    assert "".join(groups) == HEAD.hex().upper()
    assert {len(group) for group in groups} == {4}
    assert "".join(groups) in said(CLOSING)
    with pytest.raises(NotCanonical):
        book_closing.render(replace(CLOSING, head="kurz"), DAY)


def test_a_book_without_numbers_is_closed_too() -> None:
    text = said(replace(CLOSING, period="2026", stands=Summary(0, 0, 0, (), 0, 0)))
    assert bare("NĂM 2026") in text
    assert bare("Số bỏ: 0 (không).") in text
    for absent in ("Số đầu", "Văn bản đã hủy", "Số đang giữ"):
        assert bare(absent) not in text


@pytest.mark.parametrize("voids", [0, 3, 25, 28, 31, 34, 200])
def test_the_clerks_field_is_made_and_stands_on_the_last_page_above_the_name(voids: int) -> None:
    stands = replace(STANDS, voids=tuple((n, f"lý do {n}") for n in range(1, voids + 1)))
    rendered = book_closing.render(replace(CLOSING, stands=stands), DAY)
    [place] = places(setting.ready(rendered))
    assert (place.name, place.page) == ("KyChinh", rendered.pages - 1)
    reading = read(rendered.pdf)
    spans = [span for span in reading.spans if span.page == place.page]
    name = next(span for span in spans if span.text == CLOSING.clerk)
    post = next(span for span in spans if span.text == "VĂN THƯ")
    left, bottom, right, top = place.box
    assert name.band[3] <= bottom < top <= post.band[1]
    assert left < name.centre < right
    for span in spans:
        low, high = span.band[1], span.band[3]
        assert high <= bottom or low >= top, span.text
        assert span.x0 >= 29 * 72 / 25.4
        assert span.x1 <= reading.width - 14 * 72 / 25.4


def test_the_same_closing_gives_the_same_bytes() -> None:
    once, again = (book_closing.render(CLOSING, DAY).pdf for _ in "ab")
    assert once == again


def test_what_another_machine_still_holds_stands_on_the_sheet() -> None:
    held = (Out("x", 1291, 1300, "Máy văn thư 2"),)
    told = bare("Số còn ở máy khác, chưa báo về: từ 1291 đến 1300 (Máy văn thư 2).")
    assert told in said(replace(CLOSING, out=held))
    assert bare("máy khác") not in said(CLOSING)
