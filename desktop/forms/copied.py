"""Copies of documents: sao y, sao lục, trích sao (NĐ 30/2020 Đ.25–27; PL I, V; PL III, mẫu 3.1,
3.2).

A copy for paper is the original's pages with the block of the copy below the last text, or on a
page of its own where it finds no room there. An electronic copy is the scanned pages with the place
of the agency's signature in the corner of page 1. The originals come from outside: call this where
untrusted files are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pikepdf

from core.errors import BrokenPdf, ProtectedPdf, TooLarge
from core.office.typography import long_date, pad_number
from core.signing import prepare
from core.signing.fields import FieldSpec
from core.signing.reading import as_broken, check_header
from desktop.forms import fonts, foot, paper
from desktop.forms.document import Rendered, corner, fields_of
from desktop.forms.head import columns, names
from desktop.forms.layout import Mark, Piece, Rule, Sheet, centred, moved, sheet, stacked
from desktop.forms.lines import Type, balanced
from desktop.forms.template import MM, Style, Template

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from core.office.draft import CongVan
    from desktop.forms.head import Column, Rows

MOST_BYTES: Final = 200 << 20
MOST_PAGES: Final = 5000
CORNER_LINES: Final = 3
"""Of the agency's signature: kind of copy, agency, time."""
SLACK: Final = 2 * MM
"""By how much a scanned page may differ from the template's paper."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What the block of a copy says. ``title`` is ``Sao y``, ``Sao lục`` or ``Trích sao``; ``head``
    holds the agency that copies, the symbol (``SY-SĐ999``), place, recipients and signer.
    """

    title: str
    number: int
    day: datetime.date
    head: CongVan


def on_paper(original: bytes, copy: Copy, template: Template, end: float | None = None) -> bytes:
    """The copy as it is printed. ``end`` is where the last page's text ends, in points from its
    lower edge; not known: the block stands on a page of its own.

    What the original shows of signatures is drawn into its pages, for the copy is none of them.
    Raises EmptyFile, NotAPdf, BrokenPdf, ProtectedPdf, TooLarge, LetterNotInFont.
    """
    page = sheet(template.page)
    block = _block(copy, template, page)
    output = BytesIO()
    with as_broken(), opened(original) as document:
        document.flatten_annotations("all")
        # the structure of the original knows nothing of what is drawn into its pages
        for name in ("/AcroForm", "/StructTreeRoot", "/MarkInfo"):
            if name in document.Root:
                del document.Root[name]
        last = document.pages[-1]
        below = end is not None and end - block.gap - block.height >= page.bottom
        below = below and _is(page, last)
        top = page.height - page.top - end + block.gap if below and end is not None else 0.0
        about = paper.About(title=copy.title, author=" ".join(copy.head.issuer))
        drawn = paper.write([[moved(mark, top) for mark in block.marks]], page, about)
        with pikepdf.open(BytesIO(drawn)) as own:
            if below:
                last.add_overlay(own.pages[0], None)
            else:
                document.pages.extend(own.pages)
            document.save(output, deterministic_id=True)
    return output.getvalue()


def electronic(scan: bytes, template: Template) -> Rendered:
    """The scanned pages, unchanged to the eye, with the place of the agency's signature: the upper
    right corner of page 1 (ô 14).

    Raises EmptyFile, NotAPdf, BrokenPdf, ProtectedPdf, TooLarge, AlreadySigned, ActiveContent.
    """
    output = BytesIO()
    with as_broken(), opened(scan) as document:
        first = document.pages[0]
        if int(first.obj.get("/Rotate", 0)) % 360:
            _upright(document)
            first = document.pages[0]
        left, bottom, right, top = (float(side) for side in first.cropbox)
        count = len(document.pages)
        document.save(output, deterministic_id=True)
    page = sheet(template.page)
    own = Sheet(right - left, top - bottom, page.top, page.bottom, page.left, page.right)
    (place,) = fields_of([[corner(template, own)]], own)
    x1, y1, x2, y2 = place.box
    low = y2 - CORNER_LINES * (y2 - y1)
    box = (max(x1, 0.0) + left, low + bottom, x2 + left, y2 + bottom)
    field = FieldSpec(place.name, place.kind, 0, box)
    return Rendered(prepare.normalise(output.getvalue()), (field,), count)


def opened(pdf: bytes) -> pikepdf.Pdf:
    """The file, within limits. Raises EmptyFile, NotAPdf, BrokenPdf, ProtectedPdf, TooLarge."""
    if len(pdf) > MOST_BYTES:
        raise TooLarge(size=len(pdf), limit=MOST_BYTES)
    check_header(pdf)
    try:
        document = pikepdf.open(BytesIO(pdf), attempt_recovery=False)
    except pikepdf.PasswordError as error:
        raise ProtectedPdf from error
    if document.is_encrypted:
        document.close()
        raise ProtectedPdf
    if not 0 < (count := len(document.pages)) <= MOST_PAGES:
        document.close()
        raise TooLarge(size=count, limit=MOST_PAGES) if count else BrokenPdf
    return document


def _is(page: Sheet, other: pikepdf.Page) -> bool:
    """True where a page is upright and as large as our paper."""
    left, bottom, right, top = (float(side) for side in other.cropbox)
    size = abs(right - left - page.width) <= SLACK and abs(top - bottom - page.height) <= SLACK
    return size and not (left or bottom) and not int(other.obj.get("/Rotate", 0)) % 360


def _upright(document: pikepdf.Pdf) -> None:
    """Page 1 as it is seen, so that a signature on it stands upright."""
    turned = document.pages[0]
    left, bottom, right, top = (float(side) for side in turned.cropbox)
    width, height = right - left, top - bottom
    if int(turned.obj.get("/Rotate", 0)) % 180:
        width, height = height, width
    blank = document.add_blank_page(page_size=(width, height))
    blank.add_overlay(turned, None)
    document.pages.insert(0, blank)
    del document.pages[-1]
    del document.pages[1]


def _block(copy: Copy, template: Template, page: Sheet) -> Piece:
    """A line over the whole width; who copies, number, kind of copy, place and date; the foot."""
    head, styles = copy.head, template.styles
    left, right = columns(template, page)
    above = template.gaps.number_pt
    issuer, issuer_end = names(head.parent, head.issuer, template, left)
    title, title_end = _middle(styles.type_name, copy.title, right, 0.0)
    top = max(issuer_end, title_end) + above
    number = f"{template.words.number} {pad_number(copy.number)}/{head.symbol}"
    day = long_date(copy.day)
    numbered, number_end = _middle(styles.number, number, left, top)
    dated, date_end = _middle(
        styles.place_date, f"{head.place}, {day}" if head.place else day, right, top
    )
    line = Rule(page.left, 0.0, page.text_width, template.rules.thickness_pt)
    marks = tuple(issuer + title + numbered + dated)
    upper = Piece(max(number_end, date_end), marks, above)
    listed = stacked(foot.recipients(head, template, page))
    signed = foot.signer(head.signer, template, page)
    lower = foot.beside(listed, signed, template.gaps.foot_pt)
    whole = stacked([Piece(0.0, (line,)), upper, lower])
    return Piece(whole.height, whole.marks, template.gaps.foot_pt)


def _middle(style: Style, text: str, column: Column, top: float) -> Rows:
    """Lines in the middle of a column, and where they end."""
    kind = Type(style.font, style.sizes[0])
    lines: Sequence[str] = balanced(style.cased(text), kind, column.width)
    marks: list[Mark] = [*centred(lines, kind, column.centre, top)]
    return marks, top + len(lines) * fonts.SINGLE * kind.size
