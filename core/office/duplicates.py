"""The same document twice: number + symbol + issuer, or the document's own identifier.

Law: NĐ 30/2020/NĐ-CP PL VI III.1.h: the clerk is warned. Comparison is generous (marks, case,
spaces, ``Số:``, leading zeros), because a false warning costs a glance and a miss a double entry.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from core.office.numbering import CODE_LIMIT, parse_code, parse_number
from core.text import fold

_GAPS: Final = re.compile(r"[\W_]+")


class DuplicateKey(msgspec.Struct, frozen=True):
    """What two copies of one document share; equal keys mean a possible duplicate."""

    number: str
    symbol: str
    issuer: str

    def text(self) -> str:
        """Return the key as one text for an index; empty without a number or an issuer."""
        if not (self.number and self.issuer):
            return ""
        return "|".join((self.number, self.symbol, self.issuer))


def duplicate_key(code: str, issuer: str) -> DuplicateKey:
    """Return the key of number and symbol as printed, and of the agency's name.

    A code over the limit is compared by its beginning: nothing typed makes this raise.
    """
    printable = "".join(c if c.isprintable() else " " for c in code[:CODE_LIMIT])
    read = parse_code(printable[:CODE_LIMIT])
    number = parse_number(read.number)
    return DuplicateKey(
        number=f"{number.value}{number.suffix}" if number else _close(read.number),
        symbol=_close(read.symbol),
        issuer=_GAPS.sub(" ", fold(issuer)).strip(),
    )


def key(code: str, issuer: str) -> str:
    """Return the key as stored beside a document, empty without a number or an issuer."""
    return duplicate_key(code, issuer).text()


def document_id_key(document_id: str) -> str:
    """Return what two writings of one document identifier share (domain.md §11.1)."""
    return re.sub(r"\s+", "", fold(document_id))


def _close(text: str) -> str:
    return _GAPS.sub("-", fold(text)).strip("-")
