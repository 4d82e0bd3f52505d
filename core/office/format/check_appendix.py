"""Phụ lục, the text of the agency's signature (ô 14), and scans made for an electronic copy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from core.office.format.check_foot import is_red
from core.office.format.check_page import is_dark
from core.office.format.layout import APPENDIX
from core.office.format.looks import at, looks, on, points
from core.office.format.measures import (
    PAPER_MM,
    PAPER_OFF_MM,
    SCAN_DPI,
    SCAN_OFF_DPI,
    SCAN_VERSION,
)
from core.office.format.page import MM
from core.office.format.rules import Rule
from core.office.typography import roman

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.format.finding import Finding, Record
    from core.office.format.layout import Appendix, Layout
    from core.office.format.lines import Line
    from core.office.format.page import Page, Picture, Reading

_TIME: Final = re.compile(
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})(?:T|[\s,;]+)"
    r"\d{2}:\d{2}:\d{2}\s*(?:\+07:?00)"
)
_SYMBOL: Final = re.compile(r"\d+[a-z]?/[^\W\d_]")
_COPY: Final = re.compile(r"sao y|sao lục|trích sao", re.IGNORECASE)
_FILLED: Final = 0.95
_SEAL_PT: Final = (22 * MM, 50 * MM)


def check_appendices(layout: Layout, record: Record) -> Iterator[Finding]:
    """Every Phụ lục; then pictures of seals on what is attached in the same file."""
    found = layout.appendices
    for count, appendix in enumerate(found, 1):
        yield from _appendix(appendix, layout)
        yield from _number(appendix, count, len(found))
    if not layout.alone:
        yield from _attachments(layout)
    lines = found[0].corner if layout.alone and found else layout.head.corner
    yield from _corner(lines, layout, record)


def _appendix(appendix: Appendix, layout: Layout) -> Iterator[Finding]:
    label = appendix.label
    match = APPENDIX.fullmatch(label.folded)
    beside = match is not None and bool(match[2])
    if beside or layout.off_centre(label):
        yield at(Rule.APPENDIX_PLACE, label)
    if not beside:
        yield from looks("appendix", [label])
    title = appendix.title
    yield from looks("appendix-title", title)
    if any(layout.off_centre(line) for line in title):
        yield at(Rule.APPENDIX_TITLE_PLACE, title[0])
    reference = appendix.reference
    if not reference:
        return
    yield from looks("appendix-reference", reference)
    if not (reference[0].text.startswith("(") and reference[-1].text.endswith(")")):
        yield at(Rule.APPENDIX_REFERENCE_FORM, reference[0])


def _number(appendix: Appendix, count: int, whole: int) -> Iterator[Finding]:
    match = APPENDIX.fullmatch(appendix.label.folded)
    number = (match[1] or "") if match else ""
    many = whole > 1 and number != roman(count).lower()
    if many or (number and not re.fullmatch(r"[ivxlcdm]+", number)):
        yield at(Rule.APPENDIX_NUMBER, appendix.label, number.upper(), roman(count))


def _attachments(layout: Layout) -> Iterator[Finding]:
    for sheet in layout.sheets[max(layout.foot.page, 0) + 1 :]:
        for one in sheet.page.pictures:
            if is_red(one.ink) and _is_seal(one):
                yield on(Rule.SEAL_ATTACHMENT, sheet.place, one.box)
                return


def _is_seal(one: Picture) -> bool:
    wide, high = one.right - one.left, one.bottom - one.top
    low, most = _SEAL_PT
    return low <= wide <= most and low <= high <= most and abs(wide - high) < 0.2 * wide


def _corner(lines: Sequence[Line], layout: Layout, record: Record) -> Iterator[Finding]:
    """Ô 14: what the agency's signature says on a separate appendix or an electronic copy."""
    if not lines:
        if record.signed and record.part != "main":
            yield on(Rule.CORNER_MISSING, 0)
        return
    page = layout.sheets[0].page
    yield from looks("corner", lines)
    if any(not is_dark(run.colour) for line in lines for run in line.runs):
        yield at(Rule.CORNER_COLOUR, lines[0])
    if min(line.left for line in lines) < 0.45 * page.width:
        yield at(Rule.CORNER_PLACE, lines[0])
    yield from _said(lines, alone=layout.alone)
    top = max(line.bottom for line in lines) + 60
    if any(is_red(one.ink) and one.top < top for one in page.pictures):
        yield at(Rule.CORNER_IMAGE, lines[0])


def _said(lines: Sequence[Line], *, alone: bool) -> Iterator[Finding]:
    text = " ".join(line.text for line in lines)
    if not _TIME.search(text):
        yield at(Rule.CORNER_TIME, lines[0], text, "22-11-2026 08:30:15 +07:00")
    wanted = _SYMBOL if alone else _COPY
    if not wanted.search(text):
        yield at(Rule.CORNER_WORDS, lines[0], text)


def check_scan(reading: Reading, layout: Layout, record: Record) -> Iterator[Finding]:
    """A scan that becomes an electronic copy: the text in its pictures is not read, what stands on
    its first page was written by the signature.
    """
    yield from _corner(layout.sheets[0].lines, layout, record)
    if reading.version < SCAN_VERSION:
        measured = f"{reading.version // 10}.{reading.version % 10}"
        yield on(Rule.SCAN_VERSION, 0, None, measured, "1.4")
    said: set[Rule] = set()
    for place, page in enumerate(reading.pages):
        for found in _scanned(place, page):
            if found.rule not in said:
                said.add(found.rule)
                yield found


def _scanned(place: int, page: Page) -> Iterator[Finding]:
    sides = sorted((page.width / MM, page.height / MM))
    off = max(abs(one - two) for one, two in zip(sides, PAPER_MM, strict=True))
    wide = [one for one in page.pictures if one.right - one.left > page.width / 2]
    small = any(one.right - one.left < _FILLED * page.width for one in wide[:1])
    if off > PAPER_OFF_MM or small:
        yield on(Rule.SCAN_SCALE, place, wide[0].box if wide else None)
    for one in wide[:1]:
        if one.grey:
            yield on(Rule.SCAN_COLOUR, place, one.box)
        if one.dpi < SCAN_DPI - SCAN_OFF_DPI:
            yield on(
                Rule.SCAN_RESOLUTION, place, one.box, points(one.dpi), f"\u2265 {points(SCAN_DPI)}"
            )
