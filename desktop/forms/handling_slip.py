"""The handling slip of an incoming document (Phiếu giải quyết văn bản đến) as a PDF: head and three
blocks, as NĐ 30/2020/NĐ-CP PL IV has them (domain.md §6).

A block in which nobody has said anything has lines to write on: the slip goes with the paper.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office import day
from core.office.typography import long_date, short_date
from core.signing.fields import NAMES
from desktop.forms import fonts, paper
from desktop.forms.book_table import drawable
from desktop.forms.document import Rendered, fields_of
from desktop.forms.foot_line import by, foot
from desktop.forms.layout import (
    Atom,
    Mark,
    Piece,
    Rule,
    Run,
    Set,
    Sheet,
    Slot,
    atoms,
    baseline,
    centred,
    flow,
    paragraph,
)
from desktop.forms.lines import Type, balanced
from desktop.forms.template import MM
from desktop.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.slips import Block, Given, Slip, Word

TITLE: Final = "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN"
STATE: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
HEADINGS: Final[dict[Block, str]] = {
    "command": "Ý KIẾN CỦA LÃNH ĐẠO CƠ QUAN, TỔ CHỨC",
    "section": "Ý KIẾN CỦA LÃNH ĐẠO ĐƠN VỊ",
    "handler": "Ý KIẾN ĐỀ XUẤT CỦA NGƯỜI GIẢI QUYẾT",
}
PARTS: Final = {"lead": "Chủ trì", "support": "Phối hợp", "inform": "Để biết"}
DOTS: Final = "…………"

MARGINS: Final = (20.0, 20.0, 30.0, 15.0)
"""Top, bottom, left and right, in millimetres (NĐ 30/2020/NĐ-CP PL I)."""
SPLIT: Final = 0.46
"""What the agency takes of the head; the rest is the state's."""

SMALL, AGENCY = Type(fonts.REGULAR, 12), Type(fonts.BOLD, 12)
LOWER, BIG = Type(fonts.BOLD, 13), Type(fonts.BOLD, 14)
TEXT, BOLD, ITALIC = Type(fonts.REGULAR, 13), Type(fonts.BOLD, 13), Type(fonts.ITALIC, 13)
LINE: Final = 1.15 * fonts.SINGLE
WRITING: Final = 22.0
"""Between two lines to write on, in points."""
WRITING_LINES: Final = 4
MARK, ABOVE = Type(fonts.BOLD, 9), 5 * MM
"""Of a restricted group's name, over the text on every page."""
SIGNATURE: Final = (50.0, 20.0)
"""Width and height of the author's signature, in millimetres."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Who prints, when (milliseconds UTC), the type's name; ``watermark`` on every page."""

    person: str
    now: int
    type: str
    watermark: str = ""


def sheet() -> Sheet:
    """A4 upright with the margins of a document."""
    top, bottom, left, right = (side * MM for side in MARGINS)
    return Sheet(210 * MM, 297 * MM, top, bottom, left, right)


def render(slip: Slip, how: Printed) -> bytes:
    """The slip's PDF; a letter that the font lacks is told by its code."""
    return to_sign(slip, how).pdf


def to_sign(slip: Slip, how: Printed) -> Rendered:
    """The same, with the field of a directive that is to be signed."""
    page = sheet()
    parts: list[Atom] = [(_head(slip, page),), (_title(page),), *_about(slip, how, page)]
    for number, block in enumerate(HEADINGS, 1):
        parts += _block(number, block, slip, page)
    flowed, said = flow(parts, page.text_height), by(how.person, how.now)
    pages = [
        [*_restricted(slip, page), *marks, *foot(number, len(flowed), said, how.watermark, page)]
        for number, marks in enumerate(flowed, 1)
    ]
    about = paper.About(title=f"{TITLE} {slip.row.number or ''}".strip(), author=slip.head.name)
    return Rendered(paper.write(pages, page, about), fields_of(pages, page), len(pages))


def _restricted(slip: Slip, page: Sheet) -> list[Mark]:
    """Above everything, at the right: that not everybody may see what it is the slip of."""
    if slip.row.group is None:
        return []
    text = drawable(phrase("vi", "groups.mark", name=slip.row.group.name))
    return [Run(page.edge - MARK.width(text), -ABOVE, text, MARK)]


def _head(slip: Slip, page: Sheet) -> Piece:
    """Agency at the left, state and motto at the right, each with its line."""
    left, right = page.text_width * SPLIT, page.text_width * (1 - SPLIT)
    middle = page.left + left / 2
    marks: list[Mark] = []
    top = 0.0
    for text, kind in ((slip.head.parent, SMALL), (slip.head.name, AGENCY)):
        if text:
            lines = balanced(drawable(text.upper()), kind, left - 4 * MM)
            marks += centred(lines, kind, middle, top)
            top += len(lines) * fonts.SINGLE * kind.size
    marks.append(Rule(middle - left / 6, top + 2, left / 3, 0.75))
    other = page.left + left + right / 2
    size = next(s for s in (12.0, 11.5, 11.0) if Type(fonts.BOLD, s).width(STATE) <= right)
    marks += centred([STATE], Type(fonts.BOLD, size), other, 0)
    marks += centred([MOTTO], LOWER, other, fonts.SINGLE * size)
    below = fonts.SINGLE * (size + LOWER.size)
    marks.append(Rule(other - LOWER.width(MOTTO) / 2, below + 1, LOWER.width(MOTTO), 0.75))
    return Piece(max(top, below) + 4, tuple(marks))


