"""What was read of a PDF's pages, as plain values: text with its type, lines, frames, pictures.

Lengths are points; x grows to the right and y downwards from the upper left corner of the page as
it is seen. Whatever drew the file is forgotten here.
"""

from __future__ import annotations

from typing import Final

import msgspec

MM: Final = 72 / 25.4

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Run(msgspec.Struct, frozen=True, array_like=True):
    """Letters of one type on one baseline that stand together; ``colour`` is 0xRRGGBB."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    font: str
    bold: bool = False
    italic: bool = False
    colour: int = 0


class Stroke(msgspec.Struct, frozen=True, array_like=True):
    """A straight line, level or upright, with its thickness; ``dashed`` is not solid."""

    left: float
    top: float
    right: float
    bottom: float
    thickness: float
    colour: int = 0
    dashed: bool = False

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.right - self.left > self.bottom - self.top

    @property
    def width(self) -> float:
        """How far it runs from left to right."""
        return self.right - self.left


class Picture(msgspec.Struct, frozen=True, array_like=True):
    """An image or drawing; ``ink`` is the mean colour of what it covers, -1 where unknown."""

    left: float
    top: float
    right: float
    bottom: float
    ink: int = -1
    dpi: float = 0.0
    grey: bool = False

    @property
    def box(self) -> Box:
        """Its edges."""
        return (self.left, self.top, self.right, self.bottom)


class Page(msgspec.Struct, frozen=True, array_like=True):
    """One page."""

    width: float
    height: float
    runs: tuple[Run, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    pictures: tuple[Picture, ...] = ()


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """A whole file; ``version`` is that of PDF, 14 for 1.4."""

    version: int
    pages: tuple[Page, ...]
