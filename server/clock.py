"""The server's wall clock and randomness: the one place; everything else is handed them."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

from core.office import day

if TYPE_CHECKING:
    from datetime import date


def now_ms() -> int:
    """Milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def today() -> date:
    """The day of now in Vietnam."""
    return day.day(now_ms())


def steady_ms() -> int:
    """Milliseconds of a clock that nobody can set, for waiting and quotas."""
    return time.monotonic_ns() // 1_000_000


def random_bytes(count: int) -> bytes:
    """Unpredictable bytes from the operating system."""
    return secrets.token_bytes(count)
