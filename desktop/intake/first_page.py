"""The first page as lines: runs of text that a producer cut up are put together again. No Qt.

Coordinates are points from the page's lower left corner, as PDFium gives them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop.page_lines import TextLine

MOST_RUNS: Final = 4000
_TALLEST: Final = 40.0  # points
_WORD_GAP: Final = 0.45  # of the height: what parts two words, not two columns
_OTHER_GAP: Final = 0.25  # the same where one is bold and the other is not
_SAME_ROW: Final = 0.5  # of the lower height: how far two runs of one row overlap


@dataclass(frozen=True)
class Line:
    """A line of text in one column, and its box."""

    left: float
    bottom: float
    right: float
    top: float
    text: str
    bold: bool = False

    @property
    def height(self) -> float:
        """Of its letters, in points."""
        return self.top - self.bottom

    @property
    def centre(self) -> float:
        """Where its middle lies across the page."""
        return (self.left + self.right) / 2

    @property
    def folded(self) -> str:
        """Its text in lower case without marks."""
        return fold(self.text)


def lines_of(runs: Sequence[TextLine]) -> tuple[Line, ...]:
    """The lines of a page from top to bottom, those side by side from left to right."""
    found = [line for run in runs[:MOST_RUNS] if (line := _line(run)) is not None]
    found.sort(key=lambda line: (-line.top, line.left))
    rows: list[list[Line]] = []
    for line in found:
        row = next((row for row in reversed(rows[-4:]) if _in_row(line, row)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    return tuple(line for row in rows for line in _joined(row))


def paragraph(lines: Iterable[Line]) -> str:
    """The text of lines that follow each other, as one line."""
    return " ".join(line.text for line in lines)


def _line(run: TextLine) -> Line | None:
    """A run with clean text; None for blanks, for boxes of no size and for what lies across the
    page, as a watermark does."""
    letters = unicodedata.normalize("NFC", run.text)
    text = " ".join("".join(c if c.isprintable() else " " for c in letters).split())
    if not text or run.right <= run.left or not 0 < run.top - run.bottom < _TALLEST:
        return None
    return Line(run.left, run.bottom, run.right, run.top, text, run.bold)


def _in_row(line: Line, row: list[Line]) -> bool:
    first = row[0]
    overlap = min(line.top, first.top) - max(line.bottom, first.bottom)
    return overlap > _SAME_ROW * min(line.height, first.height)


def _joined(row: list[Line]) -> list[Line]:
    """The runs of a row from left to right, those a word's gap apart or less joined."""
    joined: list[Line] = []
    for line in sorted(row, key=lambda line: line.left):
        if joined and _together(joined[-1], line):
            joined[-1] = _pair(joined[-1], line)
        else:
            joined.append(line)
    return joined


def _together(one: Line, other: Line) -> bool:
    share = _WORD_GAP if one.bold == other.bold else _OTHER_GAP
    return other.left - one.right < share * max(one.height, other.height, 6)


def _pair(one: Line, other: Line) -> Line:
    apart = other.left - one.right > 0.12 * other.height
    text = f"{one.text} {other.text}" if apart else one.text + other.text
    return Line(
        one.left,
        min(one.bottom, other.bottom),
        max(one.right, other.right),
        max(one.top, other.top),
        text,
        one.bold and other.bold,
    )
