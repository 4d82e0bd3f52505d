"""The two printed reports, read back with a program that had no part in drawing them."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office import periods, reports
from core.office.reports import Handled, Sent
from db.queries.rows import Letterhead
from desktop.exchange import report_sheet, spreadsheet
from desktop.forms import report, report_content
from desktop.forms.book import Printing
from desktop.forms.report import Report
from desktop.forms.report_content import About, Line, period_words
from tests.desktop.forms.reading import read

HEAD = Letterhead(
    "Quân khu Mô phỏng", "Sư đoàn Bộ binh 999 (giả lập)", "SĐ999", "Thành phố Mô Phỏng", ""
)
HOW = Printing("Trần Thị Thử Nghiệm", 1_795_158_000_000, watermark="DỮ LIỆU GIẢ LẬP")
ABOUT = About(HEAD, periods.read("2026-11"), "", datetime.date(2026, 11, 20))


def units(count: int) -> list[Line[Handled]]:
    """Units with different figures, each column different."""
    return [
        Line(f"Tiểu đoàn Mô Phỏng số {at}", Handled(at, 9, at + 2, 1, 1, 2, 1, 1, 1), 5 * at)
        for at in range(1, count + 1)
    ]


def of_incoming(count: int, about: About = ABOUT) -> Report:
    lines = units(count)
    whole = reduce(reports.added, (line.count for line in lines), Handled())
    return report_content.incoming(about, lines, Line("", whole, 25))


def of_outgoing() -> Report:
    count = Sent(9, 8, 7, 5, 1, 1, 2, 1, 1, 0, 0)
    types = [("Công văn", 4), ("Báo cáo", 3)]
    return report_content.outgoing(ABOUT, [Line("Phòng Tham mưu", count)], count, types, 2)


def texts(found: Report) -> list[str]:
    """The text of each page; cells that stand near one another are told as one."""
    spans = read(report.render(found, HOW)).spans
    pages = max(span.page for span in spans) + 1
    return [" ".join(span.text for span in spans if span.page == page) for page in range(pages)]


def plain(page: str) -> str:
    """With one space where there are several."""
    return " ".join(page.split())


def test_everything_that_a_report_says_is_on_its_page() -> None:
    [page] = texts(of_incoming(2))
    for said in (
        "SƯ ĐOÀN BỘ BINH 999 (GIẢ LẬP)", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "BÁO CÁO", "TÌNH HÌNH GIẢI QUYẾT VĂN BẢN ĐẾN",
        "Tháng 11 năm 2026 (từ ngày 01/11/2026 đến ngày 30/11/2026)",
        "Thành phố Mô Phỏng, ngày 20 tháng 11 năm 2026", "THỦ TRƯỞNG ĐƠN VỊ",
        "Tiểu đoàn Mô Phỏng số 2", "DỮ LIỆU GIẢ LẬP", "Đã giải quyết", "(16)",
    ):  # fmt: skip
        assert said in page, said
    assert "Cộng 3 18 21 7 2 2 11 4 2 2 8 2 77,78 2,5" in plain(page)
    assert "Trang 1/1 · in lúc 14:00 20/11/2026 · người in Trần Thị Thử Nghiệm" in page
    assert f"mã kiểm tra {of_incoming(2).code}" in page


def test_a_long_table_goes_on_under_its_headings_and_nobody_signs_alone() -> None:
    pages = texts(of_incoming(60))
    assert len(pages) > 2
    rows = [int(at) for page in pages for at in re.findall(r"Mô Phỏng số (\d+)", page)]
    assert rows == list(range(1, 61))
    assert all(("Mô Phỏng số" in page) == ("(15)" in page) for page in pages)
    assert "Ghi chú" in pages[-1]
    assert "NGƯỜI LẬP BÁO CÁO" in pages[-1]


def test_what_goes_out_has_both_tables() -> None:
    said = " ".join(texts(of_outgoing()))
    for text in ("Theo đơn vị soạn thảo", "Theo tên loại văn bản", "Công văn", "83,33", "số bỏ 2"):
        assert text in said


def test_the_same_report_gives_the_same_bytes_and_another_another_code() -> None:
    one, other = of_incoming(3), of_incoming(4)
    assert report.render(one, HOW) == report.render(one, HOW)
    assert report_sheet.write(one, HOW) == report_sheet.write(one, HOW)
    assert one.code != other.code
    assert one.code == of_incoming(3).code


def test_a_strange_letter_is_told_by_its_code() -> None:
    head = replace(HEAD, name="Đơn vị \U0001f980")
    [page] = texts(of_incoming(1, replace(ABOUT, head=head)))
    assert "[U+1F980]" in page


def test_a_part_of_the_unit_is_told_under_the_title() -> None:
    [page] = texts(of_incoming(1, replace(ABOUT, scope="Phòng Tham mưu và đơn vị trực thuộc")))
    assert "Phòng Tham mưu và đơn vị trực thuộc" in page


@pytest.mark.parametrize(
    ("written", "said"),
    [("2026", "Năm 2026"), ("2026-Q4", "Quý IV năm 2026"), ("2026-H1", "6 tháng đầu năm 2026"),
     ("2026-02", "Tháng 2 năm 2026"), ("2026-11-02..2026-11-05", "")],
)  # fmt: skip
def test_periods_are_named_as_reports_name_them(written: str, said: str) -> None:
    assert period_words(periods.read(written)) == said


@given(st.integers(0, 12))
def test_the_spreadsheet_has_the_rows_of_the_page(count: int) -> None:
    made = of_incoming(count)
    found = spreadsheet.read_sheet(report_sheet.write(made, HOW))
    said = [str(cell) for row in found.rows for cell in row.cells]
    assert f"Mã kiểm tra: {made.code}" in said
    assert made.sentences[0] in said
