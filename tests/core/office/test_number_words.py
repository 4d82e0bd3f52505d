"""Numbers in words are the office's, and say one number only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office.number_words import LIMIT, in_words

KNOWN = {
    0: "không",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    50: "năm mươi",
    100: "một trăm",
    101: "một trăm linh một",
    105: "một trăm linh năm",
    110: "một trăm mười",
    115: "một trăm mười lăm",
    2026: "hai nghìn không trăm hai mươi sáu",
    10_000: "mười nghìn",
    1_005_000: "một triệu không trăm linh năm nghìn",
    1_000_000_005: "một tỷ không trăm linh năm",
    21_000_000_000: "hai mươi mốt tỷ",
}
DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4,
    "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
SCALES = {"nghìn": 10**3, "triệu": 10**6}


def read(words: str) -> int:
    """A number out of its words, read from left to right as a person does."""
    above, _, below = words.rpartition(" tỷ")
    if above:
        return read(above) * 10**9 + (read(below.strip()) if below.strip() else 0)
    total = group = digit = 0
    for word in words.split():
        if word in DIGITS:
            digit = DIGITS[word]
        elif word == "trăm":
            group, digit = digit * 100, 0
        elif word in {"mươi", "mười"}:
            group, digit = group + (10 * digit if word == "mươi" else 10), 0
        elif word in SCALES:
            total, group, digit = total + (group + digit) * SCALES[word], 0, 0
        else:
            assert word == "linh"
    return total + group + digit


@pytest.mark.parametrize("number", KNOWN)
def test_known_numbers(number: int) -> None:
    assert in_words(number) == KNOWN[number]


@given(st.one_of(st.integers(0, 100_000), st.integers(0, LIMIT - 1)))
def test_words_read_back_are_the_number(number: int) -> None:
    assert read(in_words(number)) == number


@given(st.integers(0, LIMIT - 1))
def test_linh_stands_beside_no_ten_and_a_five_after_one_is_lam(number: int) -> None:
    words = f" {in_words(number)} "
    for wrong in (" linh mươi", "linh mười", "mươi một ", "mươi năm ", "mười năm ", "lẻ", "  "):
        assert wrong not in words


@pytest.mark.parametrize("number", [-1, LIMIT])
def test_what_has_no_words_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="words"):
        in_words(number)
