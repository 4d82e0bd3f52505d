"""Reads the receipts of every stream back, some at a time: acts and the lock come in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from db.queries import audit
from desktop.latest import Latest

if TYPE_CHECKING:
    from db.queries.audit import Checked
    from desktop.context import Context


class ChainCheck(QObject):
    """``moved`` says how far it is, ``ended`` that every stream was read to its end."""

    moved = Signal(int)
    ended = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._asked = Latest(context)
        self._left: list[Checked] = []
        self.found: list[Checked] = []

    def begin(self) -> None:
        """From the first place of every stream."""
        self.found = []
        self._asked.read(audit.begin, self._start)

    def drop(self) -> None:
        """Go no further: the screen is left or locked."""
        self._asked.drop()
        self._left = []

    def _start(self, streams: tuple[Checked, ...] | None) -> None:
        self._left = list(streams or ())
        self._go_on()

    def _go_on(self) -> None:
        if not self._left:
            self.ended.emit()
            return
        now = self._left[0]
        self._asked.read(lambda store: audit.go_on(store, now), self._take)

    def _take(self, further: Checked | None) -> None:
        """None comes under the lock."""
        if further is None or not self._left:
            return
        self._left[0] = further
        if further.ended:
            self.found.append(self._left.pop(0))
        self.moved.emit(sum(one.place for one in (*self.found, *self._left)))
        QTimer.singleShot(0, self, self._go_on)
