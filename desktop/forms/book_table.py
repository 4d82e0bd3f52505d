"""The table of a printed book: how wide its columns are, how rows are set, which go on which page.

Pure; points, y downwards. A row never breaks: one that is higher than a page is set smaller. Where
counts are added up, every page ends with its sum and begins with what was carried to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from core.office.book_lines import Fate, Line, printed, sums, texts
from core.office.books import Align
from desktop.forms import fonts
from desktop.forms.layout import Mark, Rule, Run, Sheet, Wall, baseline
from desktop.forms.lines import Type, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.books import Book

SIZES: Final = (10.0, 8.0, 6.5, 5.0)
"""Of the letters; the first in which a row fits on a page."""

LINE: Final = 0.5
"""Thickness of the table's lines."""

BESIDE, ABOVE = 2.5, 2.5
LEAST: Final = 17.0
"""White space in a cell beside and above its text; the least height of a row."""

PAGE_SUM, CARRIED, WHOLE = "Cộng trang", "Mang sang", "Tổng cộng"
MORE: Final = "…"
_PARTS: Final = re.compile(r"[^/-]*[/-]|[^/-]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is set: the lines of each cell, in which letters, and what its counts add."""

    cells: tuple[tuple[str, ...], ...]
    kind: Type
    height: float
    adds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """What stands on one page: rows from ``first`` to before ``end``, the sums before and after."""

    first: int
    end: int
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True)
class Grid:
    """The table of a form on a sheet: where each column begins, and where the last one ends."""

    book: Book
    paper: Sheet
    edges: tuple[float, ...]

    def room(self, place: int) -> float:
        """The width of a column's text."""
        return self.edges[place + 1] - self.edges[place] - 2 * BESIDE

    @cached_property
    def head(self) -> tuple[Row, Row]:
        """The headings, and the numbers of the columns: (1), (2), …"""
        bold, plain = Type(fonts.BOLD, SIZES[0]), Type(fonts.ITALIC, SIZES[0] - 1)
        headings = tuple(column.heading for column in self.book.columns)
        numbers = tuple(f"({place})" for place in range(1, len(headings) + 1))
        return self.row(headings, bold), self.row(numbers, plain)

    @cached_property
    def most(self) -> float:
        """The height that a page has for rows."""
        foot = 3 * LEAST if self.book.summed else 0.0
        return self.paper.text_height - sum(row.height for row in self.head) - foot

    def row(self, words: Sequence[str], kind: Type, adds: tuple[int, ...] = ()) -> Row:
        """A row with its texts broken to the width of their columns."""
        cells = tuple(
            tuple(broken(text, kind, self.room(place))) for place, text in enumerate(words)
        )
        step = fonts.SINGLE * kind.size
        return Row(cells, kind, max(LEAST, max(map(len, cells)) * step + 2 * ABOVE), adds)

    def line(self, line: Line) -> Row:
        """A line of the book, in letters in which it fits on a page."""
        font = fonts.BOLD if line.fate is Fate.HEADING else fonts.REGULAR
        words = tuple(map(drawable, texts(line, self.book)))
        adds = sums([line], self.book)
        rows = (self.row(words, Type(font, size), adds) for size in SIZES)
        found = next((row for row in rows if row.height <= self.most), None)
        return found or self._cut(self.row(words, Type(font, SIZES[-1]), adds))

    def _cut(self, row: Row) -> Row:
        """A row that fits in no letters: what stands on a page of it, and a sign that there is
        more.
        """
        count = int((self.most - 2 * ABOVE) / (fonts.SINGLE * row.kind.size))
        cells = tuple(
            cell if len(cell) <= count else (*cell[: count - 1], MORE) for cell in row.cells
        )
        return Row(cells, row.kind, self.most, row.adds)


def grid(book: Book, paper: Sheet) -> Grid:
    """The columns of a form over the width of a sheet."""
    widths = [column.width for column in book.columns]
    scale = paper.text_width / sum(widths)
    return Grid(book, paper, tuple(paper.left + at * scale for at in accumulate(widths, initial=0)))


