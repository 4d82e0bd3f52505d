"""How a line of a book looks in its table: what stands in it, and what became of its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.office.book_lines import Fate, texts
from core.office.books import BOOKS
from desktop.books.plans import LEAD, key
from desktop.widgets.chips import ChipText
from desktop.widgets.register.faces import TITLE, Cell, RowFace
from desktop.words import word

if TYPE_CHECKING:
    from core.office.book_lines import Line
    from core.office.books import Form
    from desktop.widgets.chips import ChipTone

CHIPS: Final[dict[Fate, ChipTone]] = {
    Fate.TAKEN_OVER: "neutral",
    Fate.CANCELLED: "danger",
    Fate.VOID: "neutral",
    Fate.RESERVED: "violet",
    Fate.OPEN: "info",
}
"""What became of a number, where that is not a document in order."""


def face(line: Line, form: Form) -> RowFace:
    """A line in both layouts; spoken, each cell follows the heading of its column."""
    said, lead = texts(line, BOOKS[form]), LEAD[form]
    gone = line.fate in {Fate.CANCELLED, Fate.VOID}
    tone = "text3" if gone else "text"
    tell = CHIPS.get(line.fate)
    chips = (ChipText(word(f"books.fate.{line.fate}"), tell),) if tell else ()
    spoken = "; ".join(
        f"{word(key(form, place))}: {text}" for place, text in enumerate(said) if text
    )
    return RowFace(
        said[lead] or (said[-1] if chips else ""),
        " ".join([*(chip.text for chip in chips), spoken]),
        chips=chips,
        number=Cell(_number(line), tone, "num"),
        below=tuple(
            Cell(text, "text2", "sub")
            for place, text in enumerate(said[:-1])
            if text and place != lead
        )[:3],
        right_top=Cell(said[-1], "text2", "sub"),
        cells=tuple(
            TITLE if place == lead else Cell(text, tone if place < 2 else "text2")
            for place, text in enumerate(said)
        ),
    )


def _number(line: Line) -> str:
    if not line.number:
        return ""
    return f"{line.number}–{line.last}" if line.last > line.number else str(line.number)
