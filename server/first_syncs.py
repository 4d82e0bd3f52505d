"""How many devices may fetch a long stream at a time: the others wait their turn, and go on with
what they have (sync.md §9).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from core.errors import ServerBusy

FAR: Final = 2000
"""Commits behind the head from which a pull is a first sync."""
AT_ONCE: Final = 8
IDLE_MS: Final = 30_000
"""A device that asked nothing for so long gives its place up."""


class FirstSyncs:
    """Who fetches now; ``steady`` gives milliseconds of a clock that nobody can set."""

    def __init__(self, steady: Callable[[], int]) -> None:
        self._steady = steady
        self._last: dict[str, int] = {}

    def take(self, device: str) -> None:
        """Take or keep a place; raises ServerBusy with the seconds to ``wait`` where none is
        free.
        """
        now = self._steady()
        if device not in self._busy(now) and len(self._last) >= AT_ONCE:
            oldest = min(self._last.values())
            raise ServerBusy(wait=max(1, (oldest + IDLE_MS - now) // 1000))
        self._last[device] = now

    def pull(self, device: str, behind: int) -> None:
        """The same for a pull so many commits behind; one that is near gives the place up."""
        if behind > FAR:
            self.take(device)
        else:
            self._last.pop(device, None)

    def count(self) -> int:
        """How many hold a place."""
        return len(self._busy(self._steady()))

    def _busy(self, now: int) -> dict[str, int]:
        self._last = {who: at for who, at in self._last.items() if now - at < IDLE_MS}
        return self._last
