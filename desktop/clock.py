"""The desktop's wall clock, ids and randomness: the one place; everything else is handed them."""

from __future__ import annotations

import random
import secrets
import sys
import time
from typing import TYPE_CHECKING

from core.office import day

if TYPE_CHECKING:
    from datetime import date, datetime


def now_ms() -> int:
    """Milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def today() -> date:
    """The day of now in Vietnam."""
    return day.day(now_ms())


def local_time(instant_ms: int) -> datetime:
    """An instant in milliseconds UTC as a Vietnamese wall time."""
    return day.moment(instant_ms)


def steady_ms() -> int:
    """Milliseconds of a clock that nobody can set and that goes on while the machine sleeps, for
    waiting and idling."""
    if sys.platform != "linux":
        return time.monotonic_ns() // 1_000_000
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000  # the monotonic one stands still


def random_bytes(count: int) -> bytes:
    """Unpredictable bytes from the operating system."""
    return secrets.token_bytes(count)


def new_id() -> bytes:
    """A fresh 128-bit id."""
    return random_bytes(16)


class Dice(random.Random):
    """Chance that repeats itself: the same seed throws the same. For plays, never for secrets."""
