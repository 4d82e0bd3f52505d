"""Lines of printed registers and lists: cells as printed, sums, what a closing and the end say."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.office.books import Book, Column, Form, Holds
from core.office.number_words import in_words
from core.office.typography import pad_number, short_date

Cell = str | int | datetime.date
"""What stands in a column of a line; the empty text where nothing does."""


class Fate(StrEnum):
    """What became of what a line stands for."""

    GIVEN = "given"
    TAKEN_OVER = "taken_over"  # from an old book: its number was not given here
    CANCELLED = "cancelled"
    VOID = "void"
    RESERVED = "reserved"
    OPEN = "open"  # numbers of a range that nobody has used
    HEADING = "heading"  # no entry: the heading (đề mục) of those after it


ENTRIES: Final = (Fate.GIVEN, Fate.TAKEN_OVER, Fate.CANCELLED)
"""Lines with a document, dossier or entry of a list: what a book says that it has."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a form: its cells, in the order of the columns; ``key`` sorts lines as in the book.

    ``number`` is that of the register (0 where the form has none), ``last`` the last of a range of
    unused numbers; ``entity`` is the document, dossier or entry of the list that it stands for.
    """

    cells: tuple[Cell, ...]
    key: tuple[int | str, ...]
    fate: Fate = Fate.GIVEN
    number: int = 0
    last: int = 0
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a closing says of a book: entries, first and last number, numbers without a document."""

    lines: int
    first: int
    last: int
    voids: tuple[tuple[int, str], ...]
    cancelled: int
    reserved: int


def printed(cell: Cell, column: Column) -> str:
    """Return a cell as it is printed: ``22/11/2026``, ``05``, ``1.284``; of a text one line."""
    if isinstance(cell, datetime.date):
        return short_date(cell)
    if isinstance(cell, int):
        return pad_number(cell) if column.holds is Holds.ORDINAL else thousands(cell)
    return " ".join(cell.split())


def texts(line: Line, book: Book) -> tuple[str, ...]:
    """Return the cells of a line as they are printed."""
    return tuple(map(printed, line.cells, book.columns))


def thousands(count: int) -> str:
    """Return a count as the office writes it: ``1.284``."""
    return f"{count:,}".replace(",", ".")


def sums(lines: Iterable[Line], book: Book) -> tuple[int, ...]:
    """Return the sum of each summed column, in their order."""
    found = [0] * len(book.summed)
    for line in lines:
        for at, place in enumerate(book.summed):
            cell = line.cells[place]
            found[at] += cell if isinstance(cell, int) else 0
    return tuple(found)


def summary(lines: Sequence[Line]) -> Summary:
    """Return what a closing says of a register's lines; ``lines`` counts those with a document."""
    by = {fate: [line for line in lines if line.fate is fate] for fate in Fate}
    entries = [line for fate in ENTRIES for line in by[fate]]
    with_number = [line.number for line in lines if line.number and line.fate is not Fate.OPEN]
    return Summary(
        len(entries),
        min(with_number, default=0),
        max(with_number, default=0),
        tuple((line.number, _reason(line)) for line in by[Fate.VOID]),
        len(by[Fate.CANCELLED]),
        len(by[Fate.RESERVED]),
    )


NOTES: Final = {
    Fate.VOID: "Số bỏ",
    Fate.RESERVED: "Số đang giữ",
    Fate.OPEN: "Chưa dùng",
}
"""What the last column says of a number that no document has."""


def noted(fate: Fate, reason: str = "") -> str:
    """Return what stands in the last column: ``Số bỏ: viết nhầm``."""
    return f"{NOTES[fate]}: {reason}" if reason else NOTES[fate]


def _reason(line: Line) -> str:
    note, word = str(line.cells[-1]), NOTES[line.fate]
    return note.removeprefix(word).removeprefix(": ")


def check_code(book: Book, lines: Iterable[Line]) -> str:
    """Return ``1A2B-3C4D-5E6F-7A8B``: two printings with one code say the same in every cell."""
    digest = hashlib.sha256(book.form.encode())
    for line in lines:
        for text in texts(line, book):
            digest.update(text.encode("utf-8", "surrogatepass") + b"\x1f")
        digest.update(b"\x1e")
    code = digest.hexdigest()[:16].upper()
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def totals(book: Book, lines: Sequence[Line], permanent: str = "") -> Iterator[str]:
    """Return the sentences at the end; ``permanent`` is the word that the list of dossiers uses for
    a retention without end.
    """
    entries = [line for line in lines if line.fate in ENTRIES]
    if book.form is Form.DOSSIERS:
        forever = sum(line.cells[2] == permanent for line in entries)
        yield (
            f"Danh mục hồ sơ này có {_worded(len(entries))} hồ sơ, bao gồm: {thousands(forever)} "
            f"hồ sơ bảo quản vĩnh viễn; {thousands(len(entries) - forever)} hồ sơ bảo quản có "
            "thời hạn."
        )
    elif book.form is Form.HANDED_OVER:
        yield f"Mục lục này gồm {thousands(len(entries))} hồ sơ (đơn vị bảo quản)."
        yield f"Viết bằng chữ: {in_words(len(entries))} hồ sơ (đơn vị bảo quản)."
    elif book.form is Form.CONTENTS:
        yield f"Hồ sơ này có {_worded(len(entries))} văn bản, tài liệu."
    else:
        yield f"Sổ này có {_worded(len(entries))} {_THING.get(book.form, 'văn bản')}."
        yield from _spare(lines)


_THING: Final[dict[str, str]] = {Form.POST: "lượt gửi", Form.LOANS: "lượt sử dụng bản lưu"}
_ASIDE: Final = {
    Fate.TAKEN_OVER: "Trong đó có {} văn bản chuyển từ sổ cũ.",
    Fate.CANCELLED: "Trong đó có {} văn bản đã hủy.",
    Fate.VOID: "Ngoài ra có {} số bỏ.",
    Fate.RESERVED: "Ngoài ra có {} số đang giữ.",
}


def _spare(lines: Sequence[Line]) -> Iterator[str]:
    for fate, sentence in _ASIDE.items():
        if count := sum(line.fate is fate for line in lines):
            yield sentence.format(_worded(count))


def _worded(count: int) -> str:
    return f"{thousands(count)} ({in_words(count)})"
