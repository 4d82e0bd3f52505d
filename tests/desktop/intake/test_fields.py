"""Fields read from documents of several producers, and from pages that must not be believed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office.terms import Secrecy
from desktop import reference
from desktop.intake.fields import Reading, read_fields
from desktop.page_lines import TextLine
from desktop.page_reader import Question, make_reader

FOLDER = Path(__file__).parents[2] / "data" / "incoming"
TYPES = reference.document_types().items
TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def reading_of(name: str, *issuers: str) -> Reading:
    """What the page process's own reader finds, without the process."""
    answer = make_reader()

    def ask(act: str, *file: bytes) -> bytes:
        return answer(msgspec.msgpack.encode(Question(act, 1)), *file)

    ask("open", (FOLDER / name).read_bytes())
    runs = msgspec.msgpack.decode(ask("lines"), type=tuple[TextLine, ...])
    ask("close")
    return read_fields(runs, TYPES, issuers)


PRODUCED = {
    "libreoffice-cong-van.pdf": Reading(
        "Bộ Tham mưu", "217/BTM-TC", date(2026, 11, 16), "cong-van",
        "V/v chuẩn bị diễn tập khu vực phòng thủ năm 2026",
    ),
    "cairo-thong-bao.pdf": Reading(
        "Trung đoàn 9991", "31/TB-E9991", date(2026, 11, 12), "thong-bao",
        "Lịch kiểm tra công tác văn thư, lưu trữ quý IV năm 2026",
    ),
    "ghostscript-bao-cao.pdf": Reading(
        "Tiểu đoàn 2", "08/BC-D2", date(2026, 11, 3), "bao-cao",
        "Kết quả tiếp nhận, quản lý trang thiết bị công nghệ thông tin",
    ),
    "qt-giay-moi.pdf": Reading(
        "Phòng Chính trị", "19/GM-CT", date(2026, 11, 18), "giay-moi",
        "Dự Hội nghị tổng kết công tác năm 2026",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PRODUCED)
def test_every_producer_is_read(name: str) -> None:
    assert reading_of(name) == PRODUCED[name]


def test_a_repaired_file_is_read_and_a_scan_says_nothing() -> None:
    assert reading_of("broken-xref.pdf").code == "08/BC-D2"
    assert reading_of("scan-bao-cao.pdf") == Reading()


def test_an_agency_that_the_book_knows_is_written_as_in_the_book() -> None:
    book = "Bộ Tham mưu Quân khu Mô Phỏng"
    assert reading_of("libreoffice-cong-van.pdf", book, "BỘ THAM MƯU").issuer == book
    assert reading_of("libreoffice-cong-van.pdf", "bộ tham mưu").issuer == "bộ tham mưu"


def line(left: float, top: float, text: str, *, bold: bool = False, size: float = 10) -> TextLine:
    """A line of text that begins at ``left``; letters are half as wide as high."""
    return TextLine(left, top - size, left + len(text) * size / 2, top, text, bold)


def letter(*more: TextLine, number: str = "Số: 217/SĐ999-TM") -> Reading:
    """A page with the title at the right and, at the left, an agency and a number."""
    head = (
        line(320, 800, TITLE, bold=True),
        line(60, 800, "QUÂN KHU MÔ PHỎNG"),
        line(60, 785, "SƯ ĐOÀN BỘ BINH 999", bold=True),
        line(80, 765, number),
        line(330, 765, "Thành phố Mô Phỏng, ngày 05 tháng 01 năm 2026"),
    )
    body = line(60, 600, "Thực hiện Kế hoạch số 64/KH-BTM " + "của Bộ Tham mưu về diễn tập " * 2)
    return read_fields((*head, *more, body), TYPES)


def test_the_head_of_a_letter() -> None:
    found = letter(line(70, 750, "V/v bảo đảm hậu cần,"), line(70, 738, "kỹ thuật cho diễn tập"))
    assert found == Reading(
        "SƯ ĐOÀN BỘ BINH 999", "217/SĐ999-TM", date(2026, 1, 5), "cong-van",
        "V/v bảo đảm hậu cần, kỹ thuật cho diễn tập",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stamp", "urgency"),
    [("KHẨN", "urgent"), ("THƯỢNG KHẨN", "very_urgent"), ("HỎA TỐC", "express")],
)
def test_a_stamp_of_urgency_alone_in_the_head(stamp: str, urgency: str) -> None:
    found = letter(line(70, 750, "V/v diễn tập"), line(90, 730, stamp, bold=True))
    assert (found.urgency, found.subject) == (urgency, "V/v diễn tập")


@pytest.mark.parametrize("words", ["Khẩn", "việc KHẨN", "KHẨN TRƯƠNG"])
def test_the_word_urgent_elsewhere_is_no_stamp(words: str) -> None:
    assert not letter(line(90, 700, words)).urgency


def test_a_stamp_of_secrecy_is_seen() -> None:
    assert letter(line(90, 730, "TUYỆT MẬT", bold=True)).secrecy is Secrecy.TOP_SECRET
    assert letter(line(90, 730, "MẬT", bold=True)).secrecy is Secrecy.CONFIDENTIAL
    assert letter(line(90, 730, "Công tác bảo mật")).secrecy is None


@pytest.mark.parametrize(
    "number",
    ["Số:        /SĐ999-TM", "Số: /SĐ999-TM", "Số:", "Sổ tay 217/SĐ999", "Số lượng: 3 bản", "217"],
)
def test_a_number_that_is_not_there_is_not_read(number: str) -> None:
    assert letter(number=number).code == ""


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("Số : 217 / SĐ999 - TM", "217/SĐ999-TM"),
        ("Số 12-NQ/ĐU", "12-NQ/ĐU"),
        ("Số: 01/2025/NQ-HĐND", "01/2025/NQ-HĐND"),
        ("SỐ: 05/QĐ–SĐ999", "05/QĐ-SĐ999"),
    ],
)
def test_numbers_as_agencies_write_them(number: str, code: str) -> None:
    assert letter(number=number).code == code


