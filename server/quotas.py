"""How much one device or address may ask of the server: a bucket each, which fills with time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from core.errors import ServerBusy

MOST_BUCKETS: Final = 10_000


@dataclass(frozen=True)
class Rate:
    """A bucket holds ``burst`` and gains ``each_second``."""

    burst: int
    each_second: float


COMMITS: Final = Rate(burst=50_000, each_second=50)
QUESTIONS: Final = Rate(burst=2_000, each_second=50)
EVIDENCE: Final = Rate(burst=500, each_second=2)
"""Questions to authorities outside: a commander's whole batch at once, then at leisure."""
STRANGERS: Final = Rate(burst=600, each_second=10)
"""Questions of one address outside a session: greetings, proofs, enrolment."""


class Quotas:
    """The buckets; ``steady`` gives milliseconds of a clock that nobody can set."""

    def __init__(self, steady: Callable[[], int]) -> None:
        self._steady = steady
        self._buckets: dict[tuple[Rate, str], tuple[float, int]] = {}

    def take(self, rate: Rate, who: str, amount: int = 1) -> None:
        """Take from somebody's bucket; raises ServerBusy where it is empty."""
        now = self._steady()
        left, then = self._buckets.get((rate, who), (rate.burst, now))
        left = min(rate.burst, left + (now - then) / 1000 * rate.each_second)
        if left < amount:
            raise ServerBusy
        if len(self._buckets) >= MOST_BUCKETS:
            self._buckets.clear()  # of strangers too many: all begin anew
        self._buckets[rate, who] = left - amount, now
