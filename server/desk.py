"""What every answer is given: the open server, its line of orders, sessions and quotas."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool

from core.errors import DiskFull, NotFound
from server.first_syncs import FirstSyncs
from server.home import Home
from server.metrics import Metrics
from server.orders import Orders
from server.quotas import Quotas
from server.sessions import Session, Sessions
from server.snapshots import Snapshots

ROOM: Final = 256 << 20
"""Bytes that must be free on the disk before anything is taken."""
P = ParamSpec("P")
T = TypeVar("T")
SEALED: Final = 2
"""Messages of files that are sealed side by side."""


@dataclass(frozen=True)
class Desk:
    """One server at work. Blocking work runs in threads: one at a time in ``line``, and one on the
    ``shelf``.
    """

    home: Home
    orders: Orders
    sessions: Sessions
    quotas: Quotas
    firsts: FirstSyncs
    snapshots: Snapshots
    metrics: Metrics = field(default_factory=Metrics)
    files_came: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once files are whole that were not."""
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _files: asyncio.Lock = field(default_factory=asyncio.Lock)
    _sealing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SEALED))
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def line(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do work that orders or journals: nobody else does meanwhile."""
        async with self._lock:
            return await run_in_threadpool(work, *args, **kwargs)

    async def shelf(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do work that keeps files: nobody else does meanwhile, but commits go on."""
        async with self._files:
            return await run_in_threadpool(work, *args, **kwargs)

    async def sealing(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do work that seals files before they get on the shelf: a few at a time."""
        async with self._sealing:
            return await run_in_threadpool(work, *args, **kwargs)

    async def making(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do work that makes a snapshot: one at a time, and everything else goes on."""
        async with self._making:
            return await run_in_threadpool(work, *args, **kwargs)

    async def aside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do work that only reads."""
        return await run_in_threadpool(work, *args, **kwargs)

    async def tell(self) -> None:
        """Wake all who wait for news."""
        async with self._news:
            self._news.notify_all()

    async def listen(self, seconds: float) -> None:
        """Wait for news, but not longer than some seconds."""
        try:
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait()
        except TimeoutError:
            return

    def require_room(self) -> None:
        """Raise DiskFull while the disk is nearly full."""
        if shutil.disk_usage(self.home.folder).free < ROOM:
            raise DiskFull


def require(session: Session, stream: str) -> None:
    """Raise NotFound for a stream that the device may not read: it is not told that there is
    one.
    """
    if not session.reads(stream):
        raise NotFound(kind="stream")
