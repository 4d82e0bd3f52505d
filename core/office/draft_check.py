"""What a draft still lacks, by name (law: NĐ 30/2020 Đ.8, Đ.12, Đ.15 and PL I).

A problem does not stop saving or drawing; it is shown to the drafter and stops the submission.
Words for people stand in resources/i18n/draft.json under ``draft.problem.<name>``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from core.office.draft import Article, Basis, Clause, Heading, Point, Table
from core.office.draft_text import words
from core.office.secrecy import stamp_in
from core.office.typography import POINT_LETTERS, bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.draft import Block, Checker, Draft

SUBJECT_MARK: Final = "v/v"
LETTER_TYPE: Final = "CV"


class Fault(StrEnum):
    """What can be wrong with a draft."""

    ADDRESSEE_EMPTY = "addressee_empty"
    ADDRESSEE_MISSING = "addressee_missing"
    ADDRESSEE_TWICE = "addressee_twice"
    BASIS_LATE = "basis_late"
    BODY_ENDING = "body_ending"
    BODY_MISSING = "body_missing"
    CHECKER_CONTENT = "checker_content"
    CHECKER_FORMAT = "checker_format"
    CHECKER_NAME = "checker_name"
    FILE_COPY_MISSING = "file_copy_missing"
    ISSUER_MISSING = "issuer_missing"
    PLACE_MISSING = "place_missing"
    POINTS_MANY = "points_many"
    RECIPIENT_EMPTY = "recipient_empty"
    RECIPIENT_MISSING = "recipient_missing"
    RECIPIENT_TWICE = "recipient_twice"
    SECRET = "secret"  # noqa: S105 – a mark, not a password
    SIGNER_NAME_MISSING = "signer_name_missing"
    SIGNER_POST_MISSING = "signer_post_missing"
    SUBJECT_MARK = "subject_mark"
    SUBJECT_MISSING = "subject_missing"
    SYMBOL_FORM = "symbol_form"
    SYMBOL_MISSING = "symbol_missing"
    SYMBOL_TYPE = "symbol_type"
    TEXT_EMPTY = "text_empty"


class Problem(msgspec.Struct, frozen=True):
    """One thing to put right: what, in which field of the draft, where in that field's list."""

    fault: Fault
    field: str
    index: int | None = None


def problems(draft: Draft) -> tuple[Problem, ...]:
    """Everything that a draft still lacks, in the order of the page; empty: it may be submitted."""
    return (
        *_head(draft),
        *_list("addressee", "addressees", draft.addressees),
        *_body(draft.body),
        *_list("recipient", "recipients", draft.recipients),
        *_missing(Fault.FILE_COPY_MISSING, "file_copy", "".join(draft.file_copy)),
        *_missing(Fault.SIGNER_POST_MISSING, "signer", "".join(draft.signer.authority)),
        *_missing(Fault.SIGNER_NAME_MISSING, "signer", draft.signer.name),
        *_checkers(draft.checkers),
        *_secret(draft),
    )


def _head(draft: Draft) -> Iterator[Problem]:
    yield from _missing(Fault.ISSUER_MISSING, "issuer", "".join(draft.issuer))
    yield from _missing(Fault.SYMBOL_MISSING, "symbol", draft.symbol)
    if draft.symbol and not _well_formed(draft.symbol):
        yield Problem(Fault.SYMBOL_FORM, "symbol")
    if draft.symbol.split("-")[0] == LETTER_TYPE:
        yield Problem(Fault.SYMBOL_TYPE, "symbol")
    yield from _missing(Fault.PLACE_MISSING, "place", draft.place)
    yield from _missing(Fault.SUBJECT_MISSING, "subject", draft.subject)
    if draft.subject.casefold().startswith(SUBJECT_MARK):
        yield Problem(Fault.SUBJECT_MARK, "subject")


def _well_formed(symbol: str) -> bool:
    """Groups of capitals and digits joined by ``-``, at least two, without spaces (NĐ 30 Đ.15)."""
    groups = symbol.split("-")
    return len(groups) > 1 and symbol == symbol.upper() and all(map(str.isalnum, groups))


def _list(name: str, field: str, items: Sequence[str]) -> Iterator[Problem]:
    """At least one entry, none empty, none twice."""
    if not items:
        yield Problem(Fault(f"{name}_missing"), field)
    seen: set[str] = set()
    for index, item in enumerate(items):
        key = bare(item).casefold()
        if not key:
            yield Problem(Fault(f"{name}_empty"), field, index)
        elif key in seen:
            yield Problem(Fault(f"{name}_twice"), field, index)
        seen.add(key)


def _body(body: Sequence[Block]) -> Iterator[Problem]:
    if all(isinstance(block, Heading | Basis) for block in body):
        yield Problem(Fault.BODY_MISSING, "body")
    elif _open_ended(body[-1]):
        yield Problem(Fault.BODY_ENDING, "body", len(body) - 1)
    begun, points = False, 0
    for index, block in enumerate(body):
        if not bare(words(block)):
            yield Problem(Fault.TEXT_EMPTY, "body", index)
        if isinstance(block, Basis) and begun:
            yield Problem(Fault.BASIS_LATE, "body", index)
        begun = begun or not isinstance(block, Basis)
        points = (
            0
            if isinstance(block, Heading | Article | Clause)
            else points + isinstance(block, Point)
        )
        if points > len(POINT_LETTERS):
            yield Problem(Fault.POINTS_MANY, "body", index)


def _open_ended(block: Block) -> bool:
    """True where nothing may follow ``./.``: a heading, or text that announces more."""
    if isinstance(block, Table):
        return False
    titled = isinstance(block, Article | Clause) and block.titled
    return isinstance(block, Heading | Basis) or titled or block.text.rstrip().endswith((":", ","))


def _checkers(checkers: Sequence[Checker]) -> Iterator[Problem]:
    """Content and format are checked by two people, each liable for his part (NĐ 30 Đ.12)."""
    for duty in ("content", "format"):
        if not any(checker.duty == duty for checker in checkers):
            yield Problem(Fault(f"checker_{duty}"), "checkers")
    for index, checker in enumerate(checkers):
        if not checker.name.strip():
            yield Problem(Fault.CHECKER_NAME, "checkers", index)


def _missing(fault: Fault, field: str, value: str) -> Iterator[Problem]:
    if not value.strip():
        yield Problem(fault, field)


def _secret(draft: Draft) -> Iterator[Problem]:
    """This machine takes no state secrets, and a draft is where one would begin."""
    if stamp_in(draft.subject):
        yield Problem(Fault.SECRET, "subject")
    for index, block in enumerate(draft.body):
        if stamp_in(words(block)):
            yield Problem(Fault.SECRET, "body", index)
