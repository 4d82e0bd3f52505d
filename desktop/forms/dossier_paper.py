"""The upright page of a dossier's minutes and certificates: head, sentences, signers, foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office.typography import place_date
from desktop.forms import fonts, paper
from desktop.forms.book import Printing
from desktop.forms.book_table import drawable
from desktop.forms.foot_line import by, foot
from desktop.forms.layout import (
    Atom,
    Mark,
    Piece,
    Rule,
    Set,
    Sheet,
    atoms,
    centred,
    flow,
    paragraph,
)
from desktop.forms.lines import Type, balanced, fitted
from desktop.forms.template import MM

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

STATE: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
SIGNED: Final = "(Ký, ghi rõ họ tên)"
MARGINS: Final = (20.0, 20.0, 30.0, 15.0)
"""Top, bottom, left and right, in millimetres (NĐ 30/2020/NĐ-CP PL I)."""
SPLIT: Final = 0.45
"""What the agency takes of the head; the rest is the state's."""

SMALL, NAME, LOWER = Type(fonts.REGULAR, 12), Type(fonts.BOLD, 12), Type(fonts.BOLD, 13)
TITLE, TEXT, BOLD = Type(fonts.BOLD, 14), Type(fonts.REGULAR, 13), Type(fonts.BOLD, 13)
ITALIC: Final = Type(fonts.ITALIC, 13)
STEP: Final = fonts.SINGLE
INDENT: Final = 10 * MM
ROOM: Final = 60.0
"""Height of a handwritten signature, in points."""


@dataclass(frozen=True, slots=True)
class Head:
    """Whose paper it is, where and when it was made."""

    parent: str
    agency: str
    place: str
    date: datetime.date


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose signature stands below, as ``ĐẠI DIỆN BÊN GIAO``, and the name where it is known."""

    word: str
    name: str = ""


def sheet() -> Sheet:
    """A4 upright with the margins of a document."""
    top, bottom, left, right = (side * MM for side in MARGINS)
    return Sheet(210 * MM, 297 * MM, top, bottom, left, right)


def write(head: Head, title: Sequence[str], body: Sequence[Atom], how: Printing) -> bytes:
    """The PDF: head, title, the parts as they flow, the line of the system under every page."""
    page = sheet()
    parts: list[Atom] = [(_head(head, page), _title(title, page)), *body]
    flowed, said = flow(parts, page.text_height), by(how.person, how.now)
    pages = [
        [*marks, *foot(number, len(flowed), said, how.watermark, page)]
        for number, marks in enumerate(flowed, 1)
    ]
    return paper.write(pages, page, paper.About(title=" ".join(title), author=head.agency))


def sentence(text: str, kind: Type = TEXT, gap: float = 2.5, first: float = INDENT) -> list[Atom]:
    """A paragraph, indented as in documents."""
    page = sheet()
    how = Set(kind, STEP * kind.size, page.left, page.text_width, first)
    return atoms(paragraph(drawable(text), how, gap))


def blank(text: str) -> list[Atom]:
    """``text`` and dots to write on, to the end of the line."""
    room = sheet().text_width - INDENT - TEXT.width(f"{text} ")
    return sentence(f"{text} {'.' * int(room / TEXT.width('.'))}")


def signers(who: Sequence[Signer]) -> Atom:
    """Those who sign, side by side; it never breaks."""
    page = sheet()
    wide = page.text_width / max(len(who), 2)
    first = page.left + (max(len(who), 2) - len(who)) * wide
    step = fonts.SINGLE * BOLD.size
    marks: list[Mark] = []
    for place, one in enumerate(who):
        centre = first + (place + 0.5) * wide
        marks += centred([one.word], BOLD, centre, 0)
        marks += centred([SIGNED], ITALIC, centre, step)
        names = balanced(drawable(one.name), BOLD, wide - 4 * MM) if one.name else []
        marks += centred(names, BOLD, centre, 2 * step + ROOM)
    return (Piece(4 * step + ROOM, tuple(marks), 14.0),)


def _head(head: Head, page: Sheet) -> Piece:
    """Agency at the left, state and motto at the right, each with its line; the date below."""
    left, right = page.text_width * SPLIT, page.text_width * (1 - SPLIT)
    middle, other = page.left + left / 2, page.left + left + right / 2
    marks: list[Mark] = []
    top = 0.0
    for text, kind in ((head.parent, SMALL), (head.agency, NAME)):
        if text:
            lines = balanced(drawable(text.upper()), kind, left - 4 * MM)
            marks += centred(lines, kind, middle, top)
            top += len(lines) * fonts.SINGLE * kind.size
    marks.append(Rule(middle - left / 6, top + 2, left / 3, 0.75))
    size = next((s for s in (12.0, 11.5) if Type(fonts.BOLD, s).width(STATE) <= right), 11.0)
    marks += centred([STATE], Type(fonts.BOLD, size), other, 0)
    marks += centred([MOTTO], LOWER, other, fonts.SINGLE * size)
    below = fonts.SINGLE * (size + LOWER.size)
    marks.append(Rule(other - LOWER.width(MOTTO) / 2, below + 1, LOWER.width(MOTTO), 0.75))
    where = drawable(place_date(head.place or "………", head.date))
    kind = Type(fonts.ITALIC, fitted([(where, fonts.ITALIC)], (13.0, 12.5, 12.0), right))
    dated = balanced(where, kind, right)
    marks += centred(dated, kind, other, below + 8)
    end = below + 8 + len(dated) * fonts.SINGLE * kind.size
    return Piece(max(top + 4, end), tuple(marks))


def _title(lines: Sequence[str], page: Sheet) -> Piece:
    middle = page.left + page.text_width / 2
    broken = [part for line in lines for part in balanced(line, TITLE, page.text_width)]
    height = len(broken) * fonts.SINGLE * TITLE.size
    return Piece(height + 6, tuple(centred(broken, TITLE, middle, 0)), 20.0)
