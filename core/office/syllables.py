"""What a Vietnamese syllable can be: onsets, rimes, tones, and where the tone stands.

Old style writes ``hòa, khỏe, thủy``, new style ``hoà, khoẻ, thuỷ``: Unicode keeps both apart, and
no law of documents prefers one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

Style = Literal["old", "new"]

VOWELS: Final = "aăâeêioôơuưy"
TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""Ngang, huyền, hỏi, ngã, sắc, nặng."""
BARE: Final = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"}
_MARKED: Final = "ăâêôơư"
_OPEN_PAIRS: Final = frozenset({"oa", "oe", "uy"})
_STOPS: Final = ("c", "ch", "p", "t", "k")
_STOPPED: Final = frozenset({0, 4, 5})

RIMES: Final = tuple(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oong ooc oa oac oach oai oam oan oang oanh oao oap oat oay
    oăc oăm oăn oăng oăt oe oen oeo oet
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uê uêch uênh uơ uân uâng uât uây uôc uôi uôm uôn uông uôt
    uy uya uych uynh uyt uyu uyên uyêt
    ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu ynh ych yt
    """.split()
)
_FRONT, _BACK, _ROUND = "eêi", "aăâoôơuư", ("a", "ă", "â", "e", "ê", "i", "ơ", "y", "ôc")
_PLAIN_ONSETS: Final = "b ch d đ gi h kh kr l m n nh p ph r s t th tr v x".split()
_FIRST: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(_PLAIN_ONSETS, tuple(_FRONT + _BACK)),
    **dict.fromkeys(("h", "l", "m", "s", "t", "v"), (*_FRONT, *_BACK, "y")),
    "": (*_FRONT, *_BACK, "y"),
    "c": tuple(_BACK),
    "g": (*_BACK, "i"),
    "ng": tuple(_BACK),
    "k": (*_FRONT, "y"),
    "gh": tuple(_FRONT),
    "ngh": tuple(_FRONT),
    "qu": _ROUND,
}
ONSETS: Final = tuple(_FIRST)
_ONLY_Y: Final = frozenset("hklmstv")


class Syllable(NamedTuple):
    """Letters without tone, and the tone's place in ``TONES``."""

    onset: str
    rime: str
    tone: int


def rimes_after(onset: str) -> tuple[str, ...]:
    """The rimes that an onset takes."""
    return tuple(rime for rime in RIMES if rime.startswith(_FIRST[onset]) and _joins(onset, rime))


def _joins(onset: str, rime: str) -> bool:
    if rime.startswith("y"):
        if onset in _ONLY_Y:
            return rime == "y"
        if onset == "qu":
            return rime in {"y", "yên", "yêt", "ynh", "ych", "yt"}
        return rime in {"y", "yêm", "yên", "yêng", "yêt", "yêu"}
    if onset == "g" and rime.startswith("i"):
        return rime in {"i", "in"}
    if rime == "êng" or (onset == "gi" and rime.startswith("i")):
        return (onset, rime) == ("gi", "êng")
    return not (onset == "" and rime.startswith("iê"))


def all_syllables() -> Iterator[Syllable]:
    """Every lawful syllable."""
    for onset in ONSETS:
        for rime in rimes_after(onset):
            for tone in range(len(TONES)):
                if may_carry(rime, tone) and (tone or not _is_stopped(rime)):
                    yield Syllable(onset, rime, tone)


def split(base: str) -> tuple[str, str] | None:
    """Onset and rime of whole lower-case letters without tone; None where they are none."""
    for end in range(min(3, len(base)), -1, -1):
        if base[:end] in _FIRST and base[end:] in _whole(base[:end]):
            return base[:end], base[end:]
    return None


def is_syllable(base: str, tone: int) -> bool:
    """Whether lower-case letters with a tone are a whole lawful syllable."""
    found = split(base)
    if found is None:
        return False
    return may_carry(found[1], tone) and not (tone == 0 and _is_stopped(found[1]))


@lru_cache(4096)
def may_become(base: str, tone: int) -> bool:
    """Whether more letters, or marks on these, can make a lawful syllable of them."""
    if not tone and any(onset.startswith(base) for onset in _bare_onsets()):
        return True
    return any(
        base[:end] in _bare_onsets() and base[end:] in _begun(base[:end]) and _bears(base, tone)
        for end in range(min(3, len(base)) + 1)
    )


def may_carry(rime: str, tone: int) -> bool:
    """Whether a rime takes a tone: what ends in a stop is sắc or nặng."""
    return tone in _STOPPED or not _is_stopped(rime)


def _is_stopped(rime: str) -> bool:
    return rime.endswith(_STOPS)


def _bears(base: str, tone: int) -> bool:
    return may_carry(base, tone) and (not tone or any(letter in VOWELS for letter in base))


@cache
def _whole(onset: str) -> frozenset[str]:
    return frozenset(rimes_after(onset))


@cache
def _bare_onsets() -> frozenset[str]:
    return frozenset(ONSETS)


@cache
def _begun(onset: str) -> frozenset[str]:
    """Beginnings of the rimes after an onset, with any of their marks not written yet."""
    onsets = {onset, "đ"} if onset == "d" else {onset}
    return frozenset(
        "".join(letters)
        for each in onsets
        for rime in rimes_after(each)
        for end in range(1, len(rime) + 1)
        for letters in product(*({letter, BARE.get(letter, letter)} for letter in rime[:end]))
    )


# -- the tone's place -----------------------------------------------------------------------------


def toned(base: str, tone: int, style: Style) -> str:
    """Letters, in any case, with the tone where the style puts it; NFC."""
    if not tone:
        return base
    at = _place(base.lower(), style)
    return normalize("NFC", base[: at + 1] + TONES[tone] + base[at + 1 :])


def _place(base: str, style: Style) -> int:
    start = _vowels_from(base)
    end = next((at for at in range(start, len(base)) if base[at] not in VOWELS), len(base))
    vowels = base[start:end]
    marked = [at for at, letter in enumerate(vowels) if letter in _MARKED]
    if marked:
        return start + marked[-1]
    if len(vowels) == 1:
        return start
    if end < len(base):
        return end - 1
    if len(vowels) == 2:
        return start + (style == "new" and vowels in _OPEN_PAIRS)
    return start + 1


def _vowels_from(base: str) -> int:
    """Where the vowels begin; ``qu``, and ``gi`` before a vowel, are onsets."""
    if base.startswith("qu") and len(base) > 2:
        return 2
    if base.startswith("gi") and len(base) > 2 and base[2] in VOWELS:
        return 2
    return next(at for at, letter in enumerate(base) if letter in VOWELS)


def untoned(text: str) -> tuple[str, int]:
    """Letters without their tone, and the last tone that was there."""
    tone, letters = 0, []
    for letter in normalize("NFD", text):
        if letter in TONES[1:]:
            tone = TONES.index(letter)
        else:
            letters.append(letter)
    return normalize("NFC", "".join(letters)), tone


_WORD: Final = re.compile(r"[^\W\d_]+")


def normalise_tones(text: str, style: Style) -> str:
    """The text with the tones of ``hòa``/``hoà``, ``khỏe``/``khoẻ``, ``thủy``/``thuỷ`` where the
    style puts them. Nothing else changes: what is no syllable of these stays as it is.
    """
    return _WORD.sub(lambda found: _moved(found[0], style), text)


def _moved(word: str, style: Style) -> str:
    base, tone = untoned(word)
    parts = split(base.lower()) if tone else None
    if parts is None or parts[1] not in _OPEN_PAIRS or len(base) != len(word):
        return word
    if word not in (toned(base, tone, "old"), toned(base, tone, "new")):
        return word
    return toned(base, tone, style)
