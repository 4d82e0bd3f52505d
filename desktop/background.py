"""The desktop's only threads: a lane for each thing that waits, results back on the main thread.

A lane does one thing after another (the worker lane two), so acts on the database keep their order
and a slow network never holds up a click. Work must not touch a widget; ``done`` and ``failed``
may, and run between two events of the window.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from desktop.garbage import Collector

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

T = TypeVar("T")


class Lane(Enum):
    """What a piece of work waits for."""

    DATABASE = "database"
    NETWORK = "network"
    WORKER = "worker"
    PAGES = "pages"
    TOKEN = "token"  # noqa: S105 - a lane, not a secret
    CARE = "care"
    """Long work on the whole store beside the acts: backup, checks."""


_THREADS = dict.fromkeys(Lane, 1) | {Lane.WORKER: 2}


class Task:
    """One piece of work under way. Cancelled work that has not begun never runs; its result never
    arrives."""

    def __init__(self, done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        self._done, self._failed = done, failed
        self.cancelled = False
        self.finished = False

    def cancel(self) -> None:
        """Want nothing of it any more."""
        self.cancelled = True

    def deliver(self, outcome: Any, error: Exception | None) -> None:
        """Hand over the result, unless it was cancelled or its receiver is gone. Main thread
        only."""
        self.finished = True
        receive = self._done if error is None else self._failed
        if not self.cancelled and _still_there(receive):
            receive(outcome if error is None else error)


def unasked(done: Callable[[Any], None]) -> Task:
    """Work that never begins: nobody waits for it."""
    task = Task(done, done)
    task.cancel()
    task.finished = True
    return task


def _still_there(receive: Callable[..., None]) -> bool:
    owner = getattr(receive, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)


class Background(Protocol):
    """Runs work away from the window."""

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> Task:
        """Do ``work`` in a lane, then call ``done`` with its result or ``failed`` with its
        exception."""
        ...


class Lanes(QObject):
    """The threads. ``busy`` and ``idle`` tell when the first piece of work begins and the last one
    ended."""

    busy = Signal()
    idle = Signal()
    _finished = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._pools = {
            lane: ThreadPoolExecutor(count, thread_name_prefix=lane.value)
            for lane, count in _THREADS.items()
        }
        self._last: dict[Lane, Future[None]] = {}
        self._waiting = 0
        self._closed = False
        self._collector = Collector()
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> Task:
        """See ``Background``. Main thread only. Raises RuntimeError after ``close``."""
        task = Task(done, failed)
        self._last[lane] = self._pools[lane].submit(self._work, lane, task, work)
        self._waiting += 1
        if self._waiting == 1:
            self.busy.emit()
        return task

    def end_of(self, lane: Lane) -> None:
        """Wait, in another lane, until all that was given to this one, of one thread, has ended."""
        if lane in self._last:
            self._last[lane].result()

    def once_idle(self, then: Callable[[], None]) -> None:
        """Call ``then`` once as soon as no work is under way or waiting. Main thread only."""
        if self._waiting == 0:
            then()
        else:
            self.idle.connect(then, Qt.ConnectionType.SingleShotConnection)

    def close(self) -> None:
        """Take nothing more, finish what was begun and every waiting act on the database, then
        return. No result arrives after it: whoever would get it may not ask for more."""
        ended, self._closed = self._closed, True
        for pool in self._pools.values():
            pool.shutdown(wait=True)
        if not ended:
            self._collector.end()

    def _work(self, lane: Lane, task: Task, work: Callable[[], Any]) -> None:
        waits = not task.cancelled and (lane is Lane.DATABASE or not self._closed)
        outcome, error = _attempt(work) if waits else (None, None)
        self._finished.emit(task, outcome, error)

    def _deliver(self, task: Task, outcome: Any, error: Exception | None) -> None:
        if self._closed:
            return
        try:
            task.deliver(outcome, error)
        finally:
            self._waiting -= 1
            if self._waiting == 0:
                self.idle.emit()


class Inline:
    """The same protocol with no thread: work is done when ``run`` returns. For tests and
    start-up."""

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> Task:
        """See ``Background``."""
        task = Task(done, failed)
        task.deliver(*_attempt(work))
        return task


def _attempt(work: Callable[[], Any]) -> tuple[Any, Exception | None]:
    """The result, or what was raised: a lane must outlive whatever its work does."""
    try:
        return work(), None
    except Exception as error:  # noqa: BLE001 - handed to the receiver, never swallowed
        return None, error
