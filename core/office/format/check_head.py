"""Ô 1–4, 5b, 10b and 11: the head of page 1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from core.office.format.head import MOTTO, STATE
from core.office.format.lines import fold
from core.office.format.looks import at, looks, on, points
from core.office.format.measures import (
    CENTRE_OFF_MM,
    FRAME_OFF_MM,
    LEVEL_OFF_PT,
    LINE_OFF_MM,
    LINE_PART,
    MOTTO_GAP_OFF_PT,
    PART_OFF,
    SINGLE,
    SUBJECT_GAP_OFF_PT,
    SUBJECT_GAP_PT,
)
from core.office.format.page import MM
from core.office.format.rules import Rule
from core.office.format.sheet import frame_around
from core.office.terms import Urgency

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.format.finding import Finding, Record
    from core.office.format.head import Head
    from core.office.format.layout import Layout
    from core.office.format.lines import Line
    from core.office.format.sheet import Ruled

_OFFICE: Final = re.compile(
    r"(bo|tong cuc|cuc|chi cuc|vu|so|phong|ban|van phong|trung tam|vien|hoc vien|truong"
    r"|uy ban nhan dan|quan khu|quan doan|quan chung|binh chung|su doan|lu doan|trung doan"
    r"|tieu doan|cong ty|tong cong ty)\b"
)
_COMMAND: Final = re.compile(r"(bo tu lenh|bo chi huy|ban chi huy|bo tham muu)$")
_RIGHT: Final = 0.56
"""Of the paper's width: what is centred further to the right stands in the right column."""

_RED: Final = (150, 110)
_ABOUT: Final = ("v/v", "trich yeu", "ve viec")
_FRAMES_MM: Final = {"hoa toc": (30, 8), "thuong khan": (40, 8), "khan": (20, 8)}


def check_head(layout: Layout, record: Record) -> Iterator[Finding]:
    """Everything above title, addressees or text."""
    head = layout.head
    yield from _state(layout)
    yield from _motto(head)
    yield from _names(layout, record)
    yield from _urgency(layout, record)
    yield from _circulation(layout)
    if layout.letter:
        yield from _about(layout)


def misplaced(layout: Layout) -> bool:
    """Whether Quốc hiệu is not where columns are measured from: other places say nothing then."""
    state = layout.head.state
    return state is None or state.centre < _RIGHT * layout.sheets[0].page.width


def _state(layout: Layout) -> Iterator[Finding]:
    state = layout.head.state
    if state is None:
        yield on(Rule.STATE_MISSING, 0)
        return
    if state.text.upper() != STATE:
        yield at(Rule.STATE_WORDS, state, state.text, STATE)
    if misplaced(layout):
        yield at(Rule.STATE_PLACE, state)
    yield from looks("state", [state])


def _motto(head: Head) -> Iterator[Finding]:
    motto, state = head.motto, head.state
    if motto is None:
        yield on(Rule.MOTTO_MISSING, 0)
        return
    yield from _motto_words(motto)
    yield from looks("motto", [motto])
    if state:
        if abs(motto.centre - state.centre) > CENTRE_OFF_MM * MM:
            yield at(Rule.MOTTO_PLACE, motto)
        step = motto.baseline - state.last
        single = SINGLE * max(motto.size, state.size)
        if step > single + MOTTO_GAP_OFF_PT:
            yield at(Rule.MOTTO_SPACING, motto, points(step / single), "1")
    rule = head.motto_rule
    if rule is None or not rule.solid:
        yield at(Rule.MOTTO_LINE, motto)
    elif abs(rule.width - motto.width) > LINE_OFF_MM * MM:
        lengths = (points(rule.width / MM), points(motto.width / MM))
        yield at(Rule.MOTTO_LINE_LENGTH, motto, *lengths)


def _motto_words(motto: Line) -> Iterator[Finding]:
    def letters(text: str) -> str:
        return re.sub(r"[\s\u2010-\u2015-]", "", text.lower())

    if letters(motto.text) != letters(MOTTO):
        yield at(Rule.MOTTO_WORDS, motto, motto.text, MOTTO)
    elif motto.text.lower() != MOTTO.lower():
        yield at(Rule.MOTTO_HYPHENS, motto, motto.text, MOTTO)
    elif motto.text != MOTTO:
        yield at(Rule.MOTTO_CASE, motto, motto.text, MOTTO)


def _names(layout: Layout, record: Record) -> Iterator[Finding]:
    head = layout.head
    if not head.names:
        yield on(Rule.ISSUER_MISSING, 0)
        return
    parent, issuer = split_names(head.names, record.issuer)
    yield from looks("parent", parent)
    yield from looks("issuer", issuer)
    if not misplaced(layout):
        yield from _issuer_place(layout, parent, issuer)
    yield from _issuer_rule(head, issuer)


def split_names(names: Sequence[Line], known: str = "") -> tuple[list[Line], list[Line]]:
    """The parent's lines and the issuer's: by the known name, by their type, by their words."""
    lines = list(names)
    for first in range(len(lines)):
        if known and fold(" ".join(line.text for line in lines[first:])) == fold(known):
            return lines[:first], lines[first:]
    bold = [line.bold > 0.5 for line in lines]
    if not all(bold) and any(bold):
        first = bold.index(True)
        if all(bold[first:]) and first:
            return lines[:first], lines[first:]
    offices = [at for at, line in enumerate(lines) if at and _OFFICE.match(line.folded)]
    if offices and _OFFICE.match(lines[0].folded) and not _COMMAND.match(lines[0].folded):
        return lines[: offices[-1]], lines[offices[-1] :]
    if len(lines) > 1 and not bold[-1] and bold[0]:
        return lines[:-1], lines[-1:]
    return [], lines


