"""The digest of the day: at 08:00 and 13:30 by the machine's clock, while somebody sits here, how
many of his deadlines end today or are late. Counts alone: no word of a document leaves the store.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from core.errors import StoreClosed
from db.queries import deadlines
from desktop import clock
from desktop.changes import touches
from desktop.latest import Latest

if TYPE_CHECKING:
    from db.queries.deadlines import Digest
    from desktop.context import Context

SLOTS: Final = (time(8, 0), time(13, 30))
_LOOK_MS: Final = 30_000
_FIRST_MS: Final = 1_500
_told: dict[str, datetime] = {}
"""The last digest that each person was told, through every lock: once is enough."""


def slot(now: datetime) -> datetime | None:
    """The last time of a digest that has passed on the day of ``now``; None before the first."""
    passed = [each for each in SLOTS if each <= now.time()]
    return datetime.combine(now.date(), passed[-1]) if passed else None


class DigestWatch(QObject):
    """Lives as long as the session; keeps the count beside the screen's name, too."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._asked = context, Latest(context)
        self._soon = QTimer(self, singleShot=True, interval=_FIRST_MS)
        self._soon.timeout.connect(self.look)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        context.changes.happened.connect(self._hear)
        self._soon.start()
        self._timer.start()

    def look(self) -> None:
        """Count; say it where the time of a digest has come."""
        self._asked.read(deadlines.digest, self._tell)

    def _hear(self, changed: object) -> None:
        if isinstance(changed, frozenset) and touches(changed, "document", "calendar", "catalogue"):
            self._soon.start()

    def _tell(self, found: Digest) -> None:
        frame, urgent = self._context.frame, found.late + found.today
        frame.set_badge("deadlines", urgent, "danger" if urgent else "plain")
        due = slot(clock.local_time(clock.now_ms()))
        try:
            person = self._context.store().author.person
        except StoreClosed:
            return
        if due is None or _told.get(person) == due:
            return
        _told[person] = due
        if urgent:
            key = "deadlines.digest.late" if found.late else "deadlines.digest"
            frame.toast(key, n=found.today, late=found.late)
            self._call()

    def _call(self) -> None:
        """Somebody at another window sees that something waits here, and no word of it."""
        if QApplication.activeWindow() is None:
            for window in QApplication.topLevelWidgets():
                QApplication.alert(window)
