"""The lanes as one sitting of a person has them: what he still waits for ends with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.background import Background, Lane, Task

T = TypeVar("T")


class Sitting:
    """A ``Background`` for screens. After ``end`` no answer comes to a screen that is gone."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._tasks: list[Task] = []

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> Task:
        """See ``Background``."""
        task = self._background.run(lane, work, done, failed)
        self._tasks = [one for one in self._tasks if not (one.finished or one.cancelled)]
        self._tasks.append(task)
        return task

    def end(self) -> None:
        """Nothing is wanted any more of what is still under way or waiting."""
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
