"""An old book in a spreadsheet or a table of text: which column is what, what each row says, and
what stands against taking it over. No Qt; nothing is stored.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from core.errors import FileUnreadable, NotASpreadsheet, TooLarge
from core.office import duplicates
from db.queries import old_books
from desktop.books import old_columns, old_rows
from desktop.books.old_columns import TARGETS
from desktop.books.old_rows import NO_NUMBER, Flaw, OldRow
from desktop.exchange import csv_sheet, spreadsheet

if TYPE_CHECKING:
    from pathlib import Path

    from db.acting import Store
    from db.queries.old_books import Standing
    from desktop.exchange.spreadsheet import Sheet

HEADS: Final = 20
"""In so many rows from the top the headings are looked for."""
_ZIP: Final = b"PK"


@dataclass(frozen=True)
class OldBook:
    """A sheet with its headings found, for a book of a kind; ``columns`` says where each target
    stands.
    """

    kind: str
    sheet: Sheet
    head: int
    headings: tuple[str, ...]
    columns: Mapping[str, int]


def read(data: bytes, kind: str) -> OldBook:
    """A spreadsheet or table with the columns guessed from its headings.

    Raises what spreadsheet.read_sheet and csv_sheet.read_table raise, and NotASpreadsheet where it
    has no row.
    """
    packed = data.startswith(_ZIP)
    sheet = spreadsheet.read_sheet(data) if packed else csv_sheet.read_table(data)
    if not sheet.rows:
        raise NotASpreadsheet
    heads = [tuple(map(old_rows.text, row.cells)) for row in sheet.rows[:HEADS]]
    guesses = [old_columns.guess(kind, each) for each in heads]
    best = max(range(len(guesses)), key=lambda at: (len(guesses[at]), -at))
    return OldBook(kind, sheet, best, heads[best], guesses[best])


def of_file(path: Path, kind: str) -> OldBook:
    """:func:`read` of a file; raises FileUnreadable, too."""
    try:
        if path.stat().st_size > spreadsheet.MAX_FILE:
            raise TooLarge(limit=f"{spreadsheet.MAX_FILE >> 20} MB")
        return read(path.read_bytes(), kind)
    except OSError as error:
        raise FileUnreadable from error


def missing(book: OldBook) -> tuple[str, ...]:
    """The keys of what needs a column and has none."""
    return tuple(
        target.key
        for target in TARGETS[book.kind]
        if target.needed and target.name not in book.columns
    )


def rows(book: OldBook, today: datetime.date) -> list[OldRow]:
    """What each row below the headings says."""
    below = book.sheet.rows[book.head + 1 :]
    if below and old_columns.only_counts([old_rows.text(each) for each in below[0].cells]):
        below = below[1:]
    return [old_rows.read(book.kind, each.number, each.cells, book.columns, today)
            for each in below]  # fmt: skip


def checked(store: Store, register: str, found: Sequence[OldRow]) -> list[OldRow]:
    """The rows with those marked whose number has its fate in the register already or stands twice
    in the sheet, whose day does not fit, and whose document is here. Raises NotFound.
    """
    standing = old_books.standing(store, register)
    keys = {row.place: _key(row) for row in found}
    here, seen, answer = old_books.doubles(store, keys.values()), set[object](), []
    for row in found:
        key, number = keys[row.place], row.entry.number
        flaws = list(_against(row, standing))
        if number != NO_NUMBER and number in seen:
            flaws.append(Flaw("books.import.twice", facts=(("number", number.text()),)))
        elif key and (key in here or key in seen) and not flaws:
            flaws.append(Flaw("books.import.there"))
        seen |= {key, number}
        answer.append(replace(row, flaws=(*row.flaws, *flaws)) if flaws else row)
    return answer


def _key(row: OldRow) -> str:
    """Number, symbol and issuer of an incoming document; one's own is known by its number alone."""
    fields = row.entry.fields
    return duplicates.key(str(fields.get("code", "")), str(fields.get("issuer", "")))


def _against(row: OldRow, standing: Standing) -> Sequence[Flaw]:
    """What stands against a row in its register: of its number, then of its day."""
    number, flaws = row.entry.number, []
    if number != NO_NUMBER and standing.has(number):
        flaws.append(Flaw("books.import.taken", facts=(("number", number.text()),)))
    elif standing.begun is not None and number.value >= standing.begun:
        facts = (("number", number.text()), ("first", standing.begun))
        flaws.append(Flaw("books.import.ahead", facts=facts))
    day = datetime.date.fromisoformat(row.entry.date) if row.entry.date else None
    if day is not None and day.year != standing.year:
        flaws.append(Flaw("books.import.other_year", facts=(("year", str(standing.year)),)))
    elif day is not None and (period := standing.shut(day)):
        flaws.append(Flaw("books.import.shut", facts=(("period", period),)))
    return flaws
