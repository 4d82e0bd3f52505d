"""Plain lines become the parts of a letter, and those become the same lines again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.office import draft_check
from core.office.draft import Basis, Clause, Paragraph, Point
from core.office.draft_check import Fault, Problem
from core.office.terms import Role
from db.queries.rows import Letterhead, PersonRow
from desktop import reference
from desktop.drafts.writing import Office, Written, again, blocks, letter, listed, typed

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


def test_who_initials_too_stands_on_the_page_and_in_the_form_again() -> None:
    head, clerk = (
        PersonRow(name, name, "", "", "", frozenset({role}))
        for name, role in (("Lê Thử", Role.HEAD_OF_SECTION), ("Phạm Mẫu", Role.CLERK))
    )
    me = PersonRow("si", "Lê Văn Mẫu", "", "", "", frozenset({Role.OFFICER}))
    office = Office(Letterhead("", "Sư đoàn", "SĐ999", "Mô Phỏng", ""), (), me, None, (head, clerk))
    written = Written(content_checker="Lê Thử", format_checker="Phạm Mẫu")
    made = letter(written, office)
    assert [(one.duty, one.name) for one in made.checkers] == [
        ("content", "Lê Văn Mẫu"),
        ("content", "Lê Thử"),
        ("format", "Phạm Mẫu"),
    ]
    read = again(made)
    assert (read.content_checker, read.format_checker) == ("Lê Thử", "Phạm Mẫu")
    assert letter(read, office).checkers == made.checkers
    alone = again(letter(Written(), office))
    assert (alone.content_checker, alone.format_checker) == ("", "")
    wrong = draft_check.problems(letter(Written(format_checker="Ai đó"), office), reference.forms())
    assert Problem(Fault.CHECKER_NAME, "checkers", 1) in wrong


def test_lists_take_lines_and_semicolons() -> None:
    assert listed("Phòng A; Phòng B.\n\n  Phòng C;\n;") == ("Phòng A", "Phòng B", "Phòng C")
