"""An old book of incoming documents in a spreadsheet: which column is what, what each row says, and
what stands against taking it over. No Qt; nothing is stored.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from core.errors import (
    AntinError,
    BadDocumentCode,
    FileUnreadable,
    NotASpreadsheet,
    TooLarge,
)
from core.office import duplicates, secrecy, validate
from core.office.numbering import CODE_LIMIT, Code, parse_code
from core.office.validate import Fault, IncomingRecord, Known, Severity
from core.text import fold
from db.actions.incoming import Incoming
from db.queries import documents
from desktop import reference
from desktop.exchange import spreadsheet

if TYPE_CHECKING:
    from pathlib import Path

    from db.acting import Store
    from desktop.exchange.spreadsheet import Plain, Sheet
    from desktop.phrases import Fact

TARGETS: Final = ("number", "arrived", "issuer", "code", "document_date", "subject", "note")
"""What is taken over, in the order of the prescribed register."""
NEEDED: Final = frozenset({"number", "arrived", "issuer", "subject"})
_SAID: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("so den", "so thu tu", "stt"),
    "arrived": ("ngay den", "ngay nhan"),
    "issuer": ("tac gia", "co quan ban hanh", "noi gui", "don vi gui", "co quan gui"),
    "code": ("so, ky hieu", "so ky hieu", "so va ky hieu", "so/ky hieu"),
    "document_date": ("ngay thang van ban", "ngay van ban", "ngay thang", "ngay ban hanh"),
    "subject": ("trich yeu", "noi dung"),
    "note": ("ghi chu",),
}
"""What headings say without their marks, the likeliest first."""
HEADS: Final = 20
"""In so many rows from the top the headings are looked for."""
_DATE: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
LETTER: Final = "cong-van"


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
    """A row: its place in the sheet, its number in the old book, the document, what is wrong."""

    place: int
    number: str
    entry: Incoming
    flaws: tuple[Flaw, ...] = ()

    @property
    def good(self) -> bool:
        """Whether it can be taken over."""
        return not self.flaws


@dataclass(frozen=True)
class OldBook:
    """A sheet with its headings found; ``columns`` says where each target stands."""

    sheet: Sheet
    head: int
    headings: tuple[str, ...]
    columns: Mapping[str, int]


def read(data: bytes) -> OldBook:
    """A spreadsheet with the columns guessed from its headings.

    Raises what spreadsheet.read_sheet raises, and NotASpreadsheet where it has no row.
    """
    sheet = spreadsheet.read_sheet(data)
    if not sheet.rows:
        raise NotASpreadsheet
    heads = [tuple(map(_text, row.cells)) for row in sheet.rows[:HEADS]]
    guesses = [guess(each) for each in heads]
    best = max(range(len(guesses)), key=lambda at: (len(guesses[at]), -at))
    return OldBook(sheet, best, heads[best], guesses[best])


def of_file(path: Path) -> OldBook:
    """:func:`read` of a file; raises FileUnreadable, too."""
    try:
        if path.stat().st_size > spreadsheet.MAX_FILE:
            raise TooLarge(limit=f"{spreadsheet.MAX_FILE >> 20} MB")
        return read(path.read_bytes())
    except OSError as error:
        raise FileUnreadable from error


def guess(headings: Sequence[str]) -> dict[str, int]:
    """Which column each target stands in, by what the headings say; each column once."""
    folded = [" ".join(fold(each).split()) for each in headings]
    found: dict[str, int] = {}
    for target, said in _SAID.items():
        for words in said:
            places = [
                at for at, each in enumerate(folded) if words in each and at not in found.values()
            ]
            if places:
                found[target] = places[0]
                break
    return found


def missing(book: OldBook) -> tuple[str, ...]:
    """The targets that need a column and have none."""
    return tuple(target for target in TARGETS if target in NEEDED - book.columns.keys())


def rows(book: OldBook, source: str, today: datetime.date) -> list[OldRow]:
    """What each row below the headings says; ``source`` names the old book in every note."""
    return [
        _row(each.number, each.cells, book.columns, source, today)
        for each in book.sheet.rows[book.head + 1 :]
    ]


def checked(store: Store, found: Sequence[OldRow]) -> list[OldRow]:
    """The rows with those marked that stand in the books already, or twice in the sheet."""
    seen: set[str] = set()
    answer = []
    for row in found:
        key = duplicates.key(row.entry.code, row.entry.issuer)
        there = bool(key) and (key in seen or bool(documents.same(store, key)))
        seen.add(key)
        twice = (*row.flaws, Flaw("books.import.there"))
        answer.append(replace(row, flaws=twice) if there and row.good else row)
    return answer


def _row(
    place: int,
    cells: Sequence[Plain],
    columns: Mapping[str, int],
    source: str,
    today: datetime.date,
) -> OldRow:
    found = {target: cells[at] if at < len(cells) else None for target, at in columns.items()}
    said = {target: _text(found.get(target)) for target in TARGETS}
    arrived, dated = _day(found.get("arrived")), _day(found.get("document_date"))
    mark = f"Chuyển từ {source}, số đến {said['number']}"
    entry = Incoming(
        code=_code(said["code"]).text(),
        issuer=said["issuer"],
        subject=said["subject"],
        type=_type(said["subject"], _code(said["code"])),
        document_date=dated.isoformat() if dated else "",
        arrived=arrived.isoformat() if arrived else "",
        note="; ".join(part for part in (mark, said["note"]) if part)[:2000],
    )
    flaws = [
        *_secret(cells),
        *_unreadable(found, said),
        *_problems(entry, arrived, dated, today),
    ]
    return OldRow(place, said["number"], entry, tuple(dict.fromkeys(flaws)))


def _secret(cells: Sequence[Plain]) -> list[Flaw]:
    """A mark of secrecy in any cell, also of a column that is not taken over."""
    marked = any(secrecy.stamp_in(_text(cell)) for cell in cells)
    return [Flaw("office.problem.secret", "office.field.secrecy")] if marked else []


def _unreadable(found: Mapping[str, Plain], said: Mapping[str, str]) -> list[Flaw]:
    """Texts that are no day, and a row without its number."""
    wrong = [
        Flaw("books.import.no_day", f"office.field.{field}", (("text", said[target]),))
        for target, field in (("arrived", "received"), ("document_date", "document_date"))
        if said[target] and _day(found.get(target)) is None
    ]
    return wrong if said["number"] else [*wrong, Flaw("books.import.no_number")]


def _problems(
    entry: Incoming,
    arrived: datetime.date | None,
    dated: datetime.date | None,
    today: datetime.date,
) -> list[Flaw]:
    code = _code(entry.code)
    record = IncomingRecord(
        number=code.number[:CODE_LIMIT],
        symbol=code.symbol[:CODE_LIMIT],
        issuer=entry.issuer,
        document_date=dated,
        type_code=entry.type,
        subject=entry.subject,
        received=arrived,
    )
    known = Known(
        today=today,
        types=reference.document_types().codes(),
        urgencies=reference.urgencies().codes(),
    )
    return [
        Flaw(f"office.problem.{one.code}", f"office.field.{one.field}", one.facts)
        for one in validate.check_incoming(record, known)
        if one.severity is Severity.ERROR or one.code is Fault.AFTER_ARRIVAL
    ]


def _text(value: Plain) -> str:
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value:%d/%m/%Y}"
    return " ".join(str(value).split()) if value is not None else ""


def _day(value: Plain) -> datetime.date | None:
    """A day as a cell or in full as a text; never guessed."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    match = _DATE.fullmatch(_text(value))
    try:
        return datetime.date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def _code(text: str) -> Code:
    try:
        return parse_code(text)
    except BadDocumentCode:
        return Code("", text[:CODE_LIMIT])


def _type(subject: str, code: Code) -> str:
    """The type that the summary begins with or the symbol says; otherwise a letter."""
    said = fold(subject)
    items = reference.document_types().items
    named = [item for item in items if said.startswith(fold(item.vi))]
    if named:
        return max(named, key=lambda item: len(item.vi)).code
    mark = code.symbol.partition("-")[0]
    by_mark = [item.code for item in items if item.abbr and item.abbr == mark]
    return by_mark[0] if by_mark else LETTER
