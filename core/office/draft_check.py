"""What a draft still lacks, by name (law: NĐ 30/2020 Đ.8, Đ.12, Đ.15 and PL I).

A problem does not stop saving or drawing; it is shown to the drafter and stops the submission.
Words for people stand under the same names in resources/i18n/draft-problems.json.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from core.office.draft import Basis, Clause, Heading, Point
from core.office.typography import POINT_LETTERS, bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.draft import Block, Checker, Draft

SUBJECT_MARK: Final = "v/v"
LETTER_TYPE: Final = "CV"


class Problem(msgspec.Struct, frozen=True):
    """One thing to put right: its name, the field of the draft, the place in that field's list."""

    name: str
    field: str
    index: int | None = None


def problems(draft: Draft) -> tuple[Problem, ...]:
    """Everything that a draft still lacks, in the order of the page; empty: it may be submitted."""
    return (
        *_head(draft),
        *_list("addressee", "addressees", draft.addressees),
        *_body(draft.body),
        *_list("recipient", "recipients", draft.recipients),
        *_missing("file-copy", "file_copy", "".join(draft.file_copy)),
        *_missing("signer-post", "signer", "".join(draft.signer.authority)),
        *_missing("signer-name", "signer", draft.signer.name),
        *_checkers(draft.checkers),
    )


def _head(draft: Draft) -> Iterator[Problem]:
    yield from _missing("issuer", "issuer", "".join(draft.issuer))
    yield from _missing("symbol", "symbol", draft.symbol)
    if draft.symbol and not _well_formed(draft.symbol):
        yield Problem("symbol-form", "symbol")
    if draft.symbol.split("-")[0] == LETTER_TYPE:
        yield Problem("symbol-type", "symbol")
    yield from _missing("place", "place", draft.place)
    yield from _missing("subject", "subject", draft.subject)
    if draft.subject.casefold().startswith(SUBJECT_MARK):
        yield Problem("subject-mark", "subject")


def _well_formed(symbol: str) -> bool:
    """Groups of capitals and digits joined by ``-``, at least two, without spaces (NĐ 30 Đ.15)."""
    groups = symbol.split("-")
    return len(groups) > 1 and symbol == symbol.upper() and all(map(str.isalnum, groups))


def _list(name: str, field: str, items: Sequence[str]) -> Iterator[Problem]:
    """At least one entry, none empty, none twice."""
    if not items:
        yield Problem(f"{name}-missing", field)
    seen: set[str] = set()
    for index, item in enumerate(items):
        key = bare(item).casefold()
        if not key:
            yield Problem(f"{name}-empty", field, index)
        elif key in seen:
            yield Problem(f"{name}-twice", field, index)
        seen.add(key)


def _body(body: Sequence[Block]) -> Iterator[Problem]:
    if all(isinstance(block, Heading | Basis) for block in body):
        yield Problem("body-missing", "body")
    elif _open_ended(body[-1]):
        yield Problem("body-ending", "body", len(body) - 1)
    begun, points = False, 0
    for index, block in enumerate(body):
        if not bare(block.text):
            yield Problem("text-empty", "body", index)
        if isinstance(block, Basis) and begun:
            yield Problem("basis-late", "body", index)
        begun = begun or not isinstance(block, Basis)
        points = 0 if isinstance(block, Heading | Clause) else points + isinstance(block, Point)
        if points > len(POINT_LETTERS):
            yield Problem("points-many", "body", index)


def _open_ended(block: Block) -> bool:
    """True where nothing may follow ``./.``: a heading, or text that announces more."""
    titled = isinstance(block, Clause) and block.titled
    return isinstance(block, Heading | Basis) or titled or block.text.rstrip().endswith((":", ","))


def _checkers(checkers: Sequence[Checker]) -> Iterator[Problem]:
    """Content and format are checked by two people, each liable for his part (NĐ 30 Đ.12)."""
    for duty in ("content", "format"):
        if not any(checker.duty == duty for checker in checkers):
            yield Problem(f"checker-{duty}", "checkers")
    for index, checker in enumerate(checkers):
        if not checker.name.strip():
            yield Problem("checker-name", "checkers", index)


def _missing(name: str, field: str, value: str) -> Iterator[Problem]:
    if not value.strip():
        yield Problem(f"{name}-missing", field)
