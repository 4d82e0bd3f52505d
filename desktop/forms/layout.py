"""Pieces of a page and how they flow onto pages (pure functions; points, y downwards).

A piece is what never breaks: a line, a head, a signature block. An atom is a run of pieces that
must stay on one page; the rules against widows, orphans and lonely signatures are all said by how
pieces are joined into atoms.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.forms import fonts
from desktop.forms.boxes import BASELINE, LEADING
from desktop.forms.lines import Type, joined, stretch, wrap
from desktop.forms.template import MM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop.forms.tags import Tag
    from desktop.forms.template import Page

Colour = tuple[float, float, float]
BLACK: Colour = (0, 0, 0)
RED: Colour = (1, 0, 0)
GREY: Colour = (0.72, 0.72, 0.72)

# sums of many heights differ in their last bits
_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Run:
    """Text whose baseline begins at (x, y); each space is widened by ``stretch``. ``tag`` is what
    it belongs to; an empty text says that there is something, with nothing in it.
    """

    x: float
    y: float
    text: str
    kind: Type
    stretch: float = 0.0
    colour: Colour = BLACK
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    x: float
    y: float
    width: float
    thickness: float


@dataclass(frozen=True, slots=True)
class Wall:
    """A vertical line, from (x, y) down."""

    x: float
    y: float
    height: float
    thickness: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline of a box, (x, y) its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a signature field stands, (x, y) its upper left corner, and the text it is part of."""

    x: float
    y: float
    width: float
    height: float
    name: str
    tag: Tag | None = None


Mark = Run | Rule | Wall | Frame | Slot


@dataclass(frozen=True, slots=True)
class Piece:
    """Marks that stay together; x from the left edge of the paper, y from the top of the piece.

    ``gap`` is the white space above it, which falls away at the top of a page; there ``over``
    stands above it, where it has one: the head of its table.
    """

    height: float
    marks: tuple[Mark, ...]
    gap: float = 0.0
    over: Piece | None = None


Atom = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper and its text area, in points."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def text_width(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Height between the margins."""
        return self.height - self.top - self.bottom

    @property
    def edge(self) -> float:
        """The x of the right margin."""
        return self.width - self.right


def sheet(page: Page) -> Sheet:
    """The paper of a template."""
    return Sheet(
        page.width_mm * MM,
        page.height_mm * MM,
        page.top_mm * MM,
        page.bottom_mm * MM,
        page.left_mm * MM,
        page.right_mm * MM,
    )


def centred(
    lines: Iterable[str], kind: Type, centre: float, top: float, tag: Tag | None = None
) -> list[Run]:
    """Lines in single spacing, centred on ``centre``, the space of the first begins at ``top``."""
    step = fonts.SINGLE * kind.size
    first = top + baseline(step, kind)
    return [
        Run(centre - kind.width(line.rstrip(" ")) / 2, first + index * step, line, kind, tag=tag)
        for index, line in enumerate(lines)
    ]


def baseline(height: float, kind: Type) -> float:
    """Where the baseline lies in a line of this height: the letters stand at its foot."""
    return height - fonts.DESCENT * kind.size


def text_slot(
    name: str, x: float, y: float, width: float, size: float, tag: Tag | None = None
) -> Slot:
    """The box of a stamp that writes text of this size from (x, y); see desktop.forms.boxes."""
    return Slot(x, y - (LEADING - BASELINE) * size, width, LEADING * size, name, tag)


@dataclass(frozen=True, slots=True)
class Set:
    """How running text is set: its lines' height, its left edge, its width, its indents."""

    kind: Type
    height: float
    x: float
    width: float
    first: float = 0.0
    hanging: float = 0.0
    justify: bool = True


def paragraph(text: str, how: Set, gap: float = 0.0, tag: Tag | None = None) -> list[Piece]:
    """The lines of a paragraph, one piece each; the last line is not justified."""
    inner = how.width - how.hanging
    lines = wrap(text, how.kind, inner, how.width - how.first)
    written = joined(lines, text) if tag else lines
    pieces = []
    for index, line in enumerate(lines):
        start = how.hanging if index else how.first
        wide = index < len(lines) - 1 and how.justify
        extra = stretch(line, how.kind, how.width - start) if wide else 0.0
        y = baseline(how.height, how.kind)
        run = Run(how.x + start, y, written[index], how.kind, extra, tag=tag)
        pieces.append(Piece(how.height, (run,), 0.0 if index else gap))
    return pieces


def atoms(pieces: Sequence[Piece]) -> list[Atom]:
    """A paragraph's lines in atoms, so that never fewer than two stand alone on a page."""
    if len(pieces) <= 3:
        return [tuple(pieces)] if pieces else []
    return [tuple(pieces[:2]), *((piece,) for piece in pieces[2:-2]), tuple(pieces[-2:])]


def extent(atom: Atom) -> float:
    """Height of an atom without the gap above it."""
    return sum(piece.height + piece.gap for piece in atom) - (atom[0].gap if atom else 0.0)


def alone(atom: Atom) -> float:
    """Height of an atom that begins a page."""
    over = atom[0].over if atom else None
    return extent(atom) + (over.height if over else 0.0)


def stacked(pieces: Sequence[Piece]) -> Piece:
    """One piece out of pieces that stand one below the other."""
    marks: list[Mark] = []
    top = -pieces[0].gap
    for piece in pieces:
        top += piece.gap
        marks += (moved(mark, top) for mark in piece.marks)
        top += piece.height
    return Piece(top, tuple(marks), pieces[0].gap)


def moved(mark: Mark, down: float) -> Mark:
    """The mark, lower by so many points."""
    if isinstance(mark, Run):  # nearly all marks are: several times as fast as ``replace``
        y = mark.y + down
        return Run(mark.x, y, mark.text, mark.kind, mark.stretch, mark.colour, mark.tag)
    return replace(mark, y=mark.y + down)


def flow(parts: Iterable[Atom], height: float, first: float | None = None) -> list[list[Mark]]:
    """The marks of each page, y from the top of the text area; ``first`` is the height of page 1
    where it is not that of all.
    """
    pages: list[list[Mark]] = []
    for page, top, piece in _placed(parts, height, first):
        pages += [[] for _ in range(page + 1 - len(pages))]
        pages[page] += (moved(mark, top) for mark in piece.marks)
    return pages


def filled(parts: Iterable[Atom], height: float, first: float | None = None) -> float:
    """How far down the last page is filled."""
    end = 0.0
    for _, top, piece in _placed(parts, height, first):
        end = top + piece.height
    return end


def _placed(
    parts: Iterable[Atom], height: float, first: float | None
) -> Iterator[tuple[int, float, Piece]]:
    """Page and top of each piece. An atom goes where it fits whole; one that is higher than a page
    goes piece by piece.
    """
    page, used, room = 0, 0.0, height if first is None else first
    whole = (
        part
        for atom in parts
        for part in ([atom] if alone(atom) <= height else [(piece,) for piece in atom])
    )
    for atom in whole:
        if used and used + atom[0].gap + extent(atom) > room + _SLACK:
            page, used, room = page + 1, 0.0, height
        if not used and (over := atom[0].over):
            yield page, 0.0, over
            used = over.height
        for piece in atom:
            top = used + (piece.gap if used else 0.0)
            yield page, top, piece
            used = top + piece.height
