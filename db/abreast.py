"""Several pieces of one lane's work side by side, where each only waits: for the disk, which makes
durable together what waits together, or for the road. The one place of the store and of sync that
begins threads; each has ended when the call ends.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

FLUSHES = 16
"""Files that wait for the disk together."""
T = TypeVar("T")
R = TypeVar("R")


def at_once(work: Callable[[T], None], many: Iterable[T]) -> None:
    """Do the same to each; raises what one of them raises, after all have ended."""
    items = list(many)
    lanes = min(len(items), FLUSHES)
    for answer in in_order(work, items, lanes or 1):
        answer()


def in_order(
    work: Callable[[T], R], items: Iterable[T], lanes: int
) -> Generator[Callable[[], R], None, None]:
    """What gives the result of each, in their order; meanwhile as many as there are lanes are under
    way. In one lane each is done when its result is asked for, by who asks.
    """
    if lanes == 1:
        for item in items:
            yield partial(work, item)
        return
    pool = ThreadPoolExecutor(lanes)
    under_way: deque[Future[R]] = deque()
    try:
        for item in items:
            under_way.append(pool.submit(work, item))
            if len(under_way) > lanes:
                yield under_way.popleft().result
        while under_way:
            yield under_way.popleft().result
    finally:
        pool.shutdown(cancel_futures=True)
