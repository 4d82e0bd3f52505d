"""The feet of forms that more people sign: minutes (PL III, mẫu 1.9), leave permit (mẫu 1.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.signing.fields import NAMES
from desktop.forms import fonts
from desktop.forms.body import evenly
from desktop.forms.foot import (
    beside,
    content_initials,
    fields_of,
    format_initials,
    named,
    recipients,
    signature,
    tail,
)
from desktop.forms.head import Column
from desktop.forms.layout import Atom, Piece, Sheet, centred, extent, stacked
from desktop.forms.lines import Type
from desktop.forms.tags import Tag
from desktop.forms.template import MM, Template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.draft import Draft


def closed(
    parts: Sequence[Atom], draft: Draft, template: Template, paper: Sheet, height: float
) -> list[Atom]:
    """The atoms of minutes: under the last lines who wrote them and the chair, then the
    recipients.
    """
    width = template.columns.foot_left_mm * MM
    right = Column(paper.left + width, paper.text_width - width)
    chair = [template.words.chair]
    signed = beside(
        _secretaries(draft, Column(paper.left, width), template),
        signature(chair, named(draft.signer), right, (NAMES["chinh"], NAMES["dau"]), template),
        template.gaps.foot_pt,
    )
    before, last = tail(parts, height - template.gaps.foot_pt - signed.height)
    last = content_initials(last, draft, template, paper)
    title, *lines = recipients(draft, template, paper)
    title, below = format_initials(title, draft, template, paper, ("format",))
    top = stacked([Piece(title.height, title.marks, template.gaps.foot_pt), *lines[:1]])
    foot = (top, *lines[1:], *below)
    whole = (*last, signed, *foot)
    if extent(whole) <= height:
        return [*before, whole]
    return [*before, (*last, signed), *((piece,) for piece in foot)]


def _secretaries(draft: Draft, own: Column, template: Template) -> Piece:
    """``THƯ KÝ``, and for each who wrote the minutes the box of the signature and the name."""
    writers = [checker.name for checker in draft.checkers if checker.duty == "secretary"]
    fields = fields_of(draft, "secretary")
    title = [template.words.secretary]
    if not fields:
        return signature(title, "", own, (), template)
    return stacked(
        [
            signature(title if not at else [], name, own, [field], template)
            for at, (name, field) in enumerate(zip(writers, fields, strict=True))
        ]
    )


def confirmed(atoms: Sequence[Atom], template: Template, paper: Sheet, height: float) -> list[Atom]:
    """The atoms with the confirmation, which does not leave the signature for a page of its own."""
    *before, last = atoms
    own = _confirmation(template, paper)
    whole = (*last, *own)
    return [*before, whole] if extent(whole) <= height else [*before, last, own]


def _confirmation(template: Template, paper: Sheet) -> Atom:
    """Where the place of the leave confirms it by hand, below the recipients."""
    style = template.styles.confirmation
    kind = Type(style.font, style.sizes[0])
    width = template.columns.foot_left_mm * MM
    lines = evenly([template.words.confirmation], kind, width)
    marks = tuple(centred(lines, kind, paper.left + width / 2, 0, Tag("P")))
    height = len(lines) * fonts.SINGLE * kind.size + template.marks.confirmation_mm * MM
    return (Piece(height, marks, template.gaps.confirmation_pt),)
