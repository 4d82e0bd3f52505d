"""Vietnamese order, total and the same everywhere."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office.collation import key, keys, name_key

IN_ORDER = [
    ["An", "Ăn", "Ân", "Ba", "Dũng", "Đỗ", "Em", "Êm", "Oanh", "Ôn", "Ơn", "Uy", "Ưng", "Vy"],
    ["ma", "mà", "mả", "mã", "má", "mạ"],
    ["số 1", "số 2", "số 9", "số 09", "số 10", "số 010", "số 11"],
    ["an", "An", "AN"],
    ["An", "An Bình", "Anh"],
    ["hoa", "hoà", "hỏa", "hóa", "họa"],
    ["mạ", "mác"],
    ["Đại đội 2", "Đại đội 10", "Tiểu đoàn 1"],
    ["dạ", "đa"],
    ["f", "g", "i", "j", "k", "v", "w", "x", "y", "z"],
    ["", " ", "-", "1", "a", "я"],
]  # fmt: skip


@pytest.mark.parametrize("words", IN_ORDER)
def test_order(words: list[str]) -> None:
    assert sorted(words[::-1], key=key) == words  # noqa: C415 - any order in, one order out


def test_both_places_of_the_tone_lie_together() -> None:
    words = ["hoa", "hòa", "hoà", "hỏa", "hoả", "hóa", "hoá"]
    ranked = sorted(words, key=key)
    assert {*ranked[1:3]} == {"hòa", "hoà"}
    assert {*ranked[3:5]} == {"hỏa", "hoả"}
    assert {*ranked[5:]} == {"hóa", "hoá"}


@given(st.lists(st.text(alphabet="aÁđ Σß\u0301\u0660\u06609\u3000", max_size=9), max_size=5))
def test_many_texts_have_the_keys_that_each_has_alone(texts: list[str]) -> None:
    key_of = keys()
    assert [key_of(text) for text in texts] == [key(text) for text in texts]


@given(st.text(), st.text())
def test_different_texts_have_different_keys(one: str, other: str) -> None:
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (key(one) == key(other)) == same


@given(st.text(alphabet="aăâdđeêoôơuư àảãáạ09", max_size=12), st.text(max_size=6))
def test_composed_and_decomposed_text_is_one(text: str, more: str) -> None:
    assert key(unicodedata.normalize("NFD", text + more)) == key(
        unicodedata.normalize("NFC", text + more)
    )


@given(st.integers(0, 10**40), st.integers(0, 10**40))
def test_numbers_go_by_value(one: int, other: int) -> None:
    assert (key(f"số {one}") < key(f"số {other}")) == (one < other)


def test_people_go_by_given_name_then_family_name() -> None:
    people = ["Nguyễn Thị Mẫu", "Lê Văn An", "Trần Văn An", "Đỗ Văn Ân", "Bùi Văn Bình", "Hồ Đức"]
    assert sorted(people, key=name_key) == [
        "Lê Văn An", "Trần Văn An", "Đỗ Văn Ân", "Bùi Văn Bình", "Hồ Đức", "Nguyễn Thị Mẫu",
    ]  # fmt: skip
    assert name_key("") < name_key("An")
