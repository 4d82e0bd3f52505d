"""The numbers and letters of the parts of a draft."""

from __future__ import annotations

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from core.office.draft import Block, Clause, Heading, Paragraph, Point
from core.office.draft_labels import labels
from tests.core.office.letters import BLOCKS


def test_a_document_with_everything() -> None:
    body = [
        Heading("part"), Heading("chapter"), Clause(), Point(), Point(), Clause(), Point(),
        Heading("section"), Clause(), Heading("section"), Heading("subsection"), Paragraph(),
        Heading("subsection"), Heading("part"), Heading("chapter"), Heading("section"), Point(),
    ]  # fmt: skip
    assert labels(body) == (
        "Phần I", "Chương I", "1.", "a)", "b)", "2.", "a)",
        "Mục 1", "1.", "Mục 2", "Tiểu mục 1", "",
        "Tiểu mục 2", "Phần II", "Chương II", "Mục 1", "a)",
    )  # fmt: skip


def test_a_paragraph_between_does_not_break_the_count() -> None:
    assert labels([Clause(), Paragraph(), Clause()]) == ("1.", "", "2.")


@given(st.lists(BLOCKS, max_size=40))
def test_under_one_heading_no_clause_number_repeats(body: list[Block]) -> None:
    headings = 0
    places = []
    for block, label in zip(body, labels(body), strict=True):
        headings += isinstance(block, Heading)
        if isinstance(block, Clause):
            places.append((headings, label))
    for _, group in groupby(places, key=lambda place: place[0]):
        numbers = [label for _, label in group]
        assert numbers == [f"{number}." for number in range(1, len(numbers) + 1)]
