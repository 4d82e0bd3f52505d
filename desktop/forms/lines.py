"""Breaking text into lines: greedy, at spaces; justified, centred or ragged (pure functions).

Vietnamese syllables are short and stand apart, so a greedy break leaves even lines and needs no
hyphens. A word longer than a line (an address, a long symbol) is cut where the line ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.forms import fonts

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_STRETCH = 3.0
"""A justified line whose spaces would grow beyond this many times their width stays ragged."""


@dataclass(frozen=True, slots=True)
class Type:
    """Font (a name of desktop.forms.fonts) and size in points."""

    font: str
    size: float

    def width(self, text: str) -> float:
        """Width of the text in points."""
        return fonts.width(text, self.font, self.size)


def wrap(text: str, kind: Type, width: float, first: float | None = None) -> list[str]:
    """The lines of a text, none wider than ``width`` (the first: ``first``); one line at least."""
    lines: list[str] = []
    space = kind.width(" ")
    room = width if first is None else first
    line, used = "", 0.0
    for word in filter(None, text.split(" ")):
        wide = kind.width(word)
        if line and used + space + wide <= room:
            line, used = f"{line} {word}", used + space + wide
            continue
        if line:
            lines.append(line)
            room = width
        *full, line = [word] if wide <= room else _cut(word, kind, room, width)
        lines += full
        room = width if full else room
        used = kind.width(line)
    return [*lines, line]


def balanced(text: str, kind: Type, width: float) -> list[str]:
    """As few lines as ``wrap`` makes, and as even as they can be; for centred text."""
    best = wrap(text, kind, width)
    low, high = 0.0, width
    while high - low > 1 and len(best) > 1:
        middle = (low + high) / 2
        tried = wrap(text, kind, middle)
        if len(tried) == len(best) and not _cuts(text, tried):
            best, high = tried, middle
        else:
            low = middle
    return best


def fitted(texts: Sequence[tuple[str, str]], sizes: Sequence[float], width: float) -> float:
    """The size at which texts, each in its font, take the fewest lines; of equal ones the first."""

    def lines(size: float) -> int:
        return sum(len(wrap(text, Type(font, size), width)) for text, font in texts)

    return min(sizes, key=lines)


def stretch(line: str, kind: Type, width: float) -> float:
    """What each space of a justified line grows by, in points; 0 where it must stay ragged."""
    spaces = line.count(" ") + line.count(fonts.NO_BREAK_SPACE)
    if not spaces:
        return 0.0
    extra = (width - kind.width(line)) / spaces
    return extra if extra <= MAX_STRETCH * kind.width(" ") else 0.0


def joined(lines: Sequence[str], text: str) -> list[str]:
    """The lines of a broken text with the spaces at which it was broken: none where a word is cut.

    A reader that follows the structure sees no white space between two lines.
    """
    whole = " ".join(filter(None, text.split(" ")))
    done, at = [], 0
    for line in lines:
        at += len(line)
        space = whole[at : at + 1] == " "
        done.append(f"{line} " if space else line)
        at += space
    return done


def _cut(word: str, kind: Type, room: float, width: float) -> list[str]:
    """The word in parts that fit; whole if it fits."""
    parts, part = [], ""
    for letter in word:
        if part and kind.width(part + letter) > room:
            parts.append(part)
            part, room = "", width
        part += letter
    return [*parts, part]


def _cuts(text: str, lines: list[str]) -> bool:
    """True where breaking has cut a word."""
    return " ".join(lines) != " ".join(filter(None, text.split(" ")))
