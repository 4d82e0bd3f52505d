"""Warns as soon as number, symbol and agency are known that the books have them already.

Law: NĐ 30/2020/NĐ-CP PL VI III.1.h.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from core.office import duplicates
from db.queries import documents
from desktop.latest import Latest

if TYPE_CHECKING:
    from db.queries.rows import DocumentRow
    from desktop.context import Context

PAUSE_MS: Final = 200


class DuplicateWatch(QObject):
    """``found`` carries the document that is the same, or None."""

    found = Signal(object)

    def __init__(self, context: Context, owner: QObject) -> None:
        super().__init__(owner)
        self._asked = Latest(context)
        self._key = ""
        self.row: DocumentRow | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._typed = ("", "")

    def watch(self, code: str, issuer: str) -> None:
        """The two fields have these texts now; the books are asked when typing rests."""
        self._typed = (code, issuer)
        self._pause.start()

    def look_now(self, code: str, issuer: str) -> None:
        """The same at once: a file was read, or the form is about to be saved."""
        self._typed = (code, issuer)
        self._look()

    def stop(self) -> None:
        """Ask nothing more."""
        self._pause.stop()
        self._asked.drop()
        self._key, self.row = "", None

    def _look(self) -> None:
        self._pause.stop()
        key = duplicates.key(*self._typed)
        if key == self._key:
            return
        self._key = key
        if key:
            self._asked.read(lambda store: documents.same(store, key), self._show)
        else:
            self._asked.drop()
            self._show([])

    def _show(self, rows: list[DocumentRow]) -> None:
        self.row = rows[0] if rows else None
        self.found.emit(self.row)
