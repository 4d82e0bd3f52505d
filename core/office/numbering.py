"""Numbers and symbols of documents, and the use of a number lease.

Law: NĐ 30/2020/NĐ-CP Đ.15 and PL I: one yearly series from 01, number and symbol unique per agency
and year. Leases: sync.md §4.6. Numbers are never reused; a skipped number becomes a void.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec

from core import errors
from core.office.typography import pad_number

CODE_LIMIT: Final = 200
SKIP_LIMIT: Final = 200
SUFFIX_LIMIT: Final = 2
_NUMBER: Final = re.compile(r"0*([1-9]\d{0,8})([a-z]{0,2})")
_CODE: Final = re.compile(r"(\d+[^\W\d_]{0,2})([/-])(.+)")
_PREFIX: Final = re.compile(r"(?:số|so|no)\b\s*[:.]?\s*", re.IGNORECASE)
_DASHES: Final = str.maketrans("–—‑−", "----")


class Number(msgspec.Struct, frozen=True, order=True):
    """A document's number, with the suffix of a late one (``12a``); sorts as in the book."""

    value: int
    suffix: str = ""

    def text(self) -> str:
        """Return the printed form: ``05``, ``12a``."""
        return pad_number(self.value) + self.suffix


class Code(msgspec.Struct, frozen=True):
    """Number and symbol as printed on somebody's document; either may be empty."""

    number: str
    symbol: str
    separator: str = "/"

    def text(self) -> str:
        """Return ``217/TM-TH``; without a number or symbol, the part that there is."""
        if not self.symbol:
            return self.number
        return f"{self.number}{self.separator}{self.symbol}" if self.number else self.symbol


