"""A book as it is printed or exported: the lines in sight of the person, with the cover and the
foot that say who printed them and when. No Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.office import closing
from core.office.copies import Way
from db.actions.exports import Copy
from db.queries import books
from desktop.books.choosing import scope
from desktop.exchange import book_sheet
from desktop.forms import book
from desktop.printing import leaving
from desktop.printing.foot import how
from desktop.printing.leaving import Papers

if TYPE_CHECKING:
    from pathlib import Path

    from core.office.book_lines import Line
    from core.office.books import Cover
    from db.acting import Done, Store
    from desktop.books.choosing import Choice
    from desktop.forms.book import Printing


@dataclass(frozen=True)
class Content:
    """Everything of a book that goes on paper."""

    cover: Cover
    lines: tuple[Line, ...]
    how: Printing


def content(store: Store, choice: Choice, period: str) -> Content:
    """Lines, cover and foot of a book for a period."""
    wanted = scope(choice, period)
    found = books.lines(store, choice.form, wanted)
    cover = books.cover(store, choice.form, wanted, found)
    return Content(cover, tuple(found), how(store))


def papers(store: Store, choice: Choice, period: str, name: str) -> Papers:
    """The book as pages. Raises LetterNotInFont."""
    found = content(store, choice, period)
    pages = book.render(choice.form, found.cover, found.lines, found.how)
    return Papers(pages, name, copy(choice, period, len(found.lines)))


def export(store: Store, choice: Choice, period: str, path: Path) -> Done:
    """Write the book as a spreadsheet. Raises NotAllowed, DiskFull, FileUnwritable."""
    found = content(store, choice, period)
    table = book_sheet.write(choice.form, found.cover, found.lines, found.how)
    return leaving.save_table(store, copy(choice, period, len(found.lines)), Way.XLSX, table, path)


def copy(choice: Choice, period: str, lines: int) -> Copy:
    """What leaves: a register, or what all documents of some days stand in."""
    since, until = closing.first_day(period).isoformat(), closing.last_day(period).isoformat()
    if choice.register is None:
        return Copy(choice.form, lines=lines, since=since, until=until)
    return Copy(choice.form, "register", choice.register.id, lines, since, until)
