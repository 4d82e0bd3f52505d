"""The table of a printed report: headings in two tiers, repeated on every page, rows that never
break, sums at the end (pure; points, y downwards).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final

from desktop.forms import fonts
from desktop.forms.book_table import broken, drawable
from desktop.forms.layout import Mark, Piece, Rule, Run, Sheet, Wall, baseline
from desktop.forms.lines import Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINE: Final = 0.5
"""Thickness of the table's lines."""
BESIDE, ABOVE = 2.5, 2.5
LEAST: Final = 17.0
HEAD, NUMBERS = Type(fonts.BOLD, 10), Type(fonts.ITALIC, 9)
BODY, SUM = Type(fonts.REGULAR, 11), Type(fonts.BOLD, 11)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the heading above it that it shares with its neighbours, its width in
    millimetres of a sheet A4 across; a text stands at the left, a number at the right.
    """

    heading: str
    width: float
    group: str = ""
    text: bool = False


@dataclass(frozen=True)
class Grid:
    """Columns over a width that begins at ``left``."""

    columns: tuple[Column, ...]
    left: float
    width: float

    @cached_property
    def edges(self) -> tuple[float, ...]:
        """Where each column begins, and where the last one ends."""
        widths = [column.width for column in self.columns]
        scale = self.width / sum(widths)
        return tuple(self.left + at * scale for at in accumulate(widths, initial=0))

    def lines(self, text: str, kind: Type, first: int, after: int) -> list[str]:
        """A text broken to the width of the columns from ``first`` to before ``after``."""
        return broken(drawable(text), kind, self.edges[after] - self.edges[first] - 2 * BESIDE)

    @cached_property
    def head(self) -> Piece:
        """The headings and under them the numbers of the columns."""
        upper = _height(self.lines(group, HEAD, a, b) for group, a, b in self._groups() if group)
        lower = _height(self.lines(one.heading, HEAD, at, at + 1)
                        for at, one in enumerate(self.columns) if one.group)  # fmt: skip
        alone = _height(self.lines(one.heading, HEAD, at, at + 1)
                        for at, one in enumerate(self.columns) if not one.group)  # fmt: skip
        lower = max(lower, alone - upper)
        marks: list[Mark] = []
        for group, first, after in self._groups():
            if group:
                marks += self._centred(group, HEAD, (first, after), (0, upper))
                width = self.edges[after] - self.edges[first]
                marks.append(Rule(self.edges[first], upper, width, LINE))
        for at, column in enumerate(self.columns):
            top, high = (upper, lower) if column.group else (0.0, upper + lower)
            marks += self._centred(column.heading, HEAD, (at, at + 1), (top, high))
            marks += self._centred(f"({at + 1})", NUMBERS, (at, at + 1), (upper + lower, LEAST))
        inner = {edge for group, a, b in self._groups() if group for edge in range(a + 1, b)}
        end = upper + lower + LEAST
        marks += (Wall(x, upper if at in inner else 0.0, end - (upper if at in inner else 0.0),
                       LINE) for at, x in enumerate(self.edges))  # fmt: skip
        marks += (Rule(self.left, y, self.width, LINE) for y in (0.0, upper + lower, end))
        return Piece(end, tuple(marks))

    def row(self, cells: Sequence[str], kind: Type = BODY) -> Piece:
        """A row with the lines around it but the upper one, which is that of the row above."""
        texts = [self.lines(cell, kind, at, at + 1) for at, cell in enumerate(cells)]
        step = fonts.SINGLE * kind.size
        height = max(LEAST, max(map(len, texts)) * step + 2 * ABOVE)
        marks: list[Mark] = []
        for at, lines in enumerate(texts):
            top = (height - len(lines) * step) / 2
            for place, line in enumerate(lines):
                room = self.edges[at + 1] - self.edges[at] - 2 * BESIDE
                spare = 0.0 if self.columns[at].text else room - kind.width(line)
                y = top + place * step + baseline(step, kind)
                marks.append(Run(self.edges[at] + BESIDE + spare, y, line, kind))
        marks += (Wall(x, 0.0, height, LINE) for x in self.edges)
        marks.append(Rule(self.left, height, self.width, LINE))
        return Piece(height, tuple(marks))

    def _groups(self) -> Iterator[tuple[str, int, int]]:
        """Neighbours under one heading: it, and from which column to before which."""
        at = 0
        for group, members in groupby(self.columns, lambda column: column.group):
            count = len(list(members))
            yield group, at, at + count
            at += count

    def _centred(
        self, text: str, kind: Type, over: tuple[int, int], down: tuple[float, float]
    ) -> Iterator[Mark]:
        """A heading in the middle of its box: over which columns, from where and how far down."""
        first, after = self.edges[over[0]], self.edges[over[1]]
        lines = self.lines(text, kind, *over)
        step = fonts.SINGLE * kind.size
        top = down[0] + (down[1] - len(lines) * step) / 2
        for place, line in enumerate(lines):
            x = (first + after - kind.width(line)) / 2
            yield Run(x, top + place * step + baseline(step, kind), line, kind)


def grid(columns: tuple[Column, ...], page: Sheet) -> Grid:
    """The columns as wide as the text of a page; few of them as wide as they ask for."""
    asked = sum(column.width for column in columns) * page.text_width / FULL
    width = min(asked, page.text_width)
    return Grid(columns, page.left + (page.text_width - width) / 2, width)


FULL: Final = 267.0
"""Millimetres of the text of a sheet A4 across with the margins of a book."""


def _height(texts: Iterator[list[str]]) -> float:
    most = max(map(len, texts), default=0)
    return max(LEAST, most * fonts.SINGLE * HEAD.size + 2 * ABOVE) if most else 0.0
