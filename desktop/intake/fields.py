"""Reads the fields of a record from the text of a document laid out by NĐ 30/2020 PL I. No Qt.

What is read is an offer, marked until a person touched it: a field that is not plainly there stays
empty. A page without the national title (ô số 1) is not taken for such a document.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office.numbering import CODE_LIMIT, parse_code
from core.office.secrecy import stamp_in
from core.text import fold
from desktop.intake.first_page import Line, lines_of, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from core.office.catalogue import DocumentType
    from core.office.terms import Secrecy
    from desktop.page_lines import TextLine

_TITLE: Final = "cong hoa xa hoi chu nghia"
_NUMBER: Final = re.compile(r"so\s*[:.]?\s*(?=[\w.\s-]{0,20}/)")
_JOINTS: Final = re.compile(r"\s*([/-])\s*")
_DATE: Final = re.compile(r"ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})\b")
_ABOUT: Final = re.compile(r"v\s*/\s*v\b")
_BODY: Final = ("kinh gui", "can cu", "dieu 1", "noi nhan")
_URGENCY: Final[Mapping[str, str]] = {
    "khan": "urgent",
    "thuong khan": "very_urgent",
    "hoa toc": "express",
}
_TITLE_GAP: Final = 2.6  # lines of a heading stand closer than this many heights
_HEAD_SHARE: Final = 0.45  # of the lines' height: where stamps of the head lie
_CENTRE: Final = 0.06  # of the width: how far from the middle a heading may stand
_SHORT: Final = 0.85  # of the text's width: a line of body text is longer


@dataclass(frozen=True)
class Reading:
    """What a first page says; empty where it does not say it plainly.

    ``type`` and ``urgency`` are codes; ``secrecy`` is a stamp that stands alone in the head.
    """

    issuer: str = ""
    code: str = ""
    date: datetime.date | None = None
    type: str = ""
    subject: str = ""
    urgency: str = ""
    secrecy: Secrecy | None = None


def read_fields(
    runs: Sequence[TextLine],
    types: Sequence[DocumentType] = (),
    issuers: Iterable[str] = (),
) -> Reading:
    """Read the first page. ``issuers`` are names as they are written in the book."""
    lines = lines_of(runs)
    title = next((line for line in lines if _TITLE in line.folded), None)
    if title is None:
        return Reading()
    page = _Page(lines, title)
    number = next((line for line in page.left if _NUMBER.match(line.folded)), None)
    kind = _type_line(page, types)
    code = _code(number) if number else ""
    return Reading(
        issuer=_issuer(page, number, issuers) if number else "",
        code=code,
        date=_date(page),
        type=kind[1].code if kind else _type_of_letter(page, code, types),
        subject=_subject(page, kind[0] if kind else None),
        urgency=next((_URGENCY[name] for line in page.head if (name := _stamp(line))), ""),
        secrecy=next((level for line in page.head if (level := _secret(line))), None),
    )


class _Page:
    """The lines of a page by where the national title stands."""

    def __init__(self, lines: Sequence[Line], title: Line) -> None:
        self.lines = [line for line in lines if line.bottom <= title.top + title.height]
        edge = title.left - 1
        top, bottom = title.top, min((line.bottom for line in self.lines), default=0.0)
        limit = top - _HEAD_SHARE * max(top - bottom, 300)
        self.head = [line for line in self.lines if line.bottom > limit]
        self.left = [line for line in self.head if line.centre < edge]
        self.right = [line for line in self.head if line.left >= edge]
        self.begin = min((line.left for line in self.lines), default=0.0)
        self.end = max((line.right for line in self.lines), default=0.0)

    def centred(self, line: Line) -> bool:
        """Whether a line stands about the middle of the text; margins differ by a centimetre."""
        return abs(line.centre - (self.begin + self.end) / 2) < _CENTRE * (self.end + self.begin)

    def heading(self, line: Line) -> bool:
        """Whether a line can be part of a heading: centred, and bold or shorter than a full one."""
        short = line.right - line.left < _SHORT * (self.end - self.begin)
        return self.centred(line) and (line.bold or short)


def _code(number: Line) -> str:
    """Number and symbol after ``Số:``, empty while the number itself has not been given."""
    shown = _NUMBER.match(number.folded)
    written = _JOINTS.sub(r"\1", number.text[shown.end() if shown else 0 :])
    read = parse_code(written.split(" ")[0][:CODE_LIMIT])
    return read.text() if read.number and read.symbol else ""


def _date(page: _Page) -> datetime.date | None:
    """The day in the line of place and date (ô số 4), which may be broken in two."""
    found = _DATE.search(fold(paragraph(page.right)))
    if found is None:
        return None
    try:
        return datetime.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


# -- the agency (ô số 2) ---------------------------------------------------------------------------


def _issuer(page: _Page, number: Line, known: Iterable[str]) -> str:
    """The agency itself stands below its parent and is the bold one of the two."""
    above = [line for line in page.left if line.bottom >= number.top - 1 and _says(line)]
    bold = [line for line in above if line.bold]
    plain = [line for line in above if not line.bold]
    books = {fold(each): each for each in known}
    if bold and plain:
        return _known(bold, plain, books) or _as_written(paragraph(bold), page)
    for start in range(len(above)):
        if found := _known(above[start:], above[:start], books):
            return found
    # without a difference between the two, only a single line is plainly the agency
    return _as_written(above[-1].text, page) if above and (len(above) == 1 or not bold) else ""


def _known(own: Sequence[Line], parent: Sequence[Line], books: Mapping[str, str]) -> str:
    """The agency as the book writes it, with or without the name of its parent."""
    whole = paragraph([*own, *parent])
    return books.get(fold(whole)) or books.get(fold(paragraph(own))) or ""


def _as_written(name: str, page: _Page) -> str:
    """The agency with the capitals that the text of the document itself gives it, if it names
    it."""
    for found in re.finditer(re.escape(name), paragraph(page.lines), re.IGNORECASE):
        if not found[0].isupper():
            return found[0]
    return name


def _says(line: Line) -> bool:
    return any(letter.isalnum() for letter in line.text)


# -- type and subject (ô số 5a, 5b) ----------------------------------------------------------------


def _type_line(page: _Page, types: Sequence[DocumentType]) -> tuple[Line, DocumentType] | None:
    """The heading that is the name of a type, in capitals on a line of its own."""
    names = {fold(each.vi): each for each in types}
    for line in page.lines:
        kind = names.get(line.folded)
        if kind and line.text.isupper() and page.centred(line):
            return line, kind
    return None


def _type_of_letter(page: _Page, code: str, types: Sequence[DocumentType]) -> str:
    """Without a heading: the abbreviation in the symbol, or a letter by its ``V/v``."""
    symbol = parse_code(code).symbol
    for each in types:
        if each.abbr and symbol.startswith(f"{each.abbr}-"):
            return each.code
    letter = any(_ABOUT.match(line.folded) for line in page.left)
    return "cong-van" if letter and any(each.code == "cong-van" for each in types) else ""


def _subject(page: _Page, kind: Line | None) -> str:
    if kind is not None:
        return _tidy(paragraph(_below(kind, [one for one in page.lines if page.heading(one)])))
    first = next((line for line in page.left if _ABOUT.match(line.folded)), None)
    if first is None:
        return ""
    return _tidy(paragraph([first, *_below(first, page.left)]))


def _below(first: Line, column: Sequence[Line]) -> list[Line]:
    """The lines of one heading under its first line: close to each other, no stamp, no body."""
    found: list[Line] = []
    last = first
    for line in column:
        if line.top > last.bottom + 1 or line is first:
            continue
        far = last.top - line.top > _TITLE_GAP * max(last.height, 9)
        if far or (first.bold and not line.bold) or _ends(line, first):
            break
        found.append(line)
        last = line
    return found


def _ends(line: Line, first: Line) -> bool:
    capitals = line.text.isupper() and line.text != first.text
    return capitals or line.folded.startswith(_BODY) or not _says(line)


def _tidy(text: str) -> str:
    return text.strip().removesuffix("./.").strip(" -–:")


# -- stamps (ô số 10a, 10b) ------------------------------------------------------------------------


def _stamp(line: Line) -> str:
    """The urgency that a line is and nothing else, in capitals."""
    return line.folded if line.text.isupper() and line.folded in _URGENCY else ""


def _secret(line: Line) -> Secrecy | None:
    return stamp_in(line.text) if line.text.isupper() else None
