"""Finds what a person means by a few letters: initials, the beginning of a word, no marks
needed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b")


@dataclass(frozen=True)
class Candidate:
    """Something to choose: its words, a remark at the right, how often it was chosen, an id."""

    text: str
    remark: str = ""
    used: int = 0
    id: bytes = b""


@dataclass(frozen=True)
class Match:
    """A candidate and which of its letters were meant, as (start, end) pairs."""

    candidate: Candidate
    spans: tuple[tuple[int, int], ...]


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case without marks, one letter for one letter, so that places in both are the same."""
    return "".join(_bare(letter) for letter in unicodedata.normalize("NFC", text))


def forget() -> None:
    """Drop the texts that were folded; locking does it."""
    fold.cache_clear()


def _bare(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    parts = unicodedata.normalize("NFD", letter)
    return "".join(part for part in parts if part not in _TONES).lower()[:1] or letter


def _starts(folded: str) -> list[int]:
    """Where the words of a text begin."""
    edges = (i for i in range(len(folded)) if folded[i].isalnum())
    return [i for i in edges if i == 0 or not folded[i - 1].isalnum()]


def _by_initials(typed: str, folded: str) -> tuple[tuple[int, int], ...]:
    """``pth`` in "Phòng Tác huấn": each word gives one letter or more, in order, from the first."""
    starts = _starts(folded)
    ends = [*starts[1:], len(folded)]

    def take(place: int, letters: str) -> tuple[tuple[int, int], ...] | None:
        if not letters:
            return ()
        if place == len(starts):
            return None
        start, length = starts[place], ends[place] - starts[place]
        for count in range(1, min(len(letters), length) + 1):
            if folded[start : start + count] != letters[:count]:
                return None
            if (rest := take(place + 1, letters[count:])) is not None:
                return ((start, start + count), *rest)
        return None

    return take(0, typed) or ()


def _by_words(typed: str, folded: str) -> tuple[tuple[int, int], ...]:
    """Every typed word begins some word of the text."""
    starts, spans = _starts(folded), []
    for part in typed.split():
        found = next((i for i in starts if folded.startswith(part, i)), None)
        if found is None:
            return ()
        spans.append((found, found + len(part)))
    return tuple(sorted(spans))


def find(typed: str, candidates: Iterable[Candidate], limit: int = 8) -> Sequence[Match]:
    """The best candidates first: what was typed in full before all, initials or beginning before
    words inside, much used before rare."""
    wanted = fold(typed.strip())
    found: list[tuple[int, Match]] = []
    for candidate in candidates:
        folded = fold(candidate.text)
        if wanted == folded:
            found.append((-1, Match(candidate, ((0, len(wanted)),))))
        elif not wanted or folded.startswith(wanted):
            found.append((0, Match(candidate, ((0, len(wanted)),) if wanted else ())))
        elif spans := _by_initials(wanted.replace(" ", ""), folded):
            found.append((1, Match(candidate, spans)))
        elif spans := _by_words(wanted, folded):
            found.append((2, Match(candidate, spans)))
    found.sort(key=lambda pair: (pair[0] // 2, -pair[1].candidate.used, pair[0]))
    return [match for _, match in found[:limit]]
