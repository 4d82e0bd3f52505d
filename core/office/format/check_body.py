"""Ô 5a, 6 and 9a: title and subject, addressees, running text and its divisions."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from core.office.format.body import spacing_of
from core.office.format.check_head import part_rule
from core.office.format.lines import DESCENT
from core.office.format.looks import at, looks, on, points, sized, span
from core.office.format.measures import (
    BODY_SIZE,
    CENTRE_OFF_MM,
    EDGE_OFF_MM,
    GAP_OFF_PT,
    GAP_PT,
    INDENT_OFF_MM,
    INDENTS_MM,
    RAGGED_PT,
    SINGLE,
    SIZE_OFF_PT,
    SPACING,
    SPACING_OFF,
)
from core.office.format.page import MM
from core.office.format.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.format.body import Frame, Paragraph
    from core.office.format.finding import Finding, Record
    from core.office.format.layout import Layout
    from core.office.format.lines import Line

NAMELESS: Final = frozenset(
    (
        "giay-gioi-thieu",
        "giay-nghi-phep",
        "giay-uy-quyen",
        "giay-moi",
        "phieu-gui",
        "phieu-chuyen",
        "phieu-bao",
    )
)
"""Types whose form has no line for a trích yếu, or leaves it open (NĐ 30 PL III)."""

_RUNNING: Final = ("plain", "clause", "point", "article", "item", "basis")
_FEW: Final = 3
_DASH: Final = re.compile(r"[-\u2013]\s*")


def check_title(layout: Layout, record: Record, code: str) -> Iterator[Finding]:
    """Ô 5a; ``code`` is the document's type as recorded or as its title says."""
    title = layout.title
    if title is None:
        if record.type and not layout.letter:
            yield on(Rule.TITLE_MISSING, 0)
        return
    yield from looks("title", [title.line])
    if layout.off_centre(title.line):
        yield at(Rule.TITLE_PLACE, title.line)
    if not title.subject:
        if code not in NAMELESS:
            yield at(Rule.SUBJECT_MISSING, title.line)
        return
    yield from looks("subject", title.subject)
    beside = (line for line in title.subject if layout.off_centre(line))
    if any(abs(line.centre - title.line.centre) > CENTRE_OFF_MM * MM for line in beside):
        yield at(Rule.SUBJECT_PLACE, title.subject[0])
    if title.rule is None or not title.rule.solid:
        yield at(Rule.SUBJECT_LINE, title.subject[-1])
    else:
        yield from part_rule(Rule.SUBJECT_LINE_LENGTH, title.rule, title.subject)


def check_addressees(layout: Layout) -> Iterator[Finding]:
    """Ô 9a."""
    lines = layout.addressees
    if not lines:
        if layout.letter:
            yield on(Rule.ADDRESSEES_MISSING, 0)
        return
    yield from looks("addressees", lines)
    first = lines[0]
    colon = first.text.partition(":")[2].strip()
    dashes = [line for line in lines[1:] if _DASH.match(line.text)]
    if _DASH.match(colon) or (not colon and len(dashes) == 1 and _count(lines[1:]) == 1):
        yield at(Rule.ADDRESSEES_ONE, first)
        return
    many = len(dashes) > 1 or (not colon and len(lines) > _FEW - 1) or colon.count(";") > 1
    if not many:
        return
    if colon or len(dashes) < _count(lines[1:]):
        yield at(Rule.ADDRESSEES_DASHES, lines[min(1, len(lines) - 1)])
        return
    yield from _ends(lines[1:])
    edge = _colon(first)
    off = [line for line in dashes if abs(line.left - dashes[0].left) > 1.5]
    if off or not edge - 14 <= dashes[0].left <= edge + 14:
        yield at(Rule.ADDRESSEES_ALIGN, (off or dashes)[0])


def _count(lines: Sequence[Line]) -> int:
    """How many entries lines are: a line after one that is closed begins another."""
    closed = sum(line.text.endswith((";", ".")) for line in lines[:-1])
    dashed = sum(bool(_DASH.match(line.text)) for line in lines)
    return max(closed + 1, dashed) if lines else 0


def _ends(lines: Sequence[Line]) -> Iterator[Finding]:
    before = [one for one, two in pairwise(lines) if _DASH.match(two.text)]
    wrong = [line for line in before if not line.text.endswith(";")]
    if wrong or not lines[-1].text.endswith("."):
        yield at(Rule.ADDRESSEES_ENDS, (wrong or lines[-1:])[0])


