"""Finding by a few letters: initials, beginnings, no marks needed, much used first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.matching import Candidate, find, fold

UNITS = (
    Candidate("Phòng Tham mưu", used=9),
    Candidate("Phòng Tác huấn", used=41),
    Candidate("Phạm Thu Hư Cấu", used=3),
    Candidate("Ban Đồ bản", used=1),
    Candidate("Trung đoàn 9991"),
)


def texts(typed: str) -> list[str]:
    return [match.candidate.text for match in find(typed, UNITS)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pth", "Phòng Tác huấn"),
        ("PTM", "Phòng Tham mưu"),
        ("ptham", "Phòng Tham mưu"),
        ("phong tac", "Phòng Tác huấn"),
        ("hu cau", "Phạm Thu Hư Cấu"),
        ("đb", None),
        ("bdb", "Ban Đồ bản"),
        ("do ban", "Ban Đồ bản"),
        ("9991", "Trung đoàn 9991"),
        ("td9", "Trung đoàn 9991"),
        ("zz", None),
    ],
)
def test_what_a_few_letters_find(typed: str, first: str | None) -> None:
    assert (texts(typed) or [None])[0] == first


def test_nothing_typed_offers_the_most_used() -> None:
    assert texts("")[:2] == ["Phòng Tác huấn", "Phòng Tham mưu"]


def test_what_was_typed_in_full_goes_before_what_is_used_more() -> None:
    names = [
        Candidate("Đồng bộ ngay", used=9),
        Candidate("Đồng bộ"),
        Candidate("Hội đồng bộ", "", 5),
    ]
    found = [match.candidate.text for match in find("dong bo", names)]
    assert found[:2] == ["Đồng bộ", "Đồng bộ ngay"]


def test_the_meant_letters_are_marked() -> None:
    match = find("pth", UNITS)[0]
    start_end = [match.candidate.text[a:b] for a, b in match.spans]
    assert "".join(start_end).lower() == "pth"


@given(st.text(max_size=40))
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    import unicodedata

    assert len(fold(text)) == len(unicodedata.normalize("NFC", text))


@given(st.text(max_size=12), st.lists(st.text(min_size=1, max_size=30), max_size=12))
def test_marks_lie_inside_the_text_whatever_is_typed(typed: str, names: list[str]) -> None:
    import unicodedata

    for match in find(typed, [Candidate(unicodedata.normalize("NFC", name)) for name in names]):
        assert all(0 <= a <= b <= len(match.candidate.text) for a, b in match.spans)


@given(st.sampled_from(UNITS))
def test_initials_always_find_their_own(candidate: Candidate) -> None:
    typed = "".join(part[0] for part in fold(candidate.text).split())
    assert candidate in [match.candidate for match in find(typed, UNITS)]
