"""Folding and splitting of Vietnamese."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold, nfc, one_place, spans, words

PLAIN = "aăâeêioôơuưy"
BASES = dict(zip(PLAIN, "aaaeeiooouuy", strict=True))
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = {normalize("NFC", vowel + tone): BASES[vowel] for vowel in PLAIN for tone in TONES}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_folds_to_its_base(form: str) -> None:
    assert len(LETTERS) == 72
    for letter, base in LETTERS.items():
        for spelled in (letter, letter.upper()):
            assert fold(normalize(form, spelled)) == base
    assert fold("đĐ") == "dd"


def test_a_sentence() -> None:
    assert fold("Quyết ĐỊNH số 12/QĐ-SĐ999 về đường") == "quyet dinh so 12/qd-sd999 ve duong"


@given(st.text())
def test_a_place_in_the_fold_is_the_same_place_in_the_original(text: str) -> None:
    assert len(fold(text)) == len(nfc(text))
    for word in words(text):
        assert fold(text)[word.start : word.stop] == word.folded
        assert word.folded
        assert "_" not in word.folded


@given(st.text(alphabet=[*LETTERS, *"bcdđghklmnpqrstvx", *"BĐX", " ", "-", "1"]))
def test_folding_a_fold_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(normalize("NFD", text)) == fold(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("hóa", "hoá"),
        ("khỏe", "khoẻ"),
        ("thủy", "thuỷ"),
        ("úy", "uý"),
        ("qúy", "quý"),
        ("tọa", "toạ"),
        ("loã", "loã"),
    ],
)
def test_both_places_of_the_tone_are_one(old: str, new: str) -> None:
    assert one_place(old) == one_place(new) == new


@pytest.mark.parametrize("word", ["toàn", "hoàng", "mùa", "của", "nghĩa", "thuyền", "khuỷu", "a"])
def test_other_words_keep_their_mark_where_it_is(word: str) -> None:
    assert one_place(word) == word


def test_words_split_where_search_splits() -> None:
    found = words("HÒA_bình, 12/QĐ-BTL.")
    assert [word.folded for word in found] == ["hoa", "binh", "12", "qd", "btl"]
    assert [word.marked for word in found] == ["hoà", "bình", "12", "qđ", "btl"]


def test_spans_are_places_in_the_composed_text() -> None:
    text = normalize("NFD", "Về việc hoà giải, hòa bình")
    found = spans(text, "hoa gi")
    assert [nfc(text)[start:stop] for start, stop in found] == ["hoà", "gi", "hòa"]
    assert spans(text, "") == spans(text, "///") == []


@given(st.text(), st.text(max_size=5))
def test_spans_stay_inside_and_do_not_overlap(text: str, query: str) -> None:
    found = spans(text, query)
    assert found == sorted(found)
    ends = [0, *(stop for _, stop in found)]
    for end, (start, stop) in zip(ends, found, strict=False):
        assert end <= start < stop <= len(nfc(text))
