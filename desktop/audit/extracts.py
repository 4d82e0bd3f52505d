"""Takes what is shown of the journal out as a signed extract, a table or pages; checks one that
somebody brings.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from core.errors import FileUnreadable, TooLarge
from core.office.copies import Way
from db.queries import extracts, journal
from desktop.audit import pages
from desktop.audit.gathering import Gathering
from desktop.background import Lane
from desktop.exchange import journal_csv
from desktop.forms import journal as form
from desktop.printing import leaving
from desktop.printing.foot import how
from desktop.printing.leaving import BESIDE, Papers, path_beside
from desktop.printing.sheet import PrintSheet
from desktop.widgets.path_sheet import PathSheet
from desktop.wording import moment, number
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.sync.extract import Extract
    from db.acting import Done, Store
    from db.queries.journal import Asked
    from desktop.context import Context
    from desktop.forms.book import Printing
    from desktop.forms.journal import Journal

MOST: Final = 5_000
"""Acts on paper: some three hundred pages, laid out in six seconds. A table has no such end."""
LIMIT: Final = 256 << 20
"""Bytes of an extract: a million acts."""


class Extracts(QObject):
    """``shown`` gives what is asked and the numbers of the acts that fit."""

    def __init__(
        self, context: Context, owner: QObject, shown: Callable[[], tuple[Asked, Sequence[int]]]
    ) -> None:
        super().__init__(owner)
        self._context, self._shown = context, shown

    def save(self) -> None:
        """Ask where to, then write the table and what vouches for it."""
        asked, numbers = self._shown()

        def chosen(paths: list[Path]) -> None:
            path = paths[0].with_suffix(".csv")
            self._gather(numbers, _rows, partial(self._write, asked, len(numbers), path))

        sheet = PathSheet("audit.extract.save", chosen, filters="CSV (*.csv)", saving=True)
        self._context.frame.open_sheet(sheet)

    def show_pages(self) -> None:
        """Show it as pages, to be printed or saved."""
        asked, numbers = self._shown()
        if len(numbers) > MOST:
            self._context.frame.toast("audit.extract.many", n=number(MOST))
        else:
            self._gather(numbers, _cells, partial(self._lay_out, asked))

    def check(self) -> None:
        """Ask for an extract, then say whether it holds."""

        def read(paths: list[Path]) -> None:
            path = paths[0]
            self._context.read(lambda store: _check(store, path), self._tell)

        sheet = PathSheet("audit.extract.check", read, filters="CSV, PDF (*.csv *.pdf)")
        self._context.frame.open_sheet(sheet)

    def _gather(
        self,
        numbers: Sequence[int],
        read: Callable[[Store, Sequence[int]], object],
        then: Callable[[list[object]], None],
    ) -> None:
        gathering = Gathering(self._context, self, numbers, read)
        gathering.gathered.connect(then)
        gathering.begin()

    def _write(self, asked: Asked, count: int, path: Path, made: list[bytes]) -> None:
        self._context.act(
            lambda store: _save(store, asked, count, b"".join((journal_csv.head(), *made)), path),
            lambda _done: self._context.frame.toast("audit.extract.saved", None, name=path.name),
        )

    def _lay_out(self, asked: Asked, made: list[list[tuple[str, ...]]]) -> None:
        """Setting some hundred pages takes seconds: not in the lane of the store."""
        acts = [cells for part in made for cells in part]

        def render(found: tuple[Journal, Printing]) -> None:
            self._context.background.run(
                Lane.WORKER,
                lambda: form.render(*found),
                partial(self._look, asked, len(acts)),
                self._context.frame.show_error,
            )

        self._context.read(lambda store: (pages.content(store, asked, acts), how(store)), render)

    def _look(self, asked: Asked, count: int, content: bytes) -> None:
        def vouch(store: Store, saved: bytes) -> bytes:
            return extracts.vouch(store, saved, count, asked)

        name = word("audit.extract.file")
        papers = Papers(content, name, pages.copy(asked, count), vouch=vouch)
        self._context.frame.open_sheet(PrintSheet(self._context, papers))

    def _tell(self, said: Extract) -> None:
        self._context.frame.toast(
            "audit.extract.good",
            n=number(said.lines),
            name=said.name,
            at=moment(said.time),
        )


def _rows(store: Store, numbers: Sequence[int]) -> bytes:
    return journal_csv.rows(journal.rows(store, numbers))


def _cells(store: Store, numbers: Sequence[int]) -> list[tuple[str, ...]]:
    return [pages.cells(line) for line in journal.rows(store, numbers)]


def _save(store: Store, asked: Asked, count: int, content: bytes, path: Path) -> Done:
    if len(content) > LIMIT:
        raise TooLarge(size=len(content), limit=LIMIT)
    vouched = extracts.vouch(store, content, count, asked)
    copy = pages.copy(asked, count)
    return leaving.save_table(store, copy, Way.CSV, content, path, beside=vouched)


def _check(store: Store, path: Path) -> Extract:
    readable = path.with_suffix("") if path.suffix == BESIDE else path
    return extracts.check(store, _bytes(path_beside(readable)), _bytes(readable))


def _bytes(path: Path) -> bytes:
    """A stranger's file, up to a limit. Raises FileUnreadable, TooLarge."""
    try:
        with path.open("rb") as file:
            content = file.read(LIMIT + 1)
    except OSError as error:
        raise FileUnreadable from error
    if len(content) > LIMIT:
        raise TooLarge(size=len(content), limit=LIMIT)
    return content
