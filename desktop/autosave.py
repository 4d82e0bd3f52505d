"""Keeps what is being written as an encrypted draft: soon after the last change, at once when
asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from db.actions import desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.context import Context

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
            self._context.read(
                lambda store: desk.keep_draft(store, self._place, body),
                self.saved.emit,
                self._fail,
            )
        else:
            self.forget()

    def forget(self) -> None:
        """What was written is saved or given up: no draft is left."""
        self._timer.stop()
        self._kept = b""
        self._context.read(lambda store: desk.drop_draft(store, self._place), _nothing, self._fail)

    def _fail(self, error: Exception) -> None:
        self._kept = None
        self.failed.emit(error)


def _nothing(_result: None) -> None:
    """A dropped draft has nothing to say."""
