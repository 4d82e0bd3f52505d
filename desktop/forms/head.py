"""The head of page 1: issuer, state, number, place and date, type and subject, urgency, who may
keep it (ô 1–5, 10b, 11).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.office.typography import long_date
from core.signing.fields import NAMES
from desktop.forms import fonts
from desktop.forms.body import evenly, middle
from desktop.forms.layout import (
    BLACK,
    RED,
    Atom,
    Frame,
    Mark,
    Piece,
    Rule,
    Run,
    Sheet,
    baseline,
    centred,
    stacked,
    text_slot,
)
from desktop.forms.lines import Type, fitted, wrap
from desktop.forms.tags import Tag
from desktop.forms.template import MM, Style, Template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.draft import Draft

WIDEST_DATE = long_date(datetime.date(2026, 12, 30))
"""The place where the date is stamped is as wide as this; the font's digits are equally wide."""

CAPITAL = 0.66
"""Height of a capital as a part of the size."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the head, in points from the left edge of the paper."""

    left: float
    width: float

    @property
    def centre(self) -> float:
        """The middle, on which everything in it is centred."""
        return self.left + self.width / 2


Rows = tuple[list[Mark], float]
"""Marks of one component and the y of its lower end."""


def plain(parent: Sequence[str], issuer: Sequence[str], template: Template, paper: Sheet) -> Piece:
    """Issuer and state alone, as slips, minutes and sheets begin that have no number."""
    left, right = columns(template, paper)
    agency, agency_end = names(parent, issuer, template, left)
    state, state_end = _state(template, right)
    return Piece(max(agency_end, state_end), (*agency, *state))


def columns(template: Template, paper: Sheet) -> tuple[Column, Column]:
    """The left and the right column of the head."""
    left = Column(paper.left, template.columns.head_left_mm * MM)
    split = left.width + template.columns.head_gap_mm * MM
    return left, Column(paper.left + split, paper.text_width - split)


def head(draft: Draft, template: Template, paper: Sheet, below: Atom = ()) -> Atom:
    """Everything above the text: with ``below`` the title in the middle (ô 5a), without one the
    subject stands under the number (ô 5b).
    """
    left, right = columns(template, paper)
    agency, agency_end = names(draft.parent, draft.issuer, template, left)
    state, state_end = _state(template, right)
    top = max(agency_end, state_end) + template.gaps.number_pt
    number, number_end = _number(draft.symbol, template, left, top)
    place, place_end = _place(draft.place, template, right, top)
    beside = "" if below else draft.subject
    subject, subject_end = _subject(beside, template, left, number_end)
    urgency, urgency_end = _urgency(draft, template, left, subject_end)
    marks = agency + state + number + place + subject + urgency
    whole = Piece(max(place_end, urgency_end), tuple(marks), template.gaps.circulation_pt)
    return (*_circulation(draft.circulation, template, right), whole, *below)


def titled(
    rows: Sequence[tuple[Style, str]], template: Template, paper: Sheet, reference: str = ""
) -> Atom:
    """The title in the middle: its rows, each in its style, the line that names the document which
    it belongs to, and a line under them (ô 5a; PL I, III.1).
    """
    last = [(template.styles.reference, reference)]
    parts = [
        middle(written, paper, tag)
        for named, tag in ((rows, Tag("H")), (last, Tag("P")))
        if (written := [(style, [text]) for style, text in named if text])
    ]
    return (ruled(stacked(parts), template, paper),) if parts else ()


def ruled(rows: Piece, template: Template, paper: Sheet) -> Piece:
    """Rows in the middle, and a line of 1/3–1/2 of the last of them below it."""
    last = rows.marks[-1]
    assert isinstance(last, Run)  # noqa: S101 – centred lines are nothing else
    width = last.kind.width(last.text) * template.rules.issuer_part
    column = Column(paper.left, paper.text_width)
    marks, end = _ruled([*rows.marks], template, column, (rows.height, last.kind.size, width))
    return Piece(end, tuple(marks), template.gaps.title_pt)


def _circulation(text: str, template: Template, column: Column) -> Atom:
    """The framed mark of who may keep the document, above all else (ô 11)."""
    if not text:
        return ()
    style, places = template.styles.circulation, template.marks
    kind = Type(style.font, style.sizes[0])
    beside = places.circulation_beside_mm * MM
    lines = evenly([style.cased(text)], kind, column.width - 2 * beside)
    step = fonts.SINGLE * kind.size
    height = places.circulation_height_mm * MM + (len(lines) - 1) * step
    width = max(kind.width(line.rstrip(" ")) for line in lines) + 2 * beside
    top = (height - (len(lines) - 1) * step + CAPITAL * kind.size) / 2 - baseline(step, kind)
    frame = Frame(column.centre - width / 2, 0, width, height, BLACK)
    return (Piece(height, (frame, *centred(lines, kind, column.centre, top, Tag("P")))),)


