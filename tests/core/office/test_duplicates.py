"""The same document twice, however it was typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office.duplicates import document_id_key, duplicate_key, key

ISSUER = "Quân khu Mô phỏng"


@pytest.mark.parametrize(
    ("code", "issuer"),
    [
        ("Số: 217/TM-TH", ISSUER),
        ("217 / TM – TH", "QUÂN KHU  MÔ PHỎNG"),
        ("0217/tm-th", "Quan khu Mo phong"),
        ("217/TM-TH", " Quân khu Mô phỏng. "),
        (unicodedata.normalize("NFD", "217/TM-TH"), unicodedata.normalize("NFD", ISSUER)),
    ],
)
def test_ways_of_writing_one_document(code: str, issuer: str) -> None:
    assert key(code, issuer) == key("217/TM-TH", ISSUER) != ""


def test_both_places_of_the_tone_are_one_agency() -> None:
    assert key("1/A", "Ủy ban nhân dân Hoà Thuỷ") == key("1/A", "Ủy ban nhân dân Hòa Thủy")


@pytest.mark.parametrize(
    ("code", "issuer"),
    [
        ("218/TM-TH", ISSUER),
        ("217a/TM-TH", ISSUER),
        ("217/TM-TC", ISSUER),
        ("217/TMTH", ISSUER),
        ("217/TM-TH", "Sở Giả Lập"),
        ("2/17-TM-TH", ISSUER),
    ],
)
def test_other_documents_differ(code: str, issuer: str) -> None:
    assert key(code, issuer) != key("217/TM-TH", ISSUER)


@pytest.mark.parametrize(
    ("code", "issuer"), [("", ISSUER), ("Không số", ISSUER), ("/TM-TH", ISSUER), ("217/TM-TH", " ")]
)
def test_without_number_or_issuer_nothing_is_compared(code: str, issuer: str) -> None:
    assert key(code, issuer) == ""


@given(st.text(max_size=400), st.text(max_size=50))
def test_nothing_typed_breaks_the_check(code: str, issuer: str) -> None:
    assert duplicate_key(code, issuer) == duplicate_key(code, issuer)


def test_document_identifiers() -> None:
    assert document_id_key(" X99.01.02,2026/11/20,78/SĐ999-TM ") == document_id_key(
        "x99.01.02, 2026/11/20, 78/sđ999-tm"
    )
    assert document_id_key("") == ""
