"""What can be done with a book: numbers given, kept or made void, another book opened, a period
closed, the book printed or exported.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.office.book_lines import Fate
from core.office.books import Form
from core.office.numbering import Number, RegisterKind
from core.office.terms import Act, Kind
from db.queries import documents
from desktop.books import closing, importing, printing
from desktop.books.bar import name_of
from desktop.books.close_sheet import close_sheet
from desktop.books.give_sheet import GiveSheet, waiting
from desktop.books.number_sheets import ReserveSheet, ReturnSheet, VoidSheet
from desktop.books.open_sheet import OpenSheet
from desktop.printing.sheet import PrintSheet
from desktop.screens import Command
from desktop.widgets.path_sheet import PathSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.office.book_lines import Line
    from db.acting import Store
    from db.queries.numbers import RegisterRow
    from db.queries.rows import DocumentRow
    from desktop.books.choosing import Choice, Shelf
    from desktop.books.closing import Ready
    from desktop.context import Context
    from desktop.printing.leaving import Papers
    from desktop.screens import Place

CLOSED_AS: Final = frozenset({Form.INCOMING, Form.OUTGOING})
"""A register is closed as what it is; the follow-up is another view of it."""


class Acts:
    """Each act asks in a sheet that names what it is about."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def commands(
        self, shelf: Shelf, shown: Choice | None, period: str, line: Line | None
    ) -> list[Command]:
        """What the person may do with the book in sight."""
        found = []
        if shown is not None and shown.register is not None:
            found += self._of_numbers(shelf, shown.register, line)
        if shown is not None:
            run = partial(self._print, shown, period)
            found.append(_command("print", run, "print", "Ctrl+P", "bar"))
        if shown is not None and Act.EXPORT in shelf.may:
            run = partial(self._export, shown, period)
            found.append(_command("export", run, "arrow_download", "Ctrl+E"))
        if shown is not None and shown.register is not None:
            found += self._of_periods(shelf, shown, shown.register, period)
        if shown is not None and Act.TAKE_OVER in shelf.may and importing.registers(shelf):
            run = partial(importing.ask, self._context, shelf, shown)
            found.append(_command("import", run, "arrow_import", "Ctrl+I"))
        if Act.OPEN_REGISTER in shelf.may:
            found.append(_command("open", self._open, "book", "Ctrl+N"))
        return found

    def _of_numbers(self, shelf: Shelf, book: RegisterRow, line: Line | None) -> list[Command]:
        """Numbers need a lease of this machine, or one that was kept."""
        may, found = shelf.may, []
        usable = book.next is not None or bool(book.kept)
        own = book.kind == RegisterKind.OUTGOING
        if own and Act.NUMBER in may and (usable or book.late):
            run = partial(self._give, book, line)
            found.append(_command("give", run, "document_signature", "F9", "primary"))
        if Act.RESERVE_NUMBER in may and book.next is not None:
            found.append(_command("reserve", partial(self._reserve, book), "ribbon", "F7", "bar"))
        if Act.VOID_NUMBER in may and usable:
            run = partial(self.ask_void, book, line)
            found.append(_command("void", run, "dismiss", "F8"))
        if Act.RETURN_LEASE in may and book.held:
            found.append(_command("return", partial(self._hand_back, book), "arrow_reply"))
        return found

    def _of_periods(
        self, shelf: Shelf, shown: Choice, book: RegisterRow, period: str
    ) -> list[Command]:
        """The period in sight is closed once; then its sheet can be read."""
        if period in book.closed:
            run = partial(self._show_sheet, book, period)
            return [_command("sheet", run, "document_ribbon")]
        if Act.CLOSE_REGISTER not in shelf.may or shown.form not in CLOSED_AS:
            return []
        return [_command("close", partial(self._close, shown, period), "lock_closed")]

    def ask_void(self, book: RegisterRow, line: Line | None) -> None:
        """Ask for numbers and reason; a kept number under the keyboard is offered, or the next."""
        kept = _kept(book, line)
        first = kept or book.next
        self._context.frame.open_sheet(VoidSheet(self._context, book, (first,) if first else ()))

    def show_document(self, document: str) -> None:
        """Go to the document of a line."""

        def find(store: Store) -> tuple[str, int] | None:
            page = documents.page(store, document)
            return (page.row.kind, page.row.n) if page else None

        def show(found: tuple[str, int] | None) -> None:
            if found is not None and found[0] == Kind.INCOMING:
                self._context.frame.go("incoming", ("document", document))
            elif found is not None:
                self._context.frame.go("outgoing", ("all", found[1]))

        self._context.read(find, show)

    def _give(self, book: RegisterRow, line: Line | None) -> None:
        first = _kept(book, line) or book.next
        typed = Number(first).text() if first else book.late

        def show(rows: list[DocumentRow]) -> None:
            if rows:
                self._context.frame.open_sheet(GiveSheet(self._context, book, rows, typed))
            else:
                self._context.frame.toast("books.give.waiting")

        self._context.read(lambda store: waiting(store, book), show)

    def _reserve(self, book: RegisterRow) -> None:
        self._context.frame.open_sheet(ReserveSheet(self._context, book))

    def _hand_back(self, book: RegisterRow) -> None:
        self._context.frame.open_sheet(ReturnSheet(self._context, book))

    def _print(self, shown: Choice, period: str) -> None:
        name = file_name(shown, period)
        self._context.read(lambda store: printing.papers(store, shown, period, name), self._look)

    def _look(self, papers: Papers) -> None:
        self._context.frame.open_sheet(PrintSheet(self._context, papers))

    def _export(self, shown: Choice, period: str) -> None:
        start = Path.home() / f"{file_name(shown, period)}.xlsx"

        def write(paths: list[Path]) -> None:
            self._context.act(
                lambda store: printing.export(store, shown, period, paths[0]),
                lambda _: self._context.frame.toast("books.export.saved"),
            )

        sheet = PathSheet("books.export", write, filters="Excel (*.xlsx)", saving=True, start=start)
        self._context.frame.open_sheet(sheet)

    def _close(self, shown: Choice, period: str) -> None:
        def ask(found: Ready) -> None:
            self._context.frame.open_sheet(close_sheet(self._context, found))

        self._context.read(lambda store: closing.ready(store, shown, period), ask)

    def _show_sheet(self, book: RegisterRow, period: str) -> None:
        self._context.read(lambda store: closing.sheet_of(store, book.id, period), self._look)

    def _open(self) -> None:
        self._context.frame.open_sheet(OpenSheet(self._context))


def _command(
    act: str, run: Callable[[], None], icon: str, keys: str = "", place: Place = "menu"
) -> Command:
    return Command(act, f"books.{act}", run, icon, keys, place)


def _kept(book: RegisterRow, line: Line | None) -> int | None:
    """The kept number that the keyboard is on."""
    mine = line is not None and line.fate is Fate.RESERVED and line.number in book.kept
    return line.number if line is not None and mine else None


def file_name(shown: Choice, period: str) -> str:
    """What a file of a book is called at first: nothing in it that a file system refuses."""
    return re.sub(r"[^\w-]+", "-", f"{name_of(shown)} {period}").strip("-")
