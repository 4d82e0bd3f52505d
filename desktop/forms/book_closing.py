"""The sheet that closes a book for a month or a year (PDF): what stands in it, numbers without a
document, where the machine's chain of acts ends, and a field for the clerk's signature.

The law asks for books that are printed and kept; the sheet is the office's custom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.commits.ids import unb64
from core.office.book_lines import thousands
from core.office.number_words import in_words
from core.office.typography import pad_number, place_date, short_date
from core.signing.fields import NAMES
from desktop.forms import fonts, head, paper, template
from desktop.forms.book_table import drawable
from desktop.forms.document import Rendered, fields_of
from desktop.forms.foot_line import foot
from desktop.forms.layout import (
    Atom,
    Mark,
    Piece,
    Set,
    Sheet,
    Slot,
    centred,
    flow,
    paragraph,
    sheet,
    stacked,
)
from desktop.forms.lines import Type
from desktop.forms.template import MM

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from core.office.book_lines import Summary
    from core.office.books import Cover
    from core.office.closing import Out

TITLE, BODY = Type(fonts.BOLD, 14), Type(fonts.REGULAR, 13)
DATE, SIGNER = Type(fonts.ITALIC, 13), Type(fonts.BOLD, 13)
STEP = fonts.SINGLE * BODY.size
GAP, WIDE = 4.0, 16.0
POST = "VĂN THƯ"
GROUP = 4


@dataclass(frozen=True, slots=True)
class Closing:
    """What is closed: the book's cover, the period (``2026`` or ``2026-03``), what stands in it,
    the code of its lines as printed, and the commit on which the machine's chain ends (base64url);
    ``out`` is what other machines still hold of its numbers.
    """

    cover: Cover
    period: str
    stands: Summary
    code: str
    head: str
    clerk: str
    out: tuple[Out, ...] = ()


def render(closing: Closing, day: datetime.date, watermark: str = "") -> Rendered:
    """The sheet, and the clerk's field to create in it. Raises NotCanonical for a head that is
    none.
    """
    form = template.load()
    page = sheet(form.page)
    cover = closing.cover
    over = [drawable(cover.parent)] if cover.parent else []
    above = head.plain(over, [drawable(cover.agency)], form, page)
    atoms: list[Atom] = [(above,), _title(closing, page)]
    atoms += [(piece,) for text in says(closing) for piece in _paragraph(text, page)]
    end = _end(closing, day, page, form)
    *before, last = atoms
    flowed = flow([*before, (*last, end)], page.text_height)
    pages = [
        [*marks, *foot(number, len(flowed), (), watermark, page)]
        for number, marks in enumerate(flowed, 1)
    ]
    about = paper.About(title=f"Phiếu đóng sổ {closing.period}", author=cover.agency)
    return Rendered(paper.write(pages, page, about), fields_of(pages, page), len(pages))


def says(closing: Closing) -> Iterator[str]:
    """The sentences of the sheet."""
    stands, cover = closing.stands, closing.cover
    yield f"Sổ: {cover.title} ({cover.name}), năm {cover.year}."
    if cover.since and cover.until:
        yield f"Từ ngày {short_date(cover.since)} đến ngày {short_date(cover.until)}."
    yield f"Số văn bản trong sổ: {_worded(stands.lines)}."
    if stands.first:
        yield f"Số đầu: {pad_number(stands.first)}; số cuối: {pad_number(stands.last)}."
    if stands.cancelled:
        yield f"Văn bản đã hủy: {_worded(stands.cancelled)}."
    if stands.reserved:
        yield f"Số đang giữ: {_worded(stands.reserved)}."
    yield f"Số bỏ: {_worded(len(stands.voids))}{':' if stands.voids else '.'}"
    ends = ";" * (len(stands.voids) - 1) + "."
    for (number, why), end in zip(stands.voids, ends, strict=False):
        yield f"- {pad_number(number)}: {why}{end}"
    for held in closing.out:
        ends = f"{pad_number(held.first)} đến {pad_number(held.last)}"
        yield f"Số còn ở máy khác, chưa báo về: từ {ends} ({held.label})."
    yield f"Mã kiểm tra của bản in: {closing.code}."
    yield f"Mốc chuỗi ghi nhận của máy: {grouped(closing.head)}."


def grouped(commit: str) -> str:
    """A commit's hash as people compare it: 16 groups of four hexadecimal digits."""
    digits = unb64(commit, 32).hex().upper()
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def period_words(period: str) -> str:
    """``NĂM 2026`` or ``THÁNG 3 NĂM 2026``."""
    year, _, month = period.partition("-")
    return f"THÁNG {int(month)} NĂM {year}" if month else f"NĂM {year}"


def _title(closing: Closing, page: Sheet) -> Atom:
    middle = page.left + page.text_width / 2
    lines = ["PHIẾU ĐÓNG SỔ", period_words(closing.period)]
    height = len(lines) * fonts.SINGLE * TITLE.size
    return (Piece(height, tuple(centred(lines, TITLE, middle, 0)), WIDE),)


def _paragraph(text: str, page: Sheet) -> Sequence[Piece]:
    how = Set(BODY, STEP, page.left, page.text_width, justify=False)
    return [stacked(paragraph(drawable(text), how, GAP))]


def _end(closing: Closing, day: datetime.date, page: Sheet, form: template.Template) -> Piece:
    """Place and date, the clerk's post, the box of the signature, the name."""
    width, height = form.fields.signature_width_mm * MM, form.fields.signature_height_mm * MM
    place = closing.cover.place or "………"
    dated = drawable(place_date(place, day))
    centre = page.edge - max(page.text_width / 2, DATE.width(dated)) / 2
    box = 2 * STEP + GAP
    marks: list[Mark] = [
        *centred([dated], DATE, centre, 0),
        *centred([POST], SIGNER, centre, STEP),
        Slot(centre - width / 2, box, width, height, NAMES["chinh"]),
        *centred([drawable(closing.clerk)], SIGNER, centre, box + height + GAP),
    ]
    return Piece(box + height + GAP + STEP, tuple(marks), WIDE)


def _worded(count: int) -> str:
    return f"{thousands(count)} ({in_words(count)})"
