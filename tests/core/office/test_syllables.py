"""Syllables: their table, and tones moved from one style to the other."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office.syllables import (
    TONES,
    Style,
    Syllable,
    all_syllables,
    is_syllable,
    may_become,
    normalise_tones,
    toned,
    untoned,
)

SYLLABLES = tuple(all_syllables())
WORDS = st.sampled_from(SYLLABLES).map(lambda one: toned(one.onset + one.rime, one.tone, "old"))
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=12).map(" ".join)
STYLES = st.sampled_from(["old", "new"])


def test_each_is_whole_once_and_begun_at_each_letter() -> None:
    assert len(set(SYLLABLES)) == len(SYLLABLES)
    for one in SYLLABLES:
        base = one.onset + one.rime
        assert is_syllable(base, one.tone)
        assert all(may_become(base[:end], 0) for end in range(len(base) + 1))


@pytest.mark.parametrize(
    "text", "trường nghiêng khuya giêng giếng gì quốc quyển quýt yêu ia uyên xoong đắk".split()
)
def test_real_ones(text: str) -> None:
    assert is_syllable(*untoned(text))


@pytest.mark.parametrize("text", "cìc át kà ngê ghà windows qong cut chàp".split())
def test_others(text: str) -> None:
    base, tone = untoned(text)
    assert is_syllable(base, tone) == (text == "át")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hòa Bình", "Hoà Bình"),
        ("khỏe", "khoẻ"),
        ("THỦY", "THUỶ"),
        ("ủy ban, hóa đơn", "uỷ ban, hoá đơn"),
        ("quý của hoàn toàn nói", "quý của hoàn toàn nói"),
        ("mùa khuỷu ngoài giòa", "mùa khuỷu ngoài gioà"),
    ],
)
def test_both_styles(old: str, new: str) -> None:
    assert normalise_tones(old, "new") == new
    assert normalise_tones(new, "old") == old


@given(TEXTS, STYLES)
def test_once_is_enough_and_only_places_change(text: str, style: Style) -> None:
    moved = normalise_tones(text, style)
    assert normalise_tones(moved, style) == moved
    assert len(moved) == len(text)
    assert folded(moved) == folded(text)


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_there_and_back(text: str) -> None:
    assert normalise_tones(normalise_tones(text, "new"), "old") == text


@given(st.sampled_from(SYLLABLES), STYLES)
def test_the_tone_is_taken_off_again(one: Syllable, style: Style) -> None:
    text = toned(one.onset + one.rime, one.tone, style)
    assert text == normalize("NFC", text)
    assert untoned(text) == (one.onset + one.rime, one.tone)


def folded(text: str) -> str:
    """The text without tones."""
    return "".join(each for each in normalize("NFD", text) if each not in TONES[1:])
