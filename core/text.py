"""Vietnamese text for searching: folded, split into words, with one place for the tone mark.

Folding turns each character into one character, so a place found in folded text is the same place
in the NFC original (store.md §6.1). Words are split here, for texts and for queries alike.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize

WORD = re.compile(r"[^\W_]+")
_TABLE_END = 0x3000  # every letter of ours is below; what lies above is folded without remembering
_OLD_PLACE = re.compile("([òóỏõọ])([ae])$|([ùúủũụ])(y)$")


class Word(NamedTuple):
    """A word: from ``start`` up to ``stop`` in the NFC text, folded, and with its marks."""

    start: int
    stop: int
    folded: str
    marked: str


class _Fold(dict[int, str]):
    """str.translate's table, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if code < _TABLE_END:
            self[code] = folded
        return folded


_fold_table = _Fold()


def nfc(text: str) -> str:
    """The composed form in which texts are stored and places in them are counted."""
    return normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without marks, đ as d; as long as the NFC form of the text."""
    return nfc(text).translate(_fold_table)


def words(text: str) -> list[Word]:
    """The words of a text in order; ``marked`` is the folded form where a word carries no marks."""
    original, folded = nfc(text), fold(text)
    return [
        Word(
            match.start(),
            match.end(),
            match.group(),
            one_place(original[match.start() : match.end()].lower()),
        )
        for match in WORD.finditer(folded)
    ]


def one_place(word: str) -> str:
    """A lower-case word with its tone mark where the new rule has it: hòa and hoà become hoà."""
    return _OLD_PLACE.sub(_moved, word)


def spans(text: str, query: str) -> list[tuple[int, int]]:
    """Where the words of a query stand in the NFC form of a text, the last one as a beginning."""
    asked = [word.folded for word in words(query)]
    if not asked:
        return []
    whole, begun = set(asked), asked[-1]
    found = []
    for word in words(text):
        if word.folded in whole:
            found.append((word.start, word.stop))
        elif word.folded.startswith(begun):
            found.append((word.start, word.start + len(begun)))
    return found


def _moved(match: re.Match[str]) -> str:
    first, second = match.group(1) or match.group(3), match.group(2) or match.group(4)
    bare, tone = normalize("NFD", first)[0], normalize("NFD", first)[-1]
    return bare + normalize("NFC", second + tone)


def _fold_character(character: str) -> str:
    if character in "đĐ":
        return "d"
    folded = normalize("NFD", character)[0].lower()
    return folded if len(folded) == 1 else character