def test_the_abbreviation_names_the_type_where_no_heading_does() -> None:
    assert letter(number="Số: 12/KH-SĐ999").type == "ke-hoach"
    assert letter().type == ""


def test_two_bold_lines_leave_the_agency_to_the_person() -> None:
    two = (line(320, 800, TITLE), line(60, 800, "MỘT", bold=True), line(60, 785, "HAI", bold=True))
    found = read_fields((*two, line(80, 765, "Số: 1/HAI")), TYPES)
    assert found.issuer == ""
    known = read_fields((*two, line(80, 765, "Số: 1/HAI")), TYPES, ["Một Hai"])
    assert known.issuer == "Một Hai"


def test_a_page_without_the_title_is_not_believed() -> None:
    runs = (line(60, 780, "ĐƠN VỊ"), line(60, 760, "Số: 217/SĐ999-TM"), line(60, 740, "TỐI MẬT"))
    assert read_fields(runs, TYPES) == Reading()


def test_a_day_that_is_none_is_not_read() -> None:
    runs = (line(300, 800, TITLE), line(300, 780, "ngày 31 tháng 02 năm 2026"))
    assert read_fields(runs, TYPES).date is None


RUNS = st.builds(
    TextLine,
    *[st.floats(-1e6, 1e6, allow_nan=False) for _ in range(4)],
    st.one_of(
        st.text(max_size=40), st.sampled_from([TITLE, "Số: 1/A", "V/v x", "KHẨN", "QUYẾT ĐỊNH"])
    ),
    st.booleans(),
)


@given(st.lists(RUNS, max_size=25))
def test_no_page_makes_reading_fail(runs: list[TextLine]) -> None:
    read_fields(runs, TYPES, ["Sư đoàn"])