def _issuer_place(
    layout: Layout, parent: Sequence[Line], issuer: Sequence[Line]
) -> Iterator[Finding]:
    first = issuer[0]
    off = parent and abs(first.centre - parent[-1].centre) > CENTRE_OFF_MM * MM
    if off or first.centre > layout.sheets[0].middle:
        yield at(Rule.ISSUER_PLACE, first)


def _issuer_rule(head: Head, issuer: Sequence[Line]) -> Iterator[Finding]:
    rule, last = head.issuer_rule, issuer[-1]
    if rule is None or not rule.solid:
        yield at(Rule.ISSUER_LINE, last)
        return
    yield from part_rule(Rule.ISSUER_LINE_LENGTH, rule, issuer)
    if abs(rule.centre - last.centre) > CENTRE_OFF_MM * MM:
        yield at(Rule.ISSUER_LINE_PLACE, last)


def part_rule(name: Rule, rule: Ruled, lines: Sequence[Line]) -> Iterator[Finding]:
    """A line of 1/3 to 1/2 of the text above it: of its last or of its widest line."""
    widths = (lines[-1].width, max(line.width for line in lines))
    parts = [rule.width / max(width, 1) for width in widths]
    low, high = LINE_PART[0] - PART_OFF, LINE_PART[1] + PART_OFF
    if not any(low <= part <= high for part in parts):
        yield at(name, lines[-1], f"{parts[0]:.0%}", "33\u201350%")


def _about(layout: Layout) -> Iterator[Finding]:
    """``V/v …`` of a công văn."""
    head = layout.head
    begun = next((at for at, one in enumerate(head.about) if one.folded.startswith(_ABOUT)), None)
    plain = [line for line in head.about if line.bold < 0.5]  # what is bold may be a stamp
    lines = plain if begun is None else head.about[begun:]
    if not lines:
        if layout.title is None:
            yield on(Rule.LETTER_SUBJECT_MISSING, 0)
        return
    if not lines[0].text.startswith("V/v"):
        yield at(Rule.LETTER_SUBJECT_WORD, lines[0])
    yield from looks("letter-subject", lines)
    number = head.number
    if number is None:
        return
    if not misplaced(layout) and any(
        abs(line.centre - number.centre) > CENTRE_OFF_MM * MM for line in lines
    ):
        yield at(Rule.LETTER_SUBJECT_PLACE, lines[0])
    step = lines[0].baseline - number.baseline
    gap = step - SINGLE * number.size + 0.92 * (number.size - lines[0].size)
    low, high = SUBJECT_GAP_OFF_PT
    if not SUBJECT_GAP_PT - low <= gap <= SUBJECT_GAP_PT + high:
        yield at(Rule.LETTER_SUBJECT_GAP, lines[0], points(gap), points(SUBJECT_GAP_PT))


def _urgency(layout: Layout, record: Record) -> Iterator[Finding]:
    mark, page = layout.head.urgency, layout.sheets[0].page
    if mark is None:
        if record.urgency != Urgency.NORMAL:
            yield on(Rule.URGENCY_MISSING, 0)
        return
    yield from looks("urgency", [mark])
    frame = frame_around(mark, page)
    if frame is None:
        yield at(Rule.URGENCY_FRAME, mark)
    colours = (mark.main.colour, *(frame.colours if frame else ()))
    size = _FRAMES_MM.get(mark.folded)
    if (
        frame
        and size
        and any(
            abs(one / MM - law) > FRAME_OFF_MM
            for one, law in zip((frame.width, frame.height), size, strict=True)
        )
    ):
        measured = "\u00d7".join(points(one / MM) for one in (frame.width, frame.height))
        yield at(Rule.URGENCY_FRAME_SIZE, mark, measured, f"{size[0]}\u00d7{size[1]}")
    if not all(_is_red(each) for each in colours):
        yield at(Rule.URGENCY_COLOUR, mark)
    number = layout.head.number
    high = number is not None and mark.baseline < number.baseline + LEVEL_OFF_PT
    if mark.centre > layout.sheets[0].middle or high:
        yield at(Rule.URGENCY_PLACE, mark)


def _is_red(colour: int) -> bool:
    red, rest = _RED
    return colour >> 16 >= red and max(colour >> 8 & 255, colour & 255) <= rest


def _circulation(layout: Layout) -> Iterator[Finding]:
    mark, head = layout.head.circulation, layout.head
    if mark is None:
        return
    yield from looks("circulation", [mark])
    if frame_around(mark, layout.sheets[0].page) is None:
        yield at(Rule.CIRCULATION_FRAME, mark)
    low = head.state is not None and mark.baseline > head.state.baseline - LEVEL_OFF_PT
    if low or mark.centre < 0.45 * layout.sheets[0].page.width:
        yield at(Rule.CIRCULATION_PLACE, mark)
