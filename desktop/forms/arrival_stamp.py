"""The ĐẾN stamp of a registered document (NĐ 30/2020/NĐ-CP PL IV): drawn anew from the book each
time, laid over the page where it is shown and never put into the file that came.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office.typography import short_date
from desktop.forms import fonts, paper
from desktop.forms.book_table import drawable
from desktop.forms.layout import RED, Frame, Mark, Run, Sheet, baseline, centred
from desktop.forms.lines import Type, balanced, wrap
from desktop.forms.template import MM

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH, HEIGHT = 50 * MM, 35 * MM
WORD: Final = "ĐẾN"
DOTS: Final = "………………"

_AGENCY_HIGH, _MIDDLE_HIGH = 8.5 * MM, 12.0 * MM
_WORD_WIDE = 18.0 * MM
_SIDE: Final = 1.0
"""Half of the frame's line: all of it lies on the paper of the stamp."""
_PAD: Final = 4.0
_AGENCY: Final = (Type(fonts.BOLD, 8.0), Type(fonts.BOLD, 7.0), Type(fonts.BOLD, 6.0))
_FOOT: Final = tuple(Type(fonts.REGULAR, size) for size in (8.0, 7.0, 6.0))
_BIG, _TEXT = Type(fonts.BOLD, 16), Type(fonts.REGULAR, 8.5)

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the lower left corner of the page."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the book says: agency, arrival number, day of arrival, who handles it, its dossier; what
    is not known yet is left to be written.
    """

    agency: str
    number: str = ""
    day: datetime.date | None = None
    to: str = ""
    dossier: str = ""


def render(stamp: Stamp) -> bytes:
    """A page as large as the stamp; a letter that the font lacks is told by its code."""
    page = Sheet(WIDTH, HEIGHT, 0, 0, 0, 0)
    inner = WIDTH - 2 * _SIDE
    below = _SIDE + _AGENCY_HIGH
    marks: list[Mark] = [
        Frame(_SIDE, _SIDE, inner, HEIGHT - 2 * _SIDE, RED),
        Frame(_SIDE, below, inner, _MIDDLE_HIGH, RED),
        Frame(_SIDE, below, _WORD_WIDE, _MIDDLE_HIGH, RED),
        *_agency(stamp.agency, inner),
        *_word(below),
        *_lines(stamp, below),
    ]
    about = paper.About(title=WORD, author=stamp.agency)
    return paper.write([marks], page, about)


def _agency(name: str, width: float) -> list[Mark]:
    """The name in capitals, in the size at which two lines are enough."""
    text = drawable(name.upper())
    room = width - 2 * _PAD
    kind = next((one for one in _AGENCY if len(wrap(text, one, room)) < 3), _AGENCY[-1])
    lines = balanced(text, kind, room)[:2]
    top = _SIDE + (_AGENCY_HIGH - len(lines) * fonts.SINGLE * kind.size) / 2
    return [_red(run) for run in centred(lines, kind, WIDTH / 2, top)]


def _word(top: float) -> list[Mark]:
    high = fonts.SINGLE * _BIG.size
    middle = _SIDE + _WORD_WIDE / 2
    start = top + (_MIDDLE_HIGH - high) / 2
    return [_red(run) for run in centred([WORD], _BIG, middle, start)]


def _lines(stamp: Stamp, top: float) -> list[Mark]:
    """Number and day beside the word, the rest below, each from its own left edge."""
    step = fonts.SINGLE * _TEXT.size
    beside = _SIDE + _WORD_WIDE + _PAD
    day = short_date(stamp.day) if stamp.day else DOTS
    start = top + (_MIDDLE_HIGH - 2 * step) / 2
    rows = [
        (beside, start, f"Số: {stamp.number or DOTS}"),
        (beside, start + step, f"Ngày: {day}"),
    ]
    left, room = _SIDE + _PAD, WIDTH - 2 * (_SIDE + _PAD)
    under = top + _MIDDLE_HIGH + 3.0
    to = wrap(f"Chuyển: {drawable(stamp.to) or DOTS}", _TEXT, room)
    rows += [(left, under + at * step, line) for at, line in enumerate(_cut(to, 2, room))]
    dossier = wrap(f"Số và ký hiệu HS: {drawable(stamp.dossier) or DOTS}", _TEXT, room)
    rows.append((left, under + 2 * step, _cut(dossier, 1, room)[0]))
    return [_red(Run(x, y + baseline(step, _TEXT), text, _TEXT)) for x, y, text in rows]


def _cut(lines: list[str], most: int, room: float) -> list[str]:
    """So many lines at most; what does not fit ends with an ellipsis and stands in the record."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and _TEXT.width(last + "…") > room:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + "…"]


def _red(run: Run) -> Run:
    return Run(run.x, run.y, run.text, run.kind, run.stretch, RED)


def foot_line(text: str, width: float, height: float) -> bytes:
    """A line for the foot of a printed copy, as a page of that size, the words at its right."""
    text = drawable(text)
    kind = next((one for one in _FOOT if one.width(text) <= width), _FOOT[-1])
    run = Run(max(0.0, width - kind.width(text)), baseline(height, kind) - 2, text, kind)
    about = paper.About(title=text, author=paper.PRODUCER)
    return paper.write([[run]], Sheet(width, height, 0, 0, 0, 0), about)


# -- where it lies ---------------------------------------------------------------------------------

_STEP: Final = 3 * MM
_AWAY: Final = 1.5 * MM
_TOP, _LEFT, _RIGHT = 18 * MM, 25 * MM, 12 * MM
_UNREAD_TOP: Final = 62 * MM
"""Below number and subject of most letters: for a scan, whose words nobody knows."""


def place(words: Iterable[Box], width: float, height: float) -> Box:
    """The free place nearest to the head of a page, at the left first: under number and subject, or
    under the date. Where nothing is free, the one that covers least.
    """
    taken = list(words)
    if not taken:
        return _box(min(_LEFT, width - WIDTH), height - _UNREAD_TOP)
    tops = [height - _TOP - at * _STEP for at in range(max(1, int((height / 2 - _TOP) // _STEP)))]
    places = [_box(left, top) for top in tops for left in (_LEFT, width - _RIGHT - WIDTH)]
    return min(places, key=lambda box: sum(_covered(box, one) for one in taken))


def _box(left: float, top: float) -> Box:
    return (max(0.0, left), top - HEIGHT, max(0.0, left) + WIDTH, top)


def _covered(box: Box, words: Box) -> float:
    """How much of some words the stamp would cover, with a little white around it."""
    wide = min(box[2] + _AWAY, words[2]) - max(box[0] - _AWAY, words[0])
    high = min(box[3] + _AWAY, words[3]) - max(box[1] - _AWAY, words[1])
    return max(0.0, wide) * max(0.0, high)
