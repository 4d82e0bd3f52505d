"""Whole numbers in Vietnamese words, as lists handed over to the archive say their totals.

Law: NĐ 30/2020/NĐ-CP PL V, "Viết bằng chữ". Official style: linh, mốt, tư, lăm, and a group that
follows another names its hundreds (``không trăm linh năm``); domain.md §16.
"""

from __future__ import annotations

from typing import Final

LIMIT: Final = 10**18
"""Numbers in words are below this."""

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION: Final = 10**9
_SCALES: Final = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))


def in_words(number: int) -> str:
    """Return ``hai nghìn không trăm hai mươi sáu``. Raises ValueError below 0 and from LIMIT on."""
    if not 0 <= number < LIMIT:
        raise ValueError("numbers in words go from 0 to below LIMIT")
    billions, rest = divmod(number, _BILLION)
    words = [*_below_billion(billions, follows=False), "tỷ"] if billions else []
    words += _below_billion(rest, follows=bool(words))
    return " ".join(words) or _DIGITS[0]


def _below_billion(number: int, *, follows: bool) -> list[str]:
    words: list[str] = []
    for scale, name in _SCALES:
        group, number = divmod(number, scale)
        if group:
            words += _group(group, follows=follows or bool(words))
            words += [name] if name else []
    return words


def _group(number: int, *, follows: bool) -> list[str]:
    """Up to 999; ``follows`` names hundreds that are none."""
    hundreds, rest = divmod(number, 100)
    named = bool(hundreds) or follows
    words = [_DIGITS[hundreds], "trăm"] if named else []
    tens, ones = divmod(rest, 10)
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens:
        words += ["mười"]
    elif ones and named:
        words += ["linh"]
    return words + ([_ones(tens, ones)] if ones else [])


def _ones(tens: int, ones: int) -> str:
    """The last digit: mốt and tư after mươi, lăm after mười and mươi."""
    if tens and ones == 5:
        return "lăm"
    return {1: "mốt", 4: "tư"}.get(ones, _DIGITS[ones]) if tens > 1 else _DIGITS[ones]
