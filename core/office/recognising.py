"""What a written line is, by how it begins: ``Điều 3.``, ``1.``, ``a)``, ``-``, ``Căn cứ …``.

Labels that were typed, pasted or counted by another program are taken off: a draft counts its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from core.office.draft import (
    Article,
    Basis,
    Block,
    Clause,
    Heading,
    Item,
    Level,
    Paragraph,
    Point,
    clean,
)
from core.office.typography import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_HEADING: Final = re.compile(
    r"(phần|chương|mục|tiểu mục)\s+(?:[ivxlc]{1,7}|\d{1,3})(?=$|[\s.:–-])[\s.:–-]*", re.IGNORECASE
)
_LEVELS: Final[dict[str, Level]] = {
    "phần": "part",
    "chương": "chapter",
    "mục": "section",
    "tiểu mục": "subsection",
}
_BASIS: Final = re.compile(r"căn cứ\s+[^\s;,.]", re.IGNORECASE)
_LABELS: Final[tuple[tuple[re.Pattern[str], Callable[[str], Block]], ...]] = (
    (re.compile(r"điều\s+\d{1,4}\s*[.:]\s*(?=\S)", re.IGNORECASE), Article),
    (re.compile(r"\d{1,3}\.\s+(?=\S)"), Clause),
    (re.compile(r"[a-zđ]{1,2}\)\s+(?=\S)"), Point),
    (re.compile(r"[-–—+•·▪*]\s+(?=\S)"), Item),
)
MAX_HEADING: Final = 120
"""Letters of a heading (core.office.draft.Line)."""


def begins(line: str) -> bool:
    """Whether a line begins a part of its own, whatever stands before it."""
    marks = (_HEADING, _BASIS, *(label for label, _ in _LABELS))
    return any(mark.match(line) for mark in marks)


def block(line: str, begun: bool) -> Block:
    """The part that one line is; ``begun``: the text has begun, and no basis follows any more."""
    if (found := _HEADING.match(line)) and len(rest := line[found.end() :]) <= MAX_HEADING:
        return Heading(_LEVELS[found[1].casefold()], rest)
    for label, make in _LABELS:
        if found := label.match(line):
            return make(line[found.end() :])
    if not begun and _BASIS.match(line):
        return Basis(bare(line))
    return Paragraph(line)


def blocks(lines: Iterable[str]) -> tuple[Block, ...]:
    """The parts that lines are; the line below a heading without words is its title."""
    return tuple(each for each, _ in sourced(lines))


def sourced(lines: Iterable[str]) -> list[tuple[Block, str]]:
    """The same, each part with the line that began it."""
    found: list[tuple[Block, str]] = []
    for line in filter(None, map(clean, lines)):
        last, source = found[-1] if found else (None, "")
        if isinstance(last, Heading) and not last.text and is_title(line):
            found[-1] = (Heading(last.level, line), source)
            continue
        begun = last is not None and not isinstance(last, Basis)
        found.append((block(line, begun), line))
    return found


def told(lines: Iterable[tuple[str, bool]]) -> list[Block]:
    """The parts that lines are, each with whether all of it is bold: a Điều or khoản that is has a
    heading.
    """
    said = [(clean(text), heavy) for text, heavy in lines]
    bold = {text for text, heavy in said if heavy}
    found = sourced(text for text, _ in said)
    return [_titled(block) if source in bold else block for block, source in found]


def _titled(block: Block) -> Block:
    if isinstance(block, Article):
        return Article(block.text, titled=True)
    return Clause(block.text, titled=True) if isinstance(block, Clause) else block


def is_title(line: str) -> bool:
    """Whether a line can be the title of a heading: in capitals, and no part of its own."""
    return len(line) <= MAX_HEADING and line == line.upper() and not begins(line)
