"""Ô 6: căn cứ, phần, chương, mục, điều, khoản, điểm: their form, order and style."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from core.office.format.body import ARTICLE, CLAUSE, HEADING, POINT
from core.office.format.check_body import body_size, same_size
from core.office.format.looks import at, looks, styled
from core.office.format.rules import Rule
from core.office.typography import POINT_LETTERS, roman

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.format.body import Frame, Paragraph
    from core.office.format.finding import Finding
    from core.office.format.lines import Line

_ROMAN_LEVELS: Final = ("phan", "chuong")
_MANY: Final = re.compile(r";\s+(?:căn cứ|theo đề nghị|xét)\b", re.IGNORECASE)


def check_divisions(paragraphs: Sequence[Paragraph], frame: Frame) -> Iterator[Finding]:
    """The divisions of one text; each rule once."""
    said: set[Rule] = set()
    for found in _all(paragraphs, frame):
        if found.rule not in said:
            said.add(found.rule)
            yield found


def _all(paragraphs: Sequence[Paragraph], frame: Frame) -> Iterator[Finding]:
    yield from _bases([one for one in paragraphs if one.kind == "basis"])
    yield from _headings(paragraphs, frame)
    size = body_size(paragraphs)
    yield from _articles([one for one in paragraphs if one.kind == "article"], size)
    yield from _clauses(paragraphs, size)
    yield from _points(paragraphs, size)


def _bases(bases: Sequence[Paragraph]) -> Iterator[Finding]:
    if not bases:
        return
    yield from looks("basis", [line for one in bases for line in one.lines])
    for one in bases:
        if _MANY.search(one.text):
            yield at(Rule.BASIS_LINES, one.first)
    for one in bases[:-1]:
        if not one.text.endswith(";"):
            yield at(Rule.BASIS_SEMICOLON, one.lines[-1])
    if not bases[-1].text.endswith("."):
        yield at(Rule.BASIS_PERIOD, bases[-1].lines[-1])


def _headings(paragraphs: Sequence[Paragraph], frame: Frame) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    for one in paragraphs:
        line = one.first
        if one.kind == "heading-title":
            yield from looks("heading-title", one.lines)
            if not frame.centres(line) and line.right < frame.right - 16:
                yield at(Rule.HEADING_TITLE_PLACE, line)
        if one.kind != "heading":
            continue
        match = HEADING.fullmatch(line.folded)
        assert match is not None  # noqa: S101 - that is what made it a heading
        yield from looks("heading", _label_only(line, bool(match[3].strip())))
        if match[3].strip() or not frame.centres(line):
            yield at(Rule.HEADING_PLACE, line)
        yield from _numbered(line, match[1], match[2], counts)


def _label_only(line: Line, titled: bool) -> list[Line]:
    """A heading with its title on the same line is one finding, of its place."""
    return [] if titled else [line]


def _numbered(line: Line, level: str, number: str, counts: dict[str, int]) -> Iterator[Finding]:
    wants_roman = level in _ROMAN_LEVELS
    if wants_roman and not re.fullmatch(r"[ivxlcdm]+", number):
        yield at(Rule.HEADING_ROMAN, line, number.upper())
    if not wants_roman and not number.isdigit():
        yield at(Rule.HEADING_ARABIC, line, number.upper())
    count = counts.get(level, 0) + 1
    spelled = {roman(count).lower(), str(count)}
    plain = number.isdigit() or re.fullmatch(r"[ivxlcdm]+", number)
    restarts = number in ("1", "i") and level != "phan"
    if plain and number not in spelled and not restarts:
        yield at(
            Rule.HEADING_ORDER, line, number.upper(), roman(count) if wants_roman else str(count)
        )
    counts[level] = 1 if restarts else count
    below = {"phan": ("muc", "tieu muc"), "chuong": ("muc", "tieu muc"), "muc": ("tieu muc",)}
    for lower in below.get(level, ()):
        counts.pop(lower, None)


def _articles(articles: Sequence[Paragraph], size: float) -> Iterator[Finding]:
    for count, one in enumerate(articles, 1):
        line = one.first
        match = ARTICLE.match(one.text)
        assert match is not None  # noqa: S101 - that is what made it an article
        word, number, sign = match.groups()
        if word != "Điều" or not number.isdigit() or sign != ".":
            yield at(Rule.ARTICLE_FORM, line, match[0], f"Điều {count}.")
        elif int(number) != count:
            yield at(Rule.ARTICLE_ORDER, line, number, str(count))
        head = line.runs[0]
        if not head.bold or head.italic:
            yield at(Rule.ARTICLE_STYLE, line)
        if not same_size(line, size):
            yield at(Rule.ARTICLE_SIZE, line)


def _clauses(paragraphs: Sequence[Paragraph], size: float) -> Iterator[Finding]:
    last = 0
    for place, one in enumerate(paragraphs):
        if one.kind in ("heading", "heading-title", "article", "centred") or _is_subhead(one):
            last = 0
        if one.kind != "clause":
            continue
        match = CLAUSE.match(one.text)
        assert match is not None  # noqa: S101 - that is what made it a clause
        number = int(match[1])
        if match[2] != "." or match[1] != str(number):
            yield at(Rule.CLAUSE_FORM, one.first, match[0], f"{number}.")
        if number not in (last + 1, 1):
            yield at(Rule.CLAUSE_ORDER, one.first, str(number), str(last + 1))
        last = number
        after = paragraphs[place + 1].kind if place + 1 < len(paragraphs) else "clause"
        lonely = one.bold and after in ("clause", "article", "heading")
        if lonely or any(line.italic > 0.9 for line in one.lines):
            yield at(Rule.CLAUSE_STYLE, one.first)
        if not same_size(one.first, size):
            yield at(Rule.CLAUSE_SIZE, one.first)


def _is_subhead(one: Paragraph) -> bool:
    return one.kind == "plain" and re.match(r"[IVX]+\.\s", one.text) is not None


def _points(paragraphs: Sequence[Paragraph], size: float) -> Iterator[Finding]:
    last = -1
    for one in paragraphs:
        if one.kind != "point":
            last = last if one.kind in ("plain", "item") and not one.bold else -1
            continue
        match = POINT.match(one.text)
        assert match is not None  # noqa: S101 - that is what made it a point
        letter, sign = match.groups()
        if sign != ")" or letter != letter.lower():
            yield at(Rule.POINT_FORM, one.first, match[0], f"{letter.lower()})")
        place = POINT_LETTERS.find(letter.lower())
        if place not in (last + 1, 0):
            wanted = POINT_LETTERS[min(last + 1, len(POINT_LETTERS) - 1)]
            yield at(Rule.POINT_ORDER, one.first, letter, wanted)
        last = place
        if not all(styled(line, bold=False, italic=False) for line in one.lines):
            yield at(Rule.POINT_STYLE, one.first)
        if not same_size(one.first, size):
            yield at(Rule.POINT_SIZE, one.first)
