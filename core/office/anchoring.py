"""Where a comment stands: a stretch of a draft's text, found again by what it says and what stands
around it when the text was edited meanwhile (W3C Web Annotation Data Model, text quote selector).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from core.office.draft_lines import Line

AROUND: Final = 32
"""Letters that are kept of what stands before and after."""
LONGEST: Final = 2000
"""Letters of a quote."""
_TRIED: Final = 100
"""Places of one line at which a quote is tried."""


class Place(NamedTuple):
    """A stretch of a draft; ``part``, ``block`` and ``start`` say where it stood, as
    core.office.draft_lines names them.
    """

    part: str
    block: int
    start: int
    quote: str
    before: str = ""
    after: str = ""


class Found(NamedTuple):
    """The stretch in the lines of a draft: which line, from which letter until before which."""

    line: int
    start: int
    end: int


def place(line: Line, start: int, end: int) -> Place | None:
    """The place of some letters of a line; None where there are none."""
    quote = line.text[start:end][:LONGEST]
    if not quote.strip():
        return None
    end = start + len(quote)
    before, after = line.text[max(0, start - AROUND) : start], line.text[end : end + AROUND]
    return Place(line.part, line.block, start, quote, before, after)


def find(lines: Sequence[Line], wanted: Place) -> Found | None:
    """Where a place is in a draft now: the same words, those with the most of the same around them,
    then those nearest to where they stood. None where nobody wrote them.
    """
    candidates = [
        (_around(line.text, at, wanted), _near(line, at, wanted), -number, at)
        for number, line in enumerate(lines)
        for at in _occurrences(line.text, wanted.quote)
    ]
    if not candidates:
        return None
    *_, number, start = max(candidates)
    return Found(-number, start, start + len(wanted.quote))


def _occurrences(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote) if quote else -1
    for _ in range(_TRIED):
        if at < 0:
            return
        yield at
        at = text.find(quote, at + 1)


def _around(text: str, at: int, wanted: Place) -> int:
    """How many letters around are the same; what began or ended its line does so still."""
    end = at + len(wanted.quote)
    before = _common(text[:at][::-1], wanted.before[::-1])
    after = _common(text[end : end + AROUND], wanted.after)
    alone = (not wanted.before and at == 0) + (not wanted.after and end == len(text))
    return before + after + alone


def _common(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _near(line: Line, at: int, wanted: Place) -> tuple[bool, int, int]:
    same = line.part == wanted.part
    return same, -abs(line.block - wanted.block), -abs(at - wanted.start)
