"""What a running server does for its second medium: new files follow at once, missed ones once a
minute, and a share of all is read again in both places. The server goes on without it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from core.errors import AntinError
from db.actions import mirroring
from db.actions.mirroring import Batch, Standing
from db.opening import LEFT_MS
from server import clock
from server.desk import Desk
from server.home import Home
from server.log import log, where

EVERY: Final = 60.0
"""Seconds from one look at the whole to the next."""


@dataclass
class Care:
    """How the mirror stood last, and how far its files were read again."""

    standing: Standing = Standing.NONE
    mended: str = ""
    healed: int = 0


async def keep(desk: Desk, every: float = EVERY) -> None:
    """Care for the mirror until cancelled: whenever files came, and once in a while."""
    care, due = Care(), 0
    while True:
        whole = clock.steady_ms() >= due
        if whole:
            due = clock.steady_ms() + round(every * 1000)
        desk.files_came.clear()
        work = batches(desk.home, care, whole=whole)
        try:
            while await desk.aside(next, work, False):
                pass
        except Exception as error:  # noqa: BLE001 - the server goes on answering
            log("not_mirrored", error=type(error).__name__, at=where(error))
        with suppress(TimeoutError):
            async with asyncio.timeout(every):
                await desk.files_came.wait()


def batches(home: Home, care: Care, *, whole: bool = True) -> Iterator[bool]:
    """Bring over what is not there, a batch at each step; with ``whole`` also take back what is
    only there, and read a batch of files again in both places.
    """
    mirror, store = home.mirror, home.store
    if mirror is None:
        return
    standing = mirroring.settle(store, mirror)
    if standing is not care.standing:
        log("mirror", standing=standing.value, media=standing.media)
        care.standing = standing
    if standing is Standing.AWAY:
        return
    try:
        if whole:
            mirror.tidy(store.now() - LEFT_MS)
            yield from _each("taken_back", partial(mirroring.take_back, store, mirror))
        yield from _each("mirrored", partial(mirroring.follow, store, mirror, standing))
        if whole:
            care.mended = _said(mirroring.mend(store, mirror, standing, care.mended)).after
    except (AntinError, OSError) as error:
        log("not_mirrored", error=getattr(error, "code", type(error).__name__))
    if mirror.healed > care.healed:
        log("healed", files=mirror.healed - care.healed)
        care.healed = mirror.healed


def _each(event: str, step: Callable[[str], Batch]) -> Iterator[bool]:
    """Every batch of a step, one after the other."""
    after, files = "", 0
    while after := (done := _said(step(after))).after:
        files += done.files
        yield True
    if files:
        log(event, files=files)


def _said(done: Batch) -> Batch:
    if done.trouble is not None:
        log("not_mirrored", error=done.trouble.code)
    return done
