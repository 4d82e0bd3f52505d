"""Where the signatures of a document stand, and how text sits in the box of a visible one.

The page leaves a blank, the stamp of the signature fills it later on another machine. All that the
two share is the box in the PDF; so the size of the text follows from the height of the box, and the
baseline of the stamp falls on the baseline of the printed line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Box = tuple[float, float, float, float]

LEADING = 1.25
"""Height of a text box as a part of the size of its text."""

BASELINE = 0.28
"""Distance from the bottom of the box to the baseline as a part of the size of its text."""

ALIGN: dict[str, Literal["left", "right"]] = {"SoVanBan": "right", "NgayVanBan": "left"}
"""Number ends at the slash of ``/SĐ999-TM``, date begins after ``Thành phố Mô Phỏng,``."""


@dataclass(frozen=True, slots=True)
class Field:
    """A signature field: name, page from 0, box (left, bottom, right, top) in points."""

    name: str
    page: int
    box: Box


def text_size(height: float) -> float:
    """Size in points of the text that a box of this height was left for."""
    return height / LEADING


def text_box(left: float, baseline: float, width: float, size: float) -> Box:
    """The box in points that text of this size on this baseline fills."""
    bottom = baseline - BASELINE * size
    return (left, bottom, left + width, bottom + LEADING * size)
