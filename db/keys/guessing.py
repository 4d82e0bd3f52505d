"""How many tries somebody who knows people's habits needs for a passphrase: zxcvbn, and a list of
Vietnamese words of our own (resources/passphrases).

Loaded only where a new passphrase is chosen; unlocking does not wait for it.
"""

from __future__ import annotations

from functools import cache
from math import factorial, prod
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from zxcvbn import matching, zxcvbn  # type: ignore[import-untyped]

import resources
from core.text import WORD, fold, nfc
from db.keys import typing_habits

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST: Final = 72
"""Letters that are looked at: the search grows with the square of the length."""

SEEN: Final[Mapping[str, str]] = {
    "dictionary": "word",
    "spatial": "keyboard",
    "repeat": "repeat",
    "sequence": "sequence",
    "regex": "date",
    "date": "date",
}
"""What zxcvbn recognises, as people are told."""


class Guess(NamedTuple):
    """How many tries are needed at least, and what was recognised (codes of ``SEEN``)."""

    tries: float
    seen: tuple[str, ...]


def guess(text: str) -> Guess:
    """The cheapest way to find a passphrase: as typed, without marks, or with the blanks left
    out."""
    _know_vietnamese()
    plain = nfc(text).strip()
    joined = "".join(WORD.findall(plain))
    spellings = {plain, fold(plain), joined, fold(joined)}
    return min((_tried(each[:LONGEST]) for each in spellings if each), default=Guess(0, ()))


def _tried(text: str) -> Guess:
    """zxcvbn's estimate without what it adds for mere length: the orders of the parts times the
    tries for each, so four frequent syllables are not worth as much as four rare ones."""
    sequence: list[dict[str, Any]] = zxcvbn(text, max_length=LONGEST)["sequence"]
    tries = factorial(len(sequence)) * prod(float(part["guesses"]) for part in sequence)
    seen = {SEEN[part["pattern"]] for part in sequence if part["pattern"] in SEEN}
    return Guess(tries, tuple(sorted(seen)))


@cache
def _know_vietnamese() -> None:
    """Add our words to the dictionaries in every way in which a keyboard writes them down."""
    words = resources.text("passphrases/vi.txt").splitlines()
    ranked = dict.fromkeys(
        spelling
        for word in words
        if word and not word.startswith("#")
        for spelling in typing_habits.spellings(word)
    )
    matching.add_frequency_lists({"vietnamese": list(ranked)})
