"""Keeps what is being written as an encrypted draft: soon after the last change, at once when
asked.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from db.actions import desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Store
    from desktop.context import Context

T = TypeVar("T")
PAUSE_MS: Final = 2000


class Autosave(QObject):
    """``body()`` gives the bytes to keep at ``place``, nothing when there is nothing to lose; it
    is not asked any more once ``owner`` is gone.

    ``saved`` carries the time in milliseconds UTC, ``failed`` what stood against it; the next
    change tries again.
    """

    saved = Signal(object)
    failed = Signal(Exception)

    def __init__(
        self, context: Context, place: str, body: Callable[[], bytes], owner: QObject
    ) -> None:
        super().__init__(owner)
        self._context, self._place, self._body = context, place, body
        self._kept: bytes | None = None
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.save)

    def note(self) -> None:
        """Something changed: keep it in two seconds, unless more changes until then."""
        self._timer.start()

    def save(self) -> None:
        """Keep it now, if it is not what was kept last."""
        self._timer.stop()
        body = self._body()
        if body == self._kept:
            return
        self._kept = body
        if body:
            work = partial(desk.keep_draft, place=self._place, body=body)
            if not self._write(work, self.saved.emit):
                self._timer.start()  # again until it is open
        else:
            self.forget()

    def forget(self) -> None:
        """What was written is saved or given up: no draft is left."""
        self._timer.stop()
        self._kept = b""
        self._write(lambda store: desk.drop_draft(store, self._place), _nothing)

    def _write(self, work: Callable[[Store], T], done: Callable[[T], None]) -> bool:
        """Whether it was asked of the store, which is closed while it gets another key."""
        asked = not self._context.read(work, done, self._fail).cancelled
        if not asked:
            self._kept = None
        return asked

    def _fail(self, error: Exception) -> None:
        self._kept = None
        self.failed.emit(error)


def _nothing(_result: None) -> None:
    """A dropped draft has nothing to say."""
