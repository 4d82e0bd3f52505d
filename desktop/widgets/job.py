"""One long piece of work on the store: how far it is, and a way to stop it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

STEPS: Final = 200
"""How often at most it says how far it is."""


class Job(QObject):
    """``moved`` carries the share that is done, 0 to 1. ``kind`` names it among the words."""

    moved = Signal(float)

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.share = 0.0
        self._stopped = False
        self._said = -1

    @property
    def stopped(self) -> bool:
        """Whether it was asked to stop."""
        return self._stopped

    def stop(self) -> None:
        """Go no further than the step under way."""
        self._stopped = True

    def go_on(self, done: int, total: int) -> bool:
        """What the work calls after each step, in its own lane; whether it goes on."""
        step = done * STEPS // max(total, 1)
        if step != self._said:
            self._said, self.share = step, step / STEPS
            self.moved.emit(self.share)
        return not self._stopped
