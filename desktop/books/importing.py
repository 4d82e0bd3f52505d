"""Asks for the file of an old book and for the register that takes it over, and shows its rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from db.actions.taking_over import KINDS
from desktop.background import Lane
from desktop.books import old_book
from desktop.books.import_sheet import ImportSheet
from desktop.books.menu_button import MenuButton
from desktop.widgets.field import Field
from desktop.widgets.path_sheet import PathSheet
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from db.queries.numbers import RegisterRow
    from desktop.books.choosing import Choice, Shelf
    from desktop.books.old_book import OldBook
    from desktop.context import Context
    from desktop.widgets.field import LineEdit

FILES = "Excel, CSV (*.xlsx *.csv *.txt)"


class OldFileSheet(PathSheet):
    """``taken`` is called with the register and the file."""

    def __init__(
        self,
        registers: Sequence[RegisterRow],
        shown: RegisterRow,
        taken: Callable[[RegisterRow, Path], None],
    ) -> None:
        self.book = MenuButton("books.import.book")
        self.book.offer([(each.id, _naming(each)) for each in registers], shown.id)
        known = {each.id: each for each in registers}
        field = Field("books.import.book", self.book, "books.import.book_hint")
        super().__init__(
            "books.import",
            lambda paths: taken(known[self.book.now], paths[0]),
            filters=FILES,
            extra=field,
        )

    @override
    def first(self) -> LineEdit:
        return self.edit


def registers(shelf: Shelf) -> list[RegisterRow]:
    """The registers that can take an old book over, the newest year first."""
    found = {
        choice.register.id: choice.register
        for choice in shelf.choices
        if choice.register is not None and choice.register.kind in KINDS
    }
    return list(found.values())


def ask(context: Context, shelf: Shelf, shown: Choice) -> None:
    """Ask for register and file, the one in sight first; then show what stands in the file."""
    known = registers(shelf)
    first = next((each for each in known if each == shown.register), known[0])
    context.frame.open_sheet(OldFileSheet(known, first, partial(_look, context)))


def _look(context: Context, register: RegisterRow, path: Path) -> None:
    def show(book: OldBook) -> None:
        context.frame.open_sheet(ImportSheet(context, register, book, path.stem))

    context.background.run(
        Lane.WORKER,
        lambda: old_book.of_file(path, register.kind),
        show,
        context.frame.show_error,
    )


def _naming(register: RegisterRow) -> Callable[[], str]:
    return lambda: word(
        "books.named", form=word(f"books.form.{register.kind}"), book=_dated(register)
    )


def _dated(register: RegisterRow) -> str:
    return f"{register.name} {register.year}"
