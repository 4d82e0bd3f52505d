"""Carries an act out on one document after the other, in the database lane; it can be stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import AntinError, DiskFailing, DiskFull, Locked, StoreClosed
from desktop.bulk.outcomes import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.acting import Store
    from db.ledger import Changed
    from db.queries.rows import DocumentRow
    from desktop.context import Context


class Result(Protocol):
    """What a step returns: at least what it changed."""

    @property
    def changed(self) -> Changed:
        """As ``db.acting.Done``."""


R = TypeVar("R", bound=Result)
_STOPPING = (Locked, DiskFull, DiskFailing, StoreClosed)
"""What would befall the next document as well."""


class BulkRun(QObject, Generic[R]):
    """``moved`` carries the place of the document begun now; ``ended`` says that all are done or it
    was stopped: ``said`` then has one outcome a document, ``results`` what was done."""

    moved = Signal(int)
    ended = Signal()

    def __init__(
        self,
        context: Context,
        rows: Sequence[DocumentRow],
        step: Callable[[Store, int], R],
    ) -> None:
        super().__init__()
        self._context, self.rows, self._step = context, tuple(rows), step
        self._stop = False
        self.said: list[Said] = []
        self.results: list[tuple[DocumentRow, R]] = []

    def stop(self) -> None:
        """Begin no further document after the one under way."""
        self._stop = True

    def go_on(self) -> None:
        """Do the next document, or end."""
        place = len(self.said)
        if self._stop or place == len(self.rows):
            self._end()
            return
        self.moved.emit(place)
        self._context.read(lambda store: self._step(store, place), self._done, self._failed)

    def _done(self, result: R | None) -> None:
        """None comes under the lock: nothing more is done."""
        row = self.rows[len(self.said)]
        if result is None:
            self._next(Said(row, StoreClosed()))
        else:
            self.results.append((row, result))
            self._next(Said(row))

    def _failed(self, error: Exception) -> None:
        self._next(Said(self.rows[len(self.said)], error))

    def _next(self, said: Said) -> None:
        self.said.append(said)
        if isinstance(said.error, _STOPPING) or not isinstance(said.error, AntinError | None):
            self._stop = True
        QTimer.singleShot(0, self, self.go_on)

    def _end(self) -> None:
        self.said += [Said(row, skipped=True) for row in self.rows[len(self.said) :]]
        changed = frozenset[tuple[str, str]]().union(*(one.changed for _, one in self.results))
        self._context.changes.emit(changed)
        self.ended.emit()
