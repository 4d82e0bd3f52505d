"""The columns of old books: what is taken over, and by which headings it is found. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office.numbering import RegisterKind
from core.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Target:
    """Something that a row says: its name, the key of its words, what its heading says without
    marks, the likeliest first; ``=`` before a heading that says nothing else.
    """

    name: str
    key: str
    said: tuple[str, ...]
    needed: bool = False


_CODE: Final = (
    "so, ky hieu", "so ky hieu", "so va ky hieu", "so/ky hieu", "so / ky hieu", "so - ky hieu",
)  # fmt: skip
_DAY: Final = ("ngay thang van ban", "ngay van ban", "ngay thang", "ngay ban hanh", "=ngay")
_SUBJECT: Final = ("trich yeu", "noi dung")
_NOTE: Final = ("ghi chu",)

TARGETS: Final[Mapping[str, tuple[Target, ...]]] = {
    RegisterKind.INCOMING: (
        Target("number", "books.import.arrival", ("so den", "so thu tu", "stt"), needed=True),
        Target("arrived", "books.import.arrived", ("ngay den", "ngay nhan"), needed=True),
        Target(
            "issuer",
            "books.import.issuer",
            ("tac gia", "co quan ban hanh", "noi gui", "don vi gui", "co quan gui"),
            needed=True,
        ),
        Target("code", "books.import.code", _CODE),
        Target("document_date", "books.import.document_date", _DAY),
        Target("subject", "books.import.subject", _SUBJECT, needed=True),
        Target("receiver", "books.import.receiver", ("nguoi nhan", "don vi nhan")),
        Target("note", "books.import.note", _NOTE),
    ),
    RegisterKind.OUTGOING: (
        Target(
            "number",
            "books.import.number",
            (*_CODE, "so van ban", "so di", "=so", "so thu tu", "stt"),
            needed=True,
        ),
        Target("symbol", "books.import.symbol", ("ky hieu",)),
        Target("document_date", "books.import.document_date", _DAY, needed=True),
        Target("subject", "books.import.subject", _SUBJECT, needed=True),
        Target("type", "books.import.type", ("ten loai", "loai van ban", "=loai")),
        Target("signer", "books.import.signer", ("nguoi ky",)),
        Target("recipients", "books.import.recipients", ("noi nhan",)),
        Target("file_copy", "books.import.file_copy", ("ban luu", "noi luu", "=luu")),
        Target("copies", "books.import.copies", ("so luong", "so ban")),
        Target("note", "books.import.note", _NOTE),
    ),
}
"""In the order of the prescribed registers (NĐ 30/2020/NĐ-CP PL IV)."""

_COUNTED: Final = re.compile(r"\(?(\d{1,2})\)?")


def guess(kind: str, headings: Sequence[str]) -> dict[str, int]:
    """Which column each target stands in, by what the headings say; each column once."""
    folded = [" ".join(fold(each).split()) for each in headings]
    found: dict[str, int] = {}
    for target in TARGETS[kind]:
        for words in target.said:
            at = next(
                (
                    at
                    for at, each in enumerate(folded)
                    if _says(each, words) and at not in found.values()
                ),
                None,
            )
            if at is not None:
                found[target.name] = at
                break
    return found


def _says(heading: str, words: str) -> bool:
    return heading == words[1:] if words.startswith("=") else words in heading


def only_counts(cells: Sequence[str]) -> bool:
    """Whether a row below the headings does nothing but count the columns: ``(1) (2) (3)``."""
    matches = [_COUNTED.fullmatch(each) for each in cells if each]
    counts = [int(each[1]) for each in matches if each]
    return len(counts) == len(matches) > 1 and counts == list(range(1, len(counts) + 1))
