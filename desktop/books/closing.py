"""Closes a book: the sheet that says what stands in it, signed by the clerk, kept with the act.
No Qt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.errors import BookChanged, NotFound
from core.office import closing
from core.office.book_lines import check_code, summary
from core.office.books import BOOKS
from core.office.copies import Paper
from db.actions import books, files
from db.actions.exports import Copy
from db.actions.files import NewFile
from db.queries import numbers
from desktop.books import printing
from desktop.forms import book_closing, stamps
from desktop.forms.book_closing import Closing
from desktop.printing.foot import how
from desktop.printing.leaving import Papers
from desktop.signing import acts, setting
from desktop.signing.setting import Intent

if TYPE_CHECKING:
    from db.acting import Done, Store
    from db.queries.numbers import Figures
    from desktop.books.choosing import Choice
    from desktop.signing.ring import KeyRing

FIELD, REASON = "KyChinh", "Đóng sổ"


@dataclass(frozen=True)
class Ready:
    """A register that can be closed for a period now, and what its closing would say."""

    book: str
    name: str
    shown: Figures
    says: Closing


def ready(store: Store, choice: Choice, period: str) -> Ready:
    """Look whether a register can be closed, and with what. Raises NotFound for a book without a
    register, BookClosed, PeriodNotOver, PeriodsOpen, NumbersKept, NumbersOut, BookChanged.
    """
    row = choice.register
    if row is None:
        raise NotFound(kind="register")
    kept = len(row.kept)
    shown = numbers.figures(store, row.id, period)
    closing.check(period, row.year, row.closed, row.busy, kept, store.today(), shown.out)
    found = printing.content(store, choice, period)
    stands = summary(found.lines)
    if (stands.lines, len(stands.voids)) != (shown.lines, shown.voids):
        raise BookChanged
    stands = replace(stands, first=shown.first, last=shown.last)
    code = check_code(BOOKS[choice.form], found.lines)
    says = Closing(found.cover, period, stands, code, shown.head, found.how.person, shown.out)
    return Ready(row.id, row.name, shown, says)


def close(store: Store, ring: KeyRing, found: Ready, pin: str) -> Done:
    """Sign the sheet with the clerk's own key and close the book with it.

    Raises what signing raises, and BookChanged where the book is not any more as it was shown.
    """
    mark = how(store).watermark
    drawn = book_closing.render(found.says, store.today(), mark)
    name = found.says.clerk
    intent = Intent(FIELD, "main", lambda box: stamps.signature(name, box), REASON)
    with acts.held(store, ring, acts.PERSON, pin) as clerk:
        signed = setting.set_signature(setting.ready(drawn), intent, clerk)
    file = NewFile(file_name(found.shown.period), "application/pdf", signed.content, drawn.pages)
    return books.close(store, found.book, found.shown, file)


def sheet_of(store: Store, book: str, period: str) -> Papers:
    """The signed sheet of a closing. Raises BlobMissing, NotFound."""
    content = files.content(store, numbers.closing_sheet(store, book, period))
    since, until = closing.first_day(period).isoformat(), closing.last_day(period).isoformat()
    copy = Copy(Paper.CLOSING, "register", book, since=since, until=until)
    return Papers(content, file_name(period).removesuffix(".pdf"), copy)


def file_name(period: str) -> str:
    """What the sheet's file is called."""
    return f"phieu-dong-so-{period}.pdf"
