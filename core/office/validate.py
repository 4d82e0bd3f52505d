"""What is wrong with a record before it is saved: field problems by code, never a sentence.

Words stand in resources/i18n/office.json under ``office.problem.<code>``: fact, then what to do
(ux.md §10, §17). Limits are wide inside; the lengths of NĐ 30/2020/NĐ-CP PL VI are checked on
export (domain.md §7).
"""

from __future__ import annotations

import datetime
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from core.office.numbering import CODE_LIMIT
from core.office.secrecy import stamp_in
from core.office.terms import Secrecy
from core.office.typography import short_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

SUBJECT_LIMIT: Final = 2000
NAME_LIMIT: Final = 500
RECIPIENTS_LIMIT: Final = 300
PAGES_LIMIT: Final = 100_000
EARLIEST: Final = datetime.date(1945, 9, 2)
FAR_DAYS: Final = 3660  # a deadline beyond ten years is a slip of the hand


class Severity(StrEnum):
    """Whether a problem stops the act or only asks."""

    ERROR = "error"
    ASK = "ask"


class Fault(StrEnum):
    """What can be wrong with a field."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    CONTROL_CHARACTERS = "control_characters"
    UNKNOWN = "unknown"
    OUT_OF_RANGE = "out_of_range"
    TOO_EARLY = "too_early"
    AFTER_ARRIVAL = "after_arrival"
    IN_FUTURE = "in_future"
    BEFORE_PREVIOUS = "before_previous"
    PAST = "past"
    FAR = "far"
    TOO_MANY = "too_many"
    SECRET = "secret"  # noqa: S105 - a mark of secrecy


class Problem(msgspec.Struct, frozen=True):
    """One thing to put right in one field; ``facts`` fill the sentence."""

    field: str
    code: Fault
    severity: Severity = Severity.ERROR
    facts: tuple[tuple[str, str | int], ...] = ()


class IncomingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a clerk registers (law: NĐ 30/2020/NĐ-CP PL IV, sổ đăng ký văn bản đến; PL VI)."""

    number: str = ""
    symbol: str = ""
    issuer: str = ""
    document_date: datetime.date | None = None
    type_code: str = ""
    subject: str = ""
    urgency: str = "normal"
    secrecy: str = Secrecy.ORDINARY
    signer: str = ""
    pages: int | None = None
    received: datetime.date | None = None
    due: datetime.date | None = None
    document_id: str = ""


class OutgoingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the record of an outgoing draft says (law: NĐ 30/2020/NĐ-CP Đ.10; PL VI)."""

    type_code: str = ""
    symbol: str = ""
    subject: str = ""
    urgency: str = "normal"
    secrecy: str = Secrecy.ORDINARY
    signer: str = ""
    drafter_unit: str = ""
    recipients: tuple[str, ...] = ()
    copies: int | None = None
    due: datetime.date | None = None


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What records are checked against; days come from the caller, never from a clock here."""

    today: datetime.date
    types: frozenset[str]
    urgencies: frozenset[str]
    last_received: datetime.date | None = None  # of the entry before in the book


def check_incoming(record: IncomingRecord, known: Known) -> tuple[Problem, ...]:
    """Return the problems of a registration, in the order of the form; none: it may be saved."""
    return (
        *_secret(record.secrecy, number=record.number, symbol=record.symbol),
        *_text("number", record.number, CODE_LIMIT, Severity.ASK),
        *_text("symbol", record.symbol, CODE_LIMIT, Severity.ASK),
        *_text("issuer", record.issuer, NAME_LIMIT),
        *_document_date(record, known),
        *_one_of("type", record.type_code, known.types),
        *_text("subject", record.subject, SUBJECT_LIMIT),
        *_secret(Secrecy.ORDINARY, subject=record.subject),
        *_one_of("urgency", record.urgency, known.urgencies),
        *_optional("signer", record.signer, NAME_LIMIT),
        *_optional("document_id", record.document_id, CODE_LIMIT),
        *_count("pages", record.pages),
        *_received(record.received, known),
        *_due(record.due, known.today),
    )


