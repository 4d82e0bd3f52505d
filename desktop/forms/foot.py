"""The foot: recipients on the left, authority, signature, name and seal on the right (ô 7–9b).

The foot never stands alone on a page: two lines of the text at least go with it. Only a list of
recipients that is longer than a page breaks, and goes on in its column.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from core.office.typography import dashed, file_copy
from core.signing.fields import NAMES, nhay
from desktop.forms import fonts
from desktop.forms.body import evenly
from desktop.forms.head import Column
from desktop.forms.layout import (
    Atom,
    Mark,
    Piece,
    Run,
    Set,
    Sheet,
    Slot,
    alone,
    baseline,
    centred,
    extent,
    filled,
    moved,
    paragraph,
    stacked,
)
from desktop.forms.lines import Type, fitted
from desktop.forms.tags import Tag
from desktop.forms.template import MM, Style, Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.draft import Draft, Duty, Signer

MIN_LINES = 2
"""Lines of text that go with the foot."""

MIDDLE = 0.3
"""Where the middle of small letters lies above the baseline, as a part of the size."""

ROOM = 6.0
"""White space beside and between boxes for initials, in points."""


def closed(
    parts: Sequence[Atom], draft: Draft, template: Template, paper: Sheet, height: float
) -> list[Atom]:
    """The atoms of a document whose foot is joined to the last lines of its text; ``height`` is
    that of its lowest page.
    """
    right = signer(draft.signer, template, paper)
    before, last = tail(parts, height - template.gaps.foot_pt - right.height)
    last = content_initials(last, draft, template, paper)
    lines = recipients(draft, template, paper)
    title, below = format_initials(lines[0], draft, template, paper)
    room = height - template.gaps.foot_pt - extent(below) - ROOM
    fit = _fitting(lines, room - alone(last))
    if fit < len(lines):
        # no page holds them all: the foot may stand where the text ends
        here = room - filled([*before, last], height)
        fit = _fitting(lines, here) if here >= right.height else fit
    left = stacked([title, *lines[1:fit], *below])
    foot = beside(left, right, template.gaps.foot_pt)
    return [*before, (*last, foot), *((line,) for line in lines[fit:])]


def beside(left: Piece, right: Piece, gap: float) -> Piece:
    """Two pieces side by side. What stands above their first line takes its room from the gap."""
    marks = (*left.marks, *right.marks)
    above = -min((mark.y for mark in marks if isinstance(mark, Slot)), default=0.0)
    above = max(0.0, above)
    height = max(left.height, right.height) + above
    return Piece(height, tuple(moved(mark, above) for mark in marks), gap - above)


def _fitting(lines: Sequence[Piece], room: float) -> int:
    """How many lines of the list fit; the title always stands."""
    ends = accumulate(line.height for line in lines)
    return max(1, sum(end <= room for end in ends))


def tail(parts: Sequence[Atom], room: float) -> tuple[list[Atom], Atom]:
    """The atoms, and the pieces that go with the foot: two lines at least.

    Half of the room stays for the recipients; only a head without a text is higher than that.
    """
    before, last = list(parts), Atom()
    while before and len(last) < MIN_LINES:
        atom = before.pop()
        if alone(atom + last) > room / 2:
            # a pile of headings: only its last lines go with the foot
            atom, last = atom[: len(last) - MIN_LINES], atom[len(last) - MIN_LINES :] + last
            return ([*before, atom] if atom else before), last
        last = atom + last
    return before, last


def recipients(draft: Draft, template: Template, paper: Sheet) -> list[Piece]:
    """``Nơi nhận:`` level with the authority's first line, then the list; the file copy ends it."""
    title, style = template.styles.recipients_title, template.styles.recipients
    kind = Type(style.font, style.sizes[0])
    beside = template.styles.authority
    level = Type(beside.font, beside.sizes[0])
    height = fonts.SINGLE * level.size
    head = Type(title.font, title.sizes[0])
    run = Run(paper.left, baseline(height, level), template.words.recipients, head, tag=Tag("P"))
    names = [*draft.recipients, *([file_copy(draft.file_copy)] if draft.file_copy else [])]
    step, hanging = fonts.SINGLE * kind.size, kind.width("- ")
    width = template.columns.foot_left_mm * MM
    how = Set(kind, step, paper.left, width, 0, hanging, justify=False)
    listed = Tag("L", label="-")
    lines = [
        piece
        for name in dashed(names)
        for piece in paragraph(name, how, tag=Tag("LI", listed, "- "))
    ]
    return [Piece(height, (run,)), *lines, *_marker(draft.marker, template, paper)]


def _marker(text: str, template: Template, paper: Sheet) -> list[Piece]:
    """Who drafted it and how many copies there are (ô 12), below the recipients."""
    style = template.styles.marker
    kind = Type(style.font, style.sizes[0])
    width = template.columns.foot_left_mm * MM
    how = Set(kind, fonts.SINGLE * kind.size, paper.left, width, justify=False)
    return paragraph(text, how, tag=Tag("P")) if text else []


