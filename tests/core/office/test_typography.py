"""How numbers, dates, lists and endings are written (NĐ 30/2020 PL I)."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office.typography import (
    POINT_LETTERS,
    closed,
    dashed,
    ended,
    file_copy,
    long_date,
    pad_number,
    place_date,
    point_letter,
    roman,
)

WORDS = st.text(st.sampled_from("aăâbcdđê Ế;,./-"), min_size=1, max_size=30)
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@pytest.mark.parametrize(
    ("day", "written"),
    [
        ((2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        ((2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        ((2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        ((2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        ((2026, 11, 22), "ngày 22 tháng 11 năm 2026"),
    ],
)
def test_dates_of_the_law(day: tuple[int, int, int], written: str) -> None:
    assert long_date(datetime.date(*day)) == written


@given(st.dates(datetime.date(1945, 9, 2), datetime.date(2999, 12, 31)))
def test_a_date_reads_back_and_is_padded_as_the_law_says(day: datetime.date) -> None:
    found = re.fullmatch(r"ngày (\d\d) tháng (0[12]|[3-9]|1[0-2]) năm (\d{4})", long_date(day))
    assert found
    assert datetime.date(int(found[3]), int(found[2]), int(found[1])) == day
    assert place_date("Thành phố Mô Phỏng", day) == f"Thành phố Mô Phỏng, {found[0]}"


@given(st.integers(1, 10_000))
def test_numbers_below_ten_have_a_zero(number: int) -> None:
    written = pad_number(number)
    assert int(written) == number
    assert len(written) == max(2, len(str(number)))


def test_points_follow_the_vietnamese_alphabet() -> None:
    first = "".join(point_letter(number) for number in range(1, 12))
    assert first == "abcdđeghikl"
    assert not set("fjwzăâêôơư") & set(POINT_LETTERS)
    with pytest.raises(ValueError, match="count from 1"):
        point_letter(0)


@given(st.integers(1, 80), st.integers(1, 80))
def test_no_two_points_share_their_letters(one: int, other: int) -> None:
    assert (point_letter(one) == point_letter(other)) is (one == other)


@given(st.integers(1, 3999))
def test_roman_numbers_read_back(number: int) -> None:
    values = [ROMAN_VALUES[letter] for letter in roman(number)]
    signed = [
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    ]
    assert sum(signed) == number
    assert not re.search(r"(.)\1{3}|V.*V|L.*L|D.*D", roman(number))


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_roman_numbers_have_their_range(number: int) -> None:
    with pytest.raises(ValueError, match="3999"):
        roman(number)


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_lists_end_with_semicolons_and_a_full_stop(items: list[str]) -> None:
    lines = ended(items)
    assert [line[-1] for line in lines] == [*[";"] * (len(items) - 1), "."]
    assert all(line[-2:-1] not in set(";,. ") for line in lines)
    assert dashed(items) == tuple(f"- {line}" for line in lines)


def test_a_list_that_was_already_punctuated_is_not_doubled() -> None:
    assert dashed(["Như trên;", "Phòng Chính trị.", "Lưu: VT, TM."]) == (
        "- Như trên;", "- Phòng Chính trị;", "- Lưu: VT, TM.",
    )  # fmt: skip
    assert file_copy(["VT", "TM."]) == "Lưu: VT, TM"


@given(WORDS)
def test_a_text_is_closed_once(text: str) -> None:
    assert closed(text).endswith("./.")
    assert closed(closed(text)) == closed(text)
    assert closed(text).count("./.") - text.count("./.") <= 1


@pytest.mark.parametrize("text", ["xem xét.", "xem xét", "xem xét ./.", "xem xét;"])
def test_the_ending_replaces_what_stood_there(text: str) -> None:
    assert closed(text) == "xem xét./."
