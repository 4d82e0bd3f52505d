"""What can be done with a book: numbers kept or given up, another book opened, a period closed, the
book printed or exported.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.office.book_lines import Fate
from core.office.terms import Act, Kind
from db.queries import documents
from desktop.books import printing
from desktop.books.bar import name_of
from desktop.books.number_sheets import ReserveSheet, VoidSheet
from desktop.books.open_sheet import OpenSheet
from desktop.books.print_sheet import PrintSheet
from desktop.screens import Command
from desktop.widgets.path_sheet import PathSheet

if TYPE_CHECKING:
    from core.office.book_lines import Line
    from db.acting import Store
    from desktop.books.choosing import Choice, Shelf
    from desktop.context import Context


class Acts:
    """Each act asks in a sheet that names what it is about."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def commands(
        self, shelf: Shelf, shown: Choice | None, period: str, line: Line | None
    ) -> list[Command]:
        """What the person may do with the book in sight; its numbers need a lease."""
        may = shelf.may
        found = []
        row = shown.register if shown else None
        if shown and row and Act.RESERVE_NUMBER in may and row.next is not None:
            found.append(
                Command(
                    "reserve", "books.reserve", partial(self._reserve, shown), "ribbon", "F7", "bar"
                )
            )
        if shown and row and Act.VOID_NUMBER in may and (row.next is not None or row.kept):
            found.append(
                Command("void", "books.void", partial(self.ask_void, shown, line), "dismiss", "F8")
            )
        if shown:
            found.append(
                Command(
                    "print",
                    "books.print",
                    partial(self._print, shown, period),
                    "print",
                    "Ctrl+P",
                    "bar",
                )
            )
        if shown and Act.EXPORT in may:
            found.append(
                Command(
                    "export",
                    "books.export",
                    partial(self._export, shown, period),
                    "arrow_download",
                    "Ctrl+E",
                )
            )
        if Act.OPEN_REGISTER in may:
            found.append(Command("open", "books.open", self._open, "book", "Ctrl+N"))
        return found

    def ask_void(self, shown: Choice, line: Line | None) -> None:
        """Ask for numbers and reason; a kept number under the keyboard is offered, or the next."""
        row = shown.register
        if row is None:
            return
        kept = line is not None and line.fate is Fate.RESERVED and line.number in row.kept
        first = line.number if line is not None and kept else row.next
        self._context.frame.open_sheet(VoidSheet(self._context, row, (first,) if first else ()))

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

    def _reserve(self, shown: Choice) -> None:
        if shown.register is not None:
            self._context.frame.open_sheet(ReserveSheet(self._context, shown.register))

    def _print(self, shown: Choice, period: str) -> None:
        def show(pages: bytes) -> None:
            sheet = PrintSheet(self._context, pages, file_name(shown, period))
            self._context.frame.open_sheet(sheet)

        self._context.read(lambda store: printing.pdf(store, shown, period), show)

    def _export(self, shown: Choice, period: str) -> None:
        start = Path.home() / f"{file_name(shown, period)}.xlsx"

        def write(paths: list[Path]) -> None:
            self._context.read(
                lambda store: printing.export(store, shown, period, paths[0]),
                lambda _: self._context.frame.toast("books.export.saved"),
            )

        sheet = PathSheet("books.export", write, filters="Excel (*.xlsx)", saving=True, start=start)
        self._context.frame.open_sheet(sheet)

    def _open(self) -> None:
        self._context.frame.open_sheet(OpenSheet(self._context))


def file_name(shown: Choice, period: str) -> str:
    """What a file of a book is called at first: nothing in it that a file system refuses."""
    return re.sub(r"[^\w-]+", "-", f"{name_of(shown)} {period}").strip("-")
