"""What the outer world gives to a store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """The time (milliseconds UTC) and unpredictable bytes, as desktop and server hand them in."""

    now: Callable[[], int]
    random: Callable[[int], bytes]
