"""A book as it is printed or exported: the lines in sight of the person, with the cover and the
foot that say who printed them and when. No Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import resources
from core.office import roster
from db.actions import exports
from db.queries import books, office
from desktop.books.choosing import scope
from desktop.exchange import book_sheet
from desktop.forms import book
from desktop.forms.book import Printing
from desktop.written import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from core.office.book_lines import Line
    from core.office.books import Cover
    from db.acting import Store
    from desktop.books.choosing import Choice

FICTIONAL = "giả lập"


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


def how(store: Store) -> Printing:
    """Who prints and when; the fictional unit's paper says what it is."""
    demo = FICTIONAL in store.realm.provision.name.lower()
    mark = roster.load_roster(resources.text("demo/unit.json")).watermark if demo else ""
    return Printing(office.me(store).name, store.now(), watermark=mark)


def pdf(store: Store, choice: Choice, period: str) -> bytes:
    """The book as pages. Raises LetterNotInFont."""
    found = content(store, choice, period)
    return book.render(choice.form, found.cover, found.lines, found.how)


def export(store: Store, choice: Choice, period: str, path: Path) -> None:
    """Write the book as a spreadsheet. Raises NotAllowed, DiskFull, FileUnwritable."""
    exports.permit(store)
    found = content(store, choice, period)
    write_whole(path, book_sheet.write(choice.form, found.cover, found.lines, found.how))


def save(store: Store, pages: bytes, path: Path) -> None:
    """Write printed pages as a PDF. Raises NotAllowed, DiskFull, FileUnwritable."""
    exports.permit(store)
    write_whole(path, pages)
