"""Reads what waits for signature and looks at it, one document after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from core.office.terms import Kind, State, Urgency
from db.queries import batches, documents
from db.queries.documents import View
from desktop.latest import Latest
from desktop.signing.examining import Examined, examine
from desktop.signing.holders import Holder, holder

if TYPE_CHECKING:
    from datetime import date

    from db.acting import Store
    from db.queries.batches import Cut
    from db.queries.rows import DocumentRow
    from desktop.context import Context

VIEW: Final = View((Kind.OUTGOING, Kind.INTERNAL), (State.TO_SIGN,))
_ORDER: Final = [level.value for level in Urgency]
LIMIT: Final = 500
"""Documents in the queue at once; the rest follows as these are signed."""


class Queue(QObject):
    """``changed`` says that there are other rows or that one more was looked at."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._listed, self._looked = Latest(context), Latest(context)
        self._stale: set[int] = set()
        self.rows: list[DocumentRow] = []
        self.found: dict[int, Examined] = {}
        self.holder: Holder | None = None
        self.cut: Cut | None = None
        self._day: date | None = None

    def read(self, touched: frozenset[str] | None = None) -> None:
        """Ask anew and look again at the documents that were touched, all of them without a list;
        what is known stays in sight meanwhile."""
        self._looked.drop()
        self._stale |= {row.n for row in self.rows if touched is None or row.id in touched}
        self._listed.read(_read, self._take)

    @property
    def looked(self) -> bool:
        """Whether every document of the queue was looked at."""
        return len(self.found) == len(self.rows)

    def _take(self, read: tuple[Holder, list[DocumentRow], date, Cut | None]) -> None:
        """Of another day nothing holds: delegations began and ended with it."""
        self.holder, self.rows, today, self.cut = read
        if today != self._day:
            self._day, self.found = today, {}
        known = {row.n for row in self.rows}
        self.found = {n: found for n, found in self.found.items() if n in known}
        self._look([row for row in self.rows if row.n in self._stale or row.n not in self.found])
        self.changed.emit()

    def _look(self, left: list[DocumentRow]) -> None:
        if not left:
            return
        row, *rest = left

        def take(found: Examined) -> None:
            self.found[row.n] = found
            self._stale.discard(row.n)
            self._look(rest)
            self.changed.emit()

        self._looked.read(lambda store: examine(store, row.id), take)


def _read(store: Store) -> tuple[Holder, list[DocumentRow], date, Cut | None]:
    numbers = documents.ids(store, VIEW)[:LIMIT]
    rows = documents.rows(store, numbers)
    ordered = sorted(rows, key=lambda row: (-_pressing(row.urgency), row.n))
    return holder(store), ordered, store.today(), batches.cut(store)


def _pressing(urgency: str) -> int:
    """How far up the queue; of equal urgency what came first stands first."""
    return _ORDER.index(urgency) if urgency in _ORDER else 0
