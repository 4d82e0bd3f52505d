"""The numbers and letters that the parts of a draft get (law: NĐ 30/2020 PL I, mục II.6)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from core.office.draft import Clause, Heading, Point
from core.office.typography import point_letter, roman

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.draft import Block

NAMES = {"part": "Phần", "chapter": "Chương", "section": "Mục", "subsection": "Tiểu mục"}

# a heading starts the counts of what stands under it anew; chapters run on through the parts
RESTARTS = {
    "part": ("section", "subsection", "clause", "point"),
    "chapter": ("section", "subsection", "clause", "point"),
    "section": ("subsection", "clause", "point"),
    "subsection": ("clause", "point"),
    "clause": ("point",),
}


def labels(body: Sequence[Block]) -> tuple[str, ...]:
    """What stands before each block: ``Chương II``, ``Mục 1``, ``3.``, ``đ)`` or nothing."""
    counts: Counter[str] = Counter()
    return tuple(_label(block, counts) for block in body)


def _label(block: Block, counts: Counter[str]) -> str:
    match block:
        case Heading(level=level):
            number = _count(level, counts)
            return f"{NAMES[level]} {roman(number) if level in ('part', 'chapter') else number}"
        case Clause():
            return f"{_count('clause', counts)}."
        case Point():
            return f"{point_letter(_count('point', counts))})"
    return ""


def _count(level: str, counts: Counter[str]) -> int:
    for below in RESTARTS.get(level, ()):
        counts[below] = 0
    counts[level] += 1
    return counts[level]