class RegisterKind(StrEnum):
    """What a book (sổ) numbers."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    COPIES = "copies"


class Register(msgspec.Struct, frozen=True):
    """A book of one year; ``types`` are codes of document types, none meaning all of them."""

    id: str
    name: str
    kind: RegisterKind
    unit: str
    year: int
    issuer: str = ""
    first: int = 1
    types: tuple[str, ...] = ()


class Void(msgspec.Struct, frozen=True):
    """A number that no document will have, and why."""

    number: int
    reason: str


def parse_number(text: str) -> Number | None:
    """Read ``05`` or ``12a``; None when the text is not a number with an optional suffix."""
    match = _NUMBER.fullmatch(text.strip().lower())
    return Number(int(match[1]), match[2]) if match else None


def parse_code(text: str) -> Code:
    """Read the number and symbol printed on an incoming document, with or without ``Số:``.

    Takes what other agencies really write: ``217/TM-TH``, ``12-NQ/ĐU`` (Party), a year in between
    (``01/2025/NQ-HĐND``), a number alone, a symbol alone. Raises errors.BadDocumentCode over
    CODE_LIMIT characters or on control characters.
    """
    clean = unicodedata.normalize("NFC", text).strip()
    if len(clean) > CODE_LIMIT or any(unicodedata.category(c) == "Cc" for c in clean):
        raise errors.BadDocumentCode(limit=CODE_LIMIT)
    clean = clean.translate(_DASHES)
    if prefix := _PREFIX.match(clean):
        clean = clean[prefix.end() :]
    clean = re.sub(r"\s*([/-])\s*", r"\1", clean).strip("/-")
    if match := _CODE.fullmatch(clean):
        return Code(match[1], match[3], match[2])
    return Code(clean, "") if parse_number(clean) else Code("", clean)


TYPED, LETTER = "typed", "letter"
"""Codes of the schemes: for types with an abbreviation, and for those without (công văn)."""
PATTERN_LIMIT: Final = 40
_MARK: Final = re.compile(r"\{(type|issuer|drafter)\}")
_PLAIN: Final = re.compile(r"[\w./-]*")


def readable_pattern(pattern: str) -> bool:
    """Tell whether symbols can be made by it: letters, digits, ``-/.`` and at least one of
    ``{type}``, ``{issuer}``, ``{drafter}``.
    """
    rest, marks = _MARK.subn("", pattern)
    return len(pattern) <= PATTERN_LIMIT and marks > 0 and _PLAIN.fullmatch(rest) is not None


def compose_symbol(
    patterns: Mapping[str, str], code: str, *, abbr: str = "", issuer: str = "", drafter: str = ""
) -> str:
    """Return the symbol of a document of the type ``code`` (law: NĐ 30/2020/NĐ-CP Đ.15).

    ``QĐ-SĐ999`` where the type has an abbreviation; công văn and thư công have none and name the
    drafting unit: ``SĐ999-TM``. ``patterns`` are the schemes by code: that of the type itself goes
    before TYPED and LETTER. Parts that are not known leave no hyphen behind.
    """
    pattern = patterns.get(code) or patterns.get(TYPED if abbr else LETTER, "")
    known = {"type": abbr, "issuer": issuer, "drafter": drafter}
    filled = _MARK.sub(lambda mark: "".join(known[mark[1]].split()), pattern)
    return re.sub(r"([-/])[-/]+", r"\1", filled).strip("-/")


def full_code(number: Number, symbol: str) -> str:
    """Return ``05/SĐ999-TM``: number, slash, symbol, no spaces."""
    return f"{number.text()}/{symbol}"


def uniqueness_key(
    agency: str, year: int, number: Number, symbol: str
) -> tuple[str, int, str, str]:
    """Return what no two documents of an agency may share (law: NĐ 30/2020/NĐ-CP Đ.15)."""
    return agency, year, number.text(), unicodedata.normalize("NFC", symbol).upper()


def next_number(first: int, end: int, last_given: int) -> int:
    """Return the next number of the lease ``[first, end)``; ``last_given`` is 0 before the first.

    Raises errors.NoNumbersLeft when the lease is used up, errors.NumberOutOfLease when the lease is
    no range of numbers or ``last_given`` lies beyond it (a counter and a lease that disagree).
    """
    if first < 1 or last_given >= max(end, first):
        raise errors.NumberOutOfLease(number=last_given, first=first, last=end - 1)
    number = max(first, last_given + 1)
    if number >= end:
        raise errors.NoNumbersLeft(first=first, last=end - 1)
    return number


def late_number(last_given: int, suffix: str) -> Number:
    """Return the number of a document that comes late to the book: the last number with the next
    suffix, ``12a`` after 12, ``12b`` after 12a, ``12aa`` after 12z.

    Raises errors.SuffixRefused after ``zz``.
    """
    if not suffix.strip("z"):
        following = "a" * (len(suffix) + 1)
    elif suffix[-1] == "z":
        following = chr(ord(suffix[0]) + 1) + "a"
    else:
        following = suffix[:-1] + chr(ord(suffix[-1]) + 1)
    if len(following) > SUFFIX_LIMIT:
        raise errors.SuffixRefused(number=last_given)
    return Number(last_given, following)


def move_forward(
    first: int, end: int, last_given: int, wanted: int, reason: str
) -> tuple[Void, ...]:
    """Return the voids that giving ``wanted`` instead of the next number makes (formats.md §5).

    Raises what next_number raises, errors.NumberPassed when the number lies behind,
    errors.NumberOutOfLease when it lies beyond the lease or would skip more than SKIP_LIMIT
    numbers, errors.NumberSkipNeedsReason when numbers are skipped without a reason.
    """
    following = next_number(first, end, last_given)
    if wanted < following:
        raise errors.NumberPassed(number=wanted, last=following - 1)
    if wanted >= end or wanted - following > SKIP_LIMIT:
        last = min(end - 1, following + SKIP_LIMIT)
        raise errors.NumberOutOfLease(number=wanted, first=following, last=last)
    if wanted > following and not reason.strip():
        raise errors.NumberSkipNeedsReason(first=following, last=wanted - 1)
    return tuple(Void(number, reason.strip()) for number in range(following, wanted))
