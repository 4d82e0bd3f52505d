"""Phrases that a few letters stand for: lines and back, what is meant, what stands there twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from core.office.catalogue import load_draft_phrases
from core.office.draft import clean
from core.office.phrasing import LONGEST, MOST, Phrase, lines, meant, phrases, twice, typed

TEXTS = st.text(st.characters(exclude_characters="=\n"), max_size=40).map(clean).filter(bool)
ABBRS = st.text("abcđkn", max_size=8)


@given(st.lists(st.builds(Phrase, TEXTS, ABBRS), max_size=6).map(tuple))
def test_lines_are_the_phrases_again(known: tuple[Phrase, ...]) -> None:
    assert phrases(lines(known)) == known


def test_a_line_without_letters_is_a_phrase_of_the_list() -> None:
    assert phrases(" = Trân trọng./.\n\n1 + 1 = 2\nkđn =\nkđn = Kính đề nghị …") == (
        Phrase("Trân trọng./."),
        Phrase("1 + 1 = 2"),
        Phrase("Kính đề nghị …", "kđn"),
    )


def test_there_is_an_end_to_them() -> None:
    assert len(phrases("a\n" * (MOST + 1))) == MOST
    assert len(phrases("a = " + "b" * (LONGEST + 1))[0].text) == LONGEST


@pytest.mark.parametrize(
    ("before", "letters"),
    [("", ""), ("kdn", "kdn"), ("Nay Kđn", "Kđn"), ("hết. ", ""), ("a_b", "b"), ("(th1", "th1")],
)
def test_the_letters_before_the_cursor(before: str, letters: str) -> None:
    assert typed(before) == letters


def test_case_and_marks_need_not_be_typed_and_the_first_counts() -> None:
    known = (Phrase("một", "KĐN"), Phrase("hai", "kdn"), Phrase("ba"))
    assert meant("kđn", known) == known[0]
    assert meant("kdn", known) == known[1]
    assert meant("", known) is None
    assert meant("kd", known) is None
    assert twice(known) == "kdn"
    assert twice(known[1:]) == ""


def test_the_shipped_ones_can_be_told_apart_and_written() -> None:
    items = load_draft_phrases(resources.text("catalogues/draft-phrases.json")).items
    assert twice([Phrase(one.vi, one.abbr) for one in items]) == ""
    assert all(one.abbr and one.vi == clean(one.vi) for one in items)
