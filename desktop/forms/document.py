"""An official document of any family as a PDF: NĐ 30/2020 PL III, laid out as PL I says.

The same draft, template and forms give the same bytes. Number, date, signatures and seal are not
drawn: for each a field's place comes with the PDF, to be made before the first signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.office.draft import Document
from core.office.family import family_of, type_of
from core.office.plain import reference, type_name
from core.office.printed import UNKNOWN, blocks, ending, printed
from core.office.typography import counted
from core.signing.fields import NAMES, FieldSpec, kind_of
from desktop.forms import body, fonts, foot, minutes_foot, paper
from desktop.forms.head import head, plain, titled
from desktop.forms.layout import (
    BLACK,
    GREY,
    Atom,
    Colour,
    Mark,
    Piece,
    Rule,
    Run,
    Set,
    Sheet,
    Slot,
    flow,
    moved,
    paragraph,
    sheet,
    stacked,
    text_slot,
)
from desktop.forms.lines import Type
from desktop.forms.tags import Tag
from desktop.forms.template import MM, Style, Template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.office.draft import Attached, Draft
    from core.office.family import Forms


@dataclass(frozen=True)
class Rendered:
    """A document before its signatures: the file, the fields to create in it, its page count."""

    pdf: bytes
    fields: tuple[FieldSpec, ...]
    pages: int


Pages = list[list[Mark]]


def render(
    draft: Draft, template: Template, forms: Forms, watermark: str | None = None
) -> Rendered:
    """The document's PDF, with what it issues and its appendices. Raises LetterNotInFont.

    ``watermark`` stands small and grey in the bottom margin of every page.
    """
    page = sheet(template.page)
    pages = _document(draft, template, forms, page)
    starts = [0]
    if isinstance(draft, Document) and draft.attached:
        starts.append(len(pages))
        pages += _attached(draft, draft.attached, template, forms, page)
    _numbered(pages, template, page)
    for at, appendix in enumerate(draft.appendices):
        if not appendix.separate:
            starts.append(len(pages))
            own = _appendix(draft, at, template, forms, page)
            pages += _numbered(own, template, page)
    about = _about(draft, draft.subject or type_name(type_of(draft), forms), starts)
    return _written(pages, about, template, page, watermark)


def appendices(
    draft: Draft, template: Template, forms: Forms, watermark: str | None = None
) -> tuple[Rendered, ...]:
    """The appendices that are files of their own and written here, each with the place of the
    agency's signature in its corner (PL I, III.1). Raises LetterNotInFont.
    """
    page = sheet(template.page)
    done = []
    for at, appendix in enumerate(draft.appendices):
        if appendix.separate and appendix.file is None:
            pages = _numbered(_appendix(draft, at, template, forms, page), template, page)
            pages[0].append(corner(template, page))
            about = _about(draft, appendix.title or template.words.appendix)
            done.append(_written(pages, about, template, page, watermark))
    return tuple(done)


def _document(draft: Draft, template: Template, forms: Forms, page: Sheet) -> Pages:
    """The pages of the document itself."""
    family = family_of(draft, forms.families) or UNKNOWN
    styles = template.styles
    title = [(styles.type_name, type_name(type_of(draft), forms)), (styles.title, draft.subject)]
    below = titled(title, template, page) if family.heading == "title" else ()
    contact = _contact(draft.contact, template, page)
    height = page.text_height - (contact.height + contact.gap if contact else 0.0)
    parts = [
        head(draft, template, page, below),
        *body.text(printed(draft, family), template, page),
    ]
    closed = minutes_foot.closed if family.foot == "minutes" else foot.closed
    atoms = closed(parts, draft, template, page, height)
    if family.foot == "confirmed":
        atoms = minutes_foot.confirmed(atoms, template, page, height)
    pages = flow(atoms, page.text_height, height)
    if contact:
        # read with the head that it belongs to
        after = sum(len(piece.marks) for piece in parts[0][: len(parts[0]) - len(below)])
        marks = [moved(mark, height + contact.gap) for mark in contact.marks]
        pages[0][after:after] = marks
    return pages


def _attached(
    draft: Document, attached: Attached, template: Template, forms: Forms, page: Sheet
) -> Pages:
    """The text that the document issues, with its own head (PL III, mẫu 1.3)."""
    styles = template.styles
    title = [(styles.type_name, type_name(attached.type, forms)), (styles.title, attached.subject)]
    above = (
        plain(draft.parent, draft.issuer, template, page),
        *titled(title, template, page, reference(draft, forms, template.words)),
    )
    return _flowed(above, body.text(ending(blocks(attached.body)), template, page), page)


def _appendix(draft: Draft, at: int, template: Template, forms: Forms, page: Sheet) -> Pages:
    """The pages of one appendix (PL I, III.1; PL III, mẫu 2.2)."""
    styles, appendix = template.styles, draft.appendices[at]
    name = counted(template.words.appendix, at, len(draft.appendices))
    title = [(styles.appendix, name), (styles.appendix_title, appendix.title)]
    above = titled(title, template, page, reference(draft, forms, template.words))
    return _flowed(above, body.text(blocks(appendix.body), template, page), page)


def _flowed(above: Atom, text: Sequence[Atom], page: Sheet) -> Pages:
    return flow([above, *text], page.text_height)


def _contact(lines: Sequence[str], template: Template, page: Sheet) -> Piece | None:
    """Address, telephone, … at the foot of page 1, under a line (ô 13)."""
    if not lines:
        return None
    style = template.styles.contact
    kind = Type(style.font, style.sizes[0])
    how = Set(kind, fonts.SINGLE * kind.size, page.left, page.text_width, justify=False)
    text = stacked([piece for line in lines for piece in paragraph(line, how, tag=Tag("P"))])
    line = Rule(page.left, 0.0, page.text_width, template.rules.thickness_pt)
    under = template.rules.below_em * kind.size
    marks = (line, *(moved(mark, under) for mark in text.marks))
    return Piece(text.height + under, marks, template.gaps.contact_pt)


def corner(template: Template, page: Sheet) -> Slot:
    """Where the agency's signature stands as text: the upper right corner of page 1 (ô 14)."""
    width = template.marks.corner_width_mm * MM
    y = template.marks.corner_mm * MM - page.top
    return text_slot(NAMES["dau"], page.edge - width, y, width, template.styles.corner.sizes[0])


def _numbered(pages: Pages, template: Template, page: Sheet) -> Pages:
    """The pages with their numbers in the top margin, from the second on."""
    y = template.margins.page_number_mm * MM - page.top
    for index, marks in enumerate(pages[1:], 2):
        marks.append(_middle(str(index), template.styles.page_number, page, y, BLACK))
    return pages


def _about(draft: Draft, title: str, starts: Sequence[int] = (0,)) -> paper.About:
    return paper.About(title=title, author=" ".join(draft.issuer), starts=tuple(starts))


def _written(
    pages: Pages,
    about: paper.About,
    template: Template,
    page: Sheet,
    watermark: str | None,
) -> Rendered:
    """The file, with the watermark in the bottom margin of every page."""
    if watermark:
        y = page.text_height + page.bottom - template.margins.watermark_mm * MM
        mark = _middle(watermark, template.styles.watermark, page, y, GREY)
        pages = [[*marks, mark] for marks in pages]
    return Rendered(paper.write(pages, page, about), fields_of(pages, page), len(pages))


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