def _colon(line: Line) -> float:
    """Where the colon of ``Kính gửi:`` stands."""
    run = line.runs[0]
    whole, upto = len(run.text), run.text.find(":")
    if upto < 0:
        return run.right
    return run.left + (run.right - run.left) * upto / max(whole, 1)


def check_text(layout: Layout) -> Iterator[Finding]:
    """Running text: size, edges, indents, gaps, spacing, and the end; each rule once."""
    said: set[Rule] = set()
    for paragraphs in (layout.paragraphs, layout.attached):
        for found in _running(paragraphs, layout):
            if found.rule not in said:
                said.add(found.rule)
                yield found
    last = layout.paragraphs[-1] if layout.paragraphs else None
    if last and not last.text.endswith("./."):
        yield at(Rule.TEXT_END, last.lines[-1], last.text[-12:], "./.")


def _running(paragraphs: Sequence[Paragraph], layout: Layout) -> Iterator[Finding]:
    found = [one for one in paragraphs if one.kind in _RUNNING]
    if not found:
        return
    text = [one for one in found if one.kind != "basis"]
    plain = [one for one in text if one.kind in ("plain", "item")] or text
    lines = [line for one in plain for line in one.lines]
    if wrong := sized(lines, BODY_SIZE):
        yield at(Rule.BODY_SIZE, wrong, points(wrong.size), span(BODY_SIZE))
    yield from _justified(found, layout.frame)
    yield from _indents(found, layout.frame)
    yield from _gaps(found, paragraphs)
    yield from _spacing(found)


def _justified(found: Sequence[Paragraph], frame: Frame) -> Iterator[Finding]:
    if ragged := is_ragged(found, frame):
        yield at(Rule.BODY_JUSTIFIED, ragged)


def is_ragged(found: Sequence[Paragraph], frame: Frame) -> Line | None:
    """The first of many lines that end before the right margin."""
    inner = [line for one in found if one.kind in _RUNNING for line in one.lines[:-1]]
    ragged = [line for line in inner if line.right < frame.right - RAGGED_PT]
    return ragged[0] if len(ragged) > max(1, len(inner) // 3) else None


def _indents(found: Sequence[Paragraph], frame: Frame) -> Iterator[Finding]:
    """Each rule once: Điều has its own, what runs on shares one."""
    for rule, kinds in (
        (Rule.BODY_INDENT, ("plain", "clause")),
        (Rule.ARTICLE_INDENT, ("article",)),
    ):
        for one in found:
            first = one.first
            if one.kind not in kinds or (first.width > 0 and frame.centres(first)):
                continue
            indent = (first.left - frame.left) / MM
            if min(abs(indent - good) for good in INDENTS_MM) > INDENT_OFF_MM:
                yield at(rule, first, points(indent), span_mm(INDENTS_MM))
                break


def span_mm(values: tuple[float, ...]) -> str:
    """Two lengths to choose from."""
    return " / ".join(points(value) for value in values)


def _gaps(found: Sequence[Paragraph], everything: Sequence[Paragraph]) -> Iterator[Finding]:
    part = spacing_of(found)
    for one, two in pairwise(found):
        above, below = one.lines[-1], two.first
        if above.page != below.page:
            continue
        between = [
            line
            for other in everything
            for line in other.lines
            if line.page == above.page and above.baseline < line.baseline < below.baseline - 1
        ]
        step = part * below.size + DESCENT * (above.size - below.size)
        gap = below.baseline - above.baseline - step
        if not between and gap < GAP_PT - GAP_OFF_PT:
            yield at(Rule.BODY_GAP, below, points(max(gap, 0)), f"\u2265 {points(GAP_PT)}")
            return


def _spacing(found: Sequence[Paragraph]) -> Iterator[Finding]:
    for one in found:
        for upper, lower in pairwise(one.lines):
            if upper.page != lower.page:
                continue
            part = (lower.baseline - upper.baseline) / (SINGLE * max(upper.size, lower.size))
            if not SPACING[0] - SPACING_OFF <= part <= SPACING[1] + SPACING_OFF:
                yield at(Rule.BODY_SPACING, lower, points(part), span(SPACING))
                return


def body_size(paragraphs: Sequence[Paragraph]) -> float:
    """The size in which most of the running text is set."""
    sizes: Counter[float] = Counter()
    for one in paragraphs:
        if one.kind in _RUNNING:
            for line in one.lines:
                sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else BODY_SIZE[1]


def same_size(line: Line, size: float) -> bool:
    """Whether a line is as large as the body."""
    return abs(line.size - size) <= SIZE_OFF_PT


def flush(line: Line, frame: Frame) -> bool:
    """Whether a line begins at the left margin."""
    return abs(line.left - frame.left) <= EDGE_OFF_MM * MM
