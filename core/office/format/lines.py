"""Lines of text: runs that stand on one baseline, and how their words are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from core.office.format.page import Box, Run

LEVEL: Final = 2.0
"""Points by which baselines of one line differ: cells of a table set it at their upper edge."""

_ROMAN: Final = re.compile("[IVXLCDM]+")
_JOINT: Final = 0.12
_ASCENT: Final = 0.891
DESCENT: Final = 0.216
"""Of the size: how far the lowest letters reach below the baseline."""


@dataclass(frozen=True)
class Line:
    """Runs from left to right; ``page`` counts from 0."""

    page: int
    runs: tuple[Run, ...]

    @cached_property
    def text(self) -> str:
        """Its words, single spaces between them."""
        text = self.runs[0].text.strip()
        for one, two in pairwise(self.runs):
            below = two.baseline - one.baseline > LEVEL
            apart = below or two.left - one.right > _JOINT * one.size
            text += f" {two.text.strip()}" if apart else two.text.strip()
        return re.sub(" {2,}", " ", text).strip()

    @cached_property
    def folded(self) -> str:
        """Its letters in lower case without their marks, for finding words."""
        return fold(self.text)

    @cached_property
    def left(self) -> float:
        """Where it begins."""
        return min(run.left for run in self.runs)

    @cached_property
    def right(self) -> float:
        """Where it ends."""
        return max(run.right for run in self.runs)

    @property
    def centre(self) -> float:
        """Its middle."""
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @cached_property
    def main(self) -> Run:
        """The run with the most letters."""
        return max(self.runs, key=lambda run: len(run.text))

    @property
    def baseline(self) -> float:
        """That of its most letters."""
        return self.main.baseline

    @property
    def last(self) -> float:
        """The baseline of its last row, where a component of the head has two."""
        return max(run.baseline for run in self.runs)

    @property
    def size(self) -> float:
        """That of its most letters."""
        return self.main.size

    @property
    def top(self) -> float:
        """Where its line begins."""
        return self.baseline - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Where its lowest letters end."""
        return self.baseline + DESCENT * self.size

    @property
    def box(self) -> Box:
        """Its room."""
        return (self.left, self.top, self.right, self.bottom)

    @cached_property
    def bold(self) -> float:
        """The part of its letters that is bold."""
        return _share(self.runs, [run.bold for run in self.runs])

    @cached_property
    def italic(self) -> float:
        """The part of its letters that is italic."""
        return _share(self.runs, [run.italic for run in self.runs])


def lines_of(page: int, runs: Iterable[Run]) -> list[Line]:
    """The lines of a page from top to bottom."""
    rows: list[list[Run]] = []
    for run in sorted((run for run in runs if run.text.strip()), key=lambda run: run.baseline):
        if rows and run.baseline - rows[-1][0].baseline <= LEVEL:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [Line(page, tuple(sorted(row, key=lambda run: run.left))) for row in rows]


def part_of(line: Line, runs: Sequence[Run]) -> list[Line]:
    """A line of some of its runs; none of none."""
    return [Line(line.page, tuple(runs))] if runs else []


def fold(text: str) -> str:
    """Lower case, without marks, single spaces."""
    bare = "".join(each for each in normalize("NFD", text.lower()) if not combining(each))
    return " ".join(bare.replace("đ", "d").split())


def is_upper(text: str) -> bool:
    """Whether every letter is a capital."""
    return text == text.upper()


def is_lower(text: str) -> bool:
    """Whether it is not set in capitals: abbreviations, names and Roman numbers may stand in it."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not _ROMAN.fullmatch(word)]
    shouted = [word == word.upper() and len(word) > 1 and _is_spelled(word) for word in words]
    all_capitals = bool(words) and any(shouted) and all(word == word.upper() for word in words)
    return not all_capitals and not any(one and two for one, two in pairwise(shouted))


def _is_spelled(word: str) -> bool:
    """Whether a word is no abbreviation: those carry no marks of tone."""
    return any(combining(each) for each in normalize("NFD", word))


def _share(runs: Sequence[Run], yes: Sequence[bool]) -> float:
    weights = [sum(each.isalnum() for each in run.text) for run in runs]
    whole = sum(weights)
    if not whole:
        return float(any(yes))
    return sum(w for w, one in zip(weights, yes, strict=True) if one) / whole
