"""Phrases that a drafter calls by a few letters: the unit's, and his own as lines of text.

A line ``kdn = Kính đề nghị …`` is the phrase behind the sign and what is typed for it; without the
sign the whole line is a phrase that is only chosen from the list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from core.office.draft import clean
from core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST: Final = 500
"""Phrases of one person."""
LONGEST: Final = 2000
"""Letters of a phrase."""
GAP: Final = "…"
"""Where a drafter goes on writing."""
_ABBR: Final = re.compile(r"([^\W\d_]\w{0,15})?")
_TYPED: Final = re.compile(r"[^\W_]+\Z")


class Phrase(msgspec.Struct, frozen=True):
    """Words, and the letters that stand for them; without letters it is chosen from the list."""

    text: str
    abbr: str = ""


def phrases(lines: str) -> tuple[Phrase, ...]:
    """The phrases that lines are, empty ones left out; of what is too long or too much, the
    beginning.
    """
    found = (_phrase(line) for line in lines.split("\n"))
    return tuple(one for one in found if one.text)[:MOST]


def _phrase(line: str) -> Phrase:
    abbr, sign, text = line.partition("=")
    if sign and _ABBR.fullmatch(abbr.strip()):
        return Phrase(clean(text)[:LONGEST], abbr.strip())
    return Phrase(clean(line)[:LONGEST])


def lines(known: Iterable[Phrase]) -> str:
    """The lines that are these phrases."""
    return "\n".join(f"{one.abbr} = {one.text}" if one.abbr else one.text for one in known)


def typed(before: str) -> str:
    """The letters in front of the cursor that may stand for a phrase."""
    found = _TYPED.search(before)
    return found[0] if found else ""


def meant(abbr: str, known: Sequence[Phrase]) -> Phrase | None:
    """The first phrase for which these letters stand, whatever their case and marks; what is
    written exactly so goes before.
    """
    found = [one for one in known if one.abbr and fold(one.abbr) == fold(abbr)]
    return next((one for one in found if one.abbr == abbr), found[0] if found else None)


def twice(known: Iterable[Phrase]) -> str:
    """Letters that stand for two phrases; empty where none do."""
    seen = set[str]()
    for one in known:
        if one.abbr and fold(one.abbr) in seen:
            return one.abbr
        seen.add(fold(one.abbr))
    return ""
