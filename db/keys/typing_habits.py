"""How Vietnamese words end up in a passphrase: without marks, or as the keys that would have made
the marks (Telex, VNI).

Telex writes ``mật khẩu`` as ``maatj khaaur``, VNI as ``ma65t kha63u`` or ``mat65 khau63``.
"""

from __future__ import annotations

from typing import Final
from unicodedata import normalize

from core.text import fold, nfc

_HAT, _HORN, _BREVE = "\u0302", "\u031b", "\u0306"
_TONES: Final = {"\u0301": ("s", "1"), "\u0300": ("f", "2"), "\u0309": ("r", "3"),
                 "\u0303": ("x", "4"), "\u0323": ("j", "5")}  # fmt: skip
_VNI_SHAPES: Final = {_HAT: "6", _HORN: "7", _BREVE: "8"}


def spellings(word: str) -> tuple[str, ...]:
    """Ways to type a word or some words, blanks left out, the most likely first."""
    syllables = nfc(word).lower().split()
    ways = (fold, _telex, _vni, _vni_late)
    return tuple(dict.fromkeys("".join(map(way, syllables)) for way in ways))


def _telex(syllable: str) -> str:
    """Each mark of a letter behind it, the tone behind the syllable."""
    letters, tone = "", ""
    for letter in syllable:
        base, *marks = list(normalize("NFD", letter.replace("đ", "dd")))
        letters += base
        for mark in marks:
            if mark in _TONES:
                tone = _TONES[mark][0]
            else:
                letters += base if mark == _HAT else "w" if mark in _VNI_SHAPES else mark
    return letters + tone


def _vni(syllable: str) -> str:
    """Every figure right behind its letter."""
    return "".join(letter + figures for letter, figures in map(_vni_letter, syllable))


def _vni_late(syllable: str) -> str:
    """All figures behind the syllable."""
    parts = [_vni_letter(letter) for letter in syllable]
    return "".join(letter for letter, _ in parts) + "".join(figures for _, figures in parts)


def _vni_letter(letter: str) -> tuple[str, str]:
    if letter == "đ":
        return "d", "9"
    base, *marks = list(normalize("NFD", letter))
    shapes = "".join(_VNI_SHAPES.get(mark, "") for mark in marks)
    tones = "".join(_TONES[mark][1] for mark in marks if mark in _TONES)
    return base, shapes + tones