def names(over: Sequence[str], own: Sequence[str], template: Template, column: Column) -> Rows:
    """Parent and issuer in capitals, a line of 1/3–1/2 of the text under them."""
    parent, issuer = template.styles.parent, template.styles.issuer
    above, below = [*map(parent.cased, over)], [*map(issuer.cased, own)]
    texts = [*((line, parent.font) for line in above), *((line, issuer.font) for line in below)]
    size = fitted(texts, issuer.sizes, column.width)
    marks: list[Mark] = []
    end, last = 0.0, ""
    for lines, style in ((above, parent), (below, issuer)):
        kind = Type(style.font, size)
        broken = evenly(lines, kind, column.width)
        marks += centred(broken, kind, column.centre, end, Tag("P"))
        end += len(broken) * fonts.SINGLE * size
        last = broken[-1] if broken else ""
    if not below:
        return marks, end
    width = Type(issuer.font, size).width(last) * template.rules.issuer_part
    return _ruled(marks, template, column, (end, size, width))


def _state(template: Template, column: Column) -> Rows:
    """Quốc hiệu and Tiêu ngữ, a line as long as the text under them."""
    state, motto = template.styles.state, template.styles.motto
    upper, lower = Type(state.font, state.sizes[0]), Type(motto.font, motto.sizes[0])
    step = fonts.SINGLE * upper.size
    words = template.words
    marks: list[Mark] = [*centred([state.cased(words.state)], upper, column.centre, 0, Tag("P"))]
    marks += centred([words.motto], lower, column.centre, step, Tag("P"))
    end = step + fonts.SINGLE * lower.size
    width = lower.width(template.words.motto)
    return _ruled(marks, template, column, (end, lower.size, width))


def _ruled(
    marks: list[Mark], template: Template, column: Column, under: tuple[float, float, float]
) -> Rows:
    """The marks and a centred line under text that ends at, is as large as, is as wide as said."""
    end, size, width = under
    y = end - fonts.DESCENT * size + template.rules.below_em * size
    rule = Rule(column.centre - width / 2, y, width, template.rules.thickness_pt)
    return [*marks, rule], y + template.rules.thickness_pt


def _number(symbol: str, template: Template, column: Column, top: float) -> Rows:
    """``Số:``, the blank that the number's stamp fills, the symbol."""
    style = template.styles.number
    kind = Type(style.font, style.sizes[0])
    step = fonts.SINGLE * kind.size
    before = kind.width(f"{template.words.number} ")
    blank = template.fields.number_mm * MM
    first, *rest = wrap(f"/{symbol}", kind, column.width, column.width - before - blank)
    x = column.centre - (before + blank + kind.width(first)) / 2
    y, tag = top + baseline(step, kind), Tag("P")
    marks: list[Mark] = [
        Run(x, y, f"{template.words.number} ", kind, tag=tag),
        text_slot(NAMES["so"], x + before, y, blank, kind.size, tag),
        Run(x + before + blank, y, first, kind, tag=tag),
        *centred(rest, kind, column.centre, top + step, tag),
    ]
    return marks, top + step * (1 + len(rest))


def _place(place: str, template: Template, column: Column, top: float) -> Rows:
    """The place and the blank that the date's stamp fills; a long place stands above the date."""
    style = template.styles.place_date
    text = f"{place}, " if place else ""
    full = f"{text}{WIDEST_DATE}"
    whole = Type(style.font, fitted([(full, style.font)], style.sizes, column.width))
    step, blank = fonts.SINGLE * whole.size, whole.width(WIDEST_DATE)
    name, tag = NAMES["ngay"], Tag("P")
    if whole.width(text) + blank <= column.width:
        x = column.centre - (whole.width(text) + blank) / 2
        y = top + baseline(step, whole)
        printed = [Run(x, y, text, whole, tag=tag)] if text else []
        slot = text_slot(name, x + whole.width(text), y, blank, whole.size, tag)
        return [*printed, slot], top + step
    lines = evenly([f"{place},"], whole, column.width)
    end = top + step * len(lines)
    y = end + baseline(step, whole)
    slot = text_slot(name, column.centre - blank / 2, y, blank, whole.size, tag)
    return [*centred(lines, whole, column.centre, top, tag), slot], end + step


def _subject(subject: str, template: Template, column: Column, top: float) -> Rows:
    """``V/v …`` under the number."""
    style = template.styles.subject
    kind = Type(style.font, style.sizes[0])
    if not subject:
        return [], top
    lines = evenly([f"{template.words.subject} {subject}"], kind, column.width)
    start = top + template.gaps.subject_pt
    marks: list[Mark] = [*centred(lines, kind, column.centre, start, Tag("H"))]
    return marks, start + len(lines) * fonts.SINGLE * kind.size


def _urgency(draft: Draft, template: Template, column: Column, top: float) -> Rows:
    """The framed red mark."""
    mark = template.urgency.of(draft.urgency)
    if mark is None:
        return [], top
    style = template.styles.urgency
    kind = Type(style.font, style.sizes[0])
    text = style.cased(mark.text)
    start = top + template.gaps.urgency_pt
    width, height = mark.width_mm * MM, template.urgency.height_mm * MM
    y = start + (height + CAPITAL * kind.size) / 2
    frame = Frame(column.centre - width / 2, start, width, height, RED)
    run = Run(column.centre - kind.width(text) / 2, y, text, kind, colour=RED, tag=Tag("P"))
    return [frame, run], start + height
