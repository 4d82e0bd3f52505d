"""How text sits in the box of a visible signature.

The page leaves a blank, the stamp of the signature fills it later on another machine. All that the
two share is the box in the PDF; so the size of the text follows from the height of the box, and the
baseline of the stamp falls on the baseline of the printed line.
"""

from __future__ import annotations

from typing import Literal

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the lower left corner of the page."""

LEADING = 1.25
"""Height of a text box as a part of the size of its text."""

BASELINE = 0.28
"""Distance from the bottom of the box to the baseline as a part of the size of its text."""

ALIGN: dict[str, Literal["left", "right"]] = {"SoVanBan": "right", "NgayVanBan": "left"}
"""Number ends at the slash of ``/SĐ999-TM``, date begins after ``Thành phố Mô Phỏng,``."""


def text_size(height: float) -> float:
    """Size in points of the text that a box of this height was left for."""
    return height / LEADING


def text_box(left: float, baseline: float, width: float, size: float) -> Box:
    """The box in points that text of this size on this baseline fills."""
    bottom = baseline - BASELINE * size
    return (left, bottom, left + width, bottom + LEADING * size)
