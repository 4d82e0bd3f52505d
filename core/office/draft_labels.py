"""The numbers and letters that the parts of a draft get (law: NĐ 30/2020 PL I, mục II.6)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from core.office.draft import Article, Clause, Heading, Item, Point
from core.office.typography import point_letter, roman

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.draft import Block

NAMES = {"part": "Phần", "chapter": "Chương", "section": "Mục", "subsection": "Tiểu mục"}

# a heading starts the counts of what stands under it anew; chapters run on through the parts, and
# Điều through the whole text
RESTARTS = {
    "part": ("section", "subsection", "clause", "point"),
    "chapter": ("section", "subsection", "clause", "point"),
    "section": ("subsection", "clause", "point"),
    "subsection": ("clause", "point"),
    "article": ("clause", "point"),
    "clause": ("point",),
}


def labels(body: Sequence[Block]) -> tuple[str, ...]:
    """What stands before each block: ``Chương II``, ``Điều 5.``, ``3.``, ``đ)``, ``-``, nothing."""
    counts: Counter[str] = Counter()
    return tuple(_label(block, counts) for block in body)


def _label(block: Block, counts: Counter[str]) -> str:
    match block:
        case Heading(level=level):
            number = _count(level, counts)
            return f"{NAMES[level]} {roman(number) if level in ('part', 'chapter') else number}"
        case Article():
            return f"Điều {_count('article', counts)}."
        case Clause():
            return f"{_count('clause', counts)}."
        case Point():
            return f"{point_letter(_count('point', counts))})"
        case Item():
            return "-"
    return ""


def _count(level: str, counts: Counter[str]) -> int:
    for below in RESTARTS.get(level, ()):
        counts[below] = 0
    counts[level] += 1
    return counts[level]
