"""What a row of an old book says: a document with its number, and what is wrong. No Qt."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.errors import AntinError, BadDocumentCode
from core.office import secrecy, validate
from core.office.numbering import (
    CODE_LIMIT,
    Code,
    Number,
    RegisterKind,
    parse_code,
    parse_number,
)
from core.office.typography import short_date
from core.office.validate import Fault, IncomingRecord, Known, OutgoingRecord, Severity
from core.text import fold
from db.actions.incoming import Incoming
from db.actions.taking_over import OldEntry
from desktop import reference

if TYPE_CHECKING:
    from core.office.validate import Problem
    from desktop.exchange.spreadsheet import Plain
    from desktop.phrases import Fact

_DATE: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})|(\d{4})-(\d{2})-(\d{2})")
_PARTS: Final = re.compile(r"[;\n]")
LETTER: Final = "cong-van"
NOTE_LIMIT: Final = 2000
COPY_LIMIT: Final = 200
MAY_LACK: Final = frozenset({"symbol", "signer", "drafter_unit", "recipients"})
"""What an old book of outgoing documents may not have written down."""


@dataclass(frozen=True)
class Flaw:
    """Something that stands against a row, as the key of a sentence with its facts; ``about`` is
    the key of the field's name. ``error`` is why a row was not taken over after all.
    """

    key: str = ""
    about: str = ""
    facts: tuple[tuple[str, Fact], ...] = ()
    error: AntinError | None = None


@dataclass(frozen=True)
class OldRow:
    """A row: its place in the sheet, what it says, the document, what is wrong."""

    place: int
    said: Mapping[str, str]
    entry: OldEntry
    flaws: tuple[Flaw, ...] = ()

    @property
    def good(self) -> bool:
        """Whether it can be taken over."""
        return not self.flaws


NO_NUMBER: Final = Number(0)
"""Of a row that has none, or none that can be read."""

Read = tuple[OldEntry, tuple["Problem", ...]]


def read(
    kind: str,
    place: int,
    cells: Sequence[Plain],
    columns: Mapping[str, int],
    today: datetime.date,
) -> OldRow:
    """What a row says of a document in a book of a kind."""
    found = {target: cells[at] if at < len(cells) else None for target, at in columns.items()}
    said = {target: text(value) for target, value in found.items()}
    days = {target: day(value) for target, value in found.items()}
    entry, problems = _READ[kind](found, said, days, today)
    flaws = [
        *_secret(cells),
        *_unreadable(kind, said, days, entry.number),
        *(Flaw(f"office.problem.{one.code}", f"office.field.{one.field}", one.facts)
          for one in problems),
    ]  # fmt: skip
    return OldRow(place, said, entry, tuple(dict.fromkeys(flaws)))


def _incoming(
    _found: Mapping[str, Plain],
    said: Mapping[str, str],
    days: Mapping[str, datetime.date | None],
    today: datetime.date,
) -> Read:
    code, subject = code_of(said.get("code", "")), said.get("subject", "")
    arrived, dated = days.get("arrived"), days.get("document_date")
    entry = Incoming(
        code=code.text(),
        issuer=said.get("issuer", ""),
        subject=subject,
        type=type_of("", subject, code.symbol),
        document_date=dated.isoformat() if dated else "",
        arrived=arrived.isoformat() if arrived else "",
        note=said.get("note", "")[:NOTE_LIMIT],
    )
    record = IncomingRecord(
        number=code.number[:CODE_LIMIT],
        symbol=code.symbol[:CODE_LIMIT],
        issuer=entry.issuer,
        document_date=dated,
        type_code=entry.type,
        subject=subject,
        received=arrived,
        signer=said.get("receiver", ""),
    )
    problems = tuple(
        one
        for one in validate.check_incoming(record, _known(today))
        if one.severity is Severity.ERROR or one.code is Fault.AFTER_ARRIVAL
    )
    fields = entry.fields() | _given(receiver=said.get("receiver", ""))
    number = parse_number(said.get("number", "")) or NO_NUMBER
    return OldEntry(number, entry.arrived, fields), problems


def _outgoing(
    found: Mapping[str, Plain],
    said: Mapping[str, str],
    days: Mapping[str, datetime.date | None],
    today: datetime.date,
) -> Read:
    code, dated = code_of(said.get("number", "")), days.get("document_date")
    symbol = (said.get("symbol", "") or code.symbol)[:CODE_LIMIT]
    recipients = tuple(
        part for each in _PARTS.split(str(found.get("recipients") or "")) if (part := _bare(each))
    )
    subject = said.get("subject", "")
    record = OutgoingRecord(
        type_code=type_of(said.get("type", ""), subject, symbol),
        symbol=symbol,
        subject=subject,
        signer=said.get("signer", ""),
        recipients=recipients,
        copies=_count(said.get("copies", "")),
    )
    problems = tuple(
        one
        for one in (*validate.check_outgoing(record, _known(today)), *_dated(dated, today))
        if one.code is not Fault.MISSING or one.field not in MAY_LACK
    )
    fields = _given(
        type=record.type_code,
        subject=subject,
        signer=record.signer,
        recipients=list(recipients),
        file_copy=said.get("file_copy", "")[:COPY_LIMIT],
        copies=record.copies or 0,
        note=said.get("note", "")[:NOTE_LIMIT],
    )
    number = parse_number(code.number) or NO_NUMBER
    return OldEntry(number, dated.isoformat() if dated else "", fields, symbol), problems


_READ: Final[Mapping[str, Callable[..., Read]]] = {
    RegisterKind.INCOMING: _incoming,
    RegisterKind.OUTGOING: _outgoing,
}


def _given(**fields: str | int | list[str]) -> dict[str, str | int | list[str]]:
    return {name: value for name, value in fields.items() if value}


def _known(today: datetime.date) -> Known:
    types, urgencies = reference.document_types(), reference.urgencies()
    return Known(today=today, types=types.codes(), urgencies=urgencies.codes())


def _dated(dated: datetime.date | None, today: datetime.date) -> tuple[Problem, ...]:
    """A document that went out has a day, which is not to come."""
    if dated is None:
        return (validate.Problem("document_date", Fault.MISSING),)
    late = (("day", short_date(dated)), ("today", short_date(today)))
    fault = validate.Problem("document_date", Fault.IN_FUTURE, facts=late)
    return (fault,) if dated > today else ()


def _secret(cells: Sequence[Plain]) -> list[Flaw]:
    """A mark of secrecy in any cell, also of a column that is not taken over."""
    marked = any(secrecy.stamp_in(text(cell)) for cell in cells)
    return [Flaw("office.problem.secret", "office.field.secrecy")] if marked else []


_DAYS: Final = (("arrived", "received"), ("document_date", "document_date"))


def _unreadable(
    kind: str,
    said: Mapping[str, str],
    days: Mapping[str, datetime.date | None],
    number: Number,
) -> list[Flaw]:
    """Texts that are no day, no count, no number, and a row without its number."""
    wrong = [
        Flaw("books.import.no_day", f"office.field.{field}", (("text", said[target]),))
        for target, field in _DAYS
        if said.get(target) and days[target] is None
    ]
    copies = said.get("copies", "")
    if copies and _count(copies) is None:
        wrong.append(Flaw("books.import.no_count", facts=(("text", copies),)))
    if number == NO_NUMBER:
        written = said.get("number", "")
        bad = Flaw("books.import.bad_number", facts=(("text", written),))
        lacking = "arrival" if kind == RegisterKind.INCOMING else "number"
        wrong.append(bad if written else Flaw(f"books.import.no_{lacking}"))
    return wrong


def text(value: Plain) -> str:
    """What a cell says, in one line."""
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value:%d/%m/%Y}"
    return " ".join(str(value).split()) if value is not None else ""


def day(value: Plain) -> datetime.date | None:
    """A day as a cell or in full as a text; never guessed."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    match = _DATE.fullmatch(text(value))
    if match is None:
        return None
    written = match.group(3, 2, 1) if match[1] else match.group(4, 5, 6)
    try:
        return datetime.date(*map(int, written))
    except ValueError:
        return None


def code_of(said: str) -> Code:
    """Number and symbol as written; what is no code is a symbol that is looked at further."""
    try:
        return parse_code(said)
    except BadDocumentCode:
        return Code("", said[:CODE_LIMIT])


def type_of(named: str, subject: str, symbol: str) -> str:
    """The type that is named, that the summary begins with or the symbol says; else a letter."""
    items = reference.document_types().items
    whole, said = fold(named), fold(subject)
    if whole:
        exact = [item.code for item in items if whole in {fold(item.vi), fold(item.abbr)}]
        if exact:
            return exact[0]
    begun = [item for item in items if said.startswith(fold(item.vi))]
    if begun:
        return max(begun, key=lambda item: len(item.vi)).code
    mark = symbol.partition("-")[0]
    by_mark = [item.code for item in items if item.abbr and item.abbr == mark]
    return by_mark[0] if by_mark else LETTER


def _count(said: str) -> int | None:
    plain = said.replace(".", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 7 else None


def _bare(part: str) -> str:
    """A recipient without the dash of the list that it stands in."""
    return " ".join(part.split()).strip("-–• ,.")
