"""What was read out of a file of a word processor, before anybody says what it means.

Plain values that a limited process may send: lines and grids in their order, and what had to be
left out, counted by kind, so that a person is told of all that did not come along.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Dropped = Literal[
    "comments",
    "footnotes",
    "formulas",
    "headers",
    "hidden",
    "layout",
    "merged",
    "objects",
    "pictures",
    "symbols",
    "text_boxes",
    "tracked",
    "wide_tables",
]
"""Kinds of content that a draft cannot hold. ``tracked`` are deletions that were not settled yet,
``symbols`` letters of picture fonts, ``headers`` texts that stand on every page, ``merged`` cells
over several columns or rows, whose words stand in the first place, ``wide_tables`` those that
became lines, ``layout`` that of a whole text.
"""


class Line(msgspec.Struct, frozen=True, tag="line"):
    """A paragraph; ``number`` is the label that the program counted, which is not in the text."""

    text: str
    number: str = ""
    bold: bool = False
    centred: bool = False


class Grid(msgspec.Struct, frozen=True, tag="grid"):
    """A table: rows of cells, a cell's paragraphs one to a line; ``merged`` of them stand over
    several columns or rows.
    """

    rows: tuple[tuple[str, ...], ...]
    merged: int = 0


Part = Line | Grid


class Taken(msgspec.Struct, frozen=True):
    """Everything that was read; ``legacy`` are the charsets that were written in Unicode."""

    parts: tuple[Part, ...]
    dropped: dict[Dropped, int] = {}
    legacy: tuple[str, ...] = ()
