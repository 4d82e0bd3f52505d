"""The words in which subjects were written before, as offers for the next one. No Qt.

What comes every month differs by its month: such a subject is offered up to there.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from desktop.widgets.matching import Candidate
from desktop.widgets.phrase_edit import OPEN
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Iterable

_TIME: Final = re.compile(
    r"(?<=\s)(tuần|tháng|quý|năm|ngày|lần)(\s+(?:thứ\s+)?)[\dIVX]", re.IGNORECASE
)
_FEW: Final = 3
"""Words before the time: fewer say nothing."""


def wordings(subjects: Iterable[str]) -> list[Candidate]:
    """Offers made of earlier subjects, with how often each was used."""
    used = Counter(stem(subject) for subject in subjects if subject)
    return [Candidate(text, word("incoming.used", n=count), count) for text, count in used.items()]


def stem(subject: str) -> str:
    """A subject up to the first time that it names, with ``…`` for the rest; whole without one."""
    found = _TIME.search(subject)
    if found is None or len(subject[: found.start()].split()) < _FEW:
        return subject
    return subject[: found.end(2)] + OPEN