def check_outgoing(record: OutgoingRecord, known: Known) -> tuple[Problem, ...]:
    """Return the problems of a draft's record, in the order of the form; none: it may be saved."""
    return (
        *_secret(record.secrecy, symbol=record.symbol),
        *_one_of("type", record.type_code, known.types),
        *_text("symbol", record.symbol, CODE_LIMIT),
        *_text("subject", record.subject, SUBJECT_LIMIT),
        *_secret(Secrecy.ORDINARY, subject=record.subject),
        *_one_of("urgency", record.urgency, known.urgencies),
        *_text("signer", record.signer, NAME_LIMIT),
        *_text("drafter_unit", record.drafter_unit, NAME_LIMIT),
        *_recipients(record.recipients),
        *_count("copies", record.copies),
        *_due(record.due, known.today),
    )


def blocks(problems: tuple[Problem, ...]) -> bool:
    """Tell whether one of the problems stops the act."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def _problem(field: str, code: Fault, **facts: str | int) -> Problem:
    return Problem(field, code, facts=tuple(facts.items()))


def _ask(field: str, code: Fault, **facts: str | int) -> Problem:
    return Problem(field, code, Severity.ASK, tuple(facts.items()))


def _secret(secrecy: str, **fields: str) -> Iterator[Problem]:
    if secrecy != Secrecy.ORDINARY:
        yield _problem("secrecy", Fault.SECRET)
    for name, text in fields.items():
        if stamp_in(text) is not None:
            yield _problem(name, Fault.SECRET)


def _text(
    field: str, text: str, limit: int, missing: Severity = Severity.ERROR
) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(field, Fault.MISSING, missing)
    yield from _optional(field, text, limit)


def _optional(field: str, text: str, limit: int) -> Iterator[Problem]:
    if len(text) > limit:
        yield _problem(field, Fault.TOO_LONG, limit=limit, length=len(text))
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text):
        yield _problem(field, Fault.CONTROL_CHARACTERS)


def _one_of(field: str, code: str, known: Set[str]) -> Iterator[Problem]:
    if not code:
        yield _problem(field, Fault.MISSING)
    elif code not in known:
        yield _problem(field, Fault.UNKNOWN)


def _count(field: str, count: int | None) -> Iterator[Problem]:
    if count is not None and not 1 <= count <= PAGES_LIMIT:
        yield _problem(field, Fault.OUT_OF_RANGE, first=1, last=PAGES_LIMIT)


def _document_date(record: IncomingRecord, known: Known) -> Iterator[Problem]:
    day, field = record.document_date, "document_date"
    if day is None:
        yield _ask(field, Fault.MISSING)
        return
    if day < EARLIEST:
        yield _problem(field, Fault.TOO_EARLY, day=short_date(day), first=short_date(EARLIEST))
    latest = min(known.today, record.received or known.today)
    if day > latest:
        yield _ask(field, Fault.AFTER_ARRIVAL, day=short_date(day), latest=short_date(latest))


def _received(day: datetime.date | None, known: Known) -> Iterator[Problem]:
    if day is None:
        yield _problem("received", Fault.MISSING)
    elif day > known.today:
        yield _problem(
            "received", Fault.IN_FUTURE, day=short_date(day), today=short_date(known.today)
        )
    elif day < EARLIEST:
        yield _problem("received", Fault.TOO_EARLY, day=short_date(day), first=short_date(EARLIEST))
    elif known.last_received is not None and day < known.last_received:
        yield _ask(
            "received",
            Fault.BEFORE_PREVIOUS,
            day=short_date(day),
            previous=short_date(known.last_received),
        )


def _due(day: datetime.date | None, today: datetime.date) -> Iterator[Problem]:
    if day is None:
        return
    if day < today:
        yield _problem("due", Fault.PAST, day=short_date(day), today=short_date(today))
    elif (day - today).days > FAR_DAYS:
        yield _ask("due", Fault.FAR, day=short_date(day))


def _recipients(names: tuple[str, ...]) -> Iterator[Problem]:
    if not any(name.strip() for name in names):
        yield _problem("recipients", Fault.MISSING)
    if len(names) > RECIPIENTS_LIMIT:
        yield _problem("recipients", Fault.TOO_MANY, limit=RECIPIENTS_LIMIT, count=len(names))
    for name in names:
        yield from _optional("recipients", name, NAME_LIMIT)
