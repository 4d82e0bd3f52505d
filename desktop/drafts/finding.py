"""Finds words in a text: marks count, capitals and whole syllables where wanted. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize


@dataclass(frozen=True)
class Sought:
    """What is looked for, and how: ``case`` tells capitals apart, ``whole`` wants whole
    syllables."""

    text: str
    case: bool = False
    whole: bool = False


def places(text: str, sought: Sought) -> list[tuple[int, int]]:
    """Where it stands, first letter and the one behind the last; a space finds any space."""
    if not sought.text:
        return []
    letters = re.escape(normalize("NFC", sought.text)).replace("\\ ", "[ \u00a0]")
    pattern = rf"(?<!\w){letters}(?!\w)" if sought.whole else letters
    found = re.finditer(pattern, text, re.NOFLAG if sought.case else re.IGNORECASE)
    return [match.span() for match in found]


def word_count(text: str) -> int:
    """Words as word processors count them: groups of letters between spaces."""
    return len(text.split())
