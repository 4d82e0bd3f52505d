"""Renews machines' certificates by itself where an administrator is at work: on opening, then looks
every hour, so that a session open over midnight does it, too. Whether anything is due, and who may,
is ``db.actions.renewing``'s to say.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from core.errors import AntinError
from desktop.background import Lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Done, Store
    from desktop.background import Background
    from desktop.changes import Changes

EVERY_MS: Final = 3_600_000


class Renewals(QObject):
    """``failed`` gets an error that nobody expected; after any other it is tried an hour later."""

    def __init__(
        self, background: Background, changes: Changes, failed: Callable[[Exception], None]
    ) -> None:
        super().__init__()
        self._background, self._changes, self._failed = background, changes, failed
        self._store: Store | None = None
        self._next = QTimer(self)
        self._next.setInterval(EVERY_MS)
        self._next.timeout.connect(self._look)

    def begin(self, store: Store) -> None:
        """A session is open."""
        self._store = store
        self._next.start()
        self._look()

    def end(self) -> None:
        """The session locks or ends."""
        self._store = None
        self._next.stop()

    def _look(self) -> None:
        if self._store is not None:
            work = partial(_keep, self._store)
            self._background.run(Lane.DATABASE, work, self._done, self._trouble)

    def _done(self, done: Done | None) -> None:
        if done is not None:
            self._changes.emit(done.changed)

    def _trouble(self, error: Exception) -> None:
        if not isinstance(error, AntinError):
            self._failed(error)


def _keep(store: Store) -> Done | None:
    from db.actions import renewing

    return renewing.keep(store)
