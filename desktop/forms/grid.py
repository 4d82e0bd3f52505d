"""A table in the text: a grid whose rows go whole onto pages, its head again on each of them.

Only a row that is higher than a page is divided, between its lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final, NamedTuple

from desktop.forms import fonts
from desktop.forms.layout import Atom, Mark, Piece, Rule, Run, Sheet, Wall, baseline, moved, stacked
from desktop.forms.lines import Type, joined, wrap
from desktop.forms.tags import Role, Tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.draft import Table
    from desktop.forms.template import Template

NUMBER: Final = re.compile(r"[-–+]?\d[\d.,  ]*%?")
COUNTING: Final = frozenset({"tt", "stt", "số tt", "số thứ tự"})
"""Heads of the column that counts the rows: it is centred."""

WHOLE: Final = 100
MIDDLE, LEFT, RIGHT = 0.5, 0.0, 1.0
"""Where the white space of a line goes: how much of it stands at its left."""

FEW: Final = 3
"""Lines of a part of a row that is higher than a page."""

MOST_HEAD: Final = 0.4
"""A head that takes more of the page than this is not repeated."""


@dataclass(frozen=True, slots=True)
class Column:
    """Left edge and width in points; how its cells are aligned."""

    x: float
    width: float
    side: float


class Cell(NamedTuple):
    """The lines of a cell, and what it is."""

    lines: Sequence[str]
    tag: Tag


Cells = tuple[Cell, ...]


def rows(table: Table, template: Template, paper: Sheet, tag: Tag) -> list[Atom]:
    """The rows; the head goes with the first of them. No rows: nothing."""
    columns = _columns(table, paper)
    if not columns:
        return []
    upper, lower = _kinds(table, columns, template)
    heads = [_cells(row, columns, upper, template, tag, "TH") for row in table.rows[: table.head]]
    rest = [_cells(row, columns, lower, template, tag, "TD") for row in table.rows[table.head :]]
    head = stacked([_row(row, columns, upper, template) for row in heads]) if heads else None
    over = head if head and head.height <= MOST_HEAD * paper.text_height else None
    room = paper.text_height - (over.height if over else 0.0)
    again = replace(over, marks=tuple(map(_untagged, over.marks))) if over else None
    body = [
        replace(piece, over=again)
        for row in rest
        for piece in _divided(row, columns, lower, template, room)
    ]
    if not over:
        divided = [_divided(row, columns, upper, template, room) for row in heads]
        return [(piece,) for piece in (*chain.from_iterable(divided), *body)]
    return [(over, *body[:1]), *((piece,) for piece in body[1:])]


def _untagged(mark: Mark) -> Mark:
    """What stands again at the top of a page is not read again."""
    return replace(mark, tag=None) if isinstance(mark, Run) else mark


def _columns(table: Table, paper: Sheet) -> list[Column]:
    count = max((len(row) for row in table.rows), default=0)
    parts = table.widths if len(table.widths) == count else (WHOLE / count,) * count
    scale = paper.text_width / max(WHOLE, sum(parts))
    starts = accumulate((part * scale for part in parts), initial=paper.left)
    return [
        Column(x, part * scale, _side(table, at))
        for at, (x, part) in enumerate(zip(starts, parts, strict=False))
    ]


def _side(table: Table, at: int) -> float:
    """Numbers stand at the right, what counts the rows in the middle, words at the left."""
    column = [row[at].strip() for row in table.rows if at < len(row)]
    cells = [cell for cell in column[table.head :] if cell]
    if table.head and column and column[0].casefold() in COUNTING:
        return MIDDLE
    return RIGHT if cells and all(map(NUMBER.fullmatch, cells)) else LEFT


def _kinds(table: Table, columns: Sequence[Column], template: Template) -> tuple[Type, Type]:
    """Fonts of head and body in the first size at which no word is wider than its cell."""
    head, body = template.styles.cell_head, template.styles.cell

    def fits(size: float) -> bool:
        return all(
            Type(style.font, size).width(word) <= _inner(column, template)
            for at, row in enumerate(table.rows)
            for style in ((head if at < table.head else body),)
            for cell, column in zip(row, columns, strict=False)
            for word in cell.split()
        )

    size = next(filter(fits, body.sizes), body.sizes[-1])
    return Type(head.font, size), Type(body.font, size)


def _inner(column: Column, template: Template) -> float:
    return column.width - 2 * template.table.beside_pt


def _cells(
    row: Sequence[str],
    columns: Sequence[Column],
    kind: Type,
    template: Template,
    table: Tag,
    role: Role,
) -> Cells:
    texts, within = [*row, *[""] * (len(columns) - len(row))], Tag("TR", table)
    return tuple(
        Cell(joined(wrap(text, kind, _inner(column, template)), text), Tag(role, within))
        for text, column in zip(texts, columns, strict=True)
    )


def _divided(
    cells: Cells, columns: Sequence[Column], kind: Type, template: Template, room: float
) -> list[Piece]:
    """The row as one piece; one that is higher than a page in pieces of few lines, so that it
    begins where the row above it ends. Between them there is no line.
    """
    whole = _drawn(cells, columns, kind, template)
    if whole.height <= room:
        return [whole]
    lines = max(len(cell.lines) for cell in cells)
    parts = [
        _drawn(
            tuple(Cell(cell.lines[at : at + FEW], cell.tag) for cell in cells),
            columns,
            kind,
            template,
        )
        for at in range(0, lines, FEW)
    ]
    return [
        _open(part, above=bool(at), below=at < len(parts) - 1, template=template)
        for at, part in enumerate(parts)
    ]


def _open(part: Piece, *, above: bool, below: bool, template: Template) -> Piece:
    """A part of a row without the lines, and the white space, towards its other parts."""
    pad = template.table.above_pt
    up = pad if above else 0.0
    height = part.height - up - (pad if below else 0.0)
    marks: list[Mark] = []
    for mark in part.marks:
        if isinstance(mark, Rule) and (above if not mark.y else below):
            continue
        if isinstance(mark, Wall):
            marks.append(replace(mark, height=height))
        else:
            marks.append(moved(mark, -up))
    return replace(part, height=height, marks=tuple(marks))


def _row(cells: Cells, columns: Sequence[Column], kind: Type, template: Template) -> Piece:
    """A row of the head: all in the middle."""
    sided = [replace(column, side=MIDDLE) for column in columns]
    return _drawn(cells, sided, kind, template, middle=True)


def _drawn(
    cells: Cells,
    columns: Sequence[Column],
    kind: Type,
    template: Template,
    *,
    middle: bool = False,
) -> Piece:
    grid = template.table
    step = fonts.SINGLE * kind.size
    lines = max(len(cell.lines) for cell in cells)
    height = lines * step + 2 * grid.above_pt
    marks: list[Mark] = []
    for cell, column in zip(cells, columns, strict=True):
        top = grid.above_pt + ((lines - len(cell.lines)) * step / 2 if middle else 0)
        for at, line in enumerate(cell.lines):
            free = _inner(column, template) - kind.width(line.rstrip(" "))
            x = column.x + grid.beside_pt + free * column.side
            y = top + at * step + baseline(step, kind)
            marks.append(Run(x, y, line, kind, tag=cell.tag))
    return Piece(height, (*marks, *_lines(columns, height, grid.thickness_pt)))


def _lines(columns: Sequence[Column], height: float, thickness: float) -> list[Mark]:
    """The grid around the cells of one row."""
    left, right = columns[0].x, columns[-1].x + columns[-1].width
    across = [Rule(left, y, right - left, thickness) for y in (0.0, height)]
    return [
        *across,
        *(Wall(x, 0.0, height, thickness) for x in (*(each.x for each in columns), right)),
    ]
