"""Copies: what the law lets be made of what, and which pages an extract has."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from core.errors import PagesWrong
from core.office import catalogue
from core.office.terms import Kind
from core.office.true_copies import ACTS, TITLES, Barred, Form, Medium, Source, barred, pages
from core.office.workflow import TABLE

PAPER, FILE = Medium.PAPER, Medium.ELECTRONIC
LAWFUL = {
    (Form.FULL, Source.ORIGINAL, PAPER, PAPER),
    (Form.FULL, Source.ORIGINAL, FILE, PAPER),
    (Form.FULL, Source.ORIGINAL, PAPER, FILE),
    (Form.OF_COPY, Source.COPY, PAPER, PAPER),
    (Form.OF_COPY, Source.COPY, PAPER, FILE),
    (Form.OF_COPY, Source.COPY, FILE, PAPER),
    (Form.EXTRACT, Source.ORIGINAL, PAPER, PAPER),
    (Form.EXTRACT, Source.ORIGINAL, PAPER, FILE),
    (Form.EXTRACT, Source.ORIGINAL, FILE, FILE),
    (Form.EXTRACT, Source.ORIGINAL, FILE, PAPER),
}
"""NĐ 30/2020/NĐ-CP Đ.25, line by line, with what Đ.3.10–12 says each is a copy of."""


def test_every_way_is_as_the_decree_has_it() -> None:
    found = {one for one in product(Form, Source, Medium, Medium) if barred(*one) is None}
    assert found == LAWFUL


def test_a_reason_is_said() -> None:
    assert barred(Form.FULL, Source.COPY, PAPER, PAPER) is Barred.NEEDS_ORIGINAL
    assert barred(Form.OF_COPY, Source.ORIGINAL, PAPER, PAPER) is Barred.NEEDS_COPY
    assert barred(Form.FULL, Source.ORIGINAL, FILE, FILE) is Barred.BETWEEN_FILES


def test_the_types_of_the_catalogue_are_these() -> None:
    types = catalogue.load_document_types(resources.text("catalogues/document-types.json"))
    assert {item.code for item in types.items if item.copy} == set(Form) == set(TITLES)


def test_a_copy_begins_by_its_own_acts_only() -> None:
    begun = {move.act: move.kind for move in TABLE if move.act in ACTS.values()}
    assert begun == dict.fromkeys(ACTS.values(), Kind.OUTGOING)


@pytest.mark.parametrize(
    ("text", "count", "found"),
    [("", 3, (1, 2, 3)), ("2", 3, (2,)), ("1-2, 4", 4, (1, 2, 4)), ("4; 1–2", 4, (1, 2, 4)),
     ("1,1-1", 1, (1,))],
)  # fmt: skip
def test_pages_as_they_are_typed(text: str, count: int, found: tuple[int, ...]) -> None:
    assert pages(text, count) == found


@pytest.mark.parametrize("text", ["0", "4", "2-1", "x", "1-", "1 2", "-1", ",", "1-9999"])
def test_what_names_no_pages_is_refused(text: str) -> None:
    with pytest.raises(PagesWrong):
        pages(text, 3)


@given(st.sets(st.integers(1, 60), min_size=1))
def test_any_choice_can_be_typed(chosen: set[int]) -> None:
    assert pages(", ".join(map(str, chosen)), 60) == tuple(sorted(chosen))
