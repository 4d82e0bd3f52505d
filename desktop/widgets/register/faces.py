"""What a row looks like, as plain values: made once a row, painted many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desktop.widgets.chips import ChipText


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with its colour token, type role and an icon before it, which may have its own
    colour."""

    text: str
    tone: str = "text2"
    role: str = "body"
    icon: str = ""
    style: str = "regular"
    icon_tone: str = ""


NOTHING: Final = Cell("")
TITLE: Final = Cell("\x00")
"""Among ``RowFace.cells`` the place where title, chips and clip go."""


@dataclass(frozen=True, slots=True)
class RowFace:
    """One row in both layouts.

    Two lines: ``number`` above ``day`` at the left, chips and ``title`` above the ``below`` cells
    in the middle, ``right_top`` above ``right_bottom``. One line: ``cells``, one a column.
    ``spoken`` is the whole row in words, for a screen reader.
    """

    title: str
    spoken: str
    unread: bool = False
    chips: tuple[ChipText, ...] = ()
    clip: bool = False
    number: Cell = NOTHING
    day: Cell = NOTHING
    below: tuple[Cell, ...] = ()
    right_top: Cell = NOTHING
    right_bottom: Cell = NOTHING
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the one-line layout: key of its head, width in px at 100 %, 0 takes the rest.

    ``by`` names the order that a click on the head asks for; an ``extra`` one is shown only where a
    person chose it.
    """

    key: str
    width: int
    right: bool = False
    by: str = ""
    extra: bool = False

    @property
    def name(self) -> str:
        """Under which it is chosen."""
        return self.key.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a register is laid out: its columns, the heads of the two-line layout, the sorted column.

    ``lead`` is the width of number and day in two lines, 0 for none; ``tail`` that of the right
    side. ``tall`` heads have two lines for long words. Without a sorted column (-1) the order
    needs no arrow; ``orders`` are those of the two-line heads. ``two_lines`` keeps that layout
    however wide the list is. ``ticks`` gives every row a box; ``marks`` shows the tick of a ticked
    one where the dot of an unread one stands.
    """

    columns: tuple[Column, ...]
    heads: tuple[str, str, str]
    lead: int = 58
    tail: int = 132
    sorted_by: int = 0
    ticks: bool = False
    marks: bool = False
    two_lines: bool = False
    tall: bool = False
    orders: tuple[str, str, str] = ("", "", "")

    def usual(self) -> tuple[str, ...]:
        """The columns that are shown as long as nobody chose others."""
        return tuple(column.name for column in self.columns if not column.extra)
