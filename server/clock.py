"""The server's wall clock and randomness: the one place; everything else is handed them."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))
"""The office's time: Vietnam has one zone and no summer time."""


def now_ms() -> int:
    """Milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def today() -> date:
    """The day of now in Vietnam."""
    return datetime.fromtimestamp(now_ms() / 1000, UTC).astimezone(VIETNAM).date()


def steady_ms() -> int:
    """Milliseconds of a clock that nobody can set, for waiting and quotas."""
    return time.monotonic_ns() // 1_000_000


def random_bytes(count: int) -> bytes:
    """Unpredictable bytes from the operating system."""
    return secrets.token_bytes(count)
