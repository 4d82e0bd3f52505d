"""How components are set: case, size and style of each, one row a component."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from core.office.format.finding import Finding
from core.office.format.lines import is_lower, is_upper
from core.office.format.measures import SIZE_OFF_PT
from core.office.format.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.format.lines import Line
    from core.office.format.page import Box

_MOST: Final = 0.85
_EXCERPT: Final = 80


@dataclass(frozen=True)
class Look:
    """What a component must be; ``case`` empty where the law leaves it to the words."""

    case: Literal["upper", "lower", ""]
    sizes: tuple[float, float]
    bold: bool = False
    italic: bool = False


LOOKS: Final[dict[str, Look]] = {
    "state": Look("upper", (12, 13), bold=True),
    "motto": Look("", (13, 14), bold=True),
    "parent": Look("upper", (12, 13)),
    "issuer": Look("upper", (12, 13), bold=True),
    "number": Look("", (13, 13)),
    "date": Look("", (13, 14), italic=True),
    "title": Look("upper", (13, 14), bold=True),
    "subject": Look("lower", (13, 14), bold=True),
    "letter-subject": Look("lower", (12, 13)),
    "basis": Look("lower", (13, 14), italic=True),
    "heading": Look("lower", (13, 14), bold=True),
    "heading-title": Look("upper", (13, 14), bold=True),
    "authority": Look("upper", (13, 14), bold=True),
    "signer": Look("lower", (13, 14), bold=True),
    "addressees": Look("lower", (13, 14)),
    "recipients-title": Look("lower", (12, 12), bold=True, italic=True),
    "recipients": Look("lower", (11, 11)),
    "urgency": Look("upper", (13, 14), bold=True),
    "circulation": Look("upper", (13, 14), bold=True),
    "marker": Look("", (11, 11)),
    "contact": Look("", (11, 12)),
    "appendix": Look("lower", (14, 14), bold=True),
    "appendix-title": Look("upper", (13, 14), bold=True),
    "appendix-reference": Look("", (13, 14), italic=True),
    "corner": Look("lower", (10, 10)),
}
"""The rules of a component are its name with ``-case``, ``-size`` and ``-style``."""


def looks(name: str, lines: Sequence[Line]) -> Iterator[Finding]:
    """What is wrong with how a component's lines are set; each rule once."""
    if not lines:
        return
    look = LOOKS[name]
    text = " ".join(line.text for line in lines)
    if look.case and not (is_upper(text) if look.case == "upper" else is_lower(text)):
        yield at(Rule(f"{name}-case"), lines[0])
    if wrong := sized(lines, look.sizes):
        yield at(Rule(f"{name}-size"), wrong, points(wrong.size), span(look.sizes))
    off = (line for line in lines if not styled(line, bold=look.bold, italic=look.italic))
    if crooked := next(off, None):
        yield at(Rule(f"{name}-style"), crooked)


def sized(lines: Sequence[Line], sizes: tuple[float, float]) -> Line | None:
    """The first line whose letters are not of these sizes."""
    low, high = sizes[0] - SIZE_OFF_PT, sizes[1] + SIZE_OFF_PT
    return next((line for line in lines if not low <= line.size <= high), None)


def styled(line: Line, *, bold: bool, italic: bool) -> bool:
    """Whether most of a line is as bold and as italic as it must be."""
    shares = ((line.bold, bold), (line.italic, italic))
    return all(share >= _MOST if wanted else share <= 1 - _MOST for share, wanted in shares)


def at(rule: Rule, line: Line, measured: str = "", expected: str = "") -> Finding:
    """A finding on a line."""
    return Finding(rule, line.page + 1, line.box, measured, expected, line.text[:_EXCERPT])


def on(
    rule: Rule, page: int, box: Box | None = None, measured: str = "", expected: str = ""
) -> Finding:
    """A finding on a page, counted from 0."""
    return Finding(rule, page + 1, box, measured, expected)


def points(value: float) -> str:
    """A size as people write it: ``13,5``."""
    return f"{round(value, 1):g}".replace(".", ",")


def span(pair: tuple[float, float]) -> str:
    """From and to, or one number."""
    low, high = points(pair[0]), points(pair[1])
    return low if low == high else f"{low}\u2013{high}"
