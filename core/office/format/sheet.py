"""A page sorted out: its lines, what stands in its margins, and its lines drawn under text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from core.office.format.lines import Line, lines_of
from core.office.format.page import MM, Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.office.format.page import Stroke

MARGIN: Final = 26 * MM
UPPER: Final = 40 * MM
"""A page number stands no further from the lower edge, or the upper one: that may be too wide."""

WATERMARK: Final = "du lieu gia lap"
"""What documents of the trial unit say across the page (folded)."""

LOW: Final = 0.85
"""Of the height: what stands lower is at the foot of the page."""

_NUMBER: Final = re.compile(
    r"[-\u2013\s]*(?:trang\s*)?(\d{1,4})(?:\s*/\s*\d+)?[-\u2013\s]*|[ivxlc]{1,6}"
)
_CONTACT: Final = re.compile(r"(?:dia chi|dien thoai|so dien thoai|\bdt|fax|e-?mail|website)\s*:")
_FAINT: Final = 0x70
_FOOT: Final = 0.8
_ACROSS: Final = 0.6
_SMALL: Final = 12.5
_DOT: Final = 0.8
_ROW: Final = 1.2


@dataclass
class Sheet:
    """A page: ``lines`` is what is left when the parts of its margins were taken out."""

    place: int
    page: Page
    lines: list[Line] = field(default_factory=list)
    number: Line | None = None
    contact: list[Line] = field(default_factory=list)
    contact_rule: Ruled | None = None

    @property
    def middle(self) -> float:
        """Half of its width."""
        return self.page.width / 2


@dataclass(frozen=True)
class Ruled:
    """A level line: pieces that continue one another count as one, ``solid`` without gaps."""

    left: float
    right: float
    y: float
    solid: bool
    colour: int = 0

    @property
    def width(self) -> float:
        """How long it is."""
        return self.right - self.left

    @property
    def centre(self) -> float:
        """Its middle."""
        return (self.left + self.right) / 2


def sheet_of(place: int, page: Page) -> Sheet:
    """The page with its number, watermark and contact lines taken out."""
    found = Sheet(place, page)
    lines = [line for line in lines_of(place, page.runs) if not _is_watermark(line, page)]
    found.number = _number(lines, page)
    lines = [line for line in lines if line is not found.number]
    _take_contact(lines, found)
    found.lines = [line for line in lines if line not in found.contact and not _raised(line, lines)]
    return found


def _is_watermark(line: Line, page: Page) -> bool:
    """Grey text in the upper or lower margin, or that says so, is no part of the document."""
    inside = line.top > 20 * MM and line.bottom < page.height - 20 * MM
    return all(_is_grey(run.colour) for run in line.runs) and (
        not inside or line.folded == WATERMARK
    )


def _is_grey(colour: int) -> bool:
    parts = _parts(colour)
    return min(parts) > _FAINT and max(parts) - min(parts) < 0x10


def _parts(colour: int) -> tuple[int, int, int]:
    return colour >> 16, colour >> 8 & 255, colour & 255


def _number(lines: list[Line], page: Page) -> Line | None:
    for line in (*lines[:1], *lines[-1:]):
        edge = line.baseline < UPPER or line.baseline > page.height - MARGIN
        if edge and _NUMBER.fullmatch(line.folded):
            return line
    return None


def _raised(line: Line, lines: list[Line]) -> bool:
    """Whether it is an index that stands a little above or below the letters of a line."""
    if len(line.text) > 3:
        return False
    return any(
        other is not line
        and line.size < 0.8 * other.size
        and abs(line.baseline - other.baseline) < 0.6 * other.size
        for other in lines
    )


def _take_contact(lines: list[Line], sheet: Sheet) -> None:
    """Lines that name the office's addresses, in a margin or at the foot of the page."""
    if _below_rule(lines, sheet):
        return
    hits = [line for line in lines if _CONTACT.search(line.folded)]
    words = sum(len(_CONTACT.findall(line.folded)) for line in hits)
    low = [line for line in hits if line.baseline > LOW * sheet.page.height]
    group = low or hits
    if not group:
        return
    ruled = _above(group[0], sheet.page)
    if words < 2 and not (low and ruled):
        return
    first, last = group[0].baseline, group[-1].baseline
    if low:
        last = sheet.page.height
    sheet.contact = [line for line in lines if first <= line.baseline <= last]
    sheet.contact_rule = ruled