def signer(own: Signer, template: Template, paper: Sheet) -> Piece:
    """Authority, the boxes of signature and seal, rank and name."""
    width = paper.text_width - template.columns.foot_left_mm * MM
    column = Column(paper.edge - width, width)
    return signature(own.authority, named(own), column, (NAMES["chinh"], NAMES["dau"]), template)


def named(signer: Signer) -> str:
    """Rank and name."""
    return f"{signer.rank} {signer.name}".strip()


def signature(
    titles: Sequence[str], name: str, own: Column, fields: Sequence[str], template: Template
) -> Piece:
    """Who signs, in his column: post in capitals, the boxes of signature and seal, the name."""
    style = template.styles.authority
    cased = [style.cased(line) for line in titles]
    above, end = _rows(style, cased, own.centre, own.width)
    space = template.fields.signing_space_mm * MM
    boxes = _boxes(template, own.centre, end + space / 2, fields)
    below, height = _rows(template.styles.signer, [name] if name else [], own.centre, own.width)
    marks = (*above, *boxes, *(moved(mark, end + space) for mark in below))
    return Piece(end + space + height, marks)


def _rows(
    style: Style, lines: Sequence[str], centre: float, width: float
) -> tuple[list[Mark], float]:
    """Centred lines in the size that breaks the fewest, and where they end."""
    kind = Type(style.font, fitted([(line, style.font) for line in lines], style.sizes, width))
    broken = evenly(lines, kind, width)
    return [*centred(broken, kind, centre, 0, Tag("P"))], len(broken) * fonts.SINGLE * kind.size


def _boxes(
    template: Template, centre: float, middle: float, names: Sequence[str]
) -> Iterator[Slot]:
    """The signature between post and name; the seal over its left third (NĐ 30 PL I, II.7–II.8)."""
    fields = template.fields
    width, height = fields.signature_width_mm * MM, fields.signature_height_mm * MM
    seal = fields.seal_mm * MM
    left = centre - width / 2
    places = (
        (left, middle - height / 2, width, height),
        (left + width / 3 - seal, middle - seal / 2, seal, seal),
    )
    for name, place in zip(names, places, strict=False):
        yield Slot(*place, name)


def content_initials(last: Atom, draft: Draft, template: Template, paper: Sheet) -> Atom:
    """The last lines with boxes after ``./.``, and lines for those that find no room there."""
    names = fields_of(draft, "content")
    if not names:
        return last
    height = template.fields.initial_height_mm * MM
    runs = [mark for piece in last[-1:] for mark in piece.marks if isinstance(mark, Run)]
    # a heading has two lines: its boxes stand below it
    run = runs[-1] if len({each.y for each in runs}) == 1 else None
    start = run.x + run.kind.width(run.text) + ROOM if run else paper.edge
    first, *rest = _boxed(names, template, (start, paper.left), paper.edge)
    if run:
        up = run.y - MIDDLE * run.kind.size - height / 2
        marks = (*last[-1].marks, *(moved(slot, up) for slot in first))
        last = (*last[:-1], replace(last[-1], marks=marks))
    return (*last, *(Piece(height, tuple(row), ROOM) for row in rest))


def format_initials(
    title: Piece,
    draft: Draft,
    template: Template,
    paper: Sheet,
    others: Sequence[Duty] = ("format", "secretary"),
) -> tuple[Piece, Atom]:
    """The line of ``Nơi nhận:`` with the boxes of those who did not check the content, and lines
    for those that find no room there.
    """
    names = fields_of(draft, *others)
    if not names:
        return title, ()
    height = template.fields.initial_height_mm * MM
    style = template.styles.recipients_title
    word = Type(style.font, style.sizes[0]).width(template.words.recipients)
    edge = paper.left + template.columns.foot_left_mm * MM
    first, *rest = _boxed(names, template, (paper.left + word + ROOM, paper.left), edge)
    marks = (*title.marks, *(moved(slot, title.height - height) for slot in first))
    return replace(title, marks=marks), tuple(Piece(height, tuple(row), ROOM) for row in rest)


def fields_of(draft: Draft, *duties: Duty) -> list[str]:
    """The fields of the checkers with these duties; their numbers follow the order of
    submission.
    """
    numbered = enumerate(draft.checkers, 1)
    return [nhay(number) for number, checker in numbered if checker.duty in duties]


def _boxed(
    names: Sequence[str], template: Template, starts: tuple[float, float], edge: float
) -> list[list[Slot]]:
    """Rows of boxes up to ``edge``, the first from ``starts[0]``; it is empty where none fits."""
    width = template.fields.initial_width_mm * MM
    height = template.fields.initial_height_mm * MM
    rows: list[list[Slot]] = [[]]
    x, begin = starts
    for name in names:
        if x + width > edge:
            rows.append([])
            x = begin
        rows[-1].append(Slot(x, 0, width, height, name))
        x += width + ROOM
    return rows
