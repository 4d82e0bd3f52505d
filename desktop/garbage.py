"""Collects Python's garbage on the main thread only, while other threads work.

Python looks for cycles in whichever thread happens to allocate. Windows and their parts are in
such cycles, and Qt's objects may be taken apart on their own thread only: on another one the
program dies now and then.
"""

from __future__ import annotations

import gc
from typing import ClassVar, Final

from PySide6.QtCore import QObject, QTimer

PAUSE_MS: Final = 200


def keep() -> None:
    """What is there now is never looked through again; once in a process.

    For when all is imported and nothing of a person's is open: a hundred thousand parts of the
    program would otherwise be gone through by the window's thread at every full collection.
    """
    if not gc.get_freeze_count():
        gc.freeze()


class Collector(QObject):
    """From its making to ``end``; several may be at work. Main thread only."""

    _working: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        Collector._working += 1
        gc.disable()
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect what has become due by Python's own thresholds, the oldest generation first."""
        pairs = enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        due = [generation for generation, (count, most) in pairs if count > most]
        if due:
            gc.collect(max(due))

    def end(self) -> None:
        """No other thread works any more: Python collects as ever."""
        self._timer.stop()
        Collector._working -= 1
        if not Collector._working:
            gc.enable()