def _below_rule(lines: list[Line], sheet: Sheet) -> bool:
    """What stands under the lowest line across the foot of page 1, small or with an address."""
    page = sheet.page
    for rule in sorted(level_lines(page.strokes), key=lambda each: -each.y):
        if rule.y < _FOOT * page.height or rule.width < _ACROSS * page.width or sheet.place:
            continue
        below = [line for line in lines if line.baseline > rule.y + 2]
        small = all(line.size < _SMALL for line in below)
        if below and (small or any(_CONTACT.search(line.folded) for line in below)):
            sheet.contact, sheet.contact_rule = below, rule
            return True
    return False


def _above(line: Line, page: Page) -> Ruled | None:
    """The line drawn over a line of text, as wide as the text of the page."""
    wide = [
        rule
        for rule in level_lines(page.strokes)
        if line.top - 20 < rule.y < line.baseline - 0.5 * line.size
    ]
    return max(wide, key=lambda rule: rule.width, default=None)


def under(line: Line, page: Page, last: float | None = None) -> Ruled | None:
    """The line drawn under a line of text and no further below it than a line's height."""
    reach = last if last is not None else line.baseline + 1.25 * line.size
    near = [
        rule
        for rule in level_lines(page.strokes)
        if line.baseline - 0.5 < rule.y < reach
        and rule.right > line.left - 6
        and rule.left < line.right + 6
        and rule.width < line.width + 60
    ]
    return max(near, key=lambda rule: rule.width, default=None)


def level_lines(strokes: Iterable[Stroke]) -> list[Ruled]:
    """Level strokes, those on one height joined where they touch or are dashes of one line."""
    found: list[Ruled] = []
    for stroke in _in_rows([one for one in strokes if one.level and one.width > _DOT]):
        last = found[-1] if found else None
        y = (stroke.top + stroke.bottom) / 2
        level = last is not None and abs(last.y - y) < _ROW
        if last and level and last.left - 1 < stroke.left < last.right + 8:
            gap = stroke.left - last.right > 0.8
            found[-1] = Ruled(
                last.left,
                max(last.right, stroke.right),
                last.y,
                last.solid and not gap and not stroke.dashed,
                last.colour,
            )
        else:
            found.append(Ruled(stroke.left, stroke.right, y, not stroke.dashed, stroke.colour))
    return found


def _in_rows(strokes: list[Stroke]) -> list[Stroke]:
    """From top to bottom, those on one height from left to right."""
    rows: list[list[Stroke]] = []
    for one in sorted(strokes, key=lambda stroke: stroke.top):
        if rows and one.top - rows[-1][0].top < _ROW:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [one for row in rows for one in sorted(row, key=lambda stroke: stroke.left)]


@dataclass(frozen=True)
class Surround:
    """The frame around a line of text: where it begins, the colours of its sides, its size."""

    top: float
    colours: tuple[int, ...]
    width: float
    height: float


def frame_around(line: Line, page: Page) -> Surround | None:
    """Four single lines, or the edges of a box, around a line of text."""
    box, reach = line.box, 2.2 * line.size
    level = [
        one
        for one in level_lines(page.strokes)
        if one.left < box[0] + 2 and one.right > box[2] - 2 and one.width < 3 * line.width + 60
    ]
    middle = line.baseline - 0.35 * line.size
    upright = [one for one in page.strokes if not one.level and one.top < middle < one.bottom]
    above = [one for one in level if box[1] - reach < one.y < middle]
    below = [one for one in level if line.baseline < one.y < box[3] + reach]
    before = [one.left for one in upright if box[0] - 3 * reach < one.left < box[0] + 2]
    behind = [one.left for one in upright if box[2] - 2 < one.left < box[2] + 3 * reach]
    sides = ([one.y for one in above], [one.y for one in below], before, behind)
    if not all(sides) or any(max(side) - min(side) > _ROW for side in sides):
        return None
    colours = (*(one.colour for one in (*above, *below)), *(one.colour for one in upright))
    return Surround(above[0].y, colours, behind[0] - before[0], below[0].y - above[0].y)
