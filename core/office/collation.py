"""Vietnamese alphabetical order as bytes that compare anywhere: same on every machine and database.

a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y; tones ngang, huyền, hỏi, ngã, sắc, nặng;
small letters before capitals; whole numbers by value (CLDR ``vi``; domain.md §16). f, j, w, z stand
at their Latin places. One tone a syllable, so hoà and hòa lie together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, partial
from typing import Final

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK: Final = {letter: rank for rank, letter in enumerate(_ALPHABET, 0x20)}
_TONES: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_PARTS: Final = re.compile(r"[0-9]+|.", re.DOTALL)
_GAPS: Final = re.compile(r"(\s+)")
# first bytes of the units of the primary key; each unit tells its own length
_END, _SPACE, _SIGN, _NUMBER, _OTHER = b"\x01", b"\x02", b"\x03", b"\x10", b"\xf0"
_DIGITS: Final = 999
_Word = tuple[bytes, bytes, bytes]


def _unit(part: str) -> bytes:
    if part.isascii() and part.isdigit():
        digits = part.lstrip("0")[:_DIGITS]
        return _NUMBER + len(digits).to_bytes(2) + digits.encode()
    if (rank := _RANK.get(part)) is not None:
        return bytes([rank])
    place = _OTHER if part.isalnum() else _SIGN
    return place + ord(part).to_bytes(3)


def key(text: str) -> bytes:
    """Return the sort key of a text; texts that differ have different keys."""
    return _key(text, _word)


def keys() -> Callable[[str], bytes]:
    """Return :func:`key` for many texts: each word of theirs is looked at once, and forgotten with
    what is returned.
    """
    return partial(_key, word_of=cache(_word))


def _key(text: str, word_of: Callable[[str], _Word]) -> bytes:
    whole = unicodedata.normalize("NFC", text)
    primary, tones, capitals = zip(*[word_of(part) for part in whole.split(" ")], strict=True)
    return _END.join(
        (
            _SPACE.join(primary),
            b"".join(tones),
            b" ".join(capitals),
            whole.encode("utf-8", "surrogatepass"),
        )
    )


def _word(part: str) -> _Word:
    """The units of what stands between two spaces, the tones of its words, its capitals."""
    found = [_piece(piece) for piece in _GAPS.split(part)]
    primary, tones, capitals = (b"".join(parts) for parts in zip(*found, strict=True))
    return primary, tones, capitals


def _piece(part: str) -> _Word:
    """The same of one word, or of other white space between two."""
    if not part or part.isspace():
        return _SPACE * len(part), b"", b"\x20" * len(part)
    letters = unicodedata.normalize("NFD", part)
    tone = max(_TONES.get(letter, 0) for letter in letters)
    bare = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))
    primary = b"".join(_unit(unit) for unit in _PARTS.findall(bare.lower()))
    return primary, bytes([0x20 + tone]), bytes(0x20 + letter.isupper() for letter in bare)


def name_key(full_name: str) -> tuple[bytes, bytes]:
    """Return the sort key of a person: by given name (the last word), then by the rest."""
    words = full_name.split()
    return key(words[-1] if words else ""), key(" ".join(words[:-1]))
