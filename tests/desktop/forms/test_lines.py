"""Lines: nothing lost, nothing too wide, centred lines even."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.forms import fonts
from desktop.forms.lines import MAX_STRETCH, Type, balanced, fitted, joined, stretch, wrap
from tests.core.office.letters import words

BODY = Type(fonts.REGULAR, 14)
WIDTHS = st.floats(60, 470)


@given(words(60), WIDTHS, WIDTHS)
def test_wrapping_loses_nothing_and_keeps_within(text: str, first: float, width: float) -> None:
    lines = wrap(text, BODY, width, first)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for at, line in enumerate(lines):
        assert BODY.width(line) <= (width if at else first) + 1e-6
        assert line == line.strip()


@given(words(60), WIDTHS)
def test_a_line_takes_as_many_words_as_fit(text: str, width: float) -> None:
    lines = wrap(text, BODY, width)
    for line, following in pairwise(lines):
        word = following.split(" ")[0]
        whole = f" {word} " in f" {text} "
        assert not whole or BODY.width(f"{line} {word}") > width


@given(words(20), WIDTHS)
def test_balanced_lines_are_as_few_and_at_least_as_even(text: str, width: float) -> None:
    greedy, even = wrap(text, BODY, width), balanced(text, BODY, width)
    assert len(even) == len(greedy)
    assert "".join(even).replace(" ", "") == text.replace(" ", "")
    assert max(map(BODY.width, even)) <= max(map(BODY.width, greedy)) + 1e-6


@given(words(60), WIDTHS)
def test_joined_lines_are_the_text(text: str, width: float) -> None:
    once = " ".join(filter(None, text.split(" ")))
    assert "".join(joined(wrap(text, BODY, width), text)) == once


def test_where_a_word_is_cut_no_space_comes_in() -> None:
    text = f"tệp {'a' * 200} hết"
    lines = wrap(text, BODY, 200)
    assert len(lines) > 3
    assert "".join(joined(lines, text)) == text


def test_an_even_break_of_a_long_name() -> None:
    name = Type(fonts.BOLD, 13)
    assert balanced("SƯ ĐOÀN BỘ BINH 999 (GIẢ LẬP)", name, 185) == [
        "SƯ ĐOÀN BỘ BINH", "999 (GIẢ LẬP)",
    ]  # fmt: skip


def test_a_space_that_does_not_break_holds_words_together() -> None:
    room = max(BODY.width("dài 10"), BODY.width("10 km"))
    assert wrap("dài 10 km", BODY, room) == ["dài 10", "km"]
    assert wrap("dài 10\u00a0km", BODY, room) == ["dài", "10\u00a0km"]


@given(words(20), WIDTHS)
def test_a_justified_line_fills_its_width_or_stays_ragged(text: str, width: float) -> None:
    line = wrap(text, BODY, width)[0]
    extra = stretch(line, BODY, width)
    assert 0 <= extra <= MAX_STRETCH * BODY.width(" ")
    if extra:
        assert BODY.width(line) + extra * line.count(" ") == pytest.approx(width)


def test_the_size_with_the_fewest_lines_is_taken_and_the_first_of_equal_ones() -> None:
    name = ("BỘ THAM MƯU QUÂN KHU", fonts.BOLD)
    wide, narrow = (Type(fonts.BOLD, size).width(name[0]) for size in (13, 12))
    assert fitted([name], (13, 12), wide) == 13
    assert fitted([name], (13, 12), (wide + narrow) / 2) == 12
    assert fitted([name], (13, 12), narrow / 2) == 13
    assert fitted([], (13, 12), 10) == 13
