"""Vietnamese alphabetical order as bytes that compare anywhere: same on every machine and database.

a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y; tones ngang, huyền, hỏi, ngã, sắc, nặng;
small letters before capitals; whole numbers by value (CLDR ``vi``; domain.md §16). f, j, w, z stand
at their Latin places. One tone a syllable, so hoà and hòa lie together.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK: Final = {letter: rank for rank, letter in enumerate(_ALPHABET, 0x20)}
_TONES: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_PARTS: Final = re.compile(r"\d+|.", re.DOTALL)
# first bytes of the units of the primary key; each unit tells its own length
_END, _SPACE, _SIGN, _NUMBER, _OTHER = b"\x01", b"\x02", b"\x03", b"\x10", b"\xf0"
_DIGITS: Final = 999


def _split(text: str) -> tuple[str, list[int]]:
    """Return the text without tones, and the tone of each of its words."""
    words = text.split()
    tones = [max(_TONES.get(c, 0) for c in unicodedata.normalize("NFD", w)) for w in words]
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if c not in _TONES)
    return unicodedata.normalize("NFC", bare), tones


def _unit(part: str) -> bytes:
    if part.isascii() and part.isdigit():
        digits = part.lstrip("0")[:_DIGITS]
        return _NUMBER + len(digits).to_bytes(2) + digits.encode()
    if part.isspace():
        return _SPACE
    if (rank := _RANK.get(part)) is not None:
        return bytes([rank])
    place = _OTHER if part.isalnum() else _SIGN
    return place + ord(part).to_bytes(3)


def key(text: str) -> bytes:
    """Return the sort key of a text; texts that differ have different keys."""
    whole = unicodedata.normalize("NFC", text)
    bare, tones = _split(whole)
    primary = b"".join(_unit(part) for part in _PARTS.findall(bare.lower()))
    capitals = bytes(0x20 + letter.isupper() for letter in bare)
    return _END.join(
        (
            primary,
            bytes(0x20 + tone for tone in tones),
            capitals,
            whole.encode("utf-8", "surrogatepass"),
        )
    )


def name_key(full_name: str) -> tuple[bytes, bytes]:
    """Return the sort key of a person: by given name (the last word), then by the rest."""
    words = full_name.split()
    return key(words[-1] if words else ""), key(" ".join(words[:-1]))
