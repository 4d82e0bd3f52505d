"""The page itself: paper, margins, font, colour and page numbers."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from core.office.format.body import first_word
from core.office.format.check_body import is_ragged
from core.office.format.layout import tables_of
from core.office.format.looks import at, on, points, span
from core.office.format.measures import (
    BODY_SIZE,
    CENTRE_OFF_MM,
    DARK,
    FAMILIES,
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_OFF_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    PAPER_MM,
    PAPER_OFF_MM,
    SIZE_OFF_PT,
)
from core.office.format.page import MM
from core.office.format.rules import Rule
from core.office.format.sheet import frame_around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.office.format.finding import Finding
    from core.office.format.layout import Layout
    from core.office.format.lines import Line
    from core.office.format.sheet import Sheet

_SYMBOLS: Final = re.compile(r"[^\W\d_]")
_ENOUGH: Final = 2


def check_page(layout: Layout) -> Iterator[Finding]:
    """Everything that holds for pages; each rule at the first page that breaks it."""
    said: set[Rule] = set()
    for found in (*_papers(layout), *_margins(layout), *_types(layout), *_numbers(layout)):
        if found.rule not in said:
            said.add(found.rule)
            yield found


def _papers(layout: Layout) -> Iterator[Finding]:
    for sheet in layout.sheets:
        sides = (sheet.page.width / MM, sheet.page.height / MM)
        off = max(abs(one - two) for one, two in zip(sorted(sides), PAPER_MM, strict=True))
        if off > PAPER_OFF_MM:
            yield on(
                Rule.PAGE_SIZE, sheet.place, None, f"{sides[0]:.0f} × {sides[1]:.0f}", "210 × 297"
            )
        elif sides[0] > sides[1] and not tables_of(sheet.page):
            yield on(Rule.PAGE_ORIENTATION, sheet.place)


def _margins(layout: Layout) -> Iterator[Finding]:
    inner = [line for one in layout.paragraphs for line in one.lines[1:]]
    full = [line for one in layout.paragraphs for line in one.lines[:-1]]
    for sheet in layout.sheets[: layout.last + 1]:
        if sheet.page.width > sheet.page.height:
            continue
        width = sheet.page.width
        lefts = [line.left / MM for line in inner if line.page == sheet.place]
        if len(lefts) >= _ENOUGH:
            yield from _margin(Rule.MARGIN_LEFT, sheet, min(lefts), MARGIN_LEFT_MM)
        rights = [(width - line.right) / MM for line in full if line.page == sheet.place]
        if len(rights) >= _ENOUGH and not is_ragged(layout.paragraphs, layout.frame):
            yield from _margin(Rule.MARGIN_RIGHT, sheet, min(rights), MARGIN_RIGHT_MM)
    yield from _ragged_right(layout)
    yield from _upper(layout)
    yield from _lower(layout)


def _margin(rule: Rule, sheet: Sheet, value: float, good: tuple[float, float]) -> Iterator[Finding]:
    if not good[0] - MARGIN_OFF_MM <= value <= good[1] + MARGIN_OFF_MM:
        yield on(rule, sheet.place, None, points(value), span(good))


def _ragged_right(layout: Layout) -> Iterator[Finding]:
    """Lines that end where they like still tell: the margin is beyond the longest of them, and
    before where the next word would have ended.
    """
    if not is_ragged(layout.paragraphs, layout.frame):
        return
    pairs = [pair for one in layout.paragraphs for pair in pairwise(one.lines)]
    longest = max(upper.right for upper, _ in pairs)
    barred = min(upper.right + first_word(lower) for upper, lower in pairs)
    width = layout.sheets[0].page.width
    least, most = (width - barred) / MM, (width - longest) / MM
    low, high = MARGIN_RIGHT_MM[0] - MARGIN_OFF_MM, MARGIN_RIGHT_MM[1] + MARGIN_OFF_MM
    if least > high or most < low:
        yield on(Rule.MARGIN_RIGHT, 0, None, span((least, most)), span(MARGIN_RIGHT_MM))


def _upper(layout: Layout) -> Iterator[Finding]:
    """From the first line of page 1; a mark above the head may stand in the margin or begin it."""
    head = layout.head
    tops = [line.top for line in (head.state, *head.names[:1]) if line]
    if not tops:
        return
    frame = frame_around(head.circulation, layout.sheets[0].page) if head.circulation else None
    mark = [head.circulation.top] if head.circulation else tops
    values = [(frame.top if frame else min(mark)) / MM, min(tops) / MM]
    good = (MARGIN_TOP_MM[0] - MARGIN_OFF_MM, MARGIN_TOP_MM[1] + MARGIN_OFF_MM)
    if not any(good[0] <= value <= good[1] for value in values):
        sheet = layout.sheets[0]
        yield on(Rule.MARGIN_TOP, sheet.place, None, points(values[1]), span(MARGIN_TOP_MM))


def _lower(layout: Layout) -> Iterator[Finding]:
    """Too low is seen at once. Too high only where a paragraph goes on over the page: then no line
    more would have fitted.
    """
    for sheet in layout.sheets[: layout.last + 1]:
        if not sheet.lines or sheet.page.width > sheet.page.height:
            continue
        low = max(line.bottom for line in sheet.lines)
        value = (sheet.page.height - low) / MM
        if value < MARGIN_BOTTOM_MM[0] - MARGIN_OFF_MM:
            yield on(Rule.MARGIN_BOTTOM, sheet.place, None, points(value), span(MARGIN_BOTTOM_MM))
    for one in layout.paragraphs:
        breaks = [
            at for at, (two, three) in enumerate(pairwise(one.lines)) if two.page != three.page
        ]
        for place in breaks:
            above, below = one.lines[: place + 1], one.lines[place + 1 :]
            sheet = layout.sheets[above[-1].page]
            if len(above) < _ENOUGH or len(below) <= _ENOUGH or sheet.contact:
                continue
            step = above[-1].baseline - above[-2].baseline
            least = (sheet.page.height - above[-1].bottom - step) / MM
            if least > MARGIN_BOTTOM_MM[1] + MARGIN_OFF_MM:
                yield on(
                    Rule.MARGIN_BOTTOM,
                    sheet.place,
                    None,
                    f"> {points(least)}",
                    span(MARGIN_BOTTOM_MM),
                )


def _types(layout: Layout) -> Iterator[Finding]:
    head = layout.head
    apart = [head.urgency, head.circulation, *head.corner]
    apart += [line for appendix in layout.appendices for line in appendix.corner]
    marks = {id(run) for line in apart if line for run in line.runs}
    for sheet in layout.sheets:
        everything = [*sheet.lines, *sheet.contact, *([sheet.number] if sheet.number else [])]
        for line in everything:
            for run in line.runs:
                if not _SYMBOLS.search(run.text) and not run.text.strip().isdigit():
                    continue
                if not _family(run.font):
                    yield at(Rule.FONT_FAMILY, line, run.font, "Times New Roman")
                if id(run) not in marks and not is_dark(run.colour):
                    yield at(Rule.TEXT_COLOUR, line, f"#{run.colour:06X}", "#000000")


def _family(font: str) -> bool:
    plain = re.sub(r"[\s_-]", "", font.lower())
    return plain.startswith(FAMILIES)


def is_dark(colour: int) -> bool:
    """Whether a colour is black to the eye."""
    return max(colour >> 16, colour >> 8 & 255, colour & 255) <= DARK


def _numbers(layout: Layout) -> Iterator[Finding]:
    starts = [appendix.first for appendix in layout.appendices]
    for sheet in layout.sheets:
        begun = [start for start in starts if start <= sheet.place]
        place = sheet.place - begun[-1] if begun else sheet.place
        number = sheet.number
        if begun:
            yield from _of_appendix(sheet, place, layout.alone)
        elif place == 0 and number:
            yield at(Rule.PAGE_NUMBER_FIRST, number)
            continue
        elif place and number is None:
            yield on(Rule.PAGE_NUMBER_MISSING, sheet.place)
        elif number:
            yield from _order(number, place + 1)
        if number and not (begun and place == 0):
            yield from _number_look(number, sheet, layout)


def _of_appendix(sheet: Sheet, place: int, alone: bool) -> Iterator[Finding]:
    """An appendix counts its own pages; its first page shows none."""
    number = sheet.number
    if number is None:
        if place:
            yield on(Rule.PAGE_NUMBER_MISSING, sheet.place)
        return
    if place == 0:
        yield at(Rule.PAGE_NUMBER_FIRST if alone else Rule.APPENDIX_PAGE_NUMBER, number)
    elif _digits(number) != place + 1:
        rule = Rule.PAGE_NUMBER_ORDER if alone else Rule.APPENDIX_PAGE_NUMBER
        yield at(rule, number, number.text, str(place + 1))


def _digits(line: Line) -> int:
    found = re.search(r"\d+", line.text)
    return int(found[0]) if found else 0


def _order(line: Line, wanted: int) -> Iterator[Finding]:
    if _digits(line) != wanted:
        yield at(Rule.PAGE_NUMBER_ORDER, line, line.text, str(wanted))


def _number_look(line: Line, sheet: Sheet, layout: Layout) -> Iterator[Finding]:
    beside = layout.off_centre(line) and abs(line.centre - sheet.middle) > CENTRE_OFF_MM * MM
    if beside or line.baseline > sheet.middle:
        yield at(Rule.PAGE_NUMBER_PLACE, line)
    if not BODY_SIZE[0] - SIZE_OFF_PT <= line.size <= BODY_SIZE[1] + SIZE_OFF_PT:
        yield at(Rule.PAGE_NUMBER_SIZE, line, points(line.size), span(BODY_SIZE))
    if line.bold > 0.5 or line.italic > 0.5:
        yield at(Rule.PAGE_NUMBER_STYLE, line)
