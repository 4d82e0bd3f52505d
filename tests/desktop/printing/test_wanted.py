"""What is typed for a printer: pages and copies, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.printing.wanted import read_copies, read_pages


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", (0, 1, 2, 3, 4)),
        ("  ", (0, 1, 2, 3, 4)),
        ("1", (0,)),
        ("1-3, 5", (0, 1, 2, 4)),
        ("5;1–2", (0, 1, 4)),
        ("2-2,2", (1,)),
        ("0", None),
        ("6", None),
        ("3-1", None),
        ("1,", None),
        ("một", None),
        ("1-99999999", None),
        ("-1", None),
    ],
)
def test_pages(text: str, pages: tuple[int, ...] | None) -> None:
    assert read_pages(text, 5) == pages


@given(st.sets(st.integers(1, 40), min_size=1))
def test_pages_named_one_by_one_are_those(named: set[int]) -> None:
    assert read_pages(", ".join(map(str, named)), 40) == tuple(sorted(n - 1 for n in named))


@pytest.mark.parametrize(
    ("text", "copies"), [("1", 1), (" 12 ", 12), ("99", 99), ("0", None), ("100", None),
                         ("", None), ("2x", None), ("²", None)],
)  # fmt: skip
def test_copies(text: str, copies: int | None) -> None:
    assert read_copies(text) == copies
