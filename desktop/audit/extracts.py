"""Saves what is shown of the journal as a signed extract, and checks one that somebody brings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from core.errors import FileUnreadable
from core.office.copies import Paper, Way
from db.actions.exports import Copy
from db.queries import extracts, journal
from desktop.exchange import journal_csv
from desktop.printing import leaving
from desktop.printing.leaving import BESIDE, path_beside
from desktop.widgets.path_sheet import PathSheet
from desktop.wording import moment, number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.sync.extract import Extract
    from db.acting import Done, Store
    from db.queries.journal import Asked
    from desktop.context import Context

MOST: Final = 20_000
"""Acts in one extract; a longer one is asked for by days."""
LIMIT: Final = 32 << 20


class Extracts(QObject):
    """``shown`` gives what is asked and the numbers of the acts that fit."""

    def __init__(
        self, context: Context, owner: QObject, shown: Callable[[], tuple[Asked, Sequence[int]]]
    ) -> None:
        super().__init__(owner)
        self._context, self._shown = context, shown

    def save(self) -> None:
        """Ask where to, then write both files."""
        asked, numbers = self._shown()
        if len(numbers) > MOST:
            self._context.frame.toast("audit.extract.many", n=number(MOST))
            return

        def write(paths: list[Path]) -> None:
            path = paths[0].with_suffix(".csv")
            self._context.act(
                lambda store: _write(store, asked, numbers, path),
                lambda _: self._context.frame.toast("audit.extract.saved", name=path.name),
            )

        sheet = PathSheet("audit.extract.save", write, filters="CSV (*.csv)", saving=True)
        self._context.frame.open_sheet(sheet)

    def check(self) -> None:
        """Ask for an extract, then say whether it holds."""

        def read(paths: list[Path]) -> None:
            path = paths[0]
            self._context.read(lambda store: _check(store, path), self._tell)

        sheet = PathSheet("audit.extract.check", read, filters="CSV (*.csv)")
        self._context.frame.open_sheet(sheet)

    def _tell(self, said: Extract) -> None:
        self._context.frame.toast(
            "audit.extract.good",
            n=number(said.lines),
            name=said.name,
            at=moment(said.time),
        )


def _write(store: Store, asked: Asked, numbers: Sequence[int], path: Path) -> Done:
    lines = journal.rows(store, numbers)
    content = journal_csv.write(lines)
    vouched = extracts.vouch(store, content, len(lines), asked)
    copy = Copy(Paper.JOURNAL, lines=len(lines))
    return leaving.save_table(store, copy, Way.CSV, content, path, beside=vouched)


def _check(store: Store, path: Path) -> Extract:
    csv = path.with_suffix("") if path.suffix == BESIDE else path
    return extracts.check(store, _bytes(path_beside(csv)), _bytes(csv))


def _bytes(path: Path) -> bytes:
    """A stranger's file, up to a limit."""
    try:
        with path.open("rb") as file:
            return file.read(LIMIT)
    except OSError as error:
        raise FileUnreadable from error
