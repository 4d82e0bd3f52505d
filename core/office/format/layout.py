"""The whole document taken apart into its components (NĐ 30/2020 PL I, mục IV: sơ đồ bố trí)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from core.office.format.body import (
    Frame,
    Paragraph,
    Title,
    addressees_of,
    frame_of,
    paragraphs_of,
    title_of,
    wired_to,
)
from core.office.format.foot import Foot, foot_of, start_of
from core.office.format.head import Head, cells_of, head_of
from core.office.format.lines import Line, fold
from core.office.format.measures import CENTRE_OFF_MM
from core.office.format.page import MM
from core.office.format.sheet import Sheet, sheet_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.catalogue import DocumentType
    from core.office.format.page import Page, Reading

APPENDIX: Final = re.compile(r"phu luc(?:\s+([ivxlcdm]+|\d+|[a-z]))?\s*[.:\u2013-]?\s*(.*)")
_CROSSING: Final = 2
_HALF: Final = 0.5
_WIDER_LEFT: Final = 7.5 * MM


@dataclass
class Appendix:
    """A Phụ lục: its first and last page from 0, its lines up to the text."""

    first: int
    last: int
    label: Line
    title: list[Line] = field(default_factory=list)
    reference: list[Line] = field(default_factory=list)
    corner: list[Line] = field(default_factory=list)


@dataclass
class Layout:
    """Everything that was recognised."""

    sheets: list[Sheet]
    frame: Frame
    head: Head
    title: Title | None = None
    addressees: list[Line] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    foot: Foot = field(default_factory=Foot)
    attached: list[Paragraph] = field(default_factory=list)
    appendices: list[Appendix] = field(default_factory=list)
    letter: bool = False
    alone: bool = False

    def off_centre(self, line: Line) -> bool:
        """Whether a line stands beside the middle of its page's text. Of a page laid across only
        the paper's middle is known, and how much the left margin is wider.
        """
        sheet = self.sheets[line.page]
        if sheet.page.width == self.sheets[0].page.width:
            return self.frame.off(line) > CENTRE_OFF_MM * MM
        middles = [sheet.middle, sheet.middle + _WIDER_LEFT]
        return min(abs(line.centre - middle) for middle in middles) > CENTRE_OFF_MM * MM

    @property
    def last(self) -> int:
        """The last page of the document itself, from 0."""
        return self.appendices[0].first - 1 if self.appendices else len(self.sheets) - 1


def layout_of(reading: Reading, types: Sequence[DocumentType], known: str) -> Layout:
    """Take a file apart; ``known`` is the code of its type, empty where that is unknown."""
    titles = {fold(kind.vi) for kind in types if kind.abbr}
    sheets = [sheet_of(place, page) for place, page in enumerate(reading.pages)]
    head = head_of(sheets[0], titles)
    lines = [*head.rest, *(line for sheet in sheets[1:] for line in sheet.lines)]
    if head.state is None and head.motto is None and _label(head.rest[:3]):
        frame = frame_of(sheets, _outside_tables(lines, sheets))
        return Layout(sheets, frame, head, appendices=_appendices(sheets, lines, frame), alone=True)
    return _document(sheets, head, lines, titles, known)


def _document(
    sheets: list[Sheet], head: Head, lines: list[Line], titles: set[str], known: str
) -> Layout:
    frame = frame_of(sheets, _outside_tables(lines, sheets))
    title = title_of(sheets[0], lines, titles) if known != "cong-van" else None
    layout = Layout(sheets, frame, head, title)
    rest = lines[title.used :] if title else lines
    start = start_of(rest, frame)
    text, end = rest[:start], rest[start:]
    at = next((at for at, line in enumerate(text[:8]) if line.folded.startswith("kinh gui")), 0)
    layout.addressees = addressees_of(text[at:], frame)
    sent = {id(line) for line in (*layout.addressees, *wired_to(text))}
    text = [line for line in text if id(line) not in sent]
    layout.paragraphs = paragraphs_of(_outside_tables(text, sheets), frame)
    last = _last_page(end)
    layout.foot = foot_of([line for line in end if line.page <= last], sheets, frame)
    after = [line for line in end if line.page > last]
    layout.appendices = _appendices(sheets, after, frame)
    own = [
        line for line in after if not layout.appendices or line.page < layout.appendices[0].first
    ]
    own = _headless(own, sheets, titles)
    layout.attached = paragraphs_of(_outside_tables(own, sheets), frame)
    by_look = title is None and bool(head.about or layout.addressees)
    layout.letter = known == "cong-van" if known else by_look
    return layout


def _headless(lines: list[Line], sheets: Sequence[Sheet], titles: set[str]) -> list[Line]:
    """Attached text without the head that its first page may repeat."""
    if not lines:
        return lines
    first = lines[0].page
    head = head_of(sheets[first], titles)
    if head.state is None:
        return lines
    return [*head.rest, *(line for line in lines if line.page > first)]


def _last_page(lines: Sequence[Line]) -> int:
    """The page on which the foot ends: a long list of recipients may go on over the page."""
    if not lines:
        return -1
    last = lines[0].page
    for line in lines:
        if line.page == last + 1 and line.size < 12 and not _label([line]):
            last = line.page
    return last


def _label(lines: Sequence[Line]) -> Line | None:
    """The line that says Phụ lục, alone or as a heading."""
    for line in lines:
        match = APPENDIX.fullmatch(line.folded)
        if match and (not match[2] or line.bold > 0.5):
            return line
    return None


def _appendices(sheets: list[Sheet], lines: list[Line], frame: Frame) -> list[Appendix]:
    found: list[Appendix] = []
    for sheet in sheets:
        own = [line for line in lines if line.page == sheet.place]
        label = _label([line for line in own if line.baseline < 0.4 * sheet.page.height][:3])
        if label is None:
            continue
        if found:
            found[-1].last = sheet.place - 1
        new = Appendix(sheet.place, len(sheets) - 1, label)
        new.corner = [line for line in own if line.baseline < label.baseline - 2]
        _titled(new, [line for line in own if line.baseline > label.baseline + 2], frame)
        found.append(new)
    return found


def _titled(appendix: Appendix, lines: Sequence[Line], frame: Frame) -> None:
    """Title and reference follow the label, centred or not, before the text begins."""
    before = appendix.label
    for line in lines:
        if line.baseline - before.baseline > 2.6 * line.size:
            return
        if "kem theo" in line.folded or _goes_on(appendix.reference, line):
            appendix.reference.append(line)
        elif appendix.reference:
            return
        elif not appendix.title or line.bold > _HALF or frame.centres(line):
            appendix.title.append(line)
        else:
            return
        before = line


def _goes_on(reference: Sequence[Line], line: Line) -> bool:
    """Whether a line continues a reference whose parenthesis is not closed."""
    if not reference or reference[-1].text.endswith(")"):
        return False
    return (line.italic > _HALF) == (reference[0].italic > _HALF)


def _outside_tables(lines: Sequence[Line], sheets: Sequence[Sheet]) -> list[Line]:
    bands = {sheet.place: tables_of(sheet.page) for sheet in sheets}
    return [
        line
        for line in lines
        if not any(top - 2 < line.baseline < bottom + 2 for top, bottom in bands[line.page])
        and len(cells_of(line)) <= _CROSSING
    ]


def tables_of(page: Page) -> list[tuple[float, float]]:
    """From where to where upright lines part columns of a table."""
    bands: list[tuple[float, float]] = []
    upright = [one for one in page.strokes if not one.level and one.bottom - one.top > 6]
    for one in sorted(upright, key=lambda stroke: stroke.top):
        if bands and one.top <= bands[-1][1] + 3:
            bands[-1] = (bands[-1][0], max(bands[-1][1], one.bottom))
        else:
            bands.append((one.top, one.bottom))
    return [
        (top, bottom)
        for top, bottom in bands
        if len({round(one.left) for one in upright if one.top < bottom and one.bottom > top})
        > _CROSSING
    ]
