"""What a person asks of a printer: which, how often, which pages, on one side or on both. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MOST_COPIES: Final = 99
_PART: Final = re.compile(r"(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?")


@dataclass(frozen=True)
class Wanted:
    """``pages`` count from 0, in the order in which they are printed."""

    printer: str
    pages: tuple[int, ...]
    copies: int = 1
    two_sided: bool = False


def read_copies(text: str) -> int | None:
    """How many copies; None for what is no number of 1 to 99."""
    typed = text.strip()
    number = int(typed) if re.fullmatch(r"[0-9]{1,3}", typed) else 0
    return number if 1 <= number <= MOST_COPIES else None


def read_pages(text: str, count: int) -> tuple[int, ...] | None:
    """``1-3, 5`` as pages from 0, in their order and each once; all of them for an empty text; None
    for what names no pages of ``count``.
    """
    if not text.strip():
        return tuple(range(count))
    found: set[int] = set()
    for part in re.split(r"[,;]", text):
        match = _PART.fullmatch(part.strip())
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= count:
            return None
        found |= set(range(first - 1, last))
    return tuple(sorted(found))
