"""Vietnamese typed with Telex or VNI keys: one word at a time, key by key.

Telex: aa aw ee oo ow uw dd, s f r x j, z clears; VNI: 6 7 8 9 for marks, 1 to 5 for tones, 0 clears
(domain.md §16). A key that repeats its mark takes it back and stands as a letter; so does every key
after it in that word. A word that cannot be a syllable gets back the keys as they were typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from core.office.syllables import BARE, VOWELS, is_syllable, may_become, toned, untoned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.office.syllables import Style

Method = Literal["telex", "vni"]
LONGEST: Final = 8
"""Letters of the longest syllable, and one more."""

_HALF_HORNED: Final = re.compile(r"(?<!q)(u(?=ơ)|ư(?=o))(ơ|o)(?=.)", re.IGNORECASE)

_State = Literal["open", "letters", "shut"]


class _Keys(NamedTuple):
    tones: dict[str, int]
    marks: dict[str, dict[str, str]]


_KEYS: Final[dict[Method, _Keys]] = {
    "telex": _Keys(
        {"z": 0, "f": 1, "r": 2, "x": 3, "s": 4, "j": 5},
        {
            "a": {"a": "â"},
            "e": {"e": "ê"},
            "o": {"o": "ô"},
            "w": {"o": "ơ", "a": "ă", "u": "ư"},
            "d": {"d": "đ"},
        },
    ),
    "vni": _Keys(
        {"0": 0, "2": 1, "3": 2, "4": 3, "1": 4, "5": 5},
        {
            "6": {"a": "â", "e": "ê", "o": "ô"},
            "7": {"o": "ơ", "u": "ư"},
            "8": {"a": "ă"},
            "9": {"d": "đ"},
        },
    ),
}


@dataclass(frozen=True)
class Word:
    """A word that is being typed: its keys, its letters without tone, the tone; ``letters`` is an
    abbreviation without vowels (SĐ, HĐND), ``shut`` takes every key as it is.
    """

    keys: str = ""
    base: str = ""
    tone: int = 0
    state: _State = "open"
    style: Style = "old"

    @property
    def text(self) -> str:
        """What stands there; NFC."""
        return toned(self.base, self.tone, self.style)


def takes(key: str, method: Method) -> bool:
    """Whether a key goes on with a word; every other one ends it."""
    return key.isalpha() or key in _KEYS[method].tones or key in _KEYS[method].marks


def feed(word: Word, key: str, method: Method) -> Word:
    """The word after one more key, which ``takes`` accepts."""
    typed = replace(word, keys=word.keys + key)
    if word.state == "shut":
        return replace(typed, base=word.base + key)
    low = key.lower()
    marks = _KEYS[method].marks.get(low, {})
    if word.state == "letters" or not _has_vowel(word.base):
        if "d" in marks and word.base[-1:].lower() in ("d", "đ"):
            return _stroke(typed, key)
    elif low in _KEYS[method].tones:
        return _tone(typed, key, _KEYS[method].tones[low])
    if word.state == "open" and marks:
        return _mark(typed, key, marks)
    return _letter(typed, key)


def finish(word: Word) -> str:
    """What stands there when the word ends: what was composed, or the keys where that is no
    syllable."""
    text = word.text
    if word.state != "open" or text == word.keys or not _has_vowel(word.base):
        return text
    return text if is_syllable(word.base.lower(), word.tone) else word.keys


def resume(text: str, style: Style) -> Word:
    """Go on with a word that stands there already, as after a Backspace."""
    base, tone = untoned(text)
    if may_become(base.lower(), tone):
        return Word(text, base, tone, style=style)
    if text.isalpha() and not _has_vowel(base):
        return Word(text, base, 0, "letters")
    return Word(text, text, 0, "shut")


def compose(keys: str, method: Method, style: Style) -> str:
    """What a word's keys give, once the word has ended."""
    word = Word(style=style)
    for key in keys:
        word = feed(word, key, method)
    return finish(word)


# -- one key --------------------------------------------------------------------------------------


def _stroke(word: Word, key: str) -> Word:
    """``dd`` in what has no vowel yet: đ, or back again."""
    last = word.base[-1]
    if last.lower() == "đ":
        return _shut(word, word.base[:-1] + _like(last, "d") + key)
    base = word.base[:-1] + _like(last, "đ")
    state: _State = "open" if may_become(base.lower(), 0) else "letters"
    return replace(word, base=base, state=state)


def _tone(word: Word, key: str, tone: int) -> Word:
    if tone == word.tone:
        return _letter(word, key) if tone == 0 else _shut(word, word.base + key)
    if tone == 0:
        return replace(word, keys=word.base, tone=0)  # cleared on purpose: that is to stay
    if not may_become(word.base.lower(), tone):
        return _letter(word, key)
    return replace(word, tone=tone)


def _mark(word: Word, key: str, marks: dict[str, str]) -> Word:
    for base in map(_straight, _marked(word.base, marks)):
        if may_become(base.lower(), word.tone):
            return replace(word, base=base)
    if any(letter in marks.values() for letter in word.base.lower()):
        if "u" in marks and "u" not in word.keys.lower() and "ư" not in word.keys.lower():
            return _shut(word, word.keys[:-1])
        back = _taken_back(word.base, marks) + key
        if key in "oO" and may_become(back.lower(), word.tone):
            return replace(word, base=back)  # boong is typed booong
        return _shut(word, toned(back[:-1], word.tone, word.style) + key)
    if key in "wW" and not _has_vowel(word.base):
        base = word.base + _like(key, "ư")
        if may_become(base.lower(), 0):
            return replace(word, base=base)
    return _letter(word, key)


def _shut(word: Word, base: str) -> Word:
    """From here on every key stands as it is."""
    return replace(word, base=base, tone=0, state="shut")


def _marked(base: str, marks: dict[str, str]) -> Iterator[str]:
    """The ways to put the marks of a key on letters, the likeliest first."""
    low = base.lower()
    for bare, made in marks.items():
        for at, letter in enumerate(low):
            if BARE.get(letter, letter) == bare and letter != made:
                yield base[:at] + _like(base[at], made) + base[at + 1 :]
        at = low.find("uo")
        if bare == "o" and "u" in marks and at >= 0:
            pair = _like(base[at], "ư") + _like(base[at + 1], "ơ")
            yield base[:at] + pair + base[at + 2 :]


def _straight(base: str) -> str:
    """``uơ`` and ``ưo`` before another letter are ``ươ``: thuow is thuơ, thuown is thươn."""
    found = _HALF_HORNED.search(base)
    if found is None:
        return base
    pair = _like(found[1], "ư") + _like(found[2], "ơ")
    return base[: found.start()] + pair + base[found.end() :]


def _taken_back(base: str, marks: dict[str, str]) -> str:
    return "".join(
        _like(letter, BARE[letter.lower()]) if letter.lower() in marks.values() else letter
        for letter in base
    )


def _letter(word: Word, key: str) -> Word:
    """A letter more; where no syllable can come of it the keys stand as they were typed."""
    base = word.base + key
    if word.state == "open" and may_become((straight := _straight(base)).lower(), word.tone):
        return replace(word, base=straight)
    if not key.isalpha():
        return _shut(word, word.text + key)
    if not _has_vowel(base) and base.isalpha():
        return replace(word, base=base, state="letters")
    if word.state == "letters":
        return _shut(word, base)
    return _shut(word, word.keys)


def _has_vowel(base: str) -> bool:
    return any(letter in VOWELS for letter in base.lower())


def _like(letter: str, made: str) -> str:
    return made.upper() if letter.isupper() else made
