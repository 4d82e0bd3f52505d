"""Ô 3 and 4: number and symbol, place and date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from core.office.format.check_head import misplaced
from core.office.format.lines import fold, is_upper
from core.office.format.looks import at, looks, on
from core.office.format.measures import CENTRE_OFF_MM, LEVEL_OFF_PT
from core.office.format.page import MM
from core.office.format.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.catalogue import DocumentType
    from core.office.format.finding import Finding, Record
    from core.office.format.layout import Layout
    from core.office.format.lines import Line

_NUMBER: Final = re.compile(r"(\d*)([a-z]?)/(?:\d{4}/)?[^\W_]+(?:[-.&][^\W_]+)*")
_LONG_DATE: Final = re.compile(
    r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})\.?", re.IGNORECASE
)
_BLANK_DATE: Final = re.compile(r"ngày[\s.…_]*tháng[\s.…_\d]*năm[\s.…_\d]*", re.IGNORECASE)
_WORD: Final = "Số:"
_ZERO_MONTHS: Final = ("1", "2")


def is_draft(layout: Layout, record: Record) -> bool:
    """Whether number and date are still to be given: so recorded, or the place is empty."""
    number = layout.head.number
    empty = number is not None and re.search(r"\d", number.text.partition("/")[0]) is None
    return record.draft or empty


def check_number(
    layout: Layout, record: Record, types: Sequence[DocumentType]
) -> Iterator[Finding]:
    """Ô 3."""
    line = layout.head.number
    if line is None:
        yield on(Rule.NUMBER_MISSING, 0)
        return
    yield from looks("number", [line])
    text = line.text
    rest = re.sub(r"^\s*s[ốo]\s*:?", "", text, flags=re.IGNORECASE).strip()
    if not text.startswith(_WORD):
        yield at(Rule.NUMBER_WORD, line, text, _WORD)
    yield from _written(line, rest, draft=is_draft(layout, record))
    yield from _cased(line, rest, types)
    yield from _typed(line, re.sub(r"\s", "", rest), layout, types, record.type)
    names = layout.head.names
    if names and not misplaced(layout):
        near = min(abs(line.centre - name.centre) for name in names)
        if near > CENTRE_OFF_MM * MM:
            yield at(Rule.NUMBER_PLACE, line)


def _written(line: Line, rest: str, *, draft: bool) -> Iterator[Finding]:
    if draft:
        rest = re.sub(r"^[\s.…_]*/", "/", rest)
    if " " in rest:
        yield at(Rule.NUMBER_SPACES, line, rest)
    tight = rest.replace(" ", "")
    match = _NUMBER.fullmatch(tight)
    if match is None or not (match[1] or draft):
        yield at(Rule.NUMBER_FORM, line, tight)
    digits = re.match(r"\d+", tight)
    if digits and digits[0] != f"{int(digits[0]):02d}":
        yield at(Rule.NUMBER_PADDING, line, digits[0], f"{int(digits[0]):02d}")


def _cased(line: Line, rest: str, types: Sequence[DocumentType]) -> Iterator[Finding]:
    """Capitals, but for an abbreviation that the law itself writes so: ``TTr``, ``CTr``."""
    symbol = re.sub(r"^\d*[a-z]?/|\s", "", rest.replace(" ", ""))
    first = re.split(r"\W", symbol)[0]
    lawful = any(kind.abbr == first for kind in types)
    if not is_upper(symbol.removeprefix(first) if lawful else symbol):
        yield at(Rule.NUMBER_CASE, line, symbol, symbol.upper())


def _typed(
    line: Line, tight: str, layout: Layout, types: Sequence[DocumentType], known: str
) -> Iterator[Finding]:
    """The symbol begins with the type's abbreviation, a công văn's with none."""
    if "/" not in tight:
        return
    groups = re.split(r"[-\u2013]", tight.rpartition("/")[2])
    first = groups[0].upper()
    abbreviations = {kind.abbr.upper() for kind in types if kind.abbr} | {"CV"}
    if layout.letter:
        if first in abbreviations and len(groups) > 1:
            yield at(Rule.NUMBER_LETTER_TYPE, line, first)
        return
    title = layout.title.line.folded.strip(" :.") if layout.title else ""
    own = next((kind for kind in types if kind.code == known or fold(kind.vi) == title), None)
    if own and own.abbr and first != own.abbr.upper():
        yield at(Rule.NUMBER_TYPE, line, groups[0], own.abbr)


def check_date(layout: Layout, record: Record) -> Iterator[Finding]:
    """Ô 4."""
    line = layout.head.date
    draft = is_draft(layout, record)
    if line is None:
        yield on(Rule.DATE_MISSING, 0)
        return
    text = line.text
    place = re.split(r"(?i)\bngày\b|\d", text, maxsplit=1)[0].strip()
    yield from looks("date", [line])
    yield from _date(line, text, draft=draft)
    if place and not place.endswith(","):
        yield at(Rule.DATE_COMMA, line, place)
    shouted = bool(place) and is_upper(place) and len(place) > 3
    if shouted or re.search(r"\b(?:Ngày|NGÀY|Tháng|THÁNG|Năm|NĂM)\b", text):
        yield at(Rule.DATE_CASE, line, text)
    yield from _date_place(layout, line, draft=draft)


def _date(line: Line, text: str, *, draft: bool) -> Iterator[Finding]:
    match = _LONG_DATE.search(text)
    if match is None:
        open_date = draft and (_BLANK_DATE.search(text) or not re.search(r"\d", text))
        if not open_date:
            yield at(Rule.DATE_FORM, line, text)
        return
    day, month, _ = match.groups()
    zero = f"{int(month):02d}" if month.lstrip("0") in _ZERO_MONTHS else str(int(month))
    if day != f"{int(day):02d}" or month != zero:
        yield at(Rule.DATE_ZERO, line, f"{day}, {month}", f"{int(day):02d}, {zero}")


def _date_place(layout: Layout, line: Line, *, draft: bool) -> Iterator[Finding]:
    head = layout.head
    if head.number and abs(line.baseline - head.number.baseline) > LEVEL_OFF_PT:
        yield at(Rule.DATE_LEVEL, line)
    stamped = not draft or _LONG_DATE.search(line.text) is not None
    if head.state is None or not stamped or misplaced(layout):
        return
    if abs(line.centre - head.state.centre) > CENTRE_OFF_MM * MM:
        yield at(Rule.DATE_PLACE, line)
