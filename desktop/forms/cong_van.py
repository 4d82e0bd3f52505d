"""An official letter (công văn) as a PDF: NĐ 30/2020 PL III, mẫu 1.5, laid out as PL I says.

The same draft and template give the same bytes. Number, date, signatures and seal are not drawn:
for each a field's place comes with the PDF, to be made before the first signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.signing.fields import NAMES, FieldSpec, kind_of
from desktop.forms import body, foot, paper
from desktop.forms.head import head
from desktop.forms.layout import BLACK, GREY, Colour, Mark, Run, Sheet, Slot, flow, sheet
from desktop.forms.lines import Type
from desktop.forms.template import MM, Style, Template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.draft import Draft


@dataclass(frozen=True)
class Rendered:
    """A document before its signatures: the file, the fields to create in it, its page count."""

    pdf: bytes
    fields: tuple[FieldSpec, ...]
    pages: int


def render(draft: Draft, template: Template, watermark: str | None = None) -> Rendered:
    """The document's PDF. Raises LetterNotInFont.

    ``watermark`` stands small and grey in the bottom margin of every page.
    """
    page = sheet(template.page)
    atoms = [
        (head(draft, template, page),),
        *body.addressees(draft.addressees, template, page),
        *body.text(draft.body, template, page),
    ]
    flowed = flow(foot.closed(atoms, draft, template, page), page.text_height)
    pages = [
        [*marks, *_margin(index, template, page, watermark)] for index, marks in enumerate(flowed)
    ]
    about = paper.About(title=draft.subject, author=" ".join(draft.issuer))
    return Rendered(paper.write(pages, page, about), fields_of(pages, page), len(pages))


def _margin(index: int, template: Template, page: Sheet, watermark: str | None) -> list[Mark]:
    """The page number in the top margin from page 2, the watermark in the bottom margin."""
    marks: list[Mark] = []
    if index:
        y = template.margins.page_number_mm * MM - page.top
        marks.append(_middle(str(index + 1), template.styles.page_number, page, y, BLACK))
    if watermark:
        y = page.text_height + page.bottom - template.margins.watermark_mm * MM
        marks.append(_middle(watermark, template.styles.watermark, page, y, GREY))
    return marks


def _middle(text: str, style: Style, page: Sheet, y: float, colour: Colour) -> Run:
    kind = Type(style.font, style.sizes[0])
    x = page.left + (page.text_width - kind.width(text)) / 2
    return Run(x, y, text, kind, colour=colour)


def fields_of(pages: Sequence[Sequence[Mark]], page: Sheet) -> tuple[FieldSpec, ...]:
    """The fields of all pages in the order of their signing."""
    fields = [
        _field(mark, number, page)
        for number, marks in enumerate(pages)
        for mark in marks
        if isinstance(mark, Slot)
    ]
    order = list(NAMES)
    return tuple(sorted(fields, key=lambda field: (order.index(field.kind), field.name)))


def _field(slot: Slot, number: int, page: Sheet) -> FieldSpec:
    kind = kind_of(slot.name)
    assert kind is not None  # noqa: S101 – slots are named from the same table
    top = page.height - page.top - slot.y
    box = (slot.x, top - slot.height, slot.x + slot.width, top)
    left, bottom, right, upper = (round(side, 2) for side in box)
    return FieldSpec(slot.name, kind, number, (left, bottom, right, upper))
