"""Minutes and certificate of dossiers read back by PDFium: what they say, in which order, on which
pages.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from desktop.forms import dossier_end, dossier_minutes
from desktop.forms.book import Printing
from desktop.forms.dossier_end import Ending
from desktop.forms.dossier_minutes import Minutes, Party
from desktop.forms.dossier_paper import Head
from tests.desktop.forms.reading import MM, Reading, read

TIME = 1_795_000_000_000  # 18/11/2026
HEAD = Head(
    "Quân khu Mô phỏng",
    "Sư đoàn Bộ binh 999 (giả lập)",
    "Thành phố Mô Phỏng",
    datetime.date(2026, 11, 18),
)
HOW = Printing("Trần Thị Thử Nghiệm", TIME, watermark="DỮ LIỆU GIẢ LẬP")
GIVER = Party("Đại úy Trần Thị Thử Nghiệm", "Nhân viên văn thư", "Phòng Tham mưu")
MINUTES = Minutes(
    GIVER,
    Party("Trung úy Đỗ Thị Lưu Trữ", "Nhân viên lưu trữ", "Ban Hành chính"),
    "Hồ sơ năm 2025 của Phòng Tham mưu",
    datetime.date(2025, 1, 6),
    datetime.date(2025, 12, 30),
    2025,
    dossiers=12,
    documents=345,
    files=1024,
)
ENDING = Ending(
    "01.TM", "Diễn tập khu vực phòng thủ năm 2026", "Vĩnh viễn",
    datetime.date(2025, 10, 2), datetime.date(2025, 12, 5), 3, 9, "Trần Thị Thử Nghiệm",
)  # fmt: skip


@pytest.fixture(scope="module")
def minutes() -> Reading:
    return read(dossier_minutes.render(HEAD, MINUTES, HOW))


def ordered(page: Reading, *parts: str) -> bool:
    """Whether these follow one another down the pages."""
    spans = [page.span(part) for part in parts]
    places = [(span.page, -span.baseline) for span in spans]
    return places == sorted(places)


def test_minutes_say_who_gave_what_to_whom(minutes: Reading) -> None:
    assert (round(minutes.width / MM), round(minutes.height / MM)) == (210, 297)
    assert ordered(
        minutes,
        "BIÊN BẢN",
        "Giao nhận hồ sơ, tài liệu",
        "Căn cứ Nghị định số 30/2020/NĐ-CP",
        "Căn cứ Danh mục hồ sơ năm 2025",
        "BÊN GIAO:",
        "- Đại diện: Đại úy Trần Thị Thử Nghiệm",
        "- Chức vụ: Nhân viên văn thư",
        "BÊN NHẬN:",
        "- Đại diện: Trung úy Đỗ Thị Lưu Trữ",
        "1. Tên khối tài liệu giao nộp: Hồ sơ năm 2025 của Phòng Tham mưu.",
        "2. Thời gian của hồ sơ, tài liệu: từ ngày 06/01/2025 đến ngày 30/12/2025.",
        "3. Số lượng tài liệu:",
        "a) Đối với hồ sơ, tài liệu giấy:",
        "- Tổng số hộp (cặp):",
        "- Quy ra mét giá:",
        "b) Đối với hồ sơ, tài liệu điện tử:",
        "- Tổng số hồ sơ: 12 (mười hai) hồ sơ;",
        "- Tổng số tệp tin trong hồ sơ: 1.024",
        "4. Tình trạng tài liệu giao nộp:",
        "5. Mục lục hồ sơ, tài liệu nộp lưu kèm theo",
        "Biên bản này được lập thành hai bản",
        "ĐẠI DIỆN BÊN GIAO",
    )


def test_head_and_signers_stand_side_by_side(minutes: Reading) -> None:
    middle = minutes.width / 2
    assert minutes.span("QUÂN KHU MÔ PHỎNG").centre < middle < minutes.span("CỘNG HÒA").centre
    given, taken = minutes.span("ĐẠI DIỆN BÊN GIAO"), minutes.span("ĐẠI DIỆN BÊN NHẬN")
    assert given.page == taken.page
    assert given.baseline == pytest.approx(taken.baseline)
    assert given.centre < middle < taken.centre


def test_nothing_leaves_the_text_area(minutes: Reading) -> None:
    for span in minutes.spans:
        assert span.x0 >= 30 * MM - 1, span.text
        assert span.x1 <= minutes.width - 15 * MM + 1, span.text


def test_every_page_says_that_it_came_from_the_system(minutes: Reading) -> None:
    for page in range(minutes.pages):
        said = " ".join(span.text for span in minutes.spans if span.page == page)
        assert f"Bản in từ hệ thống · Trang {page + 1}/{minutes.pages}" in said
        assert "DỮ LIỆU GIẢ LẬP" in said


def test_what_nobody_said_has_dots_to_write_on() -> None:
    empty = replace(MINUTES, giver=Party(), taker=Party(), since=None, until=None, year=0)
    page = read(dossier_minutes.render(HEAD, empty, HOW))
    dotted = [span.text for span in page.spans if span.text.startswith("- Đại diện: ...")]
    assert len(dotted) == 2
    assert "Căn cứ Danh mục" not in " ".join(span.text for span in page.spans)


def test_the_certificate_says_how_much_is_inside() -> None:
    page = read(dossier_end.render(HEAD, ENDING, HOW))
    assert page.pages == 1
    assert ordered(
        page,
        "CHỨNG TỪ KẾT THÚC",
        "Số, ký hiệu hồ sơ: 01.TM",
        "Tiêu đề hồ sơ: Diễn tập khu vực phòng thủ năm 2026",
        "Thời hạn bảo quản: Vĩnh viễn",
        "Thời gian của tài liệu: từ ngày 02/10/2025 đến ngày 05/12/2025",
        "Hồ sơ này gồm có: 3 (ba) văn bản, tài liệu.",
        "Số trang: 9 (chín), đánh số từ 1 đến 9.",
        "Số tờ trùng số:",
        "Đặc điểm, tình trạng tài liệu:",
        "NGƯỜI LẬP HỒ SƠ",
        "Trần Thị Thử Nghiệm",
    )


def test_of_paper_the_sheets_are_counted_by_hand() -> None:
    page = read(dossier_end.render(HEAD, replace(ENDING, pages=0, since=None), HOW))
    assert "Số tờ, đánh số từ … đến …:" in page.span("Số tờ, đánh số").text
    assert "Thời gian của tài liệu" not in " ".join(span.text for span in page.spans)


@pytest.mark.parametrize("count", [1, 40])
def test_long_names_break_and_strange_letters_are_told(count: int) -> None:
    title = " ".join(["Hồ sơ rất dài"] * count) + " 中"
    page = read(dossier_end.render(HEAD, replace(ENDING, title=title), HOW))
    assert page.pages in (1, 2)
    assert all(span.x1 <= page.width - 15 * MM + 1 for span in page.spans)
