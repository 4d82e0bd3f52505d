"""Plain lines become the parts of a letter, and those become the same lines again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.office.draft import Basis, Clause, Paragraph, Point
from desktop.drafts.writing import blocks, listed, typed

TEXT = """Căn cứ Luật Giả Lập số 1;
Căn cứ Quy chế làm việc;

Sư đoàn trả lời
như sau.

1. Khoản một
a) Điểm một
b) Điểm hai
2. Khoản hai

Căn cứ này không đứng đầu."""


def test_lines_become_parts() -> None:
    assert blocks(TEXT) == (
        Basis("Căn cứ Luật Giả Lập số 1"),
        Basis("Căn cứ Quy chế làm việc"),
        Paragraph("Sư đoàn trả lời như sau."),
        Clause("Khoản một"),
        Point("Điểm một"),
        Point("Điểm hai"),
        Clause("Khoản hai"),
        Paragraph("Căn cứ này không đứng đầu."),
    )


def test_parts_become_lines_that_mean_the_same() -> None:
    assert blocks(typed(blocks(TEXT))) == blocks(TEXT)


@given(st.text(max_size=400))
def test_any_text_means_parts_that_stay(text: str) -> None:
    once = blocks(text)
    assert blocks(typed(once)) == once or not once


def test_numbers_and_amounts_are_no_khoan() -> None:
    assert blocks("1.000 người\n\n22/11 là ngày hẹn") == (
        Paragraph("1.000 người"), Paragraph("22/11 là ngày hẹn"),
    )  # fmt: skip


def test_lists_take_lines_and_semicolons() -> None:
    assert listed("Phòng A; Phòng B.\n\n  Phòng C;\n;") == ("Phòng A", "Phòng B", "Phòng C")
