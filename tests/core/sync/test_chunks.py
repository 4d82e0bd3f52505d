"""Chunks of files and the bitmap of what a receiver lacks."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits.ids import b64
from core.errors import NotCanonical
from core.sync import chunks
from core.sync.chunks import BlobPlan


@given(st.integers(0, 40 << 20))
def test_spans_tile_the_content(size: int) -> None:
    spans = [chunks.span(index, size) for index in range(chunks.count(size))]
    assert spans[0][0] == 0
    assert all(start + length == after for (start, length), (after, _) in pairwise(spans))
    assert sum(length for _, length in spans) == size
    assert max(length for _, length in spans) <= chunks.MAX_CHUNK


def test_small_content_is_cut_finer() -> None:
    assert chunks.span(0, (4 << 20) - 1)[1] == 256 << 10
    assert chunks.span(0, 4 << 20)[1] == 1 << 20
    assert (chunks.count(0), chunks.span(0, 0)) == (1, (0, 0))


def test_a_plan_names_every_chunk() -> None:
    first, second = bytes(256 << 10), b"end"
    hashes = tuple(b64(sha256(each).digest()) for each in (first, second))
    plan = BlobPlan(blob=b64(sha256(first + second).digest()), size=len(first) + 3, chunks=hashes)
    chunks.check_plan(plan)
    assert chunks.fits(plan, 0, first)
    assert chunks.fits(plan, 1, second)
    assert not chunks.fits(plan, 0, second)
    assert not chunks.fits(plan, 2, second)
    with pytest.raises(NotCanonical):
        chunks.check_plan(BlobPlan(blob=plan.blob, size=3, chunks=hashes))


@given(st.lists(st.booleans(), max_size=70))
def test_a_bitmap_reads_back(flags: list[bool]) -> None:
    assert chunks.read_bitmap(chunks.bitmap(flags), len(flags)) == flags


def test_the_first_flag_is_the_highest_bit() -> None:
    assert chunks.bitmap([True] + [False] * 8) == b64(b"\x80\x00")
    assert chunks.bitmap([False] * 8 + [True, True]) == b64(b"\x00\xc0")


@pytest.mark.parametrize("text", ["", "gA", "gAAA", "g===", "AAE"])
def test_a_bitmap_has_one_spelling(text: str) -> None:
    with pytest.raises(NotCanonical):
        chunks.read_bitmap(text, 9 if text != "AAE" else 15)
