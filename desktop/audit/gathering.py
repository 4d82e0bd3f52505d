"""Reads many acts of the journal a few at a time, so that nothing else waits; says how far it is
and can be stopped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.widgets.progress_sheet import ProgressSheet, ProgressWords
from desktop.wording import number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.acting import Store
    from desktop.context import Context

AT_ONCE: Final = 500
UNSEEN: Final = 4
"""So many parts take no second: no sheet comes up for them."""
_WORDS: Final = ProgressWords(
    "audit.extract.gather",
    "audit.extract.progress",
    "audit.extract.stop",
    "audit.extract.stopping",
)


class Gathering(QObject):
    """``read`` makes something of some acts, in the database lane; ``gathered`` carries all that it
    made, in order, unless it was stopped or something failed, which is shown.
    """

    moved = Signal(int)
    gathered = Signal(list)

    def __init__(
        self,
        context: Context,
        owner: QObject,
        numbers: Sequence[int],
        read: Callable[[Store, Sequence[int]], object],
    ) -> None:
        super().__init__(owner)
        self._context, self._read = context, read
        starts = range(0, len(numbers), AT_ONCE)
        self._parts = [numbers[start : start + AT_ONCE] for start in starts] or [numbers]
        self._made: list[object] = []
        self._stopped = False
        self._sheet: ProgressSheet | None = None

    def begin(self) -> None:
        """Read the first part; more than a few come with a sheet that says how far it is."""
        if len(self._parts) > UNSEEN:
            ends = [0]
            for part in self._parts:
                ends.append(ends[-1] + len(part))
            subjects = [number(end) for end in ends[1:]]
            self._sheet = ProgressSheet(self, subjects, _WORDS)
            self._context.frame.open_sheet(self._sheet)
        self._go_on()

    def stop(self) -> None:
        """Read no further part."""
        self._stopped = True

    def _go_on(self) -> None:
        place = len(self._made)
        if self._stopped or place == len(self._parts):
            self._end()
            return
        self.moved.emit(place)
        part = self._parts[place]
        self._context.read(lambda store: self._read(store, part), self._take, self._fail)

    def _take(self, made: object) -> None:
        self._made.append(made)
        QTimer.singleShot(0, self, self._go_on)

    def _fail(self, error: Exception) -> None:
        self._stopped = True
        self._end()
        self._context.frame.show_error(error)

    def _end(self) -> None:
        if self._sheet is not None:
            self._sheet.put_away()
        if not self._stopped:
            self.gathered.emit(self._made)
        self.deleteLater()
