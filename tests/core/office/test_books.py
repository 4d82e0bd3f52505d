"""The forms are those that the decree prescribes, heading by heading (domain.md §6)."""

from __future__ import annotations

import pytest

from core.office.books import BOOKS, FORMS_OF, Form, Holds, Span
from core.office.numbering import RegisterKind

PRESCRIBED = {
    Form.OUTGOING: (
        "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
        "Số, ký hiệu văn bản · Ngày tháng văn bản · Tên loại và trích yếu nội dung · Người ký · "
        "Nơi nhận văn bản · Đơn vị, người nhận bản lưu · Số lượng bản · Ngày chuyển · Ký nhận · "
        "Ghi chú",
    ),
    Form.INCOMING: (
        "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
        "Ngày đến · Số đến · Tác giả · Số, ký hiệu văn bản · Ngày tháng văn bản · Tên loại và "
        "trích yếu nội dung · Đơn vị hoặc người nhận · Ngày chuyển · Ký nhận · Ghi chú",
    ),
    Form.FOLLOW_UP: (
        "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN",
        "Số đến · Tên loại, số, ký hiệu, ngày tháng và cơ quan ban hành · Đơn vị hoặc người nhận · "
        "Thời hạn giải quyết · Tiến độ giải quyết · Số, ký hiệu văn bản trả lời · Ghi chú",
    ),
    Form.POST: (
        "SỔ GỬI VĂN BẢN ĐI BƯU ĐIỆN",
        "Ngày chuyển · Số, ký hiệu · Nơi nhận · Số lượng bì · Ký nhận và dấu bưu điện · Ghi chú",
    ),
    Form.LOANS: (
        "SỔ SỬ DỤNG BẢN LƯU",
        "Ngày tháng · Họ tên người sử dụng · Số, ký hiệu, ngày tháng văn bản · Tên loại và trích "
        "yếu · Số và ký hiệu HS · Ký nhận · Ngày trả · Người cho phép sử dụng · Ghi chú",
    ),
    Form.DOSSIERS: (
        "DANH MỤC HỒ SƠ",
        "Số và ký hiệu hồ sơ · Tên đề mục và tiêu đề hồ sơ · Thời hạn bảo quản · Người lập hồ sơ · "
        "Ghi chú",
    ),
    Form.HANDED_OVER: (
        "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU",
        "Số TT · Số, ký hiệu hồ sơ · Tiêu đề hồ sơ · Thời gian tài liệu · Thời hạn bảo quản · "
        "Số tờ/Số trang · Ghi chú",
    ),
    Form.CONTENTS: (
        "MỤC LỤC VĂN BẢN, TÀI LIỆU TRONG HỒ SƠ",
        "STT · Số, ký hiệu văn bản · Ngày tháng năm văn bản · Tên loại và trích yếu · Tác giả văn "
        "bản · Tờ số/Trang số · Ghi chú",
    ),
}
"""Titles and headings as the decree has them, apart from the code's tables."""

A4_ACROSS_MM = 297 - 15 - 15


@pytest.mark.parametrize("form", Form)
def test_title_and_headings_are_the_prescribed_ones(form: Form) -> None:
    title, headings = PRESCRIBED[form]
    assert BOOKS[form].title == title
    assert [column.heading for column in BOOKS[form].columns] == headings.split(" · ")


@pytest.mark.parametrize("form", Form)
def test_columns_fill_a_sheet_and_only_counts_are_summed(form: Form) -> None:
    columns = BOOKS[form].columns
    assert sum(column.width for column in columns) <= A4_ACROSS_MM + 16
    assert sum(column.width for column in columns) >= A4_ACROSS_MM
    assert all(column.holds is Holds.COUNT for column in columns if column.summed)


def test_only_registers_name_their_numbers_and_the_follow_up_does_not() -> None:
    assert {form for form in Form if BOOKS[form].numbered} == {Form.INCOMING, Form.OUTGOING}


def test_every_register_is_printed_in_some_form_that_covers_a_register() -> None:
    assert set(FORMS_OF) == set(RegisterKind)
    forms = {form for each in FORMS_OF.values() for form in each}
    assert forms == {form for form in Form if BOOKS[form].span is Span.REGISTER}
