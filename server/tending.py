"""What a running server does of itself: once a minute it lends the numbers that are due, every ten
minutes its store looks whether it grew.
"""

from __future__ import annotations

import asyncio
import itertools
from typing import Final

from core.errors import AntinError
from db.actions import lending
from db.engine import tune
from server.desk import Desk
from server.log import log, where

EVERY: Final = 60.0
"""Seconds from one time to the next."""
TUNED: Final = 10
"""Times from one look at the store to the next."""


async def keep(desk: Desk, every: float = EVERY, *, lends: bool = True) -> None:
    """Tend again and again until cancelled; what fails is logged and tried again. Numbers are left
    to people where it does not lend.
    """
    for times in itertools.count(1):
        await asyncio.sleep(every)
        try:
            if lends:
                await tend(desk)
            if times % TUNED == 0:
                await desk.line(tune, desk.home.store.engine)
        except AntinError as error:
            log("not_tended", error=error.code)
        except Exception as error:  # noqa: BLE001 - the server goes on answering
            log("not_tended", error=type(error).__name__, at=where(error))


async def tend(desk: Desk) -> int:
    """Do once what is due, in the line of orders; how many ranges of numbers were lent."""
    lent = await desk.line(_tend, desk)
    if lent:
        log("lent", ranges=lent)
        await desk.tell()
    return lent


def _tend(desk: Desk) -> int:
    lent = lending.tend(desk.home.store, desk.home.registrar)
    if lent:
        desk.orders.publish()
    return lent
