"""One question at a time: asking again, or dropping, makes the answer of before unwanted.

For whatever follows a selection or typing: an old answer must never come after a newer one, and no
answer may come to a page that was put away or locked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Store
    from desktop.background import Lane, Task
    from desktop.context import Context

T = TypeVar("T")


class Latest:
    """The newest question of one kind."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._task: Task | None = None

    @property
    def under_way(self) -> bool:
        """Whether an answer is still wanted."""
        return self._task is not None and not self._task.finished

    def read(
        self,
        query: Callable[[Store], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Ask the store; see ``Context.read``. Under the lock nothing is asked: there is nobody to
        show it to."""
        self.drop()
        self._task = self._context.read(query, done, failed)

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Ask something in another lane."""
        self.drop()
        problem = failed or self._context.frame.show_error
        self._task = self._context.background.run(lane, work, done, problem)

    def drop(self) -> None:
        """Want no answer any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