def leaves(rows: Sequence[Row], table: Grid) -> list[Leaf]:
    """Which rows stand on which page; one page at least."""
    none = (0,) * len(table.book.summed)
    found: list[Leaf] = []
    first, used, before, after = 0, 0.0, none, none
    for at, row in enumerate(rows):
        if used and used + row.height > table.most:
            found.append(Leaf(first, at, before, after))
            first, used, before = at, 0.0, after
        used += row.height
        after = tuple(had + adds for had, adds in zip(after, row.adds, strict=True))
    return [*found, Leaf(first, len(rows), before, after)]


def page(rows: Sequence[Row], leaf: Leaf, table: Grid, *, last: bool) -> tuple[list[Mark], float]:
    """The table on one page, y from the top of the text area, and how far down it reaches."""
    shown = [*table.head]
    if table.book.summed and leaf.first:
        shown.append(_sum(table, CARRIED, leaf.before))
    shown += rows[leaf.first : leaf.end]
    if table.book.summed:
        own = tuple(after - before for after, before in zip(leaf.after, leaf.before, strict=True))
        shown.append(_sum(table, PAGE_SUM, own))
        shown += [_sum(table, WHOLE, leaf.after)] if last else []
    marks: list[Mark] = []
    top = 0.0
    for at, row in enumerate(shown):
        marks += _drawn(row, top, table, centred=at < len(table.head))
        top += row.height
    return [*marks, *_walls(table, top)], top


def _sum(table: Grid, word: str, amounts: tuple[int, ...]) -> Row:
    """A row of sums: its word in the column before the first of them that is wide enough."""
    columns, places = table.book.columns, table.book.summed
    kind = Type(fonts.BOLD, SIZES[0])
    words = [""] * len(columns)
    for place, amount in zip(places, amounts, strict=True):
        words[place] = printed(amount, columns[place])
    fitting = [at for at in range(places[0]) if table.room(at) >= kind.width(word)]
    words[fitting[-1]] = word
    return table.row(words, kind)


def _drawn(row: Row, top: float, table: Grid, *, centred: bool) -> Iterator[Mark]:
    step = fonts.SINGLE * row.kind.size
    for place, lines in enumerate(row.cells):
        align = Align.CENTRE if centred else table.book.columns[place].align
        spare = row.height - len(lines) * step
        y = top + (spare / 2 if centred else ABOVE) + baseline(step, row.kind)
        for number, text in enumerate(lines):
            if text:
                x = _start(text, row.kind, align, table, place)
                yield Run(x, y + number * step, text, row.kind)
    yield Rule(table.edges[0], top, table.paper.text_width, LINE)


def _start(text: str, kind: Type, align: Align, table: Grid, place: int) -> float:
    left = table.edges[place] + BESIDE
    if align is Align.LEFT:
        return left
    spare = table.room(place) - kind.width(text)
    return left + (spare / 2 if align is Align.CENTRE else spare)


def _walls(table: Grid, bottom: float) -> list[Mark]:
    walls = [Wall(x, 0.0, bottom, LINE) for x in table.edges]
    return [*walls, Rule(table.edges[0], bottom, table.paper.text_width, LINE)]


def broken(text: str, kind: Type, width: float) -> list[str]:
    """The lines of a cell. A word that is too long goes on after a slash or hyphen of it."""
    if kind.width(text) <= width:
        return [text]
    words = (
        word if kind.width(word) <= width else _divided(word, kind, width)
        for word in text.split(" ")
    )
    return wrap(" ".join(words), kind, width)


def _divided(word: str, kind: Type, width: float) -> str:
    lines = [""]
    for part in _PARTS.findall(word):
        if lines[-1] and kind.width(lines[-1] + part) > width:
            lines.append("")
        lines[-1] += part
    return " ".join(lines)


def drawable(text: str) -> str:
    """The text with each letter that the font cannot draw told by its code: a book is printed
    whatever somebody wrote.
    """
    for letter in fonts.missing(text):
        text = text.replace(letter, f"[U+{ord(letter):04X}]")
    return text