def _title(page: Sheet) -> Piece:
    height = fonts.SINGLE * BIG.size
    return Piece(height, tuple(centred([TITLE], BIG, page.left + page.text_width / 2, 0)), 18.0)


def _about(slip: Slip, how: Printed, page: Sheet) -> list[Atom]:
    """What came: the prescribed five, and its place in the book."""
    row = slip.row
    arrived = _short(row.dated)
    number = f"{row.number}{row.suffix}" if row.number else DOTS
    facts = (
        ("Số đến", f"{number}, ngày đến {arrived}"),
        ("Tên loại", how.type),
        ("Số, ký hiệu", row.code or DOTS),
        ("Ngày, tháng, năm", _short(row.document_date)),
        ("Cơ quan, tổ chức ban hành", row.issuer or DOTS),
        ("Trích yếu nội dung", row.subject),
    )
    out: list[Atom] = []
    for place, (name, value) in enumerate(facts):
        out += _labelled(f"{name}:", value, page, 14.0 if not place else 3.0)
    return out


def _labelled(name: str, value: str, page: Sheet, gap: float) -> list[Atom]:
    """A bold name and its value, whose further lines begin under the first."""
    indent = BOLD.width(name + " ")
    step = LINE * TEXT.size
    how = Set(TEXT, step, page.left, page.text_width, indent, indent, justify=False)
    first, *rest = paragraph(drawable(value), how, gap)
    label = Run(page.left, baseline(step, BOLD), name, BOLD)
    return atoms([Piece(first.height, (label, *first.marks), first.gap), *rest])


def _block(number: int, block: Block, slip: Slip, page: Sheet) -> list[Atom]:
    """A line, the heading, who got what, what was said; or room to write."""
    step = LINE * BOLD.size
    heading = f"{number}. {HEADINGS[block]}"
    line = Rule(page.left, -6.0, page.text_width, 0.5)
    head = Piece(step, (line, Run(page.left, baseline(step, BOLD), heading, BOLD)), 18.0)
    given = [one for one in slip.given if one.block == block]
    said = [one for one in slip.words if one.block == block]
    body = [*_handed(given, page), *(atom for one in said for atom in _spoken(one, page))]
    if not body:
        body = [_room(page)]
    first, *rest = body
    return [(head, *first), *rest]


def _handed(given: Sequence[Given], page: Sheet) -> list[Atom]:
    """One line a part; each person with the deadline."""
    out: list[Atom] = []
    for part, name in PARTS.items():
        people = [one for one in given if one.part == part]
        if people:
            named = "; ".join(
                f"{one.name} (thời hạn {_short(one.due)})" if one.due else one.name
                for one in people
            )
            out += _labelled(f"{name}:", f"{named}.", page, 3.0)
    return out


def _spoken(word: Word, page: Sheet) -> list[Atom]:
    """The words, and under them the day and who said them, at the right."""
    step = LINE * TEXT.size
    how = Set(TEXT, step, page.left, page.text_width, 10 * MM)
    text = paragraph(drawable(word.text), how, 4.0)
    who = ", ".join(part for part in (word.name, word.post) if part)
    signed = drawable(f"{_day(word.time)} – {who}")
    under = Set(ITALIC, step, page.left, page.text_width, justify=False)
    lines = [
        Piece(one.height, tuple(_to_right(mark, page) for mark in one.marks), one.gap)
        for one in paragraph(signed, under)
    ]
    if word.to_sign:
        lines.append(_signing_space(page))
    *before, last = atoms(text)
    return [*before, (*last, *lines)]


def _signing_space(page: Sheet) -> Piece:
    """Where the author of the directive signs, below the day and the name."""
    width, height = (side * MM for side in SIGNATURE)
    box = Slot(page.edge - width, 0.0, width, height, NAMES["butphe"])
    return Piece(height, (box,), 4.0)


def _to_right(mark: Mark, page: Sheet) -> Mark:
    if not isinstance(mark, Run):
        return mark
    return Run(page.edge - mark.kind.width(mark.text), mark.y, mark.text, mark.kind)


def _room(page: Sheet) -> Atom:
    """Lines to write on, and where the day is put."""
    lines = tuple(
        Rule(page.left, (place + 1) * WRITING, page.text_width, 0.25)
        for place in range(WRITING_LINES)
    )
    text = f"Ngày {DOTS} tháng {DOTS} năm {DOTS}"
    at = WRITING_LINES * WRITING + LINE * ITALIC.size
    dated = Run(page.edge - ITALIC.width(text), at, text, ITALIC)
    return (Piece(at + 4, (*lines, dated)),)


def _day(time: int) -> str:
    text = long_date(day.day(time))
    return text[:1].upper() + text[1:]


def _short(iso: str | None) -> str:
    return short_date(datetime.date.fromisoformat(iso)) if iso else DOTS
