"""A comment's place is found again after edits around it, and not where its words are gone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.office import anchoring
from core.office.anchoring import Found, find, place
from core.office.draft_lines import Line


def line(text: str, block: int = 0, part: str = "body") -> Line:
    return Line(part, block, "paragraph", "", text)


TEXT = line("Báo cáo quân số tham gia trước ngày 15 tháng 12 năm 2026.")


@given(st.text(alphabet="aă bc", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_letters_are_found_in_the_text_that_they_were_taken_from(
    text: str, start: int, end: int
) -> None:
    wanted = place(line(text), start, end)
    if wanted is None:
        assert not text[start:end].strip()
        return
    found = find([line(text)], wanted)
    assert found is not None
    assert text[found.start : found.end] == wanted.quote == text[start:end]


def test_the_same_words_are_told_apart_by_what_stands_around() -> None:
    lines = [line("Tiểu đoàn 1 báo cáo Sư đoàn.", 0), line("Tiểu đoàn 2 báo cáo Sư đoàn.", 1)]
    wanted = place(lines[1], 12, 19)
    assert wanted is not None
    assert wanted.quote == "báo cáo"
    moved = [line("Mở đầu.", 0), *(one._replace(block=one.block + 1) for one in lines)]
    assert find(moved, wanted) == Found(2, 12, 19)


def test_an_edit_elsewhere_in_the_line_moves_the_place() -> None:
    wanted = place(TEXT, 30, 38)
    assert wanted is not None
    edited = line("Các đơn vị " + TEXT.text)
    found = find([edited], wanted)
    assert found is not None
    assert found.start == 41


def test_of_equal_words_the_nearest_is_taken() -> None:
    lines = [line("Như trên", block) for block in range(5)]
    wanted = place(lines[3], 0, 8)
    assert wanted is not None
    assert find(lines, wanted) == Found(3, 0, 8)
    other = [line("Như trên", 3, "attached"), *lines[:2]]
    assert find(other, wanted) == Found(2, 0, 8)


def test_words_that_are_gone_have_no_place() -> None:
    wanted = place(TEXT, 0, 7)
    assert wanted is not None
    assert find([line("Khác hẳn.")], wanted) is None


def test_nothing_and_spaces_are_no_place() -> None:
    assert place(TEXT, 3, 3) is None
    assert place(TEXT, 7, 8) is None


def test_a_long_quote_is_cut() -> None:
    long = line("a" * 3000)
    wanted = place(long, 0, 3000)
    assert wanted is not None
    assert len(wanted.quote) == anchoring.LONGEST
